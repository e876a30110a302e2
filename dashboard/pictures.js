// The page on paper, and a chart as a picture, with its title and source, drawn by the reader's own browser and from nothing but what it shows.
if (!window.nianbaoPictures) {
  window.nianbaoPictures = true;
  const HEAD = 64;
  const NARROWEST = 820;
  document.addEventListener("click", (event) => {
    if (event.target.closest("button[data-print]")) return window.print();
    const button = event.target.closest("button[data-picture]");
    const frame = button && document.querySelector(`.st-key-${CSS.escape(button.dataset.chart)} .plot`);
    if (!frame) return;
    const { data, layout } = JSON.parse(frame.figure);
    layout.title = {
      text: button.dataset.title, subtitle: { text: button.dataset.note, font: { size: 12, color: "#52606d" } },
      x: 0, xanchor: "left", y: 1, yref: "container", yanchor: "top", pad: { t: 12, l: 8 }, font: { size: 17 },
    };
    layout.margin = { ...layout.margin, t: layout.margin.t + HEAD };
    layout.width = Math.max(frame.clientWidth, NARROWEST);
    layout.height += HEAD;
    const { width, height } = layout;
    const { picture: format, name: filename } = button.dataset;
    window.Plotly.downloadImage({ data, layout }, { format, filename, width, height, scale: 2 });
  });
}
