// Frames that move sideways on a narrow screen: the keyboard reaches each, and the cell that was asked for is in sight.
if (!window.nianbaoSideways) {
  window.nianbaoSideways = true;
  let isWaiting = false;
  // The newest years of a heat map are in sight first; the names of its rows stay where they are while the years move.
  const holdNames = (frame) => {
    const names = frame.querySelector(".yaxislayer-above");
    const told = [...(names?.querySelectorAll(".ytick") ?? [])].map((name) => name.textContent).join();
    // A chart that changes in its place may have other names than before.
    if (frame.scrollWidth <= frame.clientWidth || !told || names.dataset.held === told) return;
    names.dataset.held = told;
    names.querySelector("rect")?.remove();
    const box = names.getBBox();
    const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const edges = { x: 0, y: box.y - 6, width: box.x + box.width + 4, height: box.height + 12, fill: "#fff" };
    for (const [name, value] of Object.entries(edges)) ground.setAttribute(name, value);
    names.prepend(ground);
    if (!frame.widthOfNames) for (const kind of ["mousedown", "mousemove"]) frame.addEventListener(kind, overNames, true);
    frame.widthOfNames = edges.width;
    frame.onscroll = () => names.setAttribute("transform", `translate(${frame.scrollLeft})`);
    frame.scrollLeft = frame.scrollWidth;
    frame.onscroll();
  };
  // A cell that lies beneath a name is not meant by who points at the name.
  const overNames = (event) => {
    const frame = event.currentTarget;
    const isOver = event.clientX - frame.getBoundingClientRect().left < frame.widthOfNames;
    if (frame.scrollLeft > 0 && isOver) event.stopPropagation();
  };
  const look = () => {
    isWaiting = false;
    for (const frame of document.querySelectorAll('[class*="st-key-chart_heat"]:not([tabindex])')) {
      frame.tabIndex = 0;
      frame.setAttribute("role", "group");
    }
    document.querySelectorAll('[class*="st-key-chart_heat"]').forEach(holdNames);
    for (const frame of document.querySelectorAll(".form:not([data-shown])")) {
      // Of several the first: the others follow it.
      const cell = frame.querySelector("td.asked");
      if (!cell) continue;
      frame.dataset.shown = "";
      const hidden = cell.getBoundingClientRect().right - frame.getBoundingClientRect().right;
      if (hidden > 0) frame.scrollLeft += hidden + 8;
    }
  };
  new MutationObserver(() => {
    if (!isWaiting) requestAnimationFrame(look);
    isWaiting = true;
  }).observe(document.body, { childList: true, subtree: true });
  look();
}
