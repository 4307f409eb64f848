// The explorer of the in-app API: a token instead of a signature, and a subscription.
import assert from "node:assert/strict";
import { control, makeWorld, run, sees, withBrowser } from "./browser.mjs";

const world = await makeWorld("in-app");

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

  // A subscription shows what is, and then what happens.
  await page.getByRole("button", { name: "Show Examples" }).click();
  await page.getByRole("button", { name: /Watch applications/ }).click();
  await page.getByRole("button", { name: /Execute query/ }).click();
  const shown = page.locator(".graphiql-response");
  await shown.getByText('"ACTIVE"').or(shown.getByText('"APPROVED"')).first().waitFor();
  const { items } = await control("GET", "/worlds/in-app/entities?type=application");
  const jane = items.find((one) => one.cards.length && one.ids.AG);
  await control("POST", "/worlds/in-app/ops/decide-application", { application: jane.ids.AG.id, status: "locked" });
  await shown.getByText('"LOCKED"').waitFor();
  await page.getByRole("button", { name: /Stop query/ }).click();
  await sees(page, "Applications");
});
