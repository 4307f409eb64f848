// Every view and a page of every type of thing, wide and narrow, in light and dark: nothing that
// axe-core calls serious, and no page that is wider than its window.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { control, makeWorld, openExplorer, run, url, withBrowser, withTokenServer } from "./browser.mjs";
import { everything } from "./everything.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const world = await makeWorld("accessible");
await control("POST", "/worlds/accessible/receivers", { surface: "AG", url: "sink" });
await control("POST", "/worlds/accessible/faults", { match: { surface: "PG" }, then: { delay: "1ms" } });
await fetch(`${url}/partner/cards/graphql`, { method: "POST", headers: { "sandbox-world": "accessible" }, body: "{}" });
await fetch(`${url}/a/path/that/no/api/serves/${"and-that-is-long".repeat(12)}`);
const things = await everything("accessible");
const [unrouted] = (await control("GET", "/unrouted?limit=1")).items;

const VIEWS = {
  worlds: "#/",
  overview: "#/accessible",
  requests: "#/accessible/requests",
  request: "#/accessible/requests/1",
  people: "#/accessible/people",
  cards: "#/accessible/cards",
  office: "#/accessible/office",
  faults: "#/accessible/faults",
  webhooks: "#/accessible/webhooks",
  rules: "#/accessible/rules",
  unrouted: "#/unrouted/requests",
  "unrouted-request": `#/unrouted/requests/${unrouted.n}`,
  ...Object.fromEntries(things.map(({ type, id }) => [`${type}-${id}`, `#/accessible/things/${type}/${id}`])),
};

/** Looks at a page as it is now, in light and in dark. */
async function check(page, name) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await look(page, `${name}-${page.viewportSize().width}-${colorScheme}`);
  }
}

async function look(page, name) {
  await page.waitForTimeout(300);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
  // By evaluation, which no policy of the page forbids.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  const grave = violations.filter((one) => ["serious", "critical"].includes(one.impact));
  const told = grave.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join("\n  ")}`);
  assert.deepEqual(told, [], name);
  assert.ok(wide <= 0, `${name} is ${wide} pixels too wide`);
}

async function consoleViews(page) {
  for (const [name, hash] of Object.entries(VIEWS)) {
    await page.goto("about:blank");
    await page.goto(`/_sandbox/console${hash}`);
    await page.locator("main h2").first().waitFor();
    assert.deepEqual(await page.locator(".live > .bad").allTextContents(), [], name);
    await check(page, `console-${name}`);
  }
}

async function panels(page, name) {
  for (const panel of ["Examples", "PIN and secrets"]) {
    await page.getByRole("button", { name: `Show ${panel}` }).click();
    await check(page, `${name}-${panel.split(" ")[0].toLowerCase()}`);
  }
}

async function explorers(page) {
  const editor = page.locator(".graphiql-query-editor .CodeMirror");
  await page.goto("/partner/cards/graphql");
  await editor.waitFor();
  await check(page, "explorer-fresh");
  await openExplorer(page, world);
  await run(page, "mutation { freezeCard(cardId: 99) { success error } }");
  await page.getByRole("link", { name: /in the console/ }).waitFor();
  await panels(page, "explorer");

  await page.goto("/_sandbox/explorer/AG?world=accessible");
  await editor.waitFor();
  await check(page, "in-app-fresh");
  await page.getByRole("button", { name: "Use those of world “accessible”" }).click();
  await run(page, "{ AgioCard_vw_card { id status } }");
  await panels(page, "in-app");
}

async function login(page) {
  await page.goto("/_sandbox/console");
  await page.getByRole("heading", { name: "Control token" }).waitFor();
  await check(page, "login");
  await page.getByLabel("Token", { exact: true }).fill("wrong");
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("alert").waitFor();
  await check(page, "login-wrong");
}

const inBrowser = (act, options) =>
  withBrowser(async (context) => {
    await act(await context.newPage());
  }, options);

async function atWidth(width, height) {
  const viewport = { width, height };
  await inBrowser(consoleViews, { viewport });
  await inBrowser(explorers, { viewport });
  await withTokenServer("a-token", (baseURL) => inBrowser(login, { viewport, baseURL }));
}

await Promise.all([atWidth(1400, 900), atWidth(420, 860)]);
