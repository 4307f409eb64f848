// Worlds of the control plane: each client has its own, with a clock that stands still.
import assert from "node:assert/strict";

const url = process.env.SANDBOX_URL;
export const endpoint = `${url}/graphql`;
export const socket = endpoint.replace("http", "ws");

async function control(path, body, method = "POST") {
  const answer = await fetch(`${url}/_sandbox/worlds${path}`, { method, body: JSON.stringify(body) });
  assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}

/** A new world of this name. */
export async function makeWorld(id) {
  const made = await control("", { id, seed: "7", clock: { mode: "frozen", at: "2030-01-01T00:00:00Z" } });
  const users = made.surfaces.AG.users;
  return {
    /** The token of a user, by label. */
    token: (label) => users.find((user) => user.label === label).token,
    /** The result of an op of the back office. */
    op: async (name, input) => (await control(`/${id}/ops/${name}`, input)).result,
    /** Moves the clock; answers when every effect that fell due is done. */
    advance: (by) => control(`/${id}/clock/advance`, { by })
  };
}

/** What resolves to something else than undefined, asked for until it does, at most 5 s long. */
export async function until(what, ask) {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = await ask();
    if (found !== undefined) return found;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`${what}: nothing within 5 s`);
}
