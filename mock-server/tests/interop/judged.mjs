// Does the server judge documents and variables as the JavaScript implementation of GraphQL does, in
// its words and its order, without guesses at what was meant?
import { buildClientSchema, getIntrospectionQuery, parse, specifiedRules, validate } from "graphql";
import { getVariableValues } from "graphql/execution/values.js";
import { misfits, unreadable, variables } from "./documents.mjs";
import { endpoint, introspect, signedFetch } from "./partner.mjs";

const schema = buildClientSchema(
  await introspect(getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true }))
);
// How deep one may introspect is no rule of the language; the server has bounds of its own.
const rules = specifiedRules.filter((rule) => rule.name !== "MaxIntrospectionDepthRule");
const plain = (error) => error.message.replace(/ Did you mean [^]*\?$/, "");

/** What is said of a document, and under which code; nothing of one that is valid. */
function judged(query, values) {
  const code = "GRAPHQL_VALIDATION_FAILED";
  let document;
  try {
    document = parse(query);
  } catch (error) {
    return { code: "GRAPHQL_PARSE_FAILED", messages: [error.message] };
  }
  const errors = validate(schema, document, rules, { hideSuggestions: true });
  if (errors.length > 0 || !values) return { code, messages: errors.map(plain) };
  const definitions = document.definitions[0].variableDefinitions;
  const coerced = getVariableValues(schema, definitions, values, { maxErrors: 50, hideSuggestions: true });
  return { code, messages: coerced.errors.map(plain) };
}

let different = 0;
async function compare(query, values) {
  const wanted = judged(query, values);
  const answer = await signedFetch(endpoint, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables: values })
  });
  const errors = (await answer.json()).errors ?? [];
  const said = errors.map((error) => error.message);
  const codes = new Set(errors.map((error) => error.extensions.code));
  const same = said.join("\n") === wanted.messages.join("\n") && codes.size === 1 && codes.has(wanted.code);
  if (answer.status === 400 && same && said.length > 0) return;
  different += 1;
  console.error(`${query} ${JSON.stringify(values) ?? ""}\n  graphql-js: ${wanted.messages.join(" | ")}`);
  console.error(`  ${answer.status} ${[...codes]}: ${said.join(" | ")}`);
}

for (const document of [...misfits, ...unreadable]) await compare(document);
for (const [document, values] of variables) await compare(document, values);

// The same documents with pieces lost, put and swapped, always the same ones.
let state = 1;
const dice = (sides) => {
  state = (state * 48271) % 2147483647;
  return state % sides;
};
const pieces = (document) => document.match(/"""[^]*?"""|"(?:\\.|[^"\\])*"|\.\.\.|[\w.-]+|[^\s,]/g) ?? [];
const all = misfits.filter((document) => document.length < 500).map(pieces);
let mutated = 0;
while (mutated < 600) {
  const changed = [...all[dice(all.length)]];
  for (let times = 1 + dice(3); times > 0; times -= 1) {
    const other = all[dice(all.length)];
    const from = dice(other.length);
    changed.splice(dice(changed.length), dice(2), ...other.slice(from, from + dice(4)));
  }
  const document = changed.join(" ");
  // What a definition of a type says is read over; without an error there is nothing to compare; and
  // of several operations the server wants to know which one first.
  const of = judged(document);
  const operations = of.code === "GRAPHQL_PARSE_FAILED" ? [] : parse(document).definitions.filter((one) => one.kind === "OperationDefinition");
  const names = new Set(operations.map((one) => one.name?.value));
  const chosen = operations.length < 2 || names.size < operations.length || names.has(undefined);
  if (of.messages.length === 0 || !chosen || / definition is not executable/.test(of.messages[0])) continue;
  mutated += 1;
  await compare(document);
}
if (different > 0) throw new Error(`${different} are judged otherwise`);
const count = misfits.length + unreadable.length;
console.log(`judged like graphql-js: ${count} documents, ${variables.length} sets of variables, ${mutated} mutations`);
