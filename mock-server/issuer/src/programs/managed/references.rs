//! Index of the things of the program by the references that callers use (MC 4.3).

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use super::{
    Authorization, Card, CardProgram, Dispute, Managed, Operation, User, Wallet,
    ids::{AuthorizationId, CardId, CardProgramId, DisputeId, OperationId, UserId, WalletId},
};

/// Numbers of rows by their references, table by table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct References {
    /// Users, by `usr_…`.
    pub(super) users: OrdMap<String, UserId>,
    /// Users, by the names of their logins.
    pub(super) logins: OrdMap<String, UserId>,
    /// Wallets, by `wal_…`.
    pub(super) wallets: OrdMap<String, WalletId>,
    /// Card programs, by `prg_…`.
    pub(super) programs: OrdMap<String, CardProgramId>,
    /// Cards, by `crd_…`.
    pub(super) cards: OrdMap<String, CardId>,
    /// Authorizations, by `aut_…`.
    pub(super) authorizations: OrdMap<String, AuthorizationId>,
    /// Operations, by `opr_…`.
    pub(super) operations: OrdMap<String, OperationId>,
    /// Disputes, by `dsp_…`.
    pub(super) disputes: OrdMap<String, DisputeId>,
}

impl Managed {
    /// The user with this reference, `usr_…`.
    pub fn user(&self, reference: &str) -> Option<&User> {
        self.users.get(*self.references.users.get(reference)?)
    }

    /// The user who logs in by this name, which has no world in it.
    pub fn login(&self, label: &str) -> Option<&User> {
        self.users.get(*self.references.logins.get(label)?)
    }

    /// The wallet with this reference, `wal_…`.
    pub fn wallet(&self, reference: &str) -> Option<&Wallet> {
        self.wallets.get(*self.references.wallets.get(reference)?)
    }

    /// The card program with this reference, `prg_…`.
    pub fn program(&self, reference: &str) -> Option<&CardProgram> {
        self.programs.get(*self.references.programs.get(reference)?)
    }

    /// The card with this reference, `crd_…`.
    pub fn card(&self, reference: &str) -> Option<&Card> {
        self.cards.get(*self.references.cards.get(reference)?)
    }

    /// The authorization with this reference, `aut_…`.
    pub fn authorization(&self, reference: &str) -> Option<&Authorization> {
        self.authorizations.get(*self.references.authorizations.get(reference)?)
    }

    /// The operation with this reference, `opr_…`.
    pub fn operation(&self, reference: &str) -> Option<&Operation> {
        self.operations.get(*self.references.operations.get(reference)?)
    }

    /// The dispute with this reference, `dsp_…`.
    pub fn dispute(&self, reference: &str) -> Option<&Dispute> {
        self.disputes.get(*self.references.disputes.get(reference)?)
    }
}
