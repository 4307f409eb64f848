// The explorer of the in-app API: a token instead of a signature, every example in the order of the
// story for the user whose token the button fills in, PIN and card number, and a user who applies.
import assert from "node:assert/strict";
import { control, makeWorld, run, runLoaded, sees, setsPinAndReveals, withBrowser } from "./browser.mjs";

const world = await makeWorld("in-app", { "application.review_delay_ms": 3_600_000 });

await withBrowser(async (context) => {
  const page = await context.newPage();
  await page.goto(`/_sandbox/explorer/AG?world=${world.id}`);
  await page.getByRole("link", { name: "Subscription", exact: true }).waitFor();
  await page.getByRole("button", { name: "Use those of world “in-app”" }).click();
  const { request, json } = await run(page, "{ AgioCard_vw_card { id status } }");
  assert.ok(json.data.AgioCard_vw_card.length > 0, JSON.stringify(json));
  const headers = await request.allHeaders();
  assert.match(headers.authorization, /^Bearer ey/);
  assert.equal(headers["x-agio-signature"], undefined);

  // The story, from a page that knows no id yet.
  await page.reload();
  await page.getByRole("button", { name: "Show Examples" }).click();
  const shown = page.locator(".graphiql-response");
  const open = (example) => page.getByRole("button", { name: example }).click();
  const step = async (example, field) => {
    await open(example);
    const answer = await runLoaded(page);
    assert.ok(answer.data?.[field], `${example}: ${JSON.stringify(answer)}`);
    return answer.data[field];
  };
  const [mine] = (await control("GET", "/worlds/in-app/entities?type=application")).items.filter(
    (one) => one.cards.length && one.ids.AG,
  );
  const [application] = await step(/^1\. My application/, "AgioCard_card_application");
  assert.equal(application.id, mine.ids.AG.id);

  // A subscription shows what is, and then what happens.
  await open(/^2\. Watch applications/);
  await page.getByRole("button", { name: /Execute query/ }).click();
  await shown.getByText('"approved"').first().waitFor();
  for (const status of ["locked", "approved"]) {
    await control("POST", "/worlds/in-app/ops/decide-application", { application: application.id, status });
    await shown.getByText(`"${status}"`).waitFor();
  }
  await page.getByRole("button", { name: /Stop query/ }).click();
  await sees(page, "Applications");

  const made = await step(/^3\. Create a card/, "createRainCard");
  assert.deepEqual([made.success, made.status], [true, "active"], JSON.stringify(made));
  for (const [example, field, status] of [
    [/^4\. Freeze/, "freezeRainCard", "locked"],
    [/^5\. Unfreeze/, "unfreezeRainCard", "active"],
  ]) {
    assert.deepEqual(await step(example, field), { success: true, status, error: null });
    assert.equal((await control("GET", `/worlds/in-app/entities/card/${made.id}`)).status, status);
  }
  assert.equal((await step(/^6\. Balance/, "cardBalance")).success, true);

  await open(/^7\. Watch transactions/);
  await page.getByRole("button", { name: /Execute query/ }).click();
  await shown.getByText('"AgioCard_card_transaction"').waitFor();
  await control("POST", "/worlds/in-app/ops/deposit", { card: made.id, amount: "100.00", confirm: "now" });
  await control("POST", "/worlds/in-app/ops/authorize", { card: made.id, amount: "12.34" });
  await shown.getByText("12.34").or(shown.getByText("1234")).first().waitFor();
  await page.getByRole("button", { name: /Stop query/ }).click();

  // PIN and number of the card that was made.
  await page.getByRole("button", { name: "Show PIN and secrets" }).click();
  const panel = page.getByRole("region", { name: "PIN and secrets" });
  assert.equal(await panel.getByLabel("Card id").inputValue(), String(made.id));
  await setsPinAndReveals(page, made);

  // Applying is for those who have no application yet.
  await page.getByRole("button", { name: "Show Examples" }).click();
  const again = await step(/^Apply, as a new user/, "createRainCardApplication");
  assert.deepEqual([again.success, again.error], [false, "Card application already exists"]);
  const organization = world.users[0].org;
  const person = { partner: "acme", organization, in_app: true, name: "Nina New", label: "nina" };
  await control("POST", "/worlds/in-app/ops/make-card-user", person);
  const { result } = await control("POST", "/worlds/in-app/ops/mint-jwt", { user: "nina" });
  await page.getByLabel("token").fill(result.token);
  const applied = await step(/^Apply, as a new user/, "createRainCardApplication");
  assert.deepEqual([applied.success, applied.applicationStatus], [true, "pending"], JSON.stringify(applied));
});
