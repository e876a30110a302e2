// The page on paper, and a chart as a picture, with its title and source, drawn by the reader's own browser and from nothing but what it shows.
// Plotly's own button, which has one format and no title, is pressed with ours put in its place for that moment.
if (!window.nianbaoPictures) {
  window.nianbaoPictures = true;
  const HEAD = 64;
  document.addEventListener("click", (event) => {
    if (event.target.closest("button[data-print]")) return window.print();
    const button = event.target.closest("button[data-picture]");
    const chart = button && document.querySelector(`.st-key-${CSS.escape(button.dataset.chart)} .js-plotly-plot`);
    if (!chart) return;
    const { layout, _context: context, _fullLayout: drawn } = chart;
    const usual = [layout.title, layout.margin, context.toImageButtonOptions];
    layout.title = {
      text: button.dataset.title, subtitle: { text: button.dataset.note, font: { size: 12, color: "#52606d" } },
      x: 0, xanchor: "left", y: 1, yref: "container", yanchor: "top", pad: { t: 12, l: 8 }, font: { size: 17 },
    };
    layout.margin = { ...layout.margin, t: layout.margin.t + HEAD };
    context.toImageButtonOptions = { ...usual[2], format: button.dataset.picture, width: Math.max(drawn.width, 820), height: drawn.height + HEAD };
    chart.querySelector(".modebar-btn").click();
    [layout.title, layout.margin, context.toImageButtonOptions] = usual;
  });
}
