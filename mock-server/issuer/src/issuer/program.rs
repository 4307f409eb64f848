//! Programs as parts of the issuer.

use super::{AnyCommand, Caller, Effect, EventKind, Issuer, Refusal, Touched};
use crate::{
    command::{self, Program},
    programs::{
        collateral::{Collateral, Tenant},
        managed::{Managed, UserId},
        prepaid::{Prepaid, ProjectId},
    },
};

/// A program of the issuer. Whatever its commands speak of is a variant of the sum.
pub trait IssuerProgram:
    Program<
        AnyCommand: Into<AnyCommand>,
        Effect: Into<Effect>,
        Event: Into<EventKind>,
        Refusal: Clone + Into<Refusal>,
    >
{
    /// The program's state.
    fn of(issuer: &Issuer) -> &Self;

    /// The program's state, to be changed.
    fn of_mut(issuer: &mut Issuer) -> &mut Self;

    /// Moves the things and balances that were changed since the last time into a list.
    fn take_touched(&mut self, into: &mut Vec<Touched>);

    /// The caller as the program sees it.
    fn caller(caller: Caller) -> command::Caller<Self::Tenant>;
}

impl IssuerProgram for Collateral {
    fn of(issuer: &Issuer) -> &Self {
        &issuer.collateral
    }

    fn of_mut(issuer: &mut Issuer) -> &mut Self {
        &mut issuer.collateral
    }

    fn take_touched(&mut self, into: &mut Vec<Touched>) {
        into.extend(self.take_changed_entities().into_iter().map(Touched::Collateral));
    }

    fn caller(caller: Caller) -> command::Caller<Tenant> {
        caller.into()
    }
}

impl IssuerProgram for Managed {
    fn of(issuer: &Issuer) -> &Self {
        &issuer.managed
    }

    fn of_mut(issuer: &mut Issuer) -> &mut Self {
        &mut issuer.managed
    }

    fn take_touched(&mut self, into: &mut Vec<Touched>) {
        into.extend(self.take_changed_entities().into_iter().map(Touched::Managed));
        let moved = self.ledger.take_changes();
        into.extend(moved.into_iter().map(Touched::ManagedBalance));
    }

    fn caller(caller: Caller) -> command::Caller<UserId> {
        caller.into()
    }
}

impl IssuerProgram for Prepaid {
    fn of(issuer: &Issuer) -> &Self {
        &issuer.prepaid
    }

    fn of_mut(issuer: &mut Issuer) -> &mut Self {
        &mut issuer.prepaid
    }

    fn take_touched(&mut self, into: &mut Vec<Touched>) {
        into.extend(self.take_changed_entities().into_iter().map(Touched::Prepaid));
        let moved = self.ledger.take_changes();
        into.extend(moved.into_iter().map(Touched::PrepaidBalance));
    }

    fn caller(caller: Caller) -> command::Caller<ProjectId> {
        caller.into()
    }
}
