// Receivers of webhooks, and deliveries with their attempts.
import { call, get } from "./api.js";
import { badge, choice, field, form, h, table, time } from "./dom.js";
import { live } from "./live.js";

const KINDS = { delivered: "good", failed: "bad", retrying: "warn", queued: "warn", held: "cold" };

/** States of receivers; one that is switched off has answered that it is gone. */
const STATES = { active: "good", paused: "cold", switched_off: "bad" };

export async function webhooks(world, on) {
  const path = `/worlds/${encodeURIComponent(world)}`;
  const changes = ["event", "delivery", "clock", "request"];
  const act = (method, to, body) => () =>
    call(method, `${path}${to}`, body)
      .then(() => Promise.all([targets.again(), sent.again()]))
      .catch((error) => targets.append(h("p", { class: "bad", role: "alert" }, error.message)));
  const button = (text, label, action) => h("button", { type: "button", "aria-label": label, onclick: action }, text);

  const targets = await live(on, changes, async () => {
    const { items } = await get(`${path}/receivers?limit=1000`);
    return table("Receivers", ["Receiver", "API", "URL", "Events", "State", ""], items.map(receiver), "Nobody listens yet.");
  });
  const sent = await live(on, changes, async () => {
    const { items } = await get(`${path}/deliveries?limit=100`);
    return items.length ? h("ul", { class: "deliveries" }, items.map(delivery)) : h("p", { class: "empty" }, "Nothing was sent yet.");
  });
  // Attempts are made without a request: look again while the view is shown.
  const timer = setInterval(() => {
    if (!sent.isConnected) return clearInterval(timer);
    void sent.again();
  }, 2000);
  function receiver(one) {
    const isActive = one.state === "active";
    const verb = isActive ? "Pause" : "Resume";
    return [
      one.id,
      one.surface,
      h("code", null, one.url),
      (one.events ?? []).join(", ") || "all",
      badge(one.state.replace("_", " "), STATES[one.state]),
      h(
        "div",
        { class: "buttons" },
        button(verb, `${verb} ${one.id}`, act("POST", `/receivers/${one.id}/${verb.toLowerCase()}`)),
        button("Remove", `Remove ${one.id}`, act("DELETE", `/receivers/${one.id}`)),
      ),
    ];
  }

  function delivery(one) {
    const attempt = (made) => [String(made.no), time(made.at), String(made.status ?? ""), made.error ?? "", `${made.took_ms} ms`];
    const count = one.attempts.length;
    return h(
      "li",
      null,
      h(
        "details",
        { "data-key": one.id },
        h(
          "summary",
          null,
          `${one.id} `,
          badge(one.state, KINDS[one.state]),
          ` event ${one.event} to ${one.receiver} · ${count} ${count === 1 ? "attempt" : "attempts"}`,
          one.next_at ? [" · next ", time(one.next_at)] : null,
        ),
        table("Attempts", ["No", "At", "Status", "Error", "Took"], one.attempts.map(attempt)),
        button("Send again", `Send ${one.id} again`, act("POST", `/deliveries/${one.id}/resend`)),
      ),
    );
  }

  const subscribe = async ({ surface, url, project }) => {
    const made = await call("POST", `${path}/receivers`, { surface, url, ...(project ? { project } : {}) });
    await targets.again();
    return `${made.id} listens from now on.`;
  };
  return h(
    "div",
    { class: "grid" },
    h("section", { class: "card span" }, h("h2", null, "Receivers"), targets),
    h(
      "section",
      { class: "card" },
      h("h2", null, "Add a receiver"),
      form(
        "Add a receiver",
        [
          field("API", choice("surface", ["MC", "AG", "ER"])),
          field("URL, or “sink” to keep them here", h("input", { name: "url", required: true, value: "sink", autocomplete: "off", spellcheck: "false" })),
          field("Project (ER only)", h("input", { name: "project", autocomplete: "off" })),
        ],
        subscribe,
        "Add it",
      ),
    ),
    h("section", { class: "card span" }, h("h2", null, "Deliveries"), sent),
  );
}
