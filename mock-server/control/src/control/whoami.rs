//! `POST /whoami`: whose a token is (SB 3.2).

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Answer, Control, Problem, extract::Body, pointer::escaped};
use crate::{
    mocked_api::{MockedApi, TokenOwner},
    surface::Surface,
};

/// The owner of a token.
#[derive(Serialize, ToSchema)]
pub(super) struct OwnerAnswer {
    /// The id of the world.
    world: String,
    /// The surface on which the token counts.
    #[schema(value_type = String)]
    surface: Surface,
    /// The label of the credential or user.
    by: String,
    /// `valid`, `revoked` or `expired`.
    state: &'static str,
}

/// Tells whose a token is.
#[utoipa::path(post, path = "/whoami", request_body(content = Value, description = "One token by its name, as `api_token`."), responses((status = 200, description = "World, surface and credential.", body = OwnerAnswer)))]
pub(super) async fn whoami(
    State(control): State<Control>,
    Body(given): Body<BTreeMap<String, Option<String>>>,
) -> Answer<OwnerAnswer> {
    let tokens: Vec<_> = control.apis(None).map(|api| (api.token_name(), api)).collect();
    let (api, member, token) = asked_about(&tokens, given)?;
    let owner = api.owner(&control.worlds, &token);
    let owner = owner.ok_or_else(|| Problem::entity("credential", member))?;
    let TokenOwner { world, by, state } = owner;
    Ok(Json(OwnerAnswer { world, surface: api.surface(), by, state }))
}

/// The one token of a body, with the API on which it counts.
fn asked_about(
    tokens: &[(&'static str, &'static dyn MockedApi)],
    given: BTreeMap<String, Option<String>>,
) -> Result<(&'static dyn MockedApi, &'static str, String), Problem> {
    let named = |name: &str| tokens.iter().find(|(known, _)| *known == name);
    let names: Vec<_> = tokens.iter().map(|(name, _)| *name).collect();
    if let Some(unknown) = given.keys().find(|name| named(name).is_none()) {
        let place = format!("/{}", escaped(unknown));
        return Err(Problem::unknown_field(&place, unknown, &names));
    }
    let mut all = given.into_iter().filter_map(|(name, token)| Some((name, token?)));
    match (all.next(), all.next()) {
        (Some((name, token)), None) if let Some((member, api)) = named(&name) => {
            Ok((*api, member, token))
        }
        _ => {
            let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
            let detail = format!("give exactly one of {}", names.join(" and "));
            Err(Problem::invalid("", detail))
        }
    }
}
