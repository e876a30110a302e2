// Frames that move sideways on a narrow screen: the keyboard reaches each, and the cell that was asked for is in sight.
if (!window.nianbaoSideways) {
  window.nianbaoSideways = true;
  let isWaiting = false;
  const look = () => {
    isWaiting = false;
    for (const frame of document.querySelectorAll('[class*="st-key-chart_heat"]:not([tabindex])')) {
      frame.tabIndex = 0;
      frame.setAttribute("role", "group");
    }
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
