//! The three token endpoints (MC 5).

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{
    call::{Call, Outcome},
    codes::Code,
    error::ApiError,
    token_check::{self, NotTaken, on_token_endpoints},
    values,
};
use crate::{
    crypto::jwt::{self, Token},
    gate::Received,
    programs::managed::User,
    world::{
        World,
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

/// The world that the body of a request names: by a login name or by a token.
pub(super) fn world_of_body(worlds: &Worlds, body: &Received) -> Option<Handle> {
    let Received::Whole(bytes) = body else { return None };
    let body: Value = serde_json::from_slice(bytes).ok()?;
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let by_token = || {
        let token = text("refresh").or_else(|| text("token"))?;
        Token::read(token)?.text("world").map(ToOwned::to_owned)
    };
    let name = text("username").and_then(named_world).map(ToOwned::to_owned).or_else(by_token)?;
    worlds.get(&name).ok()
}

/// `token.create`.
pub(super) fn create(call: &Call<'_>) -> Outcome {
    let fields = call.body.fields();
    let username = fields.required_text("username");
    let password = fields.required_text("password");
    fields.close();
    call.body.checked()?;
    let (username, password) = (username.unwrap_or_default(), password.unwrap_or_default());
    let user = call.context.read(|world| {
        let user = user_of(world, &username).filter(|user| user.active)?;
        (world.managed_password(user).reveal() == password).then(|| user.reference.clone())
    });
    let user = user.ok_or_else(|| ApiError::of(Code::NoActiveAccount))?;
    let ids = call.act(&IssueTokens {})?;
    let (access, refresh) = pair(call, &user, &ids);
    call.done(&PairBody { refresh, access })
}

/// `token.refresh`.
pub(super) fn refresh(call: &Call<'_>) -> Outcome {
    let fields = call.body.fields();
    let token = fields.required_text("refresh");
    fields.close();
    call.body.checked()?;
    let now = call.context.auth_time();
    let claims = call.context.read(|world| {
        let claims = token_check::read(world, &token.unwrap_or_default(), now)
            .map_err(|(why, reason)| on_token_endpoints(why).because(reason))?;
        if claims.kind != "refresh" {
            return Err(on_token_endpoints(NotTaken::WrongType));
        }
        match world.issuer.managed.user(&claims.user) {
            Some(user) if user.active => Ok(claims),
            _ => Err(ApiError::of(Code::NoActiveAccount)),
        }
    })?;
    let rules = &call.rules().mc.token;
    let spends = rules.rotates_refresh && rules.blacklist_after_rotation;
    let (token, end, now) = (claims.id, claims.end, now.as_second());
    let ids = call.act(&ExchangeToken { token, end, now, spends })?;
    let (access, refresh) = pair(call, &claims.user, &ids);
    call.done(&RefreshedBody { access, refresh: rules.rotates_refresh.then_some(refresh) })
}

/// `token.verify`.
pub(super) fn verify(call: &Call<'_>) -> Outcome {
    let fields = call.body.fields();
    let token = fields.required_text("token");
    fields.close();
    call.body.checked()?;
    let now = call.context.auth_time();
    call.context.read(|world| {
        let claims = token_check::read(world, &token.unwrap_or_default(), now)
            .map_err(|(why, reason)| on_token_endpoints(why).because(reason))?;
        match world.access.spent_tokens.holds(&claims.id) {
            true => Err(token_check::blacklisted()),
            false => Ok(()),
        }
    })?;
    call.done(&VerifiedBody {})
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
