//! User tokens (AG 2): whose a request is, and why a token is not taken.

use axum::http::HeaderMap;
use jiff::Timestamp;

use super::{partner_signature, refusal::RequestError};
pub(super) use crate::user_token::{AUTHORIZATION, bare, header, named_world};
use crate::{
    crypto::jwt::Token,
    gate::RequestContext,
    log::Reason,
    programs::collateral::CardUser,
    rulebook::Rulebook,
    surface::Surface,
    user_token::TokenFamily,
    world::{Principal, World},
};

/// The tokens of this surface.
pub(super) const FAMILY: TokenFamily =
    TokenFamily { surface: Surface::AG, user: "sub", kind: "typ", key: "token_secret" };

/// The token must be good. From here on the request acts as its user.
pub(super) fn authenticate(
    context: &RequestContext,
    headers: &HeaderMap,
) -> Result<(), RequestError> {
    if context.acts_as_recorded() {
        return Ok(());
    }
    let anybody =
        !context.rules().ag.auth.require_token || partner_signature::stands_in(context, headers);
    let principal =
        context.read(|world| principal(world, header(headers), anybody, context.auth_time()));
    context.act_as(principal.map_err(RequestError::Unauthorized)?);
    Ok(())
}

/// The user as whom a request with this value of the header acts at an instant. Without a value it
/// is the first user of the world where `anybody` may act, and nobody elsewhere.
pub(super) fn principal(
    world: &World,
    header: Option<&str>,
    anybody: bool,
    now: Timestamp,
) -> Result<Principal, Reason> {
    let user = match header.filter(|text| !text.is_empty()) {
        Some(text) => bearer(text).and_then(|token| judge(world, token, &world.rules, now)),
        None if anybody => {
            let users = &mut world.issuer.collateral.users.iter();
            users.find(|user| user.user_id.is_some()).ok_or(Reason::TokenMissing)
        }
        None => Err(Reason::TokenMissing),
    };
    user.and_then(|user| Principal::of_user(user).ok_or(Reason::TokenUser))
}

/// The first second in which the token of a header is no longer valid, since 1970.
pub(super) fn end(header: &str) -> Option<i64> {
    Token::read(bare(header))?.claims.get("exp")?.as_i64()
}

/// The token of a header: one space behind the scheme, which has no case (AG 2.1).
fn bearer(header: &str) -> Result<&str, Reason> {
    match header.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(token),
        _ => Err(Reason::TokenScheme),
    }
}

/// The user whose token this is.
pub(super) fn judge<'w>(
    world: &'w World,
    text: &str,
    rules: &Rulebook,
    now: Timestamp,
) -> Result<&'w CardUser, Reason> {
    let rules = &rules.ag.auth;
    let token = Token::read(text).ok_or(Reason::TokenMalformed)?;
    let unsigned = rules.accept_alg_none && token.algorithm() == Some("none");
    if !unsigned && token.algorithm() != Some("HS256") || token.header.contains_key("crit") {
        return Err(Reason::TokenAlgorithm);
    }
    if token.text("world") != Some(&world.definition.id) {
        return Err(Reason::TokenWorld);
    }
    let signed = || token.is_signed_with(world.token_secret().reveal());
    if rules.verify_signature && !unsigned && !signed() {
        return Err(Reason::TokenSignature);
    }
    let now = now.as_millisecond();
    let ends = token.claims.get("exp").and_then(serde_json::Value::as_i64);
    let lives = |end: i64| now < end.saturating_mul(1000).saturating_add(rules.leeway_ms);
    if rules.check_exp && !ends.is_some_and(lives) {
        return Err(Reason::TokenExpired);
    }
    if let Some(begins) = token.claims.get("nbf") {
        let begun = |at: i64| now >= at.saturating_mul(1000).saturating_sub(rules.leeway_ms);
        if !begins.as_i64().is_some_and(begun) {
            return Err(Reason::TokenNotYet);
        }
    }
    if token.text("typ") == Some("refresh") {
        return Err(Reason::TokenRefresh);
    }
    let user = token.text("sub").and_then(|sub| world.issuer.collateral.in_app_user(sub));
    match user.ok_or(Reason::TokenUser)? {
        user if user.is_disabled => Err(Reason::TokenUserDisabled),
        user => Ok(user),
    }
}
