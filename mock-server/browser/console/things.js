// People and cards, and everything that happened to one of them.
import { get, has } from "./api.js";
import { badge, h, json, table, time } from "./dom.js";
import { live } from "./live.js";

const COLUMNS = {
  user: {
    title: "People",
    heads: ["Person", "API", "Name", "Label", "Review", "Application", "Cards"],
    cells: (one, link) => [
      link(one.id),
      apis(one),
      name(one),
      one.label ?? "",
      review(one),
      several([one.application, ...(one.cardholders ?? [])], link),
      several(one.cards ?? [], link),
    ],
  },
  card: {
    title: "Cards",
    heads: ["Card", "API", "Number", "Status", "Type", "Owner", "Nickname"],
    cells: (one, link) => [
      link(one.id),
      apis(one),
      one.last4 ? `••••\u00a0${one.last4}` : "",
      badge(one.status, one.status === "active" ? "good" : ENDED.includes(one.status) ? "bad" : "cold"),
      kind(one, link),
      one.user ? link(one.user) : "",
      one.nickname ?? one.label ?? "",
    ],
  },
};

/** States of a card that never end. */
const ENDED = ["canceled", "closed", "failed", "terminated"];

/** The APIs that show a thing. */
const apis = ({ ids }) => Object.keys(ids).join(",\u00a0");

/** The name of a person; the caller's own id of one without. */
function name({ name: whole, first_name: first, last_name: last, ids, address }) {
  const written = whole ?? [first, last].filter(Boolean).join(" ");
  return written || (ids.ER?.external_user_id ?? address ?? "");
}

/** How a review of a person ends; of a user of managed cards, how it ended, and for which market. */
function review({ outcome, verified, market, active, is_disabled: isDisabled }) {
  const isOff = active === false || isDisabled;
  const said = verified === undefined ? outcome : verified ? "verified" : "not verified";
  return [said, market, isOff ? "disabled" : null].filter(Boolean).join(", ");
}

/** What a card is: its type, or the program or project whose cards have one type. */
function kind({ card_type: type, program, project }, link) {
  if (program) return ["managed, ", link(program)];
  if (project) return ["prepaid, ", link(project)];
  return type ?? "";
}

const several = (ids, link) => ids.filter(Boolean).map((id) => h("div", null, link(id)));

function linked(world, shown = (id) => id) {
  const href = (id) => `#/${encodeURIComponent(world)}/things/${id.replace(":", "/")}`;
  return (id) => h("a", { href: href(id), title: shown(id) === id ? null : id }, shown(id));
}

/** An id as a list has room for it: of many digits, the first and the last. */
const short = (id) => id.replace(/([0-9a-f]{4})[0-9a-f]{12,}([0-9a-f]{4})$/, "$1…$2");

/** The view of all things of a type. */
export function things(type) {
  const { title, heads, cells } = COLUMNS[type];
  return async (world, on) => {
    const path = `/worlds/${encodeURIComponent(world)}/entities?type=${type}&limit=1000`;
    const part = await live(on, ["event", "request"], async () => {
      const { items } = await get(path);
      return table(title, heads, items.map((one) => cells(one, linked(world, short))));
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
  const isEmpty = (value) => value === null || (typeof value === "object" && Object.keys(value).length === 0);
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
  const change = ([name, [from, to]]) => changes(name, from, to).map((line) => h("li", null, line));
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

/** Lines for what changed: of two objects the members that differ; of what is new, its value. */
function changes(name, from, to) {
  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  if (isObject(from) && isObject(to)) {
    const all = [...new Set([...Object.keys(from), ...Object.keys(to)])];
    const changed = all.filter((key) => JSON.stringify(from[key]) !== JSON.stringify(to[key]));
    return changed.flatMap((key) => changes(`${name}.${key}`, from[key] ?? null, to[key] ?? null));
  }
  return [from === null ? `${name}: ${text(to)}` : `${name}: ${text(from)} → ${text(to)}`];
}

const text = (value) => (typeof value === "string" ? value : JSON.stringify(value));

async function events(world, id) {
  const query = new URLSearchParams({ entity: id, limit: "1000" });
  const { items } = await get(`/worlds/${encodeURIComponent(world)}/events?${query}`);
  return table("Events", ["At", "Event"], items.map((one) => [time(one.at), one.type]));
}
