//! Effects: steps that the program takes by itself at a later time.

use serde::{Deserialize, Serialize};

use super::{
    Managed,
    ids::{AuthorizationId, CardId, OperationId},
};

/// An effect of the program of managed cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The slow partner has made a card.
    ActivateCard(CardId),
    /// The last valid month of a card is over.
    ExpireCard(CardId),
    /// The slow partner has done a funding or a withdrawal.
    CompleteOperation(OperationId),
    /// The network gives a hold back.
    ExpireAuthorization(AuthorizationId),
}

impl Effect {
    /// The name of the effect in the control plane (SB 4.3).
    pub fn name(self) -> &'static str {
        match self {
            Self::ActivateCard(_) => "managed-card.activate",
            Self::ExpireCard(_) => "managed-card.expire",
            Self::CompleteOperation(_) => "operation.complete",
            Self::ExpireAuthorization(_) => "authorization.expire",
        }
    }

    /// The state of the entity that the effect acts on.
    pub fn state(self, managed: &Managed) -> &'static str {
        match self {
            Self::ActivateCard(id) | Self::ExpireCard(id) => managed.cards[id].status.word(),
            Self::CompleteOperation(id) => managed.operations[id].status.word(),
            Self::ExpireAuthorization(id) => managed.authorizations[id].status().word(),
        }
    }

    /// The entity that the effect acts on, `<type>:<id>`.
    pub fn entity(self) -> String {
        match self {
            Self::ActivateCard(id) | Self::ExpireCard(id) => format!("card:mc-{id}"),
            Self::CompleteOperation(id) => format!("operation:mc-{id}"),
            Self::ExpireAuthorization(id) => format!("authorization:mc-{id}"),
        }
    }
}
