// What is told beside a chart lies over the page: one at a time, and gone with Escape or a click beside it.
if (!window.nianbaoAsides) {
  window.nianbaoAsides = true;
  const open = () => [...document.querySelectorAll(".asides details[open]")];
  document.addEventListener("click", ({ target }) => {
    for (const aside of open()) if (!aside.contains(target)) aside.open = false;
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
