// Signature of the partner API: HMAC-SHA256 over `timestamp.body`, in lower-case hex.

const text = new TextEncoder();
let last = 0;

/** Hex digest of a message of bytes under a secret. */
export async function hmac(secret, message) {
  if (!crypto.subtle) {
    throw new Error("WebCrypto is missing: open this page by https, or as localhost or 127.0.0.1");
  }
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", text.encode(secret), algorithm, false, ["sign"]);
  const digest = new Uint8Array(await crypto.subtle.sign("HMAC", key, message));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Milliseconds within which times count as those of one clock. */
const ONE_CLOCK = 60_000;

/**
 * The headers of a request with this body, signed at a time in milliseconds. Requests that follow each
 * other never have one timestamp, even where time stands still: with one body they would be a replay.
 */
export async function signedHeaders({ api_token, client_secret }, body, now) {
  last = now <= last && last - now < ONE_CLOCK ? last + 1 : now;
  const timestamp = String(last);
  const head = text.encode(`${timestamp}.`);
  const message = new Uint8Array(head.length + body.length);
  message.set(head);
  message.set(body, head.length);
  return {
    "x-agio-api-key": api_token,
    "x-agio-timestamp": timestamp,
    "x-agio-signature": await hmac(client_secret, message),
  };
}
