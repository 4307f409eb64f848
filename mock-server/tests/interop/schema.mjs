// Does the JavaScript implementation of GraphQL take our schema?
import { buildClientSchema, getIntrospectionQuery, validateSchema } from "graphql";
import { introspect } from "./partner.mjs";

const schema = buildClientSchema(
  await introspect(getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true }))
);
const faults = validateSchema(schema);
if (faults.length > 0) throw new Error(faults.map((fault) => fault.message).join("\n"));

const fields = Object.keys(schema.getQueryType().getFields());
const mutations = Object.keys(schema.getMutationType().getFields());
console.log(`schema: valid; ${fields.length} query fields, ${mutations.length} mutations`);
