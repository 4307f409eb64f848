// Requests of the page: signed, or with a token; subscriptions over WebSocket.
import { parse } from "graphql";
import { createClient } from "graphql-ws";
import { areComplete, credentials } from "./credentials.js";
import { isThere, worldTime } from "./control.js";
import { isPartner, settings, world } from "./settings.js";
import { signedHeaders } from "./signature.js";

let clock = "machine";
let report = () => {};

/** Takes timestamps from the clock of the `machine` or of the `world`. */
export function signBy(which) {
  clock = which;
}

/** Tells this function of every answer: status, time taken, body, and where it is explained. */
export function onAnswer(listener) {
  report = listener;
}

async function headersOf(body, given) {
  if (!isPartner) return { authorization: `Bearer ${given.token}` };
  if (!settings.sign) return { "x-agio-api-key": given.api_token };
  return signedHeaders(given, body, clock === "world" ? await worldTime() : Date.now());
}

/** Posts a request and answers its body, read as JSON. */
export async function post(request, headers = {}) {
  const given = credentials();
  if (!areComplete(given)) {
    throw new Error(`Enter ${isPartner ? "api_token and client_secret" : "a user token"} above first.`);
  }
  const body = new TextEncoder().encode(JSON.stringify(request));
  const own = await headersOf(body, given);
  const began = performance.now();
  const answer = await fetch(settings.endpoint, {
    method: "POST",
    headers: {
      ...headers,
      "content-type": "application/json",
      accept: "application/json",
      // Where the credentials name no world, the request is logged in the one that the page is of.
      ...((await isThere()) ? { "sandbox-world": world } : {}),
      ...own,
    },
    body,
  });
  const text = await answer.text();
  const took = Math.round(performance.now() - began);
  const json = parsed(text);
  report({ status: answer.status, took, json, path: answer.headers.get("sandbox-request") });
  return json;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { errors: [{ message: "The answer is no JSON.", extensions: { text } }] };
  }
}

const socket = createClient({
  url: settings.endpoint.replace(/^\//, `${location.origin.replace(/^http/, "ws")}/`),
  connectionParams: () => ({ Authorization: `Bearer ${credentials().token}` }),
  retryAttempts: 0,
});

/** Operations of a document; none when it does not parse. */
function operations(query) {
  try {
    return parse(query).definitions.filter((one) => one.kind === "OperationDefinition");
  } catch {
    return [];
  }
}

/**
 * Fetcher of GraphiQL. Where a document has one operation, its name is not sent: for a tenth of a
 * second after a new document GraphiQL still names the operation of the one before.
 */
export function fetcher({ operationName, ...rest }, { headers } = {}) {
  const all = operations(rest.query);
  const request = all.length > 1 ? { ...rest, operationName } : rest;
  const run = all.find((one) => all.length === 1 || one.name?.value === operationName);
  if (run?.operation === "subscription" && !isPartner) return socket.iterate(request);
  return post(request, headers);
}
