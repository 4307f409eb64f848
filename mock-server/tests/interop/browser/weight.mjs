// What the pages weigh in the program, and what they take to show something. Time is told and never
// judged: machines differ.
import assert from "node:assert/strict";
import { readdir, stat } from "node:fs/promises";
import { withBrowser } from "./browser.mjs";

/** Bytes by which all pages together may make the program larger. */
const LIMIT = 4 * 1024 * 1024;
const ROUNDS = 5;

const sources = new URL("../../../browser/", import.meta.url);
let total = 0;
for (const folder of ["dist/", "console/"]) {
  const names = (await readdir(new URL(folder, sources))).filter((name) => !name.startsWith("."));
  assert.ok(names.length > 0, `${folder} is empty: run npm run build`);
  for (const name of names) {
    const { size } = await stat(new URL(folder + name, sources));
    if (size > 50_000) console.log(`weight: ${name} ${kib(size)}`);
    total += size;
  }
}
console.log(`weight: all pages ${kib(total)} of at most ${kib(LIMIT)}`);
assert.ok(total < LIMIT, `the pages weigh ${total} bytes`);

function kib(bytes) {
  return `${Math.round(bytes / 1024)} KiB`;
}

const PAGES = {
  "a bare page": ["/_sandbox/health", "body"],
  "the console": ["/_sandbox/console#/default", "main h2"],
  "the explorer": ["/partner/cards/graphql", ".graphiql-query-editor .CodeMirror"],
  "the in-app explorer": ["/_sandbox/explorer/AG", ".graphiql-query-editor .CodeMirror"],
};

/** Milliseconds until the first paint, and until the page can be used, of a fresh browser each time. */
async function times([path, usable]) {
  const all = { paint: [], usable: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    await withBrowser(async (context) => {
      const page = await context.newPage();
      await page.goto(path);
      await page.locator(usable).first().waitFor();
      all.usable.push(await page.evaluate(() => performance.now()));
      await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length);
      const [paint] = await page.evaluate(() =>
        performance.getEntriesByName("first-contentful-paint").map((one) => one.startTime),
      );
      all.paint.push(paint);
    });
  }
  const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
  return { paint: median(all.paint), usable: median(all.usable) };
}

let bare;
for (const [name, page] of Object.entries(PAGES)) {
  const { paint, usable } = await times(page);
  bare ??= paint;
  const ratio = (paint / bare).toFixed(1);
  console.log(`time: ${name}: first paint ${Math.round(paint)} ms (${ratio} of a bare page), usable ${Math.round(usable)} ms`);
}
