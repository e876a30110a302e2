// What lies over the page gets out of the way once something is chosen in it.
if (!window.nianbaoOverlays) {
  window.nianbaoOverlays = true;
  const isNarrow = matchMedia("(max-width: 768px)");
  document.addEventListener("click", ({ target }) => {
    // The menu, on a narrow screen, once a page is chosen.
    const menu = target.closest?.('[data-testid="stSidebar"]');
    if (menu && isNarrow.matches && target.closest('[data-testid="stPageLink-NavLink"]'))
      setTimeout(() => menu.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click());
    // The popover in which a figure was chosen: it would lie over the dialog that tells the reports behind it.
    const popover = target.closest?.('[data-testid="stPopoverBody"]');
    if (popover && target.closest('[class*="st-key-show_"] button'))
      setTimeout(() => popover.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true })));
  });
}
