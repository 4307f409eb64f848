// The console.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { control, makeWorld, openExplorer, run, sees, withBrowser } from "./browser.mjs";

const world = await makeWorld("console", { "application.review_delay_ms": 3_600_000 });

/** A receiver that fails the first time, and at one path says that it is gone. */
const attempts = [];
const receiver = createServer((request, answer) => {
  request.resume();
  if (request.url === "/gone") return answer.writeHead(410).end();
  attempts.push(request.headers);
  answer.writeHead(attempts.length === 1 ? 500 : 200).end();
});
await new Promise((ready) => receiver.listen(0, "127.0.0.1", ready));

const APPLY = `mutation($user: String!) { createCardApplicationForPartnerUser(input: { cardUserId: $user,
  walletAddress: "0x52908400098527886e0f7030069857d2e4169ee7", occupation: "15-1252", annualSalary: "100000",
  accountPurpose: "Business", expectedMonthlyVolume: "5000", isTermsOfServiceAccepted: true })
  { success cardApplicationId applicationStatus error } }`;

await withBrowser(async (context) => {
  const explorer = await context.newPage();
  await openExplorer(explorer, world);
  const page = await context.newPage();
  await page.goto("/_sandbox");
  await page.getByRole("link", { name: "console", exact: true }).click();
  await sees(page, "No request yet.");
  await page.getByText("live", { exact: true }).waitFor();

  // An application, seen as it comes in, and approved by the passing of time.
  const { items } = await control("GET", "/worlds/console/entities?type=user");
  const ada = items.find((one) => one.label === "ada").ids.PG.card_user_id;
  const { json } = await run(explorer, APPLY, { user: ada });
  const applied = json.data.createCardApplicationForPartnerUser;
  assert.equal(applied.applicationStatus, "PENDING", JSON.stringify(json));
  await page.getByRole("link", { name: "#1", exact: true }).waitFor();
  await page.getByRole("cell", { name: "application.review" }).waitFor();
  await page.getByRole("button", { name: "What would fire?" }).click();
  await sees(page, /1 effect would fire/);
  await page.getByRole("button", { name: "Advance", exact: true }).click();
  await sees(page, /1 effect fired/);
  await sees(page, "PENDING → APPROVED");
  await sees(page, "Nothing is scheduled.");
  const status = "query($id: Int!) { AgioCard_card_application_by_pk(id: $id) { application_status } }";
  const now = await run(explorer, status, { id: applied.cardApplicationId });
  assert.equal(now.json.data.AgioCard_card_application_by_pk.application_status, "APPROVED");

  // Somebody who signs by the machine's clock is told that the world's has moved.
  await explorer.getByLabel("Sign by the world").uncheck();
  await run(explorer, "{ AgioCard_card_company { id } }");
  await page.getByRole("cell", { name: "pg-ts-world-moved" }).waitFor();
  await explorer.getByLabel("Sign by the world").check();

  // A fault, ordered and seen to strike.
  await page.getByRole("link", { name: "Faults" }).click();
  await page.getByText("live", { exact: true }).first().waitFor();
  const order = page.getByRole("form", { name: "Order a fault" });
  await order.getByLabel("API").selectOption("PG");
  await order.getByLabel("Operation").fill("freezeCard");
  await order.getByLabel("What happens").selectOption("error issuer-error");
  await order.getByRole("button", { name: "Order it" }).click();
  await sees(page, "f-1 waits for its request.");
  const freeze = "mutation { freezeCard(cardId: 1) { success error } }";
  const struck = await run(explorer, freeze);
  assert.equal(struck.json.data.freezeCard.error, "CARD_API_ERROR: issuer unavailable");
  await page.getByText("spent").waitFor();
  assert.equal((await run(explorer, freeze)).json.data.freezeCard.success, true);

  // A mistake in an order is said where it was made, and nothing is ordered.
  await order.getByLabel("Operation").fill("freezeCards");
  await order.getByRole("button", { name: "Order it" }).click();
  await order.getByText(/freezeCard\b/).waitFor();

  // A delivery that fails, waits for its time, and arrives.
  await page.getByRole("link", { name: "Webhooks" }).click();
  const add = page.getByRole("form", { name: "Add a receiver" });
  await add.getByLabel("API").selectOption("AG");
  await add.getByLabel(/^URL/).fill(`http://127.0.0.1:${receiver.address().port}/hook`);
  await add.getByRole("button", { name: "Add it" }).click();
  await sees(page, "h-1 listens from now on.");
  const cards = (await control("GET", "/worlds/console/entities?type=card")).items;
  const paid = cards.find((one) => one.ids.AG);
  await control("POST", "/worlds/console/ops/deposit", { card: paid.ids.AG.id, amount: "10.00", asset: "USDC" });
  await page.getByText("retrying").first().waitFor();
  await page.getByRole("link", { name: "Overview" }).click();
  await page.getByRole("cell", { name: "webhook.attempt" }).first().waitFor();
  await page.getByRole("button", { name: "To the next effect" }).click();
  await page.getByRole("link", { name: "Webhooks" }).click();
  const first = page.locator("summary").filter({ hasText: "2 attempts" }).first();
  await first.getByText("delivered").waitFor();
  await first.click();
  await page.getByRole("cell", { name: "500" }).waitFor();
  assert.ok(attempts.length >= 2);

  // A receiver that says that it is gone is switched off, and can be resumed.
  await add.getByLabel("API").selectOption("MC");
  await add.getByLabel(/^URL/).fill(`http://127.0.0.1:${receiver.address().port}/gone`);
  await add.getByRole("button", { name: "Add it" }).click();
  await sees(page, "h-2 listens from now on.");
  await page.getByRole("button", { name: "Pause h-2" }).waitFor();
  const managed = { user: "amara", program: "prg_ke_usd_instant", label: "spare", available: "50.00" };
  const { result: spare } = await control("POST", "/worlds/console/ops/make-card", managed);
  await control("POST", "/worlds/console/ops/authorize", { card: spare.card, amount: "3.00" });
  await sees(page, "switched off");
  assert.equal(await page.getByRole("button", { name: "Pause h-2" }).count(), 0);
  await page.getByRole("button", { name: "Resume h-2" }).click();
  await page.getByRole("button", { name: "Pause h-2" }).click();
  await page.getByText("paused", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Resume h-2" }).waitFor();

  // A card, with what happened to it.
  await page.getByRole("link", { name: "Cards", exact: true }).click();
  await page.getByRole("link", { name: "card:1", exact: true }).click();
  await page.getByRole("definition").filter({ hasText: /^locked$/ }).waitFor();
  // What happened to it, the oldest first, and the newest as it happens.
  const timeline = page.locator("ol.timeline > li");
  await timeline.last().getByText("freezeCard", { exact: true }).waitFor();
  await timeline.last().getByText("status: active → locked").waitFor();
  await timeline.first().getByText("make-card", { exact: true }).waitFor();
  await run(explorer, "mutation { unfreezeCard(cardId: 1) { success } }");
  await timeline.last().getByText("status: locked → active").waitFor();
  const said = await timeline.locator("strong").allTextContents();
  const frozen = said.lastIndexOf("freezeCard");
  assert.ok(said[0] === "make-card" && frozen > 0 && said[frozen + 1] === "unfreezeCard", said.join());
  const times = await timeline.locator("time").evaluateAll((all) => all.map((one) => one.dateTime));
  assert.deepEqual(times, [...times].sort(), "a timeline out of order");
  await timeline.last().getByRole("link", { name: /^request #/ }).click();
  await page.getByRole("heading", { name: /^Request #/ }).waitFor();
  await sees(page, /unfreezeCard/);

  // People and cards of every API, by what identifies them.
  await page.getByRole("link", { name: "People" }).click();
  for (const [api, name] of [["PG", "Ada Approved"], ["MC", "Amara Verified"], ["ER", "ext-ada"]]) {
    const row = page.getByRole("row").filter({ has: page.getByRole("cell", { name: api, exact: true }) });
    await row.getByRole("cell", { name, exact: true }).first().waitFor();
  }
  const cells = (n) => page.locator(`tbody td:nth-child(${n})`).allTextContents();
  assert.ok((await cells(3)).every((name) => name.trim()), "a person without a name");
  await page.getByRole("link", { name: "Cards", exact: true }).click();
  await page.getByRole("cell", { name: "managed, program:prg_ke_usd_instant" }).first().waitFor();
  await page.getByRole("cell", { name: /^prepaid, project:/ }).first().waitFor();
  assert.ok((await cells(5)).every((type) => type.trim()), "a card without a type");

  // What can be taken away: each file arrives, and is what its name says.
  await page.getByRole("link", { name: "Overview" }).click();
  const FILES = [
    ["Credentials as shell variables", "console.env", /^export SANDBOX_URL=/m],
    ["Journal", "console.ndjson", (text) => text.trim().split("\n").every((line) => JSON.parse(line))],
    ["Export as Gherkin", "console.feature", /^Feature: [\s\S]+^ +Scenario: /m],
    ["Export as curl", "console.sh", /^#!\/bin\/sh\n[\s\S]+curl /],
    ["Export as HAR", "console.har", (text) => JSON.parse(text).log.entries.length > 0],
  ];
  for (const [button, file, kind] of FILES) {
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: button, exact: true }).click();
    const download = await coming;
    assert.equal(download.suggestedFilename(), file);
    const text = await readFile(await download.path(), "utf8");
    assert.ok(kind instanceof RegExp ? kind.test(text) : kind(text), `${file}: ${text.slice(0, 200)}`);
  }

  // A rule, a reading and an op of the back office.
  await page.getByRole("link", { name: "Rules" }).click();
  await page.getByLabel("Search rules").fill("pin.min_digits");
  const rule = page.getByRole("form", { name: "pin.min_digits" });
  await rule.getByLabel("pin.min_digits").fill("6");
  await rule.getByRole("button", { name: "Set" }).click();
  await sees(page, "It acts on the next request.");
  const { items: changed } = await control("GET", "/worlds/console/rules?changed=true");
  assert.equal(changed.find((one) => one.key === "pin.min_digits").value, 6);
  await page.getByLabel(/^AMB-PG-03/).selectOption({ index: 1 });
  await sees(page, "AMB-PG-03 is set.");
  await page.getByRole("link", { name: "Back office" }).click();
  const office = page.getByRole("form", { name: "Back office" });
  await office.locator("select").selectOption("set-card-status");
  await office.getByLabel(/^card/).fill("1");
  await office.getByLabel(/^status/).fill("active");
  await office.getByRole("button", { name: "Do it" }).click();
  await office.getByText("active").first().waitFor();
  assert.equal((await control("GET", "/worlds/console/entities/card/1")).status, "active");

  // By keyboard alone: the first stop skips the bar, and tabs of the bar are links.
  await page.goto("/_sandbox/console#/console");
  await page.getByRole("heading", { name: "Clock" }).waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to content");
  for (let stops = 0; stops < 12; stops += 1) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate(() => document.activeElement.textContent)) === "Requests") break;
  }
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Requests" }).waitFor();

  // What is no world is said.
  await page.goto("/_sandbox/console#/nowhere");
  await sees(page, /there is no world/);
});
receiver.close();
