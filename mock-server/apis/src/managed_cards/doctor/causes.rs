//! The mistakes that this surface's doctor knows, and what to do about them.

use crate::log::Cause;

const fn cause(name: &'static str, fix: &'static str) -> Cause {
    Cause { name, fix, duty: None }
}

const HEADER: &str = "Send the access token as it is: \"Authorization: Bearer <token>\".";
const ISSUED: &str = "Take tokens from POST /api/v1/token/; nobody else can sign them.";

/// All of them.
pub(in super::super) static CAUSES: [Cause; 23] = [
    cause("jwt-missing", HEADER),
    cause("jwt-no-bearer", HEADER),
    cause("jwt-quoted", HEADER),
    cause("jwt-malformed", "Send three parts of base64url without padding, with two dots."),
    cause("jwt-alg-none", ISSUED),
    cause("jwt-alg-other", ISSUED),
    cause("jwt-wrong-secret", ISSUED),
    cause("jwt-secret-of", "Log in to the world that the token names."),
    cause("jwt-expired", "Exchange the refresh token at POST /api/v1/token/refresh/, or log in."),
    cause("jwt-not-yet", "Use the token when its time has come, or move the world's clock."),
    cause("jwt-no-world", ISSUED),
    cause("jwt-of-gone-world", "Make the world again, or use one that lives."),
    cause("jwt-refresh-as-access", "Send the access token, not the refresh token."),
    cause("jwt-unknown-user", "Log in again: the user of the token is not there any more."),
    cause("jwt-user-disabled", "Enable the user (op set-user), or act as another one."),
    cause("mc-media-type", "Send \"Content-Type: application/json\" with every body."),
    cause("mc-field-near", "Write the member as the contract has it."),
    cause("mc-amount-number", "Send amounts as JSON texts: \"amount\": \"5.00\"."),
    cause("mc-key-reused", "Use a new Idempotency-Key for every new request."),
    cause("mc-key-form", "Send 1 to 255 visible ASCII characters as Idempotency-Key, once."),
    cause("mc-funds", "Move money first: op deposit for a wallet, cards.fund for a card."),
    cause("mc-card-status", "Do what the status of the card allows, see allowed_actions."),
    cause("mc-authorization-status", "Settle and reverse authorizations while they hold money."),
];
