//! Programs as parts of the issuer.

use super::{AnyCommand, Caller, Effect, EventKind, Issuer, Refusal};
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
        Refusal: Into<Refusal>,
    >
{
    /// The program's state.
    fn of(issuer: &Issuer) -> &Self;

    /// The program's state, to be changed.
    fn of_mut(issuer: &mut Issuer) -> &mut Self;

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

    fn caller(caller: Caller) -> command::Caller<ProjectId> {
        caller.into()
    }
}
