// Apollo Client: the story of an app, with its cache, which adds `__typename` to every selection,
// HTTP for queries and mutations, and its WebSocket link for a subscription.
import assert from "node:assert/strict";
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { OperationTypeNode } from "graphql";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { collateralEvents, printed } from "./documents.mjs";
import { endpoint, makeWorld, socket, until } from "./world.mjs";

const world = await makeWorld("apollo");
const sockets = [];

function app(token) {
  const authorization = `Bearer ${token}`;
  const wire = createClient({
    url: socket,
    webSocketImpl: WebSocket,
    connectionParams: { authorization }
  });
  sockets.push(wire);
  const link = ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    new GraphQLWsLink(wire),
    new HttpLink({ uri: endpoint, headers: { authorization } })
  );
  return new ApolloClient({ link, cache: new InMemoryCache() });
}

const jane = app(world.token("jane"));
const documents = Object.fromEntries(Object.entries(printed).map(([name, text]) => [name, gql(text)]));
const ask = async (query, variables) =>
  (await jane.query({ query, variables, fetchPolicy: "network-only" })).data;
async function done(mutation, variables) {
  const { data } = await jane.mutate({ mutation, variables });
  const [answer] = Object.values(data);
  assert.deepEqual([answer.success, answer.error], [true, null], JSON.stringify(answer));
  return answer;
}

const { AgioCard_card_application: applications } = await ask(gql`{ AgioCard_card_application { id } }`);
const card = await done(documents.CreateRainCard, {
  input: {
    cardApplicationId: applications[0].id,
    cardType: "virtual",
    limit: { amount: 50000, frequency: "per30DayPeriod" },
    displayName: "JANE SMITH"
  }
});
assert.equal(card.__typename, "CreateRainCardResponse");
assert.equal(card.status, "active");
await done(documents.FreezeRainCard, { cardId: card.id });
const { cards } = await ask(documents.VwCards, { includeBalance: true });
assert.equal(cards.find(({ id }) => id === card.id).status, "locked");
await done(documents.UnfreezeRainCard, { cardId: card.id });
const { data: starred } = await jane.mutate({
  mutation: documents.UpdateCardStarred,
  variables: { cardId: card.id, isStarred: true }
});
assert.equal(starred.update_AgioCard_card_by_pk.is_starred, true);

// The guide to funding: wallet, quote, execution, and the two events of the subscription.
const seen = [];
let failed;
const watching = jane.subscribe({ query: gql(collateralEvents) }).subscribe({
  next: ({ data, error }) => {
    failed ??= error;
    seen.push(data?.AgioCard_card_application[0].last_event);
  },
  error: (error) => (failed ??= error)
});
await until("the first result", () => seen.length > 0 || failed || undefined);
const wallets = await ask(documents.CheckCardFundingWalletExists, {});
const funded = await ask(gql`{ AgioCard_vw_card { id deposit_address } }`);
const usdc = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
const { quote } = await done(documents.SmartWalletSwapQuote, {
  input: {
    digitalWalletId: String(wallets.AgioCrypto_digital_wallet[0].id),
    fromToken: usdc,
    toToken: usdc,
    amount: "100000000",
    recipient: funded.AgioCard_vw_card[0].deposit_address
  }
});
await done(documents.SmartWalletExecuteSwapQuote, { input: { quoteId: quote.quoteId } });
await world.advance("60s");
await until("both events", () => seen.length > 2 || failed || undefined);
assert.equal(failed, undefined);
assert.deepEqual(seen, [null, "CARD_COLLATERAL_RECEIVED", "CARD_COLLATERAL_CONFIRMED"]);
watching.unsubscribe();

// A purchase of 15.00, and the balance by the formula of the guide.
await world.op("authorize", { card: card.id, amount: "15.00" });
const { cardBalance } = await ask(documents.AgioCardBalance, { cardId: card.id });
const { creditLimit, pendingCharges, postedCharges, spendingPower } = cardBalance.balance;
assert.deepEqual([creditLimit, pendingCharges, postedCharges, spendingPower], [100, 15, 0, 85]);
const withdrawn = await done(documents.CardWithdraw, {
  input: { tokenAddress: usdc, amount: "20.5", chainId: 8453 }
});
assert.equal(withdrawn.amount, "20.5");

// Refusals reach the app as errors of GraphQL, with their codes.
const refused = (promise) => promise.then(() => assert.fail("served"), (error) => error);
const foreign = app(world.token("jon"));
const freeze = (of) => of.mutate({ mutation: documents.FreezeRainCard, variables: { cardId: card.id } });
const forbidden = await refused(freeze(foreign));
assert.ok(CombinedGraphQLErrors.is(forbidden), String(forbidden));
assert.equal(forbidden.errors[0].extensions.code, "FORBIDDEN");
const { token: expired } = await world.op("mint-jwt", { user: "jane", variant: "expired" });
const unknown = await refused(freeze(app(expired)));
assert.ok(CombinedGraphQLErrors.is(unknown), String(unknown));
assert.equal(unknown.errors[0].extensions.code, "UNAUTHORIZED");

for (const wire of sockets) await wire.dispose();
console.log("Apollo Client: the whole story");
