// Panes of GraphiQL, which open and close by their buttons alone.

/** True where panes stand below each other. */
export function isNarrow() {
  return matchMedia("(max-width: 700px)").matches;
}

/** Presses the button of this name, if it is there. */
export function press(name) {
  document.querySelector(`.graphiql-sidebar [aria-label="${name}"]`)?.click();
}
