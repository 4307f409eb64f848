//! The mistakes that this surface's doctor knows, and what to do about them.

use crate::log::Cause;

const fn cause(name: &'static str, fix: &'static str) -> Cause {
    Cause { name, fix, duty: None }
}

const fn duty(name: &'static str, fix: &'static str, duty: &'static str) -> Cause {
    Cause { name, fix, duty: Some(duty) }
}

const KEY: &str = "Send the api_token as it is in the header x-agio-api-key.";
const MILLISECONDS: &str = "Send milliseconds: Date.now(), int(time.time() * 1000).";
const STRING: &str = "Sign the timestamp, one dot, and the bytes of the body as they are sent.";
const BYTES: &str = "Write the body to bytes once; sign those and send those.";
const HEX: &str = "Send the digest as 64 lower-case hex digits and nothing else.";
const HMAC: &str = "Use HMAC-SHA256 with the client_secret as key.";
const SECRET: &str = "Use the client_secret as text, with nothing around it and nothing decoded.";

/// All of them.
pub(in super::super) static CAUSES: [Cause; 46] = [
    cause("pg-key-missing", KEY),
    cause("pg-key-unknown", "Take the api_token from the world's credentials."),
    cause("pg-key-other-header", KEY),
    cause("pg-key-quoted", KEY),
    duty("pg-key-is-secret", "Send the api_token; the client_secret only signs.", "PG-CLIENT-11"),
    duty("pg-key-revoked", "Use the token that took its place.", "PG-CLIENT-20"),
    duty("pg-key-expired", "Use the token that took its place.", "PG-CLIENT-20"),
    cause("pg-key-environment", "Use the token that was issued for this environment."),
    cause("pg-key-of-gone-world", "Make the world again, or use one that lives."),
    cause("pg-ts-missing", "Send the header x-agio-timestamp."),
    duty("pg-ts-seconds", MILLISECONDS, "PG-CLIENT-08"),
    duty("pg-ts-micros", MILLISECONDS, "PG-CLIENT-08"),
    duty("pg-ts-text", MILLISECONDS, "PG-CLIENT-08"),
    duty("pg-ts-skew", "Set the clock, and take its time right before signing.", "PG-CLIENT-09"),
    cause(
        "pg-ts-world-moved",
        "Take the time from the Date header of an answer, or from the world's clock.",
    ),
    duty(
        "pg-ts-not-the-signed-one",
        "Take the time once; sign and send the same text.",
        "PG-CLIENT-10",
    ),
    cause("pg-sig-no-dot", STRING),
    cause("pg-sig-other-separator", STRING),
    cause("pg-sig-body-only", STRING),
    cause("pg-sig-order", STRING),
    duty("pg-sig-reserialised", BYTES, "PG-CLIENT-10"),
    duty("pg-sig-newline", BYTES, "PG-CLIENT-10"),
    duty("pg-sig-bom", BYTES, "PG-CLIENT-10"),
    cause("pg-sig-query-only", "Sign the whole body, not the member query."),
    cause("pg-sig-empty-body", "Sign the body: read it before it is streamed away."),
    duty("pg-sig-charset", "Sign the body in UTF-8, as it is sent.", "PG-CLIENT-10"),
    cause("pg-sig-missing", "Send the header x-agio-signature."),
    cause("pg-sig-base64", HEX),
    cause("pg-sig-base64url", HEX),
    cause("pg-sig-uppercase", HEX),
    cause("pg-sig-prefixed", HEX),
    cause("pg-sig-truncated", HEX),
    cause("pg-sig-hash", HMAC),
    cause("pg-sig-not-hmac", HMAC),
    cause("pg-sig-swapped", HMAC),
    cause("pg-secret-newline", "Strip what was read from a file or a shell."),
    cause("pg-secret-quoted", SECRET),
    cause("pg-secret-hex-decoded", SECRET),
    cause("pg-secret-base64-decoded", SECRET),
    cause("pg-secret-is-token", SECRET),
    cause("pg-secret-of", "Use the secret that was issued with the token."),
    duty(
        "pg-nonce-replay",
        "Take a new timestamp and sign anew, also for a retry.",
        "PG-CLIENT-06",
    ),
    cause(
        "pg-not-introspection",
        "Sign the request, or ask for nothing but __schema and __type in a document that parses.",
    ),
    cause("gql-near", "Write the name as the schema has it."),
    cause(
        "gql-other-generation",
        "Take the names from this API's own schema, not from another API or an older guide.",
    ),
    cause("gql-blocked", "Call what partners have in its place; see the evidence."),
];
