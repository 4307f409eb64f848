// Failures that were ordered, and a new one.
import { call, get } from "./api.js";
import { badge, choice, field, form, h, table } from "./dom.js";
import { live } from "./live.js";

export async function faults(world, on) {
  const path = `/worlds/${encodeURIComponent(world)}/faults`;
  const known = (await get("/catalog/faults?limit=1000")).items;
  const act = (action) => () =>
    action()
      .then(() => part.again())
      .catch((error) => part.append(h("p", { class: "bad", role: "alert" }, error.message)));
  const part = await live(on, ["request", "fault"], async () => {
    const { items } = await get(`${path}?limit=1000`);
    return table("Faults", ["Fault", "State", "On", "When", "Does", "Struck", ""], items.map((one) => row(one)));
  });
  function row(one) {
    const off = act(() => call("DELETE", `${path}/${one.id}`));
    const isLive = one.state === "live";
    const verb = isLive ? "Call off" : "Remove";
    return [
      [one.id, one.label ? ` ${one.label}` : ""],
      badge(one.state, isLive ? "warn" : ""),
      Object.values(one.match).join(" ") || "every request",
      short(one.when),
      short(one.then),
      [
        `${one.fired} of ${one.matched} `,
        one.fired_on.map((to) => [h("a", { href: `#/${encodeURIComponent(world)}/requests/${to.split("/").pop()}` }, `#${to.split("/").pop()}`), " "]),
      ],
      h("button", { type: "button", onclick: off, "aria-label": `${verb} ${one.id}` }, verb),
    ];
  }
  const order = async (values) => {
    const match = {};
    if (values.surface) match.surface = values.surface;
    if (values.operation) match.operation = values.operation;
    const [kind, name] = values.then.split(" ");
    const then = kind === "error" ? { error: name } : kind === "drop" ? { drop: name } : { delay: values.delay };
    const made = await call("POST", path, { match, when: { next: Number(values.next) }, then });
    await part.again();
    return `${made.id} waits for its request.`;
  };
  const named = [...new Set(known.map((one) => one.name))].map((name) => {
    const all = known.filter((one) => one.name === name).flatMap((one) => one.surfaces);
    return [`error ${name}`, `${name} (${all.join(", ")})`];
  });
  const ways = [["drop before", "drop the connection before the effect"], ["drop after", "drop it after the effect"], ["delay", "delay the answer"], ...named];
  return h(
    "div",
    { class: "grid" },
    h("section", { class: "card span" }, h("h2", null, "Faults"), part),
    h(
      "section",
      { class: "card" },
      h("h2", null, "Order a fault"),
      form(
        "Order a fault",
        [
          field("API", choice("surface", [["", "any"], "PG", "AG", "ER", "MC"])),
          field("Operation", h("input", { name: "operation", placeholder: "freezeCard", autocomplete: "off", spellcheck: "false" })),
          field("What happens", choice("then", ways)),
          field("Delay (for a delay)", h("input", { name: "delay", value: "2s", autocomplete: "off" })),
          field("How many times", h("input", { name: "next", type: "number", min: "1", value: "1" })),
        ],
        order,
        "Order it",
      ),
    ),
  );
}

function short(value) {
  return Object.entries(value)
    .map(([name, one]) => `${name} ${one === true ? "" : one}`)
    .join(", ");
}
