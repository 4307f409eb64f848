// People and cards, and everything that happened to one of them.
import { get, has } from "./api.js";
import { badge, h, json, table, time } from "./dom.js";
import { live } from "./live.js";

const COLUMNS = {
  user: {
    title: "People",
    heads: ["Person", "Name", "Label", "Review", "Application", "Cards"],
    cells: (one, link) => [
      link(one.id),
      `${one.first_name ?? ""} ${one.last_name ?? ""}`,
      one.label ?? "",
      one.outcome ?? "",
      one.application ? link(one.application) : "",
      (one.cards ?? []).map((card) => [link(card), " "]),
    ],
  },
  card: {
    title: "Cards",
    heads: ["Card", "Number", "Status", "Type", "Owner", "Nickname"],
    cells: (one, link) => [
      link(one.id),
      one.last4 ? `•••• ${one.last4}` : "",
      badge(one.status, one.status === "active" ? "good" : one.status === "canceled" ? "bad" : "cold"),
      one.card_type ?? "",
      one.user ? link(one.user) : "",
      one.nickname ?? "",
    ],
  },
};

function linked(world) {
  return (id) => h("a", { href: `#/${encodeURIComponent(world)}/things/${id.replace(":", "/")}` }, id);
}

/** The view of all things of a type. */
export function things(type) {
  const { title, heads, cells } = COLUMNS[type];
  return async (world, on) => {
    const path = `/worlds/${encodeURIComponent(world)}/entities?type=${type}&limit=1000`;
    const part = await live(on, ["event", "request"], async () => {
      const { items } = await get(path);
      return table(title, heads, items.map((one) => cells(one, linked(world))));
    });
    return h("section", { class: "card" }, h("h2", null, title), part);
  };
}

/** One thing: its state, and what happened to it. */
export async function thing(world, type, id, on) {
  const path = `/worlds/${encodeURIComponent(world)}/entities/${encodeURIComponent(type)}/${encodeURIComponent(id)}`;
  const hasTimeline = await has("/worlds/{world}/entities/{type}/{id}/timeline");
  const state = await live(on, ["event", "request", "clock"], async () => members(world, await get(path)));
  const past = await live(on, ["event", "request", "clock"], () =>
    hasTimeline ? timeline(world, path) : events(world, `${type}:${id}`),
  );
  return h(
    "div",
    { class: "grid" },
    h("section", { class: "card" }, h("h2", null, `${type}:${id}`), state),
    h("section", { class: "card" }, h("h3", null, "Timeline"), past),
  );
}

function members(world, one) {
  const link = linked(world);
  const isThing = (value) => /^[a-z_]+:\w+$/.test(value) && value !== one.id;
  const isEmpty = (value) => value === null || (Array.isArray(value) && value.length === 0);
  const shown = (value) => {
    if (typeof value === "string") return isThing(value) ? link(value) : value;
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
      return value.map((item) => [isThing(item) ? link(item) : item, " "]);
    }
    return typeof value === "object" ? json(value) : String(value);
  };
  const known = Object.entries(one).filter(([, value]) => !isEmpty(value));
  const rows = known.map(([name, value]) => [h("dt", null, name), h("dd", null, shown(value))]);
  return h("dl", null, rows);
}

async function timeline(world, path) {
  const { items } = await get(`${path}/timeline?limit=1000`);
  const change = ([name, [from, to]]) => h("li", null, `${name}: ${text(from)} → ${text(to)}`);
  const one = (step) =>
    h(
      "li",
      null,
      time(step.at),
      " ",
      h("strong", null, step.what),
      step.by ? ` by ${step.by}` : "",
      step.request
        ? [" ", h("a", { href: `#/${encodeURIComponent(world)}/requests/${step.request}` }, `request #${step.request}`)]
        : null,
      h("ul", null, Object.entries(step.changed ?? {}).map(change)),
    );
  return items.length ? h("ol", { class: "timeline" }, items.map(one)) : h("p", { class: "empty" }, "Nothing yet.");
}

const text = (value) => (typeof value === "string" ? value : JSON.stringify(value));

async function events(world, id) {
  const query = new URLSearchParams({ entity: id, limit: "1000" });
  const { items } = await get(`/worlds/${encodeURIComponent(world)}/events?${query}`);
  return table("Events", ["At", "Event"], items.map((one) => [time(one.at), one.type]));
}
