// The console of a server whose control plane needs a token.
import assert from "node:assert/strict";
import { sees, withBrowser, withTokenServer } from "./browser.mjs";

const TOKEN = "a-token-of-the-control-plane";

await withTokenServer(TOKEN, (baseURL) =>
  withBrowser(
    async (context) => {
      const page = await context.newPage();
      await page.goto("/_sandbox/console#/default");
      await page.getByRole("heading", { name: "Control token" }).waitFor();
      assert.equal(await page.getByRole("alert").count(), 0, "a problem before anything was typed");
      assert.equal(await page.locator("nav a").count(), 0, "views that nobody may see yet");

      // A wrong one is called wrong, and is not kept.
      const enter = async (token) => {
        await page.getByLabel("Token", { exact: true }).fill(token);
        await page.getByRole("button", { name: "Go on" }).click();
      };
      const kept = () => page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
      await enter("another-token");
      await page.getByRole("alert").filter({ hasText: "not the control token" }).waitFor();
      assert.ok(!(await kept()).includes("another-token"));
      assert.equal(await page.evaluate(() => document.activeElement.name), "token");

      // The right one leads to the view that was asked for, and its stream.
      await enter(TOKEN);
      await page.getByRole("heading", { name: "Clock" }).waitFor();
      await page.getByText("live", { exact: true }).waitFor();
      await page.getByRole("link", { name: "People" }).click();
      await sees(page, "Ada Approved");
      await page.reload();
      await sees(page, "Ada Approved");

      // It is in this tab alone.
      assert.equal(await page.evaluate(() => JSON.stringify([{ ...localStorage }, document.cookie])), '[{},""]');
      const other = await context.newPage();
      await other.goto("/_sandbox/console");
      await other.getByRole("heading", { name: "Control token" }).waitFor();
    },
    { baseURL },
  ),
);
