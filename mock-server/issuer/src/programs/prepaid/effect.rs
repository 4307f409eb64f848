//! Effects: steps that the program takes by itself at a later time.

use serde::{Deserialize, Serialize};

use super::{
    Prepaid,
    ids::{CardholderId, FundsId, OrderId},
};

/// An effect of the prepaid program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// A cardholder is decided as its last name says.
    ReviewCardholder(CardholderId),
    /// An order takes its next step.
    StepOrder(OrderId),
    /// A deposit for a project or its user is confirmed.
    ConfirmFunds(FundsId),
}

impl Effect {
    /// The name of the effect in the control plane (SB 4.3).
    pub fn name(self) -> &'static str {
        match self {
            Self::ReviewCardholder(_) => "cardholder.review",
            Self::StepOrder(_) => "order.step",
            Self::ConfirmFunds(_) => "deposit.confirm",
        }
    }

    /// The state of the entity that the effect acts on.
    pub fn state(self, prepaid: &Prepaid) -> &'static str {
        match self {
            Self::ReviewCardholder(id) => prepaid.holders[id].kyc.word(),
            Self::StepOrder(id) => prepaid.orders[id].status.word(),
            Self::ConfirmFunds(id) => prepaid.funds[id].status.name(),
        }
    }

    /// The entity that the effect acts on, `<type>:<id>`.
    pub fn entity(self) -> String {
        match self {
            Self::ReviewCardholder(id) => format!("cardholder:{id}"),
            Self::StepOrder(id) => format!("order:{id}"),
            Self::ConfirmFunds(id) => format!("deposit:er-{id}"),
        }
    }
}
