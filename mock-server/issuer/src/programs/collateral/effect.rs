//! Effects: steps that the program takes by itself at a later time.

use serde::{Deserialize, Serialize};

use super::{
    Collateral,
    ids::{ApplicationId, DepositId, SwapId},
};

/// An effect of the collateral program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// An application is decided as its person's outcome says.
    ReviewApplication(ApplicationId),
    /// A transfer arrives.
    ReceiveDeposit(DepositId),
    /// A received deposit is confirmed.
    ConfirmDeposit(DepositId),
    /// The output of a swap across chains arrives.
    FillSwap(SwapId),
}

impl Effect {
    /// The name of the effect in the control plane (SB 4.3).
    pub fn name(self) -> &'static str {
        match self {
            Self::ReviewApplication(_) => "application.review",
            Self::ReceiveDeposit(_) => "deposit.receive",
            Self::ConfirmDeposit(_) => "deposit.confirm",
            Self::FillSwap(_) => "swap.fill",
        }
    }

    /// The state of the entity that the effect acts on.
    pub fn state(self, collateral: &Collateral) -> &'static str {
        match self {
            Self::ReviewApplication(id) => collateral.applications[id].status.name(),
            Self::ReceiveDeposit(id) | Self::ConfirmDeposit(id) => {
                collateral.deposits[id].status.name()
            }
            Self::FillSwap(id) => match collateral.swaps[id].arrived_at {
                None => "submitted",
                Some(_) => "arrived",
            },
        }
    }

    /// The entity that the effect acts on, `<type>:<id>`.
    pub fn entity(self) -> String {
        match self {
            Self::ReviewApplication(id) => format!("application:{id}"),
            Self::ReceiveDeposit(id) | Self::ConfirmDeposit(id) => format!("deposit:{id}"),
            Self::FillSwap(id) => format!("swap:{id}"),
        }
    }
}
