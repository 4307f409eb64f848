// graphql-ws: queries, mutations and subscriptions over one socket, and what it is told at its end.
import assert from "node:assert/strict";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { applicationUpdates, collateralEvents, printed } from "./documents.mjs";
import { makeWorld, socket } from "./world.mjs";

const world = await makeWorld("socket");

function client(token, more = {}) {
  return createClient({
    url: socket,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: token && { Authorization: `Bearer ${token}` },
    ...more
  });
}

/** The results of a document; an operation that is no subscription has one. */
async function results(of, query, variables) {
  const all = [];
  for await (const result of of.iterate({ query, variables })) all.push(result);
  return all;
}

async function ask(of, query, variables) {
  const all = await results(of, query, variables);
  assert.equal(all.length, 1);
  assert.equal(all[0].errors, undefined);
  return all[0].data;
}

let pongs = 0;
const jane = client(world.token("jane"), {
  lazy: false,
  keepAlive: 50,
  on: { pong: (received) => (pongs += received ? 1 : 0) }
});
const { cards } = await ask(jane, printed.VwCards, { includeBalance: true });
assert.equal(cards.length, 2);
assert.equal(cards[0].balance.spending_power, 0);
const active = cards.find((card) => card.status === "active").id;
const frozen = await ask(jane, printed.FreezeRainCard, { cardId: active });
assert.equal(frozen.freezeRainCard.status, "locked");
const again = await ask(jane, printed.FreezeRainCard, { cardId: active });
assert.equal(again.freezeRainCard.error, "Cannot freeze a card with status locked");
await ask(jane, printed.UnfreezeRainCard, { cardId: active });

// A live query: the rows as they are, then one result for each of the two steps of a deposit.
const seen = [];
const documented = [];
for (const [query, into] of [[collateralEvents, seen], [applicationUpdates, documented]]) {
  const live = jane.iterate({ query });
  const first = await live.next();
  into.push(first.value.data.AgioCard_card_application[0]);
  (async () => {
    for await (const { data } of live) into.push(data.AgioCard_card_application[0]);
  })();
}
await world.op("deposit", { card: active, amount: "100.00" });
await world.advance("60s");
// What is asked on the same socket is answered behind what was sent before.
const { cardBalance } = await ask(jane, printed.AgioCardBalance, { cardId: active });
assert.equal(cardBalance.balance.spendingPower, 100);
assert.deepEqual(
  seen.slice(1).map((row) => row.last_event),
  ["CARD_COLLATERAL_RECEIVED", "CARD_COLLATERAL_CONFIRMED"]
);
assert.equal(documented.length, 3);
const times = documented.map((row) => Date.parse(row.updated_at));
assert.ok(times[0] < times[1] && times[1] < times[2], String(documented.map((row) => row.updated_at)));

// Documents that cannot run end their own subscription, not the socket.
const refused = (query) => results(jane, query).then(() => assert.fail(query), (faults) => faults);
for (const [query, code] of [
  ["{", "GRAPHQL_PARSE_FAILED"],
  ["{ nothing }", "GRAPHQL_VALIDATION_FAILED"],
  ["mutation { freezeRainCard(cardId: 999999) { success } }", "FORBIDDEN"]
]) {
  const faults = await refused(query);
  assert.equal(faults[0].extensions.code, code, query);
}
await new Promise((done) => setTimeout(done, 200));
assert.ok(pongs > 0, "no pong answers the client's ping");
await jane.dispose();

// Tokens that are none, and one that ends while the socket is open.
const closed = (of) => results(of, "{ __typename }").then(() => assert.fail("served"), (event) => event.code);
assert.equal(await closed(client()), 4403);
const { token: wrong } = await world.op("mint-jwt", { user: "jane", variant: "wrong-secret" });
assert.equal(await closed(client(wrong)), 4403);
const { token: short } = await world.op("mint-jwt", { user: "jane", ttl: "5s" });
const ending = client(short);
const live = ending.iterate({ query: applicationUpdates });
await live.next();
await world.advance("5s");
const end = await live.next().then(() => assert.fail("goes on"), (event) => event.code);
assert.equal(end, 4403);

console.log("graphql-ws: queries, mutations, live queries, refusals and ends of tokens");
