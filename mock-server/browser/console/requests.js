// The request log, and one request with its diagnosis.
import { call, get } from "./api.js";
import { badge, choice, field, h, json, table, time } from "./dom.js";
import { live } from "./live.js";

const KINDS = { ok: "good", business_failure: "warn", refused: "bad", failed: "bad", fault: "warn" };

/** Requests in a table; those of no world have none. */
export function list(world, items) {
  const row = (one) => [
    h("a", { href: `#/${encodeURIComponent(world ?? "unrouted")}/requests/${one.n}` }, `#${one.n}`),
    time(one.at),
    one.surface ?? "",
    one.operation ?? `${one.method} ${one.path}`,
    one.by ?? "",
    String(one.status ?? "none"),
    [badge(one.outcome, KINDS[one.outcome]), one.fault ? [" ", badge(`fault ${one.fault}`, "warn")] : null],
    h(
      "span",
      { "data-pending": one.diagnosis_state === "pending" },
      one.diagnosis?.[0]?.cause ?? one.error ?? "",
    ),
  ];
  const heads = ["Request", "At", "API", "Operation", "By", "Status", "Outcome", "Why"];
  return table("Requests", heads, items.map(row), "No request yet. They appear here as they come in.");
}

export async function requests(world, on) {
  const path = `/worlds/${encodeURIComponent(world)}/requests`;
  const outcomes = [["", "all"], "ok", "business_failure", "refused"];
  const filter = { outcome: "", text: "" };
  const part = await live(on, ["request"], async () => {
    const asked = Object.entries(filter).filter(([, value]) => value);
    const query = new URLSearchParams([["limit", "100"], ...asked]);
    const { items, total } = await get(`${path}?${query}`);
    return h("div", null, h("p", { class: "soft" }, `${total} requests, the latest first.`), list(world, items));
  });
  const set = (event) => {
    filter[event.target.name] = event.target.value;
    void part.again();
  };
  return h(
    "section",
    { class: "card" },
    h("h2", null, "Requests"),
    h(
      "div",
      { class: "filters" },
      field("Outcome", choice("outcome", outcomes, { onchange: set })),
      field("Text", h("input", { name: "text", type: "search", oninput: set })),
    ),
    part,
  );
}

/** Requests that belong to no world, or one of them. */
export async function unrouted(n) {
  const { items } = await get("/unrouted?limit=100");
  const found = items.find((one) => String(one.n) === n);
  if (n) return found ? entry(found, "unrouted") : h("p", null, "That request is not held any more.");
  return h("section", { class: "card" }, h("h2", null, "Requests of no world"), list(null, items));
}

export async function request(world, n) {
  let found;
  for (let tries = 0; tries < 10; tries += 1) {
    found = await get(`/worlds/${encodeURIComponent(world)}/requests/${encodeURIComponent(n)}`);
    if (found.diagnosis_state !== "pending") break;
    await new Promise((done) => setTimeout(done, 150));
  }
  return entry(found, world);
}

function entry(one, world) {
  const link = (id) =>
    h("li", null, h("a", { href: `#/${encodeURIComponent(world)}/things/${id.replace(":", "/")}` }, id));
  return h(
    "div",
    { class: "grid" },
    h(
      "section",
      { class: "card span" },
      h("h2", null, `Request #${one.n}`),
      h(
        "p",
        null,
        badge(one.outcome, KINDS[one.outcome]),
        ` ${one.status ?? "no answer"} · ${one.surface ?? ""} ${one.operation ?? `${one.method} ${one.path}`}`,
        one.by ? ` · ${one.by}` : "",
        ` · ${one.duration_us} µs · `,
        time(one.at),
      ),
      one.error ? h("p", { class: "bad" }, one.error) : null,
      diagnoses(one),
      one.entities?.length ? h("ul", { class: "inline", "aria-label": "What it is about" }, one.entities.map(link)) : null,
    ),
    h("section", { class: "card" }, h("h3", null, "Request"), json(one.request)),
    h("section", { class: "card" }, h("h3", null, "Answer"), json(one.answer)),
    h(
      "section",
      { class: "card span" },
      h("h3", null, "Consequences"),
      json({ effects: one.effects, events: one.events, fault: one.fault, journal: one.journal }),
    ),
  );
}

function diagnoses({ diagnosis = [], outcome }) {
  if (!diagnosis.length) {
    return outcome === "refused" ? h("p", { class: "soft" }, "No mistake of the client was found.") : null;
  }
  const one = (found) =>
    h(
      "li",
      null,
      h("p", null, badge(found.certainty, found.certainty === "proved" ? "good" : "warn"), " ", found.says),
      h("p", null, h("strong", null, "Fix: "), found.fix),
      h("p", { class: "soft" }, h("code", null, found.cause)),
    );
  return h("div", { class: "diagnosis" }, h("h3", null, "Diagnosis"), h("ol", null, diagnosis.map(one)));
}
