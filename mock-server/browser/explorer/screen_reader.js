// What GraphiQL does not tell screen readers, or tells them wrongly.

/** Names of the editors. */
const EDITORS = [
  [".graphiql-query-editor", "GraphQL document"],
  [".graphiql-editor-tool", "Variables, as JSON"],
  [".graphiql-response", "Answer"],
];

function label(root) {
  for (const [editor, name] of EDITORS) {
    for (const field of root.querySelectorAll(`${editor} textarea:not([aria-label])`)) {
      field.setAttribute("aria-label", name);
    }
  }
}

/** A tab holds buttons, which nothing with the role of a tab may do: make it an item of a list. */
function listTabs(root) {
  for (const list of root.querySelectorAll("[role=tablist]")) list.removeAttribute("role");
  for (const tab of root.querySelectorAll("[role=tab]")) {
    tab.removeAttribute("role");
    const isOpen = tab.getAttribute("aria-selected") === "true";
    tab.removeAttribute("aria-selected");
    tab.querySelector("button")?.toggleAttribute("aria-current", isOpen);
  }
  for (const panel of root.querySelectorAll("[role=tabpanel]")) panel.removeAttribute("role");
}

/** What can be scrolled must be reached by keyboard. */
function reachScrolled(root) {
  for (const scrolled of root.querySelectorAll('.CodeMirror-scroll[tabindex="-1"]')) scrolled.tabIndex = 0;
}

/** Repairs the page below an element, now and whenever it changes. */
export function repair(root) {
  const apply = () => {
    label(root);
    listTabs(root);
    reachScrolled(root);
  };
  new MutationObserver(apply).observe(root, {
    childList: true,
    subtree: true,
    attributeFilter: ["role", "aria-selected"],
  });
  apply();
}
