//! The mutations, by what they are about.

mod applications;
mod cards;
mod disputes;
mod lifecycle;
mod limits;
mod pins;
mod profile;
mod replacements;
mod stars;
mod swaps;
mod withdrawals;

use async_graphql::MergedObject;

use crate::{
    card_graphql::{Operation, OperationError, Outcome},
    issuer::Caller,
    programs::collateral::{CardUserId, Refusal},
    rulebook::ag::ForeignCard,
};

/// Everything that can be changed.
#[derive(MergedObject, Default)]
pub(super) struct Mutation(
    applications::Applications,
    cards::Cards,
    lifecycle::Lifecycle,
    replacements::Replacements,
    limits::Limits,
    profile::Profile,
    stars::Stars,
    pins::Pins,
    swaps::Swaps,
    withdrawals::Withdrawals,
    disputes::Disputes,
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

/// The person for whom an operation acts: another user, where a deviation has put one in the place
/// of the caller. The back office, which a deviation may put there too, acts for the caller.
fn person(operation: &Operation) -> Outcome<CardUserId> {
    let acting = operation.look(|_, context| context.principal.caller);
    let caller = match acting {
        Caller::Ops => operation.context().principal().map(|principal| principal.caller),
        Caller::InAppUser(_) | Caller::Partner(_) | Caller::Project(_) | Caller::User(_) => {
            Some(acting)
        }
    };
    match caller {
        Some(Caller::InAppUser(user)) => Ok(user),
        Some(Caller::Ops | Caller::Partner(_) | Caller::Project(_) | Caller::User(_)) | None => {
            Err(Refusal::NotYours.into())
        }
    }
}
