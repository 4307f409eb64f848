// Readings of what the documents leave open, rules, and deviations.
import { call, get } from "./api.js";
import { badge, choice, field, form, h, table } from "./dom.js";

export async function rules(world) {
  const path = `/worlds/${encodeURIComponent(world)}`;
  const [catalogue, chosen, all, deviations] = await Promise.all([
    get("/catalog/readings?limit=1000"),
    get(`${path}/readings`),
    get(`${path}/rules?limit=1000`),
    get(`${path}/deviations`),
  ]);
  return h(
    "div",
    { class: "grid" },
    h(
      "section",
      { class: "card span" },
      h("h2", null, "Readings"),
      h("p", { class: "soft" }, "Sentences of the documents that can be read in more than one way. A change acts on the next request."),
      h("div", { class: "readings" }, catalogue.items.map((one) => reading(path, one, chosen[one.id]))),
    ),
    h("section", { class: "card span" }, h("h2", null, `Rules (${all.total})`), ruleList(path, all.items)),
    h(
      "section",
      { class: "card span" },
      h("h2", null, "Deviations"),
      table(
        "Deviations that are switched on",
        ["Deviation", "Hits"],
        deviations.active.map((one) => [one.id, String(one.hits)]),
        "None is switched on: the sandbox does what the documents say.",
      ),
    ),
  );
}

function reading(path, { id, question, readings }, value) {
  const said = h("output", null);
  const set = async (event) => {
    try {
      await call("PATCH", `${path}/readings`, { [id]: event.target.value });
      said.className = "soft";
      said.textContent = `${id} is set.`;
    } catch (error) {
      said.className = "bad";
      said.textContent = error.message;
    }
  };
  const options = readings.map((one) => [one.name, `${one.name}${one.default ? " (default)" : ""}: ${one.meaning.replaceAll("`", "")}`]);
  return h("div", null, field(`${id}: ${question.replaceAll("`", "")}`, choice(id, options, { value, onchange: set })), said);
}

function ruleList(path, items) {
  const search = h("input", { type: "search", autocomplete: "off", spellcheck: "false" });
  const body = h("div", null);
  const draw = () => {
    const text = search.value.toLowerCase();
    const shown = items.filter((one) => `${one.key} ${one.meaning}`.toLowerCase().includes(text));
    const few = text ? shown.slice(0, 50) : shown.filter((one) => one.changed);
    body.replaceChildren(
      h("p", { class: "soft" }, text ? `${shown.length} found${shown.length > 50 ? ", the first 50 shown" : ""}.` : few.length ? "Those that were changed:" : "All have their defaults. Search for one to change it."),
      ...few.map((one) => rule(path, one)),
    );
  };
  search.addEventListener("input", draw);
  draw();
  return h("div", null, field("Search rules", search), body);
}

function rule(path, one) {
  const written = typeof one.value === "string" ? one.value : JSON.stringify(one.value);
  const input =
    one.type === "bool"
      ? choice("value", ["true", "false"], { value: written })
      : one.type === "enum"
        ? choice("value", one.choices, { value: written })
        : h("input", { name: "value", value: written, autocomplete: "off", spellcheck: "false" });
  const set = async ({ value, to }) => {
    const isText = one.type === "enum" || one.type === "text";
    await call("PATCH", `${path}/rules`, { [one.key]: to === "default" ? null : isText ? value : JSON.parse(value) });
    return "It acts on the next request.";
  };
  return h(
    "div",
    { class: "rule" },
    form(
      one.key,
      [field(one.key, input), h("p", { class: "soft" }, `${one.meaning}. ${one.source ?? ""} `, one.changed ? badge("changed", "warn") : null)],
      set,
      ["Set", h("button", { name: "to", value: "default" }, "Default")],
    ),
  );
}
