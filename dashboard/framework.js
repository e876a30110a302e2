// What Streamlit says of its own accord (hints of fields, labels of buttons, a lost connection), in the words that the page brings along;
// and which language the page is in, for those who have it read to them.
if (!window.nianbaoFramework) {
  const ATTRIBUTES = ["aria-label", "placeholder", "title", "aria-valuetext"];
  const MARKED = ATTRIBUTES.map((name) => `[${name}]`).join();
  // What readers, documents, charts, answers (a canvas) and lists to choose from say is theirs.
  const NOT_ITS_OWN = `.js-plotly-plot, .form, canvas, code, textarea, [role=option][data-key], [data-testid=stMultiSelectTagsContainer],
    [data-testid=stMarkdownContainer], [data-testid=stHtml]`;
  const LONGEST = 200;
  const told = new WeakMap();
  let exact = new Map();
  let patterns = [];
  const inWords = (text) => {
    const whole = exact.get(text);
    if (whole !== undefined) return whole;
    for (const [pattern, words] of patterns) {
      const found = pattern.exec(text);
      if (found) return words.replace("{}", () => found[1]);
    }
    return text;
  };
  // A text or an attribute: what stands there is ours already, or what Streamlit says.
  const say = (node, element) => {
    const shown = node.nodeValue;
    if (!shown || shown.length > LONGEST) return;
    const before = told.get(node);
    const its = before && before.ours === shown ? before.its : shown;
    const ours = inWords(its);
    if (ours === shown || (node.nodeType === Node.TEXT_NODE && element.closest(NOT_ITS_OWN))) return;
    told.set(node, { its, ours });
    node.nodeValue = ours;
  };
  const sayAttributes = (element) => {
    for (const name of ATTRIBUTES) if (element.hasAttribute(name)) say(element.getAttributeNode(name), element);
  };
  const sayAll = (root) => {
    if (root.matches(MARKED)) sayAttributes(root);
    root.querySelectorAll(MARKED).forEach(sayAttributes);
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) say(texts.currentNode, texts.currentNode.parentElement);
  };
  new MutationObserver((changes) => {
    if (!exact.size) return;
    for (const { type, target, attributeName, addedNodes } of changes) {
      if (target.namespaceURI === "http://www.w3.org/2000/svg") continue;
      if (type === "attributes" && target.hasAttribute(attributeName)) say(target.getAttributeNode(attributeName), target);
      if (type === "characterData" && target.parentElement) say(target, target.parentElement);
      for (const node of addedNodes) {
        if (node.nodeType === Node.ELEMENT_NODE && !(node instanceof SVGElement)) sayAll(node);
        if (node.nodeType === Node.TEXT_NODE && node.parentElement) say(node, node.parentElement);
      }
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributeFilter: ATTRIBUTES });
  window.nianbaoFramework = (language, words) => {
    document.documentElement.lang = language;
    const entries = Object.entries(words);
    const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    exact = new Map(entries.filter(([its]) => !its.includes("{}")));
    patterns = entries
      .filter(([its]) => its.includes("{}"))
      .map(([its, ours]) => [new RegExp(`^${its.split("{}").map(escaped).join("(.+)")}$`), ours]);
    sayAll(document.body);
  };
}
