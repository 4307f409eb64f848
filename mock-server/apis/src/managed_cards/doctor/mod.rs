//! Why was this request refused (SB 9.3)? What its client did is found by looking at the request and
//! its answer again. Nothing of it is ever seen on the wire.

mod causes;

use axum::http::Method;
use serde_json::{Value, json};

use super::{
    codes::Code, endpoint::Realm, endpoints, idempotency::IDEMPOTENCY_KEY,
    redaction_classes::PAYLOADS, route, token_check::FAMILY, tokens,
};
use crate::{
    error_code::ErrorCode,
    log::{Certainty, Diagnosis, Entry, Proof, Reason, RedactionContext, nearest, of_head},
    spelling,
    user_token::AUTHORIZATION,
};
pub(super) use causes::CAUSES;

/// Diagnoses of a refused request, the surest first.
pub(super) fn diagnose(entry: &Entry, redaction: &RedactionContext) -> Vec<Diagnosis> {
    if let Some(found) = of_head(entry, &[AUTHORIZATION, "content-type", IDEMPOTENCY_KEY]) {
        return vec![found];
    }
    match entry.reason() {
        Some(reason) if reason.is_of_token() => vec![token(entry, redaction, reason)],
        Some(Reason::UnknownPath) => {
            nearest(entry.request.head.path(), &endpoints::doors(), redaction)
        }
        Some(Reason::Method) => method(entry),
        Some(Reason::MediaType) => media_type(entry),
        Some(reason) => Code::of(reason).map(|code| of_code(entry, code)).unwrap_or_default(),
        None => Vec::new(),
    }
}

/// The token of the header; on the endpoints of tokens the one in the body.
fn token(entry: &Entry, redaction: &RedactionContext, reason: Reason) -> Diagnosis {
    let Entry { request, .. } = entry;
    let endpoint = route::named(request.head.path(), &request.method);
    match endpoint.filter(|(endpoint, _)| endpoint.realm == Realm::Public) {
        Some(_) => {
            let body = request.body.bytes().and_then(|body| serde_json::from_slice(body).ok());
            let body: Value = body.unwrap_or_default();
            let sent = tokens::in_body(&body).unwrap_or_default();
            FAMILY.cause_of(sent, (entry, redaction), reason)
        }
        None => FAMILY.cause(entry, redaction, reason),
    }
}

/// The methods that the path takes.
fn method(entry: &Entry) -> Vec<Diagnosis> {
    let path = entry.request.head.path();
    let takes = |method: &Method| route::named(path, method).is_some();
    let wanted: Vec<_> =
        [Method::GET, Method::POST].into_iter().filter(takes).map(|one| one.to_string()).collect();
    let says = format!("The path is right; it takes {}.", wanted.join(" and "));
    let proof = Proof::of(!takes(&entry.request.method));
    vec![Diagnosis::proved("method-other", says, proof).shown_by(json!({ "wanted": wanted }))]
}

fn media_type(entry: &Entry) -> Vec<Diagnosis> {
    let sent = entry.request.head.header("content-type");
    let body = entry.request.body.bytes().unwrap_or_default();
    let is_json = serde_json::from_slice::<Value>(body).is_ok();
    let says = match (sent, is_json) {
        (None, _) => "There is no Content-Type.",
        (Some(_), true) => "The body is JSON, but its Content-Type says otherwise.",
        (Some(_), false) => "The Content-Type is not application/json in UTF-8.",
    };
    vec![Diagnosis::proved("mc-media-type", says, Proof::of(true))]
}

fn of_code(entry: &Entry, code: Code) -> Vec<Diagnosis> {
    match code {
        Code::InvalidRequest => fields(entry),
        Code::InvalidIdempotencyKey => {
            let length = entry.request.head.header(IDEMPOTENCY_KEY).map_or(0, str::len);
            let says = format!("The key has {length} bytes or characters that are not visible.");
            vec![Diagnosis::proved("mc-key-form", says, Proof::of(true))]
        }
        Code::IdempotencyKeyConflict => {
            let says = "The key was used for the same path with another body.";
            vec![Diagnosis::proved("mc-key-reused", says, Proof::of(true))]
        }
        Code::InsufficientWalletFunds | Code::InsufficientCardFunds => funds(entry, code),
        Code::InvalidCardStatus => {
            let answer = answer(entry);
            let says = format!("The card is {}.", word(&answer, "card_status"));
            let shown = json!({"card_status": answer["card_status"],
                               "allowed_actions": answer["allowed_actions"]});
            vec![Diagnosis::proved("mc-card-status", says, Proof::of(true)).shown_by(shown)]
        }
        Code::AuthorizationNotOpen | Code::AuthorizationNotSettled => {
            let answer = answer(entry);
            let says = format!("The authorization is {}.", word(&answer, "authorization_status"));
            let shown = json!({"authorization_status": answer["authorization_status"]});
            vec![
                Diagnosis::proved("mc-authorization-status", says, Proof::of(true)).shown_by(shown),
            ]
        }
        Code::ParseError
        | Code::NotAuthenticated
        | Code::BadAuthorizationHeader
        | Code::TokenNotValid
        | Code::UserNotFound
        | Code::UserInactive
        | Code::NoActiveAccount
        | Code::PermissionDenied
        | Code::VerificationRequired
        | Code::NotFound
        | Code::MethodNotAllowed
        | Code::DisputeExists
        | Code::DisputeClosed
        | Code::OpenDispute
        | Code::NegativeBalance
        | Code::PayloadTooLarge
        | Code::UnsupportedMediaType
        | Code::ProgramNotAvailable
        | Code::WalletNotAvailable
        | Code::CardLimitReached
        | Code::CurrencyMismatch
        | Code::AmountBelowMinimum
        | Code::AmountAboveMaximum
        | Code::BalanceLimitExceeded
        | Code::OverSettlement
        | Code::AmountExceedsHold
        | Code::DisputeWindowClosed
        | Code::DisputeAmountExceedsSettled
        | Code::Throttled
        | Code::InternalError
        | Code::ProviderError
        | Code::ServiceUnavailable => Vec::new(),
    }
}

/// Wrong members whose mistake is known: a number for an amount, a name that is nearly right.
fn fields(entry: &Entry) -> Vec<Diagnosis> {
    let sent = entry.request.body.bytes().and_then(|body| serde_json::from_slice(body).ok());
    let Some(Value::Object(sent)) = sent else { return Vec::new() };
    let Some((endpoint, _)) = route::named(entry.request.head.path(), &entry.request.method) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if sent.get("amount").is_some_and(Value::is_number) {
        let says = "The amount is a JSON number; numbers lose digits on their way.";
        found.push(Diagnosis::proved("mc-amount-number", says, Proof::of(true)));
    }
    let known: Vec<String> = PAYLOADS[endpoint.name].names().map(ToOwned::to_owned).collect();
    for name in sent.keys().filter(|name| !known.contains(name) && name.len() <= 60) {
        let near = spelling::nearest(name, known.iter().cloned());
        let Some(near) = near.first().filter(|near| spelling::distance(near, name) <= 3) else {
            continue;
        };
        let says = format!("A member is unknown; the nearest name is {near}.");
        let guess = Diagnosis::guessed("mc-field-near", says, Certainty::Likely);
        found.push(guess.shown_by(json!({ "nearest": near })));
    }
    found
}

/// The amount that was asked for and the amount that is there.
fn funds(entry: &Entry, code: Code) -> Vec<Diagnosis> {
    let answer = answer(entry);
    let place = if code == Code::InsufficientCardFunds { "on the card" } else { "in the wallet" };
    let says =
        format!("There are {} {} {place}.", word(&answer, "available"), word(&answer, "currency"));
    let shown = json!({"available": answer["available"], "currency": answer["currency"]});
    vec![Diagnosis::proved("mc-funds", says, Proof::of(true)).shown_by(shown)]
}

/// The answer, which is the server's own and needs no hiding.
fn answer(entry: &Entry) -> Value {
    let body = entry.answer.as_ref().and_then(|answer| answer.body.bytes());
    body.and_then(|body| serde_json::from_slice(body).ok()).unwrap_or_default()
}

fn word<'a>(answer: &'a Value, name: &str) -> &'a str {
    answer[name].as_str().unwrap_or("unknown")
}
