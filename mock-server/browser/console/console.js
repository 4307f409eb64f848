// The console: which view is shown, and the stream of the world that it shows.
import { follow, get, setToken, TokenRequired } from "./api.js";
import { choice, field, form, h } from "./dom.js";
import { overview } from "./overview.js";
import { requests, request, unrouted } from "./requests.js";
import { things, thing } from "./things.js";
import { faults } from "./faults.js";
import { webhooks } from "./webhooks.js";
import { rules } from "./rules.js";
import { office } from "./office.js";
import { worlds } from "./worlds.js";

/** Views of a world, in the order of the tabs. */
const VIEWS = [
  ["", "Overview", overview],
  ["requests", "Requests", requests],
  ["people", "People", things("user")],
  ["cards", "Cards", things("card")],
  ["office", "Back office", office],
  ["faults", "Faults", faults],
  ["webhooks", "Webhooks", webhooks],
  ["rules", "Rules", rules],
];

const view = document.getElementById("view");
const notice = document.getElementById("notice");
let stopped = new AbortController();
let followed = null;
let connection = null;
let listeners = [];

/** Parts of the address behind `#/`. */
function route() {
  return location.hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
}

function heads(world, current) {
  const tab = ([name, title]) =>
    h(
      "a",
      { href: `#/${encodeURIComponent(world)}/${name}`, "aria-current": name === current ? "page" : null },
      title,
    );
  document.getElementById("tabs").replaceChildren(...(world ? VIEWS.map(tab) : []));
}

async function where(world) {
  const all = await get("/worlds?limit=1000");
  const go = (event) => (location.hash = event.target.value ? `#/${encodeURIComponent(event.target.value)}` : "#/");
  const names = all.items.map((one) => one.id);
  const live = h("span", { id: "live", class: "badge", hidden: !world }, "…");
  if (world === followed && connection) label(live);
  const options = [["", "All worlds"], ...names.map((id) => [id, id])];
  const select = choice("world", options, { onchange: go, value: world ?? "" });
  document.getElementById("where").replaceChildren(live, field("World", select));
}

/** Says whether the stream of the world is connected. */
function label(live) {
  live.textContent = connection;
  live.className = `badge ${connection === "live" ? "good" : "bad"}`;
}

/** Follows a world, and tells the view that is shown of every event. */
function listen(world) {
  if (followed === world) return;
  stopped.abort();
  stopped = new AbortController();
  followed = world;
  connection = null;
  if (!world) return;
  const tell = (type, entry) => listeners.forEach((listener) => listener(type, entry));
  const state = (isLive) => {
    connection = isLive ? "live" : "not connected";
    label(document.getElementById("live"));
  };
  void follow(world, stopped.signal, tell, state);
}

async function content([world, name = "", ...rest], on) {
  if (!world) return worlds();
  if (world === "unrouted" && name === "requests") return unrouted(rest[0]);
  if (name === "requests" && rest.length) return request(world, rest[0]);
  if (name === "things" && rest.length === 2) return thing(world, rest[0], rest[1], on);
  const found = VIEWS.find(([known]) => known === name);
  if (!found) return h("p", null, "There is no such view. ", h("a", { href: "#/" }, "All worlds"));
  return found[2](world, on);
}

async function show() {
  const parts = route();
  const world = parts[0] === "unrouted" ? null : (parts[0] ?? null);
  listeners = [];
  const mine = listeners;
  heads(world, parts[1] ?? "");
  notice.textContent = "";
  try {
    await where(world);
    const made = await content(parts, (listener) => mine.push(listener));
    if (mine !== listeners) return;
    view.replaceChildren(made);
    document.title = `${view.querySelector("h2")?.textContent ?? "Worlds"} · Sandbox console`;
    listen(world);
  } catch (error) {
    if (error instanceof TokenRequired) return ask(error.message);
    notice.textContent = error.message;
    view.replaceChildren(h("p", null, h("a", { href: "#/" }, "All worlds")));
  }
}

/** Asks for the control token; `problem` is what was wrong with the one before, or empty. */
function ask(problem) {
  heads(null);
  document.getElementById("where").replaceChildren();
  document.title = "Control token · Sandbox console";
  view.replaceChildren(login(problem));
  view.querySelector("input").focus();
}

function login(problem) {
  const take = ({ token }) => {
    setToken(token);
    followed = null;
    return void show();
  };
  const input = h("input", { name: "token", type: "password", required: true, autocomplete: "off" });
  return h(
    "section",
    { class: "card" },
    h("h2", null, "Control token"),
    h("p", null, "This server keeps its control plane to those who have the token. It stays in this tab."),
    form("Control token", [field("Token", input)], take, "Go on"),
    problem ? h("p", { class: "bad", role: "alert" }, problem) : null,
  );
}

addEventListener("hashchange", () => {
  void show().then(() => view.focus({ preventScroll: true }));
});
void show();
