// The JavaScript library of Standard Webhooks verifies deliveries, and refuses what is no delivery.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { Webhook, WebhookVerificationError } from "standardwebhooks";

const world = `${process.env.SANDBOX_URL}/_sandbox/worlds/npm`;

async function post(url, body) {
  const answer = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  assert.ok(answer.ok, `${url}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}
const op = async (name, input) => (await post(`${world}/ops/${name}`, input)).result;

const received = [];
const receiver = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  received.push({ headers: request.headers, body: Buffer.concat(parts).toString("utf8") });
  response.writeHead(204).end();
});
await new Promise((listening) => receiver.listen(0, "127.0.0.1", listening));

/** The next delivery that has not been taken. */
async function next() {
  for (let tries = 0; tries < 100 && received.length === 0; tries += 1) {
    await new Promise((done) => setTimeout(done, 50));
  }
  assert.ok(received.length > 0, "no delivery within 5 s");
  return received.shift();
}

await post(`${process.env.SANDBOX_URL}/_sandbox/worlds`, { id: "npm", seed: "7" });
const url = `http://127.0.0.1:${receiver.address().port}/hooks`;
const events = ["card.frozen", "card.blocked"];
const { secret: first } = await post(`${world}/receivers`, { surface: "MC", url, events });
const card = await op("make-card", { user: "amara", program: "prg_ke_usd_instant", label: "Café Ñandú" });
const status = (word) => op("set-card-status", { card: card.card, status: word });

const verified = (secret, { body, headers }) => new Webhook(secret).verify(body, headers);
const refused = (secret, { body, headers }, what) =>
  assert.throws(() => verified(secret, { body, headers }), WebhookVerificationError, what);

await status("blocked");
const one = await next();
const event = verified(first, one);
assert.deepEqual([event.type, event.data.card.label], ["card.blocked", "Café Ñandú"]);
refused(first, { ...one, body: one.body.replace("blocked", "frozen") }, "a body that was changed");
const other = { ...one.headers, "webhook-id": "dlv_000000000000000000000000" };
refused(first, { ...one, headers: other }, "the id of another delivery");
const later = String(Number(one.headers["webhook-timestamp"]) + 1);
refused(first, { ...one, headers: { ...one.headers, "webhook-timestamp": later } }, "another time");
refused(`whsec_${Buffer.alloc(24).toString("base64")}`, one, "another secret");

// A new secret: for a day both sign.
const { secret: second } = await op("rotate-secret", { surface: "MC" });
assert.notEqual(second, first);
await status("active");
await status("blocked");
const both = await next();
for (const secret of [first, second]) {
  assert.equal(verified(secret, both).type, "card.blocked");
  refused(secret, { ...both, body: both.body + " " }, "a body that was changed");
}
refused(second, one, "a message from before the change");

receiver.close();
console.log("standardwebhooks (JavaScript): deliveries, forgeries, a change of the secret");
