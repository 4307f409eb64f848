// A client of the envelope API, written with tweetnacl alone, as the documents show it.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import assert from "node:assert/strict";

const nacl = createRequire(process.env.NODE_MODULES + "/")("tweetnacl");
const url = `${process.env.SANDBOX_URL}/api/v1`;
const key = createHash("sha256").update(process.env.ER_API_SECRET, "utf8").digest();

function seal(payload) {
  const nonce = nacl.randomBytes(nacl.secretbox.nonceLength);
  const box = nacl.secretbox(Buffer.from(JSON.stringify(payload)), nonce, key);
  return Buffer.concat([Buffer.of(2), nonce, box]).toString("base64");
}

function unseal(encrypted) {
  const raw = Buffer.from(encrypted, "base64");
  assert.equal(raw[0], 2);
  const plain = nacl.secretbox.open(raw.subarray(25), raw.subarray(1, 25), key);
  return JSON.parse(Buffer.from(plain).toString("utf8"));
}

let last = 0;
function now() {
  last = Math.max(last + 1, Date.now() * 1000);
  return last;
}

async function ask(path, fields = {}, idempotencyKey) {
  const headers = { "API-KEY": process.env.ER_API_KEY, "Content-Type": "application/json" };
  if (idempotencyKey) headers["Idempotency-Key"] = idempotencyKey;
  const body = JSON.stringify({ encrypted: seal({ request_timestamp: now(), ...fields }) });
  const answer = await fetch(url + path, { method: "POST", headers, body });
  const opened = unseal((await answer.json()).encrypted);
  assert.equal(answer.status, 200, `${path}: ${JSON.stringify(opened)}`);
  return opened;
}

async function settled({ order_id }) {
  for (;;) {
    const order = await ask("/orders/check", { order_id });
    if (["completed", "failed"].includes(order.status)) return order;
    await new Promise((done) => setTimeout(done, 100));
  }
}

const user = { external_user_id: `js-${process.pid}-${Date.now()}` };
await ask("/users/create", user);
await ask("/cardholders/create", {
  ...user,
  subprovider_code: "alpha",
  kyc_data: {
    first_name: "Ann", last_name: "Lee", birth_date: "1990-01-31",
    email: "ann@example.com", phone_number_full: "+15550100", country_iso: "US",
  },
});
const order = await ask("/cards/create", { ...user, product_code: "VUSD-STD" }, user.external_user_id);
assert.equal((await settled(order)).issue_status, "completed");
const card = { card_id: order.card_id };
assert.equal((await ask("/cards/details", card)).card_number.length, 16);
const topup = await ask("/cards/topup", { ...card, amount: "25.50" }, `top-${user.external_user_id}`);
assert.equal((await settled(topup)).topup_status, "completed");
assert.equal((await ask("/cards/balance", card)).balance, "35.50");
await settled(await ask("/cards/freeze", { ...user, ...card }));
assert.equal((await ask("/cards/get", card)).status, "frozen");
await settled(await ask("/cards/unfreeze", { ...user, ...card }));
assert.equal((await ask("/cards/get", card)).status, "active");
const rows = (await ask("/cards/txs", card)).transactions;
assert.deepEqual(rows.map((row) => row.slug), ["topup", "initial_topup"]);
console.log("node: the whole story");
