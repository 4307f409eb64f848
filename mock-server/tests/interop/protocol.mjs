// The audit of the GraphQL-over-HTTP specification. Where the partner guide, or the contract that
// fills its gaps, asks for something else, deviations.json says so with the reason; everything else
// has to pass.
import { readFileSync } from "node:fs";
import { auditServer } from "graphql-http";
import { endpoint, signedFetch } from "./partner.mjs";

const deviations = JSON.parse(readFileSync(new URL("deviations.json", import.meta.url), "utf8"));
const results = await auditServer({ url: endpoint, fetchFn: signedFetch });

const failing = new Map(
  results.filter((result) => result.status !== "ok").map((result) => [result.id, result])
);
const unexpected = [...failing.values()].filter((result) => !(result.id in deviations));
const obsolete = Object.keys(deviations).filter((id) => !failing.has(id));
for (const { id, name, reason } of unexpected) console.error(`${id} ${name}: ${reason}`);
for (const id of obsolete) console.error(`${id} is no deviation any more`);
if (unexpected.length + obsolete.length > 0) process.exit(1);
console.log(`protocol: ${results.length} audits, ${failing.size} deviations, each with its reason`);
