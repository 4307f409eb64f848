// A headless Chromium that writes down what it asks for, and a world of its own for each test.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const url = process.env.SANDBOX_URL;
const executablePath = process.env.CHROMIUM_BIN ?? "/usr/bin/chromium";

/** Does something with a fresh browser; then nothing may have gone elsewhere or wrong. */
export async function withBrowser(act, options = {}) {
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = await chromium.launch({ executablePath, args });
  const wrong = [];
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1400, height: 900 }, ...options });
  context.setDefaultTimeout(15_000);
  const host = new URL(options.baseURL ?? url).host;
  const check = (address) => {
    const { protocol, host: to } = new URL(address);
    if (!["data:", "blob:"].includes(protocol) && to !== host) wrong.push(`it asked ${address}`);
  };
  context.on("request", (request) => check(request.url()));
  context.on("page", (page) => {
    page.on("websocket", (socket) => check(socket.url()));
    page.on("pageerror", (error) => wrong.push(`a script failed: ${error.stack}`));
    page.on("console", (message) => {
      if (/Content Security Policy|Refused to/i.test(message.text())) wrong.push(message.text());
    });
  });
  try {
    await act(context);
    assert.deepEqual(wrong, []);
  } catch (error) {
    for (const [n, page] of context.pages().entries()) {
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/failed-${n}.png` });
      console.error(`page ${n}: ${page.url()}`);
    }
    throw error;
  } finally {
    await browser.close();
  }
}

/** Does something with a server whose control plane needs a token; `act` gets its address. */
export async function withTokenServer(token, act) {
  const room = await mkdtemp(join(tmpdir(), "mock-server-"));
  const file = (name) => join(room, name);
  await writeFile(file("token"), token);
  const usual = fileURLToPath(new URL("../../../../target/debug/mock-server", import.meta.url));
  const flags = ["--quiet", "--listen", "127.0.0.1:0", "--ready-file", file("ready")];
  const program = process.env.MOCK_SERVER_BIN ?? usual;
  const server = spawn(program, [...flags, "--control-token-file", file("token")], { stdio: "ignore" });
  try {
    let ready = "";
    for (let tries = 0; tries < 200 && !ready; tries += 1) {
      await after(50);
      ready = await readFile(file("ready"), "utf8").catch(() => "");
    }
    assert.ok(ready, "the server with a control token does not start");
    await act(ready.split(/\s/)[1]);
  } finally {
    const ended = once(server, "exit");
    server.kill();
    await ended;
    await rm(room, { recursive: true });
  }
}

/** What a control request answers. */
export async function control(method, path, body) {
  const answer = await fetch(`${url}/_sandbox${path}`, { method, body: body && JSON.stringify(body) });
  const json = await answer.json();
  assert.ok(answer.ok, `${method} ${path}: ${JSON.stringify(json)}`);
  return json;
}

/** A world that stands still, and the key of its first partner. */
export async function makeWorld(id, rules = {}) {
  const clock = { mode: "frozen", at: "2030-01-01T00:00:00Z" };
  const made = await control("POST", "/worlds", { id, clock, rules });
  const credentials = await control("GET", `/worlds/${id}/credentials`);
  return { id, made, key: credentials.PG.partners[0].credentials[0], users: credentials.AG.users };
}

/** The explorer of the partner API, with the key of a world typed in. */
export async function openExplorer(page, world) {
  await page.goto(`/partner/cards/graphql?world=${world.id}`);
  await page.getByLabel("api_token").fill(world.key.api_token);
  await page.getByLabel("client_secret").fill(world.key.client_secret);
  await page.getByLabel("Sign by the world").check();
}

/** Types a document into the editor and runs it; its answer, as JSON. */
export async function run(page, query, variables) {
  await page.locator(".graphiql-query-editor textarea").focus();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText(query);
  if (variables) {
    if (await page.getByLabel("Show editor tools").isVisible()) await page.getByLabel("Show editor tools").click();
    await page.locator(".graphiql-editor-tool textarea").first().focus();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.insertText(JSON.stringify(variables));
  }
  const answered = page.waitForResponse(
    (answer) => answer.request().method() === "POST" && !answer.url().includes("_sandbox"),
  );
  await page.getByRole("button", { name: /Execute query/ }).click();
  const answer = await answered;
  return { request: answer.request(), json: await answer.json() };
}

/** Runs what is in the editor; its answer, as JSON. */
export async function runLoaded(page) {
  const answered = page.waitForResponse((answer) => answer.request().method() === "POST");
  await page.getByRole("button", { name: /Execute query/ }).click();
  return (await answered).json();
}

/** Waits until a text is on the page. */
export async function sees(page, text) {
  await page.getByText(text).first().waitFor();
}

/** Sets a PIN in the panel that is open, reads it back, and reveals the number of the card. */
export async function setsPinAndReveals(page, card) {
  const panel = page.getByRole("region", { name: "PIN and secrets" });
  await panel.getByLabel("New PIN").fill("7193");
  await panel.getByRole("button", { name: "Set PIN" }).click();
  await sees(page, "The PIN is set.");
  await panel.getByRole("button", { name: "Read PIN" }).click();
  await sees(page, "PIN 7193");
  await panel.getByRole("button", { name: "Reveal card" }).click();
  await panel.getByText(new RegExp(`^4000( \\d{4}){2} ${card.last4} · CVC \\d{3} · \\d\\d/\\d{4}$`)).waitFor();
}
