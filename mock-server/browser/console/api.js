// Requests to the control plane. A control token, where one is asked for, stays in this tab.

const KEY = "sandbox.control_token";

/** The control token was missing or wrong; the message says when it was wrong. */
export class TokenRequired extends Error {}

export function setToken(token) {
  sessionStorage.setItem(KEY, token);
}

/** The answer to a request without the right token. One that is wrong is forgotten. */
function refused() {
  const isWrong = sessionStorage.getItem(KEY) !== null;
  sessionStorage.removeItem(KEY);
  return new TokenRequired(isWrong ? "That is not the control token of this server." : "");
}

function headers() {
  const token = sessionStorage.getItem(KEY);
  return token ? { authorization: `Bearer ${token}` } : {};
}

async function answered(answer) {
  if (answer.status === 401) throw refused();
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({}));
  const near = problem.did_you_mean ?? problem.choices;
  const error = new Error(
    [problem.detail ?? `HTTP ${answer.status}`, near?.length ? `Choices: ${near.join(", ")}.` : ""].join(" "),
  );
  error.problem = problem;
  throw error;
}

/** What a request below `/_sandbox` answers. */
export async function call(method, path, body) {
  const answer = await answered(
    await fetch(`/_sandbox${path}`, {
      method,
      headers: { ...headers(), accept: "application/json", ...(body ? { "content-type": "application/json" } : {}) },
      body: body && JSON.stringify(body),
    }),
  );
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What a GET answers. */
export function get(path) {
  return call("GET", path);
}

/** True when this server has a route; `name` is its path with names in braces. */
export async function has(name) {
  doors ??= get("").then((index) => new Set(index.doors.map((door) => door.path)));
  return (await doors).has(`/_sandbox${name}`);
}
let doors;

/** Hands a file of the control plane to the user. */
export async function download(path, name) {
  const answer = await answered(await fetch(`/_sandbox${path}`, { headers: headers() }));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/**
 * Follows the stream of a world until the signal: server-sent events, read by `fetch`, because
 * EventSource sends no token. `onEvent` gets a type and the entry, `onState` whether it is live.
 */
export async function follow(world, signal, onEvent, onState) {
  let types = "request,event,delivery,clock,fault";
  let last = null;
  while (!signal.aborted) {
    try {
      const path = `/_sandbox/worlds/${encodeURIComponent(world)}/stream?types=${types}`;
      const resume = last ? { "last-event-id": last } : {};
      const answer = await answered(await fetch(path, { headers: { ...headers(), ...resume }, signal }));
      onState(true);
      for await (const event of events(answer.body)) {
        last = event.id ?? last;
        if (event.data) onEvent(event.type, JSON.parse(event.data));
      }
    } catch (error) {
      if (signal.aborted || error instanceof TokenRequired) return;
      if (error.problem?.pointer === "?types") {
        types = error.problem.choices.join(",");
        continue;
      }
    }
    onState(false);
    await new Promise((done) => setTimeout(done, 1000));
  }
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) yield read(block);
  }
}

function read(block) {
  const event = { type: "message", data: "" };
  for (const line of block.split("\n")) {
    const [, name, value] = /^(\w*):? ?(.*)$/.exec(line);
    if (name === "event") event.type = value;
    if (name === "id") event.id = value;
    if (name === "data") event.data += value;
  }
  return event;
}
