//! Callers of all programs.

use serde::{Deserialize, Serialize};

use crate::{
    command,
    programs::{
        collateral::{CardUserId, PartnerId, Tenant},
        managed::UserId,
        prepaid::{ProjectId, Scope},
    },
};

/// On whose behalf a command runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Caller {
    /// The back office: everything is in reach.
    Ops,
    /// A partner: its own organizations and what hangs on them.
    Partner(PartnerId),
    /// A person with a login in the app: its own cards and money.
    InAppUser(CardUserId),
    /// A project: its own users, cards and orders.
    Project(ProjectId),
    /// A user of managed cards: the user's own wallets and cards.
    User(UserId),
}

impl From<Caller> for command::Caller<Tenant> {
    fn from(caller: Caller) -> Self {
        match caller {
            Caller::Ops => Self::Ops,
            Caller::Partner(partner) => Self::Tenant(Tenant::Partner(partner)),
            Caller::InAppUser(user) => Self::Tenant(Tenant::User(user)),
            Caller::Project(_) | Caller::User(_) => Self::Stranger,
        }
    }
}

impl From<Caller> for command::Caller<ProjectId> {
    fn from(caller: Caller) -> Self {
        match caller {
            Caller::Ops => Self::Ops,
            Caller::Project(project) => Self::Tenant(project),
            Caller::Partner(_) | Caller::InAppUser(_) | Caller::User(_) => Self::Stranger,
        }
    }
}

impl From<Caller> for command::Caller<UserId> {
    fn from(caller: Caller) -> Self {
        match caller {
            Caller::Ops => Self::Ops,
            Caller::User(user) => Self::Tenant(user),
            Caller::Partner(_) | Caller::InAppUser(_) | Caller::Project(_) => Self::Stranger,
        }
    }
}

impl From<Caller> for Scope {
    fn from(caller: Caller) -> Self {
        command::Caller::<ProjectId>::from(caller).into()
    }
}
