// Control plane of the sandbox, where the server that has this page serves it too.
import { world } from "./settings.js";

let found;

/** True when this origin serves the control plane. Asked once. */
export function isThere() {
  found ??= fetch("/_sandbox/version")
    .then(async (answer) => answer.ok && (await answer.json()).name === "mock-server")
    .catch(() => false);
  return found;
}

/** What a GET below `/_sandbox/worlds/<world>` answers. */
export async function ask(path) {
  const answer = await fetch(`/_sandbox/worlds/${encodeURIComponent(world)}${path}`);
  if (answer.status === 401) throw new Error("the control plane wants its token; copy the credentials from the console");
  if (!answer.ok) throw new Error((await answer.json()).detail);
  return answer.json();
}

/** Present time of the world, in milliseconds. */
export async function worldTime() {
  return Date.parse((await ask("/clock")).now);
}

/** Page of the console that explains a request, from the path that a `Sandbox-Request` header has. */
export function consoleLink(path) {
  if (path === "/_sandbox/unrouted") return "/_sandbox/console#/unrouted/requests";
  const parts = /^\/_sandbox\/worlds\/([^/]+)\/requests\/(\d+)$/.exec(path ?? "");
  return parts ? `/_sandbox/console#/${parts[1]}/requests/${parts[2]}` : null;
}

/** The first diagnosis of a refused request, once it is made; null when there is none. */
export async function diagnosis(path) {
  for (let tries = 0; tries < 8; tries += 1) {
    const answer = await fetch(path);
    if (!answer.ok) return null;
    const entry = await answer.json();
    if (entry.diagnosis_state !== "pending") return entry.diagnosis?.[0] ?? null;
    await new Promise((done) => setTimeout(done, 150));
  }
  return null;
}
