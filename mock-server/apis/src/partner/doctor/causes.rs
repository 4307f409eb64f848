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

const PIN_TEXT: &str = "Seal the digits of the PIN and nothing else, with AES-128-GCM.";
const PIN_KEY: &str = "Decode the base64 of key: its 16 bytes are the key of AES-128-GCM.";
const PIN_IV: &str = "Decode the base64 of iv: its 12 bytes are the nonce, and are not sent back.";
const PIN_TAG: &str = "Put the 16 bytes of the tag behind the ciphertext.";
const PIN_BASE64: &str = "Write ciphertext and tag in standard base64, with padding.";

/// All of them.
pub(in super::super) static CAUSES: [Cause; 80] = [
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
    duty("pg-sig-members", BYTES, "PG-CLIENT-10"),
    duty("pg-sig-query-rewritten", BYTES, "PG-CLIENT-10"),
    duty("pg-sig-variables-text", BYTES, "PG-CLIENT-10"),
    duty("pg-sig-stringified", BYTES, "PG-CLIENT-10"),
    duty("pg-sig-compressed", "Send the body uncompressed.", "PG-CLIENT-10"),
    cause("pg-sig-body-hashed", STRING),
    cause("pg-sig-body-encoded", STRING),
    cause("pg-sig-more-signed", STRING),
    cause("pg-sig-query-only", "Sign the whole body, not the member query."),
    cause("pg-sig-empty-body", "Sign the body: read it before it is streamed away."),
    duty("pg-sig-charset", "Sign the body in UTF-8, as it is sent.", "PG-CLIENT-10"),
    cause("pg-sig-missing", "Send the header x-agio-signature."),
    cause("pg-sig-base64", HEX),
    cause("pg-sig-base64url", HEX),
    cause("pg-sig-uppercase", HEX),
    cause("pg-sig-prefixed", HEX),
    cause("pg-sig-quoted", HEX),
    cause("pg-sig-separated", HEX),
    cause("pg-sig-percent-encoded", HEX),
    cause("pg-sig-truncated", HEX),
    cause("pg-sig-hash", HMAC),
    cause("pg-sig-not-hmac", HMAC),
    cause("pg-sig-swapped", HMAC),
    cause("pg-secret-newline", "Strip what was read from a file or a shell."),
    cause("pg-secret-quoted", SECRET),
    cause("pg-secret-hex-decoded", SECRET),
    cause("pg-secret-base64-decoded", SECRET),
    cause("pg-secret-encoded", SECRET),
    cause("pg-secret-hashed", SECRET),
    cause("pg-secret-case", SECRET),
    cause("pg-secret-stripped", SECRET),
    cause("pg-secret-empty", SECRET),
    cause("pg-secret-is-token", SECRET),
    cause("pg-secret-of", "Use the secret that was issued with the token."),
    cause("pg-pin-plain", PIN_TEXT),
    cause("pg-pin-decorated", PIN_TEXT),
    cause("pg-pin-other-session", "Send the sessionId that came with the key and iv."),
    cause("pg-pin-tag-first", PIN_TAG),
    cause("pg-pin-no-tag", PIN_TAG),
    cause("pg-pin-tag-cut", PIN_TAG),
    cause("pg-pin-iv-inside", PIN_IV),
    cause("pg-pin-iv-other", PIN_IV),
    cause("pg-pin-iv-as-text", PIN_IV),
    cause("pg-pin-key-as-text", PIN_KEY),
    cause("pg-pin-key-hashed", PIN_KEY),
    cause("pg-pin-key-filled", PIN_KEY),
    cause("pg-pin-aad", "Give no associated data."),
    cause("pg-pin-hex", PIN_BASE64),
    cause("pg-pin-base64url", PIN_BASE64),
    cause("pg-pin-unpadded", PIN_BASE64),
    cause("pg-pin-spaces", PIN_BASE64),
    cause("pg-pin-base64-twice", PIN_BASE64),
    cause("pg-pin-quoted", PIN_BASE64),
    cause("pg-pin-percent-encoded", PIN_BASE64),
    cause("pg-pin-prefixed", PIN_BASE64),
    duty(
        "pg-nonce-replay",
        "Take a new timestamp and sign anew, also for a retry.",
        "PG-CLIENT-06",
    ),
    cause(
        "pg-not-introspection",
        "Sign the request, or ask for nothing but __schema and __type in a document that parses.",
    ),
];
