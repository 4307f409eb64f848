// A world at a glance: its clock, what is due, its last requests, and what can be taken away.
import { call, download, get, has } from "./api.js";
import { badge, field, form, h, table, time } from "./dom.js";
import { live } from "./live.js";
import { list } from "./requests.js";

export async function overview(world, on) {
  const path = `/worlds/${encodeURIComponent(world)}`;
  const due = await live(on, ["clock", "event", "request"], () => timers(path));
  const state = await live(on, ["clock", "event", "request"], () => clock(path));
  const changed = () => Promise.all([state.again(), due.again()]);
  setTicking(state);
  const last = await live(on, ["request"], async () => list(world, (await get(`${path}/requests?limit=8`)).items));
  return h(
    "div",
    { class: "grid" },
    h("section", { class: "card" }, h("h2", null, "Clock"), state, forms(path, changed)),
    h("section", { class: "card" }, h("h2", null, "What will fire"), due),
    h(
      "section",
      { class: "card span" },
      h("h2", null, "Last requests"),
      last,
      h("p", null, h("a", { href: `#/${encodeURIComponent(world)}/requests` }, "All requests")),
    ),
    h("section", { class: "card span" }, h("h2", null, "Use this world"), await links(world, path)),
  );
}

/** The clock of a running world is read again every five seconds, while it is on the page. */
function setTicking(state) {
  const timer = setInterval(() => {
    if (document.hidden) return;
    if (!state.isConnected) return clearInterval(timer);
    void state.again();
  }, 5000);
}

async function clock(path) {
  const { mode, now, offset, next } = await get(`${path}/clock`);
  return h(
    "dl",
    null,
    h("dt", null, "World time"),
    h("dd", { class: "now" }, time(now), " UTC ", badge(mode, mode === "frozen" ? "cold" : "good")),
    offset ? [h("dt", null, "Offset"), h("dd", null, offset)] : null,
    h("dt", null, "Next"),
    h("dd", null, next ? [next.effect, " of ", next.entity, " at ", time(next.at)] : "nothing is due"),
  );
}

function forms(path, changed) {
  const set = (body) => async () => {
    await call("PUT", `${path}/clock`, body);
    await changed();
  };
  const act = (text, body) => {
    const button = h("button", { type: "button", name: "mode" }, text);
    const go = set(body);
    button.addEventListener("click", () => go().catch((error) => (said.textContent = error.message)));
    return button;
  };
  const said = h("output", { class: "bad" });
  const advance = async (values) => {
    const isTrial = values.how === "trial";
    const to = values.to === "next" ? { to: "next" } : { by: values.by };
    const moved = await call("POST", `${path}/clock/advance${isTrial ? "?dry_run=true" : ""}`, to);
    if (!isTrial) await changed();
    return fired(moved, isTrial);
  };
  return h(
    "div",
    null,
    h("div", { class: "buttons" }, act("Freeze", { mode: "frozen" }), act("Let it run", { mode: "running" })),
    said,
    form(
      "Advance the clock",
      [
        field(
          "Advance by",
          h("input", { name: "by", value: "24h", list: "spans", autocomplete: "off", spellcheck: "false" }),
        ),
        h("datalist", { id: "spans" }, ["1m", "5m1s", "1h", "24h", "30d"].map((one) => h("option", { value: one }))),
      ],
      advance,
      [
        "Advance",
        h("button", { name: "to", value: "next" }, "To the next effect"),
        h("button", { name: "how", value: "trial" }, "What would fire?"),
      ],
    ),
  );
}

function fired({ fired: effects, fired_total: total, now }, isTrial) {
  const verb = isTrial ? "would fire" : "fired";
  const row = (one) => [time(one.at), one.effect, one.entity, `${one.from ?? ""} → ${one.to ?? ""}`];
  return h(
    "div",
    null,
    h("p", null, `${total} ${total === 1 ? "effect" : "effects"} ${verb} until `, time(now), "."),
    total ? table(`What ${verb}`, ["At", "Effect", "Of", "Change"], effects.map(row)) : null,
  );
}

async function timers(path) {
  const { items } = await get(`${path}/timers`);
  const row = (one) => [time(one.at), one.effect, one.entity];
  return table("What is due", ["At", "Effect", "Of"], items.map(row), "Nothing is scheduled.");
}

async function links(world, path) {
  const name = encodeURIComponent(world);
  const explorer = (surface, text) =>
    h("li", null, h("a", { href: `/_sandbox/explorer/${surface}?world=${name}` }, text));
  const file = (to, called, text) =>
    h("button", { type: "button", onclick: () => void download(`${path}${to}`, called) }, text);
  const exports = (await has("/worlds/{world}/export"))
    ? [
        file("/export?as=gherkin", `${world}.feature`, "Export as Gherkin"),
        file("/export?as=curl", `${world}.sh`, "Export as curl"),
        file("/export?as=har", `${world}.har`, "Export as HAR"),
      ]
    : [];
  return h(
    "div",
    null,
    h("ul", null, explorer("PG", "Explorer of the partner API"), explorer("AG", "Explorer of the in-app API")),
    h(
      "div",
      { class: "buttons" },
      file("/env", `${world}.env`, "Credentials as shell variables"),
      file("/journal", `${world}.ndjson`, "Journal"),
      exports,
    ),
  );
}
