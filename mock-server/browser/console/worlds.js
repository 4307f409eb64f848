// All worlds, and a new one.
import { call, get } from "./api.js";
import { badge, field, form, h, table, time } from "./dom.js";

export async function worlds() {
  const { items, total } = await get("/worlds?limit=1000");
  const row = (world) => [
    h("a", { href: `#/${encodeURIComponent(world.id)}` }, world.id),
    badge(world.clock.mode, world.clock.mode === "frozen" ? "cold" : ""),
    time(world.clock.now),
    String(world.clock.pending),
    time(world.created_at),
  ];
  const make = async ({ id, at }) => {
    const clock = at ? { clock: { mode: "frozen", at: `${at}:00Z` } } : {};
    const made = await call("POST", "/worlds", { ...(id ? { id } : {}), ...clock });
    location.hash = `#/${encodeURIComponent(made.id)}`;
  };
  return h(
    "div",
    { class: "grid" },
    h(
      "section",
      { class: "card span" },
      h("h2", null, `Worlds (${total})`),
      table("Worlds", ["World", "Clock", "World time", "Due", "Made"], items.map(row)),
      h("p", null, h("a", { href: "#/unrouted/requests" }, "Requests that belong to no world")),
    ),
    h(
      "section",
      { class: "card" },
      h("h2", null, "New world"),
      form(
        "New world",
        [
          field("Id (optional)", h("input", { name: "id", autocomplete: "off" })),
          field("Frozen at (UTC, optional)", h("input", { name: "at", type: "datetime-local" })),
        ],
        make,
        "Make it",
      ),
    ),
  );
}
