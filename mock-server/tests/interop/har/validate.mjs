// Plays a little session on every API, and reads its export with har-validator.
import { createHmac } from "node:crypto";
import assert from "node:assert/strict";
import validate from "har-validator";

const url = process.env.SANDBOX_URL;
const control = (path, body) =>
  fetch(`${url}/_sandbox${path}`, body && { method: "POST", body: JSON.stringify(body) });

await control("/worlds", { id: "har", seed: "7" });
const { PG, MC } = await (await control("/worlds/har/credentials")).json();
const { api_token: token, client_secret: secret } = PG.partners[0].credentials[0];
let last = 0;
const partner = (query, unit = 1) => {
  const body = JSON.stringify({ query });
  const stamp = String(Math.floor((last = Math.max(Date.now(), last + 1)) / unit));
  const signature = createHmac("sha256", secret).update(`${stamp}.${body}`).digest("hex");
  const headers = {
    "content-type": "application/json",
    "x-agio-api-key": token,
    "x-agio-timestamp": stamp,
    "x-agio-signature": signature,
  };
  return fetch(PG.url, { method: "POST", headers, body });
};
await partner("{ AgioCard_vw_card { id status last4 } }");
await partner("mutation { freezeCard(cardId: 1) { success status error } }");
await partner("{ AgioCard_card { id } }", 1000);
await fetch(`${url}/api/v1/project/balance`, { method: "POST", body: '{"encrypted":"AAAA"}' });
const { username, password } = MC.users[0];
const headers = { "content-type": "application/json" };
const login = await fetch(`${MC.url}/api/v1/token/`, {
  method: "POST", headers, body: JSON.stringify({ username, password }),
});
const { access } = await login.json();
await fetch(`${MC.url}/cards/api/v1/programs/?limit=2`, { headers: { authorization: `Bearer ${access}` } });
await control("/worlds/har/faults", { match: { surface: "PG" }, when: { next: 1 }, then: { drop: "after" } });
await partner("{ AgioCard_card { id } }").catch(() => "dropped, as it was ordered");

const text = await (await control("/worlds/har/export?as=har")).text();
const har = JSON.parse(text);
await validate.har(har);
for (const entry of har.log.entries) await validate.entry(entry);
const statuses = har.log.entries.map((entry) => entry.response.status);
assert.deepEqual(statuses.slice(0, 3), [200, 200, 401]);
assert.equal(statuses.at(-1), 0);
assert.equal(har.log.entries[2]._diagnosis[0].cause, "pg-ts-seconds");
for (const value of [secret, password, access]) assert.ok(!text.includes(value), "a secret is in it");
console.log(`har: ${statuses.length} entries are HAR 1.2`);
