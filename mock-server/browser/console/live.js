// Parts of a view that follow the world.
import { h } from "./dom.js";

/**
 * A part that is made again after events of these types, at most four times a second. A part that
 * cannot be made says why in its place.
 */
export function live(on, types, make) {
  const part = h("div", { class: "live" });
  let timer = null;
  const again = async () => {
    timer = null;
    if (part.contains(document.activeElement) && document.activeElement !== document.body) {
      const open = document.activeElement.closest("form");
      if (open) return;
    }
    try {
      const made = await make();
      keepOpen(part, made);
      part.replaceChildren(made);
      // Something in it is not made out yet.
      if (part.querySelector("[data-pending]")) timer ??= setTimeout(again, 500);
    } catch (error) {
      part.replaceChildren(h("p", { class: "bad" }, error.message));
    }
  };
  on((type) => {
    if (types.includes(type)) timer ??= setTimeout(again, 250);
  });
  part.again = again;
  return again().then(() => part);
}

/** Leaves open what was open, and the focus on the link on which it was. */
function keepOpen(before, after) {
  const open = new Set([...before.querySelectorAll("details[open][data-key]")].map((one) => one.dataset.key));
  for (const one of after.querySelectorAll?.("details[data-key]") ?? []) one.open ||= open.has(one.dataset.key);
  const focused = document.activeElement;
  if (!before.contains(focused) || !focused.getAttribute("href")) return;
  const link = [...(after.querySelectorAll?.("a") ?? [])].find((one) => one.href === focused.href);
  if (link) queueMicrotask(() => link.focus({ preventScroll: true }));
}
