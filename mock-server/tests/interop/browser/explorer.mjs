// The explorer of the partner API.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { control, makeWorld, openExplorer, run, runLoaded, sees, setsPinAndReveals, withBrowser } from "./browser.mjs";

const READ = "{ AgioCard_card_company { id name } }";
const world = await makeWorld("explorer");

await withBrowser(async (context) => {
  const page = await context.newPage();

  // The schema, before any credential was entered, and without a request for it.
  const posts = [];
  page.on("request", (request) => request.method() === "POST" && posts.push(request.url()));
  await page.goto("/partner/cards/graphql?world=explorer");
  await page.getByRole("link", { name: "Mutation" }).click();
  await page.getByRole("link", { name: "freezeCard", exact: true }).waitFor();
  await page.getByRole("link", { name: "Docs" }).or(page.getByRole("link", { name: "Go back to Docs" })).first().click();
  await page.getByRole("link", { name: "Query", exact: true }).click();
  await page.getByRole("link", { name: "cardBalance", exact: true }).waitFor();
  assert.deepEqual(posts, []);
  await page.getByRole("button", { name: /Execute query/ }).click();
  await sees(page, /Enter api_token and client_secret/);
  assert.deepEqual(posts, []);

  // A query, signed over its exact bytes.
  await openExplorer(page, world);
  const { request, json } = await run(page, READ);
  assert.ok(json.data.AgioCard_card_company.length > 0, JSON.stringify(json));
  const headers = await request.allHeaders();
  const timestamp = headers["x-agio-timestamp"];
  assert.match(timestamp, /^\d{13}$/);
  assert.equal(headers["x-agio-api-key"], world.key.api_token);
  const mac = createHmac("sha256", world.key.client_secret);
  const expected = mac.update(`${timestamp}.`).update(request.postDataBuffer()).digest("hex");
  assert.equal(headers["x-agio-signature"], expected);

  // A mutation, and one with letters beyond ASCII.
  const frozen = await run(page, "mutation { freezeCard(cardId: 1) { success status } }");
  assert.deepEqual(frozen.json.data.freezeCard, { success: true, status: "locked" });
  const named = await run(
    page,
    "mutation($name: String!) { createPartnerCustomerOrganization(input: { name: $name }) { success error } }",
    { name: "Café Zürich" },
  );
  assert.equal(named.json.data.createPartnerCustomerOrganization.success, true);

  // Two requests at the same time of a world that stands still are no replay.
  const again = await run(page, READ);
  assert.ok((await run(page, READ)).json.data, JSON.stringify(again.json));

  // PIN and card number.
  await page.getByRole("button", { name: "Show PIN and secrets" }).click();
  const panel = page.getByRole("region", { name: "PIN and secrets" });
  await panel.getByLabel("Card id").fill("1");
  await panel.getByRole("button", { name: "Read PIN" }).click();
  await sees(page, "Card does not have a PIN set");
  await run(page, "mutation { unfreezeCard(cardId: 1) { success } }");
  await setsPinAndReveals(page, await control("GET", "/worlds/explorer/entities/card/1"));
  await panel.getByRole("button", { name: "Hide" }).click();
  assert.equal(await panel.getByText(/CVC/).count(), 0);

  // The secret is in sessionStorage alone, and goes with the tab.
  const kept = await page.evaluate(() => ({
    session: JSON.stringify({ ...sessionStorage }),
    local: JSON.stringify({ ...localStorage }),
    cookie: document.cookie,
  }));
  assert.ok(kept.session.includes(world.key.client_secret));
  assert.deepEqual([kept.local, kept.cookie], ["{}", ""]);
  assert.ok(!kept.session.includes("7193"), "a PIN was kept");
  const other = await context.newPage();
  await other.goto("/partner/cards/graphql?world=explorer");
  for (const name of ["api_token", "client_secret"]) assert.equal(await other.getByLabel(name).inputValue(), "");
  await other.close();

  // A refused request, explained in the page and in the console.
  await page.getByLabel("client_secret").fill(world.key.api_token);
  assert.equal((await run(page, READ)).json.description, "Invalid signature");
  await page.getByRole("link", { name: /Why\?/ }).waitFor();
  const [entry] = (await control("GET", "/worlds/explorer/requests?outcome=refused&limit=1")).items;
  await sees(page, entry.diagnosis[0].says);
  await page.getByRole("link", { name: /Why\?/ }).click();
  await page.getByRole("heading", { name: `Request #${entry.n}` }).waitFor();
  await sees(page, entry.diagnosis[0].cause);

  // The button that fills in the credentials, and sees that this world has a time of its own.
  await page.goto("/partner/cards/graphql?world=explorer");
  await page.getByRole("button", { name: "Forget" }).click();
  await page.getByLabel("Sign by the world").uncheck();
  await page.getByRole("button", { name: "Use those of world “explorer”" }).click();
  await page.waitForFunction(() => document.querySelector("header [type=checkbox]").checked);
  assert.ok((await run(page, READ)).json.data);
  await page.close();

  // The button that fills in the credentials of the sandbox's own world, and the one that forgets.
  const filled = await context.newPage();
  await filled.goto("/partner/cards/graphql");
  assert.equal(await filled.getByLabel("client_secret").inputValue(), "", "the secret outlived its tab");
  await filled.getByRole("button", { name: "Use those of world “default”" }).click();
  await filled.waitForFunction(() => document.querySelector("#client_secret").value === "sandbox-acme-client-secret");
  await filled.getByRole("button", { name: "Show Examples" }).click();
  await filled.getByRole("button", { name: /^Who am I/ }).click();
  assert.ok((await runLoaded(filled)).data.AgioCard_card_company.length > 0);
  await filled.getByRole("button", { name: /Find a person/ }).click();
  const people = (await runLoaded(filled)).data.AgioCard_card_user;
  await filled.getByRole("button", { name: /Apply for the person/ }).click();
  const applied = (await runLoaded(filled)).data.createCardApplicationForPartnerUser;
  assert.ok(people.length > 5 && applied.success, JSON.stringify(applied));
  await filled.getByRole("button", { name: /Create a card/ }).click();
  const made = (await runLoaded(filled)).data.createCard;
  assert.ok(made.success, JSON.stringify(made));
  for (const [step, field] of [[/Freeze the card/, "freezeCard"], [/Charge a fee/, "chargeCard"]]) {
    await filled.getByRole("button", { name: step }).click();
    const { data } = await runLoaded(filled);
    assert.ok(data[field].success, JSON.stringify(data));
  }
  await filled.getByRole("button", { name: /Balance/ }).click();
  assert.equal((await runLoaded(filled)).data.cardBalance.balance.postedCharges, 2.5);
  await filled.getByRole("button", { name: "Forget" }).click();
  assert.equal(await filled.getByLabel("client_secret").inputValue(), "");
  assert.ok(!(await filled.evaluate(() => JSON.stringify({ ...sessionStorage }))).includes("acme-client-secret"));
});
