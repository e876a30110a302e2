// What is told beside a chart lies over the page: one at a time, and gone with Escape or a click beside it.
if (!window.nianbaoAsides) {
  window.nianbaoAsides = true;
  const open = () => [...document.querySelectorAll(".asides details[open]")];
  document.addEventListener("click", (event) => {
    const { target } = event;
    for (const aside of open()) if (!aside.contains(target)) aside.open = false;
    const link = target.closest?.(".asides a");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      // As the back button does, within the page: a statement can be longer than a proxy lets an address be.
      event.preventDefault();
      history.pushState(null, "", link.href);
      dispatchEvent(new PopStateEvent("popstate"));
    }
    const button = target.closest?.("button[data-copy]");
    if (!button) return;
    const [status, text] = [button.nextElementSibling, button.nextElementSibling.nextElementSibling];
    getSelection().selectAllChildren(text);
    // Not the clipboard of newer browsers, which is there over https alone. Where this fails as well, the text stands selected.
    if (document.execCommand("copy")) status.textContent = button.dataset.copy;
    setTimeout(() => (status.textContent = ""), 3000);
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    for (const aside of open()) {
      if (aside.contains(document.activeElement)) aside.querySelector("summary").focus();
      aside.open = false;
    }
  });
}
