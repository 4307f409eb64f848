//! Comparing a world with one of its snapshots, or with another world (SB 14).

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::{
    Answer, Control, Problem,
    entity_views::{Changed, Comparison, Viewer},
    extract::InWorld,
    query::{Query, Wanted},
};
use crate::{
    issuer::Touched,
    world::{World, commands::SnapshotError},
};

/// Most differences of an answer.
const MOST: usize = 10_000;

/// The state that a world is compared with: give exactly one.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Other {
    /// The name of a snapshot of the world.
    #[param(inline, value_type = Option<Wanted>)]
    with: Option<Wanted>,
    /// The id of another world.
    #[param(inline, value_type = Option<Wanted>)]
    with_world: Option<Wanted>,
}

/// Differences between two states.
#[derive(Serialize, ToSchema)]
pub(super) struct Differences {
    /// Members of things that both have.
    changes: Vec<Difference>,
    /// Things that only this world has.
    only_here: Vec<String>,
    /// Things that only the other state has.
    only_there: Vec<String>,
    /// True when there are more than 10,000 differences; the rest is left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    cut: bool,
}

/// A member that differs. Both values of a secret are `changed`.
#[derive(Serialize, ToSchema)]
pub(super) struct Difference {
    /// The thing, `<type>:<id>`.
    entity: String,
    /// The name of the member.
    member: String,
    /// The value in the other state.
    from: Value,
    /// The value in this world.
    to: Value,
}

/// Compares a world with one of its snapshots, or with another world.
#[utoipa::path(get, path = "/worlds/{world}/diff", params(Other), responses((status = 200, description = "The differences.", body = Differences)))]
pub(super) async fn diff(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Query(other): Query<Other>,
) -> Answer<Differences> {
    let redaction = control.redaction(&handle);
    // Copies cost next to nothing, and the worlds go on while they are compared.
    let here = super::look(&handle, World::clone);
    let (there, other_redaction) = match (other.with.as_deref(), other.with_world.as_deref()) {
        (Some(name), None) => {
            let snapshot = here.snapshots.named(name);
            let unknown = || Problem::from(SnapshotError::Unknown(name.to_owned()));
            (World::clone(&snapshot.ok_or_else(unknown)?.world), control.redaction(&handle))
        }
        (None, Some(id)) => {
            let other = control.world(id)?;
            (super::look(&other, World::clone), control.redaction(&other))
        }
        _ => return Err(Problem::invalid("?with", "give exactly one of `with` and `with_world`")),
    };
    let comparison = Comparison {
        before: Viewer { world: &there, redaction: &other_redaction },
        after: Viewer { world: &here, redaction: &redaction },
    };
    Ok(Json(Differences::of(&comparison, &here.issuer.changes_since(&there.issuer))))
}

impl Differences {
    fn of(comparison: &Comparison<'_>, touched: &[Touched]) -> Self {
        let mut all =
            Self { changes: Vec::new(), only_here: Vec::new(), only_there: Vec::new(), cut: false };
        for one in touched {
            if all.changes.len() + all.only_here.len() + all.only_there.len() >= MOST {
                all.cut = true;
                break;
            }
            let Some(entity) = one.entity() else { continue };
            let there = comparison.before.name(entity);
            match (comparison.after.name(entity), there) {
                (Some(name), Some(_)) => all.changes.extend(differences(comparison, one, &name)),
                (Some(name), None) if one.is_new() => all.only_here.push(name),
                (None, Some(name)) if one.is_gone() => all.only_there.push(name),
                // The balance of a thing that only one of them has.
                (Some(_) | None, Some(_) | None) => {}
            }
        }
        all
    }
}

/// The members in which a thing differs.
fn differences(comparison: &Comparison<'_>, one: &Touched, entity: &str) -> Vec<Difference> {
    let mut members = Changed::new();
    comparison.members_of(one, &mut members);
    let difference = |(member, values): (String, Value)| {
        let (from, to) = match values {
            Value::Array(mut pair) if pair.len() == 2 => (pair[0].take(), pair[1].take()),
            secret => (secret.clone(), secret),
        };
        Difference { entity: entity.to_owned(), member, from, to }
    };
    members.into_iter().map(difference).collect()
}
