//! The three token endpoints (MC 5).

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{
    call::{Call, Outcome},
    checks::{ACTIVE, PASSWORD, REFRESH, TOKEN, UNSPENT, USERNAME},
    codes::Code,
    error::ApiError,
    token_check::{self, Claims, NotTaken, on_token_endpoints},
    values,
};
use crate::{
    command::Check,
    crypto::jwt::{self, Token},
    gate::Received,
    programs::managed::User,
    world::{
        Obstacle, World,
        commands::{ExchangeToken, IssueTokens, TokenIds},
    },
    worlds::{Handle, Worlds},
};

/// A refresh token and an access token.
#[derive(Serialize, ToSchema)]
#[schema(as = TokenPair)]
pub(super) struct PairBody {
    #[schema(value_type = values::Jwt)]
    refresh: String,
    #[schema(value_type = values::Jwt)]
    access: String,
}

/// An access token, and the refresh token that takes the place of the one that was sent.
#[derive(Serialize, ToSchema)]
#[schema(as = RefreshedTokens)]
pub(super) struct RefreshedBody {
    #[schema(value_type = values::Jwt)]
    access: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<values::Jwt>)]
    refresh: Option<String>,
}

/// Nothing: the token is valid.
#[derive(Serialize, ToSchema)]
#[schema(as = Verified)]
pub(super) struct VerifiedBody {}

/// The kinds of tokens, by their words in the claim `token_type`.
#[derive(Clone, Copy)]
enum Kind {
    Access,
    Refresh,
}

/// The domain of login names behind the id of a world.
const DOMAIN: &str = ".sandbox.test";

/// Label and world of a login name.
fn parts(username: &str) -> Option<(&str, &str)> {
    username.strip_suffix(DOMAIN)?.rsplit_once('@')
}

/// The name by which a user logs in.
pub(super) fn username(world: &World, user: &User) -> String {
    format!("{}@{}{DOMAIN}", user.label, world.definition.id)
}

/// The world and the user of a login name.
pub(super) fn named_world(username: &str) -> Option<&str> {
    parts(username).map(|(_, world)| world)
}

/// The user of a login name, in the world that it names.
pub(super) fn user_of<'w>(world: &'w World, username: &str) -> Option<&'w User> {
    let (label, id) = parts(username)?;
    world.issuer.managed.login(label).filter(|_| id == world.definition.id)
}

/// The login name, the password or the token of a fork that is to it what one of its origin is to
/// that.
pub(super) fn renamed(text: &str, origin: &World, fork: &World) -> Option<String> {
    if let Some(user) = user_of(origin, text) {
        return Some(username(fork, user));
    }
    let mut users = origin.issuer.managed.users.iter();
    if let Some(user) = users.find(|user| origin.managed_password(user).reveal() == text) {
        return Some(fork.managed_password(user).reveal().to_owned());
    }
    let token = Token::read(text).filter(|one| one.is_signed_with(origin.managed_token_key()))?;
    let mut claims = token.claims;
    *claims.get_mut("world")? = json!(fork.definition.id);
    Some(jwt::signed(&Value::Object(claims).to_string(), fork.managed_token_key()))
}

/// The world that the body of a request names: by a login name or by a token.
pub(super) fn world_of_body(worlds: &Worlds, body: &Received) -> Option<Handle> {
    let Received::Whole(bytes) = body else { return None };
    let body: Value = serde_json::from_slice(bytes).ok()?;
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let by_token = || Token::read(in_body(&body)?)?.text("world").map(ToOwned::to_owned);
    let name = text("username").and_then(named_world).map(ToOwned::to_owned).or_else(by_token)?;
    worlds.get(&name).ok()
}

/// The token in the body of a request to the endpoints of tokens.
pub(super) fn in_body(body: &Value) -> Option<&str> {
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    text("refresh").or_else(|| text("token"))
}

/// `token.create`.
pub(super) fn create(call: &Call<'_>) -> Outcome {
    let fields = call.body.fields();
    let username = fields.required_text("username");
    let password = fields.required_text("password");
    fields.close();
    call.fields_checked()?;
    let (username, password) = (username.unwrap_or_default(), password.unwrap_or_default());
    let named = call.context.read(|world| {
        let user = user_of(world, &username)?;
        let fits = world.managed_password(user).reveal() == password;
        Some((user.reference.clone(), user.active, fits))
    });
    let (user, active, fits) = required(call, USERNAME, named, "nobody is called so")?;
    required(call, PASSWORD, fits.then_some(()), "it is another one")?;
    admitted(call, &user, active)?;
    let ids = call.act(&IssueTokens {})?;
    let (access, refresh) = pair(call, &user, &ids);
    call.done(&PairBody { refresh, access })
}

/// `token.refresh`.
pub(super) fn refresh(call: &Call<'_>) -> Outcome {
    let fields = call.body.fields();
    let token = fields.required_text("refresh");
    fields.close();
    call.fields_checked()?;
    let now = call.context.auth_time();
    let claims = taken(call, &token.unwrap_or_default())?;
    let kind = match claims.kind == "refresh" {
        true => Ok(()),
        false => Err(on_token_endpoints(NotTaken::WrongType)),
    };
    call.context.holds(REFRESH, kind, |_| &claims.kind)?;
    let active = call
        .context
        .read(|world| world.issuer.managed.user(&claims.user).is_some_and(|user| user.active));
    admitted(call, &claims.user, active)?;
    let rules = &call.rules().mc.token;
    let spends = rules.rotates_refresh && rules.blacklist_after_rotation;
    let (token, end, now) = (claims.id, claims.end, now.as_second());
    let exchange = ExchangeToken { token, end, now, spends };
    let unspent = call.would(&exchange).map_err(ApiError::from);
    call.context.holds(UNSPENT, unspent, ApiError::detail)?;
    let ids = call.act(&exchange)?;
    let (access, refresh) = pair(call, &claims.user, &ids);
    call.done(&RefreshedBody { access, refresh: rules.rotates_refresh.then_some(refresh) })
}

/// `token.verify`.
pub(super) fn verify(call: &Call<'_>) -> Outcome {
    let fields = call.body.fields();
    let token = fields.required_text("token");
    fields.close();
    call.fields_checked()?;
    let claims = taken(call, &token.unwrap_or_default())?;
    let unspent = match call.context.read(|world| world.access.spent_tokens.holds(&claims.id)) {
        true => Err(token_check::blacklisted()),
        false => Ok(()),
    };
    call.context.holds(UNSPENT, unspent, ApiError::detail)?;
    call.done(&VerifiedBody {})
}

/// The claims of a token that lives.
fn taken(call: &Call<'_>, token: &str) -> Result<Claims, ApiError> {
    let now = call.context.auth_time();
    let claims = call.context.read(|world| token_check::read(world, token, now));
    let claims = claims.map_err(|(why, reason)| on_token_endpoints(why).because(reason));
    call.context.holds(TOKEN, claims, ApiError::detail)
}

/// Something without which nobody logs in. The answer does not tell what is missing (MC 5).
fn required<T>(
    call: &Call<'_>,
    check: Check,
    given: Option<T>,
    found: &str,
) -> Result<T, ApiError> {
    let given = given.ok_or_else(|| ApiError::of(Code::NoActiveAccount));
    call.context.holds(check, given, |_| found)
}

/// Refuses a user who is not active.
fn admitted(call: &Call<'_>, user: &str, active: bool) -> Result<(), ApiError> {
    if !active {
        call.context.meet(|| Obstacle::InactiveUser(user.to_owned()));
    }
    required(call, ACTIVE, active.then_some(()), "the user was switched off")
}

/// An access token and a refresh token of a user, issued now.
fn pair(call: &Call<'_>, user: &str, ids: &TokenIds) -> (String, String) {
    let now = call.context.auth_time().as_second();
    let rules = &call.rules().mc.token;
    call.context.read(|world| {
        let token = |kind: Kind, id: &str| {
            let (word, ttl_ms) = match kind {
                Kind::Access => ("access", rules.access_ttl_ms),
                Kind::Refresh => ("refresh", rules.refresh_ttl_ms),
            };
            let mut claims = json!({
                "token_type": word,
                "exp": now.saturating_add(ttl_ms / 1000),
                "iat": now,
                "jti": id,
                "user_id": user,
                "world": world.definition.id,
            });
            if let (Kind::Access, false, Some(all)) =
                (kind, rules.claim_jti, claims.as_object_mut())
            {
                all.shift_remove("jti");
            }
            jwt::signed(&claims.to_string(), world.managed_token_key())
        };
        (token(Kind::Access, &ids.access), token(Kind::Refresh, &ids.refresh))
    })
}
