// Does the JavaScript implementation of GraphQL take our schema, and read documents against it as
// the server does?
import {
  buildClientSchema,
  getIntrospectionQuery,
  parse,
  validate,
  validateSchema
} from "graphql";
import { endpoint, introspect, signedFetch } from "./partner.mjs";

const schema = buildClientSchema(
  await introspect(getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true }))
);
const faults = validateSchema(schema);
if (faults.length > 0) throw new Error(faults.map((fault) => fault.message).join("\n"));

const fields = Object.keys(schema.getQueryType().getFields());
const mutations = Object.keys(schema.getMutationType().getFields());
console.log(`schema: valid; ${fields.length} query fields, ${mutations.length} mutations`);

// Each document is invalid in its own way; the server says what graphql-js says, without guesses at
// what was meant.
const documents = [
  "{ AgioAuth_user { id } }",
  "{ AgioCard_card }",
  "{ AgioCard_card { nothing } }",
  "{ AgioCard_card { id { x } } }",
  "{ AgioCard_card(nothing: 1) { id } }",
  '{ AgioCard_card(limit: "x") { id } }',
  "{ AgioCard_card(limit: 2147483648) { id } }",
  "{ AgioCard_card(where: {nothing: {_eq: 1}}) { id } }",
  "{ AgioCard_card(order_by: {id: up}) { id } }",
  "{ ...F }",
  "query ($a: Int) { __typename }",
  "{ AgioCard_card(limit: $a) { id } }",
  "query ($a: String) { AgioCard_card(limit: $a) { id } }",
  "query A { __typename } query A { __typename }",
  "{ __typename } { __typename }",
  "mutation { freezeCard { success } }",
  "mutation { freezeCard(cardId: 1.5) { success } }",
  'mutation { updateCardLimit(input: {cardId: 1, limitAmount: 1, limitFrequency: "allTime"}) { success } }',
  "mutation { updateCardLimit(input: {cardId: 1, limitAmount: 1, limitFrequency: daily}) { success } }",
  "mutation { chargeCard(input: {feeCents: 1}) { success } }"
];
const plain = (message) => message.replace(/ Did you mean .*\?$/, "");
let different = 0;
for (const document of documents) {
  const wanted = validate(schema, parse(document)).map((error) => plain(error.message));
  const answer = await signedFetch(endpoint, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: document })
  });
  const said = (await answer.json()).errors?.map((error) => plain(error.message)) ?? [];
  if (wanted.length === 0 || answer.status !== 400 || said.join("\n") !== wanted.join("\n")) {
    different += 1;
    console.error(`${document}\n  graphql-js: ${wanted.join(" | ")}\n  ${answer.status}: ${said.join(" | ")}`);
  }
}
if (different > 0) throw new Error(`${different} documents are judged otherwise`);
console.log(`validation: ${documents.length} invalid documents get the words of graphql-js`);
