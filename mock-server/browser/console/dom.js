// Elements without markup in strings: nothing that a server says is ever read as HTML.

/**
 * An element. Members that begin with `on` are listeners, others are attributes; null and false are
 * left out. Children are elements, texts or lists of them.
 */
export function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "value") element.value = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== false));
  return element;
}

/** A table with a caption for screen readers. A row is a list of cells, or `{cells, link}`. */
export function table(caption, heads, rows, empty) {
  if (rows.length === 0) return h("p", { class: "empty" }, empty ?? "Nothing yet.");
  // Parts of a cell stay together where a row is laid out below each other.
  const whole = (cell) => (Array.isArray(cell) && cell.flat(Infinity).length > 0 ? h("div", null, cell) : cell);
  const body = rows.map((row) => h("tr", null, row.map((cell, n) => h("td", { "data-head": heads[n] }, whole(cell)))));
  return h(
    "div",
    { class: "wide" },
    h(
      "table",
      null,
      h("caption", null, caption),
      h("thead", null, h("tr", null, heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", null, body),
    ),
  );
}

/** A labelled field. */
export function field(label, input) {
  return h("label", { class: "field" }, h("span", null, label), input);
}

/** A choice of options, each a text or `[value, text]`. */
export function choice(name, options, attributes) {
  const one = (option) => {
    const [value, text] = Array.isArray(option) ? option : [option, option];
    return h("option", { value, selected: attributes?.value === value }, text);
  };
  const element = h("select", { name, ...attributes, value: null }, options.map(one));
  if (attributes?.value !== undefined) element.value = attributes.value;
  return element;
}

/** A form whose values go to `submit`; what it throws is shown below. */
export function form(label, fields, submit, button) {
  const said = h("output", null);
  const act = async (event) => {
    event.preventDefault();
    said.textContent = "";
    said.className = "";
    try {
      const values = Object.fromEntries(new FormData(event.target, event.submitter));
      const done = await submit(values);
      if (done !== undefined) said.replaceChildren(done);
    } catch (error) {
      said.className = "bad";
      said.textContent = error.message;
    }
  };
  const buttons = [button ?? "Send"].flat().map((one) =>
    typeof one === "string" ? h("button", { class: "primary" }, one) : one,
  );
  return h("form", { "aria-label": label, onsubmit: act }, fields, h("div", { class: "buttons" }, buttons), said);
}

/** JSON, to be read. */
export function json(value) {
  return h("pre", { tabindex: "0" }, JSON.stringify(value, null, 2));
}

/** A state in a word. */
export function badge(word, kind) {
  return h("span", { class: `badge ${kind ?? ""}` }, word);
}

/** An instant without its date, where that is today's; all of it as a tooltip. */
export function time(instant) {
  if (!instant) return "";
  return h("time", { datetime: instant, title: instant }, instant.replace("T", " ").slice(0, 19));
}
