// Does the JavaScript implementation of GraphQL build a client schema from the introspection, and do
// all documents of the guides fit it?
import assert from "node:assert/strict";
import { buildClientSchema, getIntrospectionQuery, parse, validate, validateSchema } from "graphql";
import { applicationUpdates, collateralEvents, printed } from "./documents.mjs";
import { endpoint, makeWorld } from "./world.mjs";

const world = await makeWorld("schema");
const answer = await fetch(endpoint, {
  method: "POST",
  headers: { "content-type": "application/json", authorization: `Bearer ${world.token("jane")}` },
  body: JSON.stringify({
    query: getIntrospectionQuery({
      descriptions: true, inputValueDeprecation: true, schemaDescription: true, oneOf: true,
      directiveIsRepeatable: true, specifiedByUrl: true
    })
  })
});
const { data, errors } = await answer.json();
assert.deepEqual([answer.status, errors], [200, undefined]);
const schema = buildClientSchema(data);
const said = (faults) => faults.map((fault) => fault.message).join("\n");
assert.equal(said(validateSchema(schema)), "");

const documents = { ...printed, applicationUpdates, collateralEvents };
for (const [name, document] of Object.entries(documents)) {
  assert.equal(said(validate(schema, parse(document))), "", name);
}
const fields = (type) => Object.keys(type.getFields()).length;
console.log(
  `schema: valid; ${fields(schema.getQueryType())} query fields, ${fields(schema.getMutationType())} ` +
    `mutations, ${fields(schema.getSubscriptionType())} subscriptions; ` +
    `${Object.keys(documents).length} documents fit`
);
