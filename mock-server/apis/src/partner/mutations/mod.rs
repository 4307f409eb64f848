//! The mutations, by what they are about.

mod addresses;
mod blocked;
mod cards;
mod funding;
mod lifecycle;
mod onboarding;
mod pins;
mod profile;

use async_graphql::MergedObject;

pub(super) use addresses::{FILLED, PLACE};

/// Everything that can be changed.
#[derive(MergedObject, Default)]
pub(super) struct Mutation(
    onboarding::Onboarding,
    pins::Pins,
    cards::Cards,
    lifecycle::Lifecycle,
    profile::Profile,
    addresses::Addresses,
    funding::Funding,
    blocked::Blocked,
);
