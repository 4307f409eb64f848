//! The mutations, by what they are about.

mod cards;
mod lifecycle;
mod limits;
mod pins;
mod profile;
mod replacements;

use async_graphql::MergedObject;

use crate::{
    rulebook::ag::ForeignCard,
    surfaces::card_graphql::{Operation, OperationError, Outcome},
};

/// Everything that can be changed.
#[derive(MergedObject, Default)]
pub(super) struct Mutation(
    cards::Cards,
    lifecycle::Lifecycle,
    replacements::Replacements,
    limits::Limits,
    profile::Profile,
    pins::Pins,
);

/// The outcome of an operation on a card, in the reading of AMB-AG-08: where that says so, a card
/// of somebody else is told like one that does not exist.
fn of_card<T>(operation: &Operation, outcome: Outcome<T>) -> Outcome<T> {
    let reading = operation.context().rules().ag.owner.foreign_card;
    outcome.map_err(|said| match (reading, said) {
        (ForeignCard::NotFound, OperationError::Forbidden) => OperationError::card_not_found(),
        (ForeignCard::NotFound | ForeignCard::Forbidden, said) => said,
    })
}
