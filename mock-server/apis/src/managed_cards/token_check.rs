//! Tokens (MC 5): which are taken, and what is said of the others.

use axum::http::HeaderMap;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{codes::Code, error::ApiError};
use crate::{
    crypto::jwt::Token,
    gate::RequestContext,
    log::Reason,
    programs::managed::User,
    surface::Surface,
    user_token::{self, TokenFamily},
    world::{Principal, World, commands::AlreadyExchanged},
};

/// The tokens of this surface.
pub(super) const FAMILY: TokenFamily =
    TokenFamily { surface: Surface::MC, user: "user_id", kind: "token_type", key: "key" };

/// The reason why a token is not taken, in the words of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotTaken {
    /// Not one of ours, or incomplete.
    Invalid,
    /// Past its end.
    Expired,
    /// A refresh token where an access token belongs, or the other way round.
    WrongType,
    /// Exchanged before.
    Blacklisted,
}

impl NotTaken {
    fn message(self) -> &'static str {
        match self {
            Self::Invalid => "Token is invalid",
            Self::Expired => "Token is expired",
            Self::WrongType => "Token has wrong type",
            Self::Blacklisted => "Token is blacklisted",
        }
    }
}

/// Claims of a token that was signed here and lives.
pub(super) struct Claims {
    /// `token_type`.
    pub(super) kind: String,
    /// `user_id`.
    pub(super) user: String,
    /// `jti`; empty where there is none.
    pub(super) id: String,
    /// `exp`, in seconds since 1970.
    pub(super) end: i64,
}

/// Claims of a token of this world at a time, or why it is not taken. The reason is for the doctor.
pub(super) fn read(
    world: &World,
    text: &str,
    now: Timestamp,
) -> Result<Claims, (NotTaken, Reason)> {
    use NotTaken as N;
    let token = Token::read(text).ok_or((N::Invalid, Reason::TokenMalformed))?;
    if token.algorithm() != Some("HS256") || token.header.contains_key("crit") {
        return Err((N::Invalid, Reason::TokenAlgorithm));
    }
    if token.text("world") != Some(&world.definition.id) {
        return Err((N::Invalid, Reason::TokenWorld));
    }
    if !token.is_signed_with(world.managed_token_key()) {
        return Err((N::Invalid, Reason::TokenSignature));
    }
    let seconds = |claim: &str| token.claims.get(claim).and_then(Value::as_i64);
    let now = now.as_millisecond();
    let end = seconds("exp");
    if end.is_some_and(|end| now >= end.saturating_mul(1000)) {
        return Err((N::Expired, Reason::TokenExpired));
    }
    if token.claims.contains_key("nbf")
        && seconds("nbf").is_none_or(|begin| now < begin.saturating_mul(1000))
    {
        return Err((N::Invalid, Reason::TokenNotYet));
    }
    let end = end.ok_or((N::Invalid, Reason::TokenExpired))?;
    let kind = token.text("token_type").ok_or((N::Invalid, Reason::TokenRefresh))?;
    let user = token.text("user_id").ok_or((N::Invalid, Reason::TokenUser))?;
    let id = token.text("jti").unwrap_or_default();
    Ok(Claims { kind: kind.to_owned(), user: user.to_owned(), id: id.to_owned(), end })
}

/// The user of the `Authorization` header. From here on the request acts as that user.
pub(super) fn authenticate(context: &RequestContext, headers: &HeaderMap) -> Result<(), ApiError> {
    if context.acts_as_recorded() {
        return Ok(());
    }
    let header = user_token::header(headers).unwrap_or_default();
    let mut words = header.split_ascii_whitespace();
    let scheme = words.next();
    if !scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer")) {
        let reason = if scheme.is_some() { Reason::TokenScheme } else { Reason::TokenMissing };
        return Err(ApiError::of(Code::NotAuthenticated).because(reason));
    }
    let (Some(token), None) = (words.next(), words.next()) else {
        let error = ApiError::of(Code::BadAuthorizationHeader);
        return Err(error.because(Reason::TokenMalformed));
    };
    let principal = context
        .read(|world| judge(world, token, context.auth_time()).map(Principal::of_managed_user))?;
    context.act_as(principal);
    Ok(())
}

fn judge<'w>(world: &'w World, token: &str, now: Timestamp) -> Result<&'w User, ApiError> {
    let refused = |(why, reason)| on_card_endpoints(why).because(reason);
    let claims = read(world, token, now).map_err(refused)?;
    if claims.kind != "access" {
        return Err(refused((NotTaken::WrongType, Reason::TokenRefresh)));
    }
    let user = world.issuer.managed.user(&claims.user);
    match user.ok_or_else(|| ApiError::of(Code::UserNotFound))? {
        user if !user.active => Err(ApiError::of(Code::UserInactive)),
        user => Ok(user),
    }
}

/// The refusal of a token on card endpoints.
fn on_card_endpoints(why: NotTaken) -> ApiError {
    let message = json!({
        "token_class": "AccessToken", "token_type": "access", "message": why.message()
    });
    ApiError::of(Code::TokenNotValid).with("messages", json!([message]))
}

/// The refusal of a token on the token endpoints.
pub(super) fn on_token_endpoints(why: NotTaken) -> ApiError {
    ApiError::worded(Code::TokenNotValid, why.message())
}

/// The refusal of a refresh token that was exchanged before.
pub(super) fn blacklisted() -> ApiError {
    on_token_endpoints(NotTaken::Blacklisted)
}

impl From<AlreadyExchanged> for ApiError {
    fn from(AlreadyExchanged: AlreadyExchanged) -> Self {
        blacklisted()
    }
}
