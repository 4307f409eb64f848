// Every view, wide and narrow, in light and dark: nothing that axe-core calls serious, and no page
// that is wider than its window.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { control, makeWorld, openExplorer, run, url, withBrowser } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const world = await makeWorld("accessible");
await control("POST", "/worlds/accessible/receivers", { surface: "AG", url: "sink" });
await control("POST", "/worlds/accessible/faults", { match: { surface: "PG" }, then: { delay: "1ms" } });
await fetch(`${url}/partner/cards/graphql`, { method: "POST", headers: { "sandbox-world": "accessible" }, body: "{}" });
const cards = (await control("GET", "/worlds/accessible/entities?type=card")).items;
const paid = cards.find((one) => one.ids.AG);
await control("POST", "/worlds/accessible/ops/deposit", { card: paid.ids.AG.id, amount: "10.00", asset: "USDC" });

const VIEWS = {
  worlds: "#/",
  overview: "#/accessible",
  requests: "#/accessible/requests",
  request: "#/accessible/requests/1",
  people: "#/accessible/people",
  cards: "#/accessible/cards",
  card: "#/accessible/things/card/1",
  office: "#/accessible/office",
  faults: "#/accessible/faults",
  webhooks: "#/accessible/webhooks",
  rules: "#/accessible/rules",
};

async function check(page, name) {
  await page.waitForTimeout(300);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
  // By evaluation, which no policy of the page forbids.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  const grave = violations.filter((one) => ["serious", "critical"].includes(one.impact));
  const told = grave.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join("\n  ")}`);
  assert.deepEqual(told, [], name);
  assert.ok(wide <= 0, `${name} is ${wide} pixels too wide`);
}

for (const [width, height] of [[1400, 900], [420, 860]]) {
  for (const colorScheme of ["light", "dark"]) {
    await withBrowser(
      async (context) => {
        const page = await context.newPage();
        for (const [name, hash] of Object.entries(VIEWS)) {
          await page.goto("about:blank");
          await page.goto(`/_sandbox/console${hash}`);
          await page.locator("main h2").first().waitFor();
          assert.deepEqual(await page.locator(".live > .bad").allTextContents(), [], name);
          await check(page, `console-${name}-${width}-${colorScheme}`);
        }
        await page.goto("/partner/cards/graphql");
        await page.locator(".graphiql-query-editor .CodeMirror").waitFor();
        await check(page, `explorer-fresh-${width}-${colorScheme}`);
        await openExplorer(page, world);
        await run(page, "mutation { freezeCard(cardId: 99) { success error } }");
        await page.getByRole("link", { name: /in the console/ }).waitFor();
        for (const panel of ["Examples", "PIN and secrets"]) {
          await page.getByRole("button", { name: `Show ${panel}` }).click();
          await check(page, `explorer-${panel.split(" ")[0].toLowerCase()}-${width}-${colorScheme}`);
        }
      },
      { viewport: { width, height }, colorScheme },
    );
  }
}
