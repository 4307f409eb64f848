// The back office: what a client of the APIs cannot do itself.
import { call, get } from "./api.js";
import { choice, field, form, h, json } from "./dom.js";

export async function office(world) {
  const { items } = await get("/catalog/ops?limit=1000");
  const summary = h("p", { class: "soft" });
  const members = h("div", { class: "members" });
  const pick = choice("op", items.map((one) => one.op));
  const show = () => {
    const op = items.find((one) => one.op === pick.value);
    summary.textContent = op.summary;
    const required = op.input.required ?? [];
    const one = ([name, schema]) => {
      const says = schema.description ?? schema.oneOf?.find((part) => part.description)?.description ?? "";
      const hint = h("span", { class: "soft" }, says.replaceAll("`", ""));
      return h("div", null, field(`${name}${required.includes(name) ? " (required)" : ""}`, h("input", { name: `in.${name}`, autocomplete: "off" })), hint);
    };
    members.replaceChildren(...Object.entries(op.input.properties ?? {}).map(one));
  };
  pick.addEventListener("change", show);
  pick.value = items.some((one) => one.op === "deposit") ? "deposit" : pick.value;
  show();
  const run = async (values) => {
    const input = {};
    for (const [name, value] of Object.entries(values)) {
      if (name.startsWith("in.") && value !== "") input[name.slice(3)] = typed(value);
    }
    const trial = values.how === "trial" ? "?dry_run=true" : "";
    return json(await call("POST", `/worlds/${encodeURIComponent(world)}/ops/${values.op}${trial}`, input));
  };
  return h(
    "section",
    { class: "card" },
    h("h2", null, "Back office"),
    form("Back office", [field("Op", pick), summary, members], run, ["Do it", h("button", { name: "how", value: "trial" }, "Try without effect")]),
  );
}

/** Numbers of ids, lists, objects, true and false as JSON; amounts and everything else as text. */
function typed(value) {
  if (!/^(\d+|true|false|null|[[{].*)$/s.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
