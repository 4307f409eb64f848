//! The mistakes that this surface's doctor knows, and what to do about them.

use crate::log::Cause;

const fn cause(name: &'static str, fix: &'static str) -> Cause {
    Cause { name, fix, duty: None }
}

const fn duty(name: &'static str, fix: &'static str, duty: &'static str) -> Cause {
    Cause { name, fix, duty: Some(duty) }
}

const KEY: &str = "Send the api key as it is in the header API-KEY.";
const ENVELOPE: &str = "Send {\"encrypted\": \"<base64>\"} as application/json.";
const BASE64: &str = "Write the envelope in standard base64, with padding, without line breaks.";
const LAYOUT: &str = "Put together: the byte 0x02, 24 bytes of nonce, 16 bytes of tag, the text.";
const CIPHER_KEY: &str = "Use SHA-256 of the api secret, 32 bytes, as key.";
const PAYLOAD: &str = "Seal one JSON object with its fields at the root.";
const AMOUNT: &str = "Send amounts as decimal text with at most two decimals: \"20.00\".";
const MICROSECONDS: &str =
    "Send microseconds since 1970 as a JSON integer: int(time.time() * 1000000).";

/// All of them.
pub(in super::super) static CAUSES: [Cause; 45] = [
    cause("er-key-missing", KEY),
    cause("er-key-unknown", "Take the api_key from the world's credentials."),
    cause("er-key-revoked", "Use the key that took its place."),
    cause("er-key-of-gone-world", "Make the world again, or use one that lives."),
    cause("er-no-access", "Use a project that has access."),
    cause("er-key-other-header", KEY),
    cause("er-body-not-json", ENVELOPE),
    cause("er-envelope-missing", ENVELOPE),
    cause("er-envelope-not-text", ENVELOPE),
    cause("er-base64-url", BASE64),
    cause("er-base64-unpadded", BASE64),
    cause("er-base64-spaces", BASE64),
    cause("er-hex", BASE64),
    cause("er-base64-twice", BASE64),
    cause("er-quoted", BASE64),
    cause("er-percent-encoded", BASE64),
    cause("er-prefixed", BASE64),
    cause("er-version-missing", LAYOUT),
    cause("er-version-other", LAYOUT),
    cause("er-too-short", LAYOUT),
    cause("er-key-not-hashed", CIPHER_KEY),
    cause("er-key-hash-hex", CIPHER_KEY),
    cause("er-key-from-api-key", CIPHER_KEY),
    cause("er-secret-of", "Use the secret that was issued with the api key."),
    cause("er-nonce-missing", LAYOUT),
    cause("er-nonce-last", LAYOUT),
    cause("er-tag-last", LAYOUT),
    cause("er-xchacha", "Use XSalsa20-Poly1305, the secretbox of NaCl."),
    cause("er-not-json-inside", PAYLOAD),
    cause("er-not-an-object", PAYLOAD),
    cause("er-too-deep", "Send an object of the contract: nothing in it is nested so deep."),
    cause("er-double-envelope", "Seal once."),
    duty("er-wrapped-in-data", PAYLOAD, "ER-CLIENT-04"),
    duty("er-ts-missing", MICROSECONDS, "ER-CLIENT-05"),
    duty("er-ts-seconds", MICROSECONDS, "ER-CLIENT-05"),
    duty("er-ts-millis", MICROSECONDS, "ER-CLIENT-05"),
    duty("er-ts-nanos", MICROSECONDS, "ER-CLIENT-05"),
    duty("er-ts-text", MICROSECONDS, "ER-CLIENT-05"),
    cause("er-ts-skew", "Set the clock, and take its time right before sealing."),
    cause(
        "er-ts-world-moved",
        "Take the time from the Date header of an answer, or from the world's clock.",
    ),
    cause("er-amount-number", AMOUNT),
    cause("er-amount-form", AMOUNT),
    cause("er-amount-zero", AMOUNT),
    cause("er-field-type", "Send each field in the type that the OpenAPI document gives it."),
    duty(
        "er-duplicate",
        "Take a new timestamp for every request, also for a retry.",
        "ER-CLIENT-01",
    ),
];
