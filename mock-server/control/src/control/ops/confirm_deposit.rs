//! `confirm-deposit` (SB 5.3).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    control::entities::{self, AnyDeposit, Reference},
    programs::{collateral::commands, prepaid::commands::ConfirmFunds},
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConfirmDeposit {
    /// A deposit that waits for its confirmation.
    deposit: Reference,
}

#[derive(Serialize, ToSchema)]
pub(super) struct DepositConfirmed {
    deposit: String,
}

impl Op for ConfirmDeposit {
    const NAME: &'static str = "confirm-deposit";
    const SUMMARY: &'static str = "Confirms a deposit that waits.";
    type Result = DepositConfirmed;

    fn run(self, handle: &Handle) -> Outcome<DepositConfirmed> {
        let deposit = match handle.read(|world| entities::deposit(world, &self.deposit))? {
            AnyDeposit::Prepaid(funds) => {
                act(handle, Self::NAME, &ConfirmFunds { funds })?;
                format!("er-{funds}")
            }
            AnyDeposit::Collateral(deposit) => {
                act(handle, Self::NAME, &commands::ConfirmDeposit { deposit })?;
                deposit.to_string()
            }
        };
        let changed = vec![format!("deposit:{deposit}")];
        Ok(Effect { result: DepositConfirmed { deposit }, changed })
    }
}
