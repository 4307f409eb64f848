//! The in-app surface: users with tokens, their applications and what belongs to others. What cards
//! do alike on both GraphQL surfaces stands in [`super::graphql`].

pub(in crate::steps) mod applications;
mod cards;
mod disputes;
mod event_streams;
mod events;
mod faults;
mod lists;
mod names;
mod ownership;
mod people;
mod pins;
mod quotes;
mod readings;
mod sockets;
mod stars;
mod subscriptions;
mod swaps;
mod tokens;
mod wallets;
mod withdrawals;

use crate::{StepResult, World, surfaces::in_app::target::Known};

/// The things of an actor that the target file names; only those of the first user can be named.
fn known(world: &World, actor: &str) -> StepResult<Known> {
    let target = world.target()?;
    let known = target.surfaces.in_app.as_ref().map(|surface| surface.known.clone());
    Ok(known.filter(|_| actor == "the user").unwrap_or_default())
}
