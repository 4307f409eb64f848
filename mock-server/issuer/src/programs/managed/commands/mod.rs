//! Commands of the program: one struct per command, one file per verb.

mod authorize;
mod cancel_dispute;
mod choose_adapter;
mod complete_operation;
mod create_card;
mod decide_card;
mod decide_dispute;
mod decide_operation;
mod define_program;
mod deposit;
mod expire_authorization;
mod expire_card;
mod freeze;
mod fund;
mod increment;
mod make_card;
mod open_dispute;
mod open_user;
mod open_wallet;
mod refund;
mod reverse;
mod settle;
mod tell_refusal;
mod terminate;
mod unfreeze;
mod withdraw;

use super::{Currency, Effect, Managed, Refusal};
use crate::{command::commands, money::AmountOutOfRange};

pub use authorize::Authorize;
pub use cancel_dispute::CancelDispute;
pub use choose_adapter::{AdapterTarget, ChooseAdapter};
pub use complete_operation::CompleteOperation;
pub use create_card::CreateCard;
pub use decide_card::DecideCard;
pub use decide_dispute::{DecideDispute, Verdict};
pub use decide_operation::DecideOperation;
pub use define_program::{ChangeProgram, DefineProgram};
pub use deposit::Deposit;
pub use expire_authorization::ExpireAuthorization;
pub use expire_card::ExpireCard;
pub use freeze::Freeze;
pub use fund::{Fund, TransferInput};
pub use increment::Increment;
pub use make_card::MakeCard;
pub use open_dispute::OpenDispute;
pub use open_user::{ChangeUser, OpenUser};
pub use open_wallet::OpenWallet;
pub use refund::RefundCard;
pub use reverse::Reverse;
pub use settle::Settle;
pub use tell_refusal::TellRefusal;
pub use terminate::{TerminateCard, TerminationReason};
pub use unfreeze::Unfreeze;
pub use withdraw::Withdraw;

commands! {
    Managed {
        Authorize = "AuthorizeManaged",
        CancelDispute = "CancelManagedDispute",
        ChangeProgram = "ChangeCardProgram",
        ChangeUser = "ChangeManagedUser",
        ChooseAdapter = "ChooseAdapter",
        CompleteOperation = "CompleteOperation",
        CreateCard = "CreateManagedCard",
        DecideCard = "DecideManagedCard",
        DecideDispute = "DecideManagedDispute",
        DecideOperation = "DecideOperation",
        DefineProgram = "DefineCardProgram",
        Deposit = "DepositManaged",
        ExpireAuthorization = "ExpireAuthorization",
        ExpireCard = "ExpireManagedCard",
        Freeze = "FreezeManagedCard",
        Fund = "FundManagedCard",
        Increment = "IncrementManaged",
        MakeCard = "MakeManagedCard",
        OpenDispute = "OpenManagedDispute",
        OpenUser = "OpenManagedUser",
        OpenWallet = "OpenWallet",
        RefundCard = "RefundManaged",
        Reverse = "ReverseManaged",
        Settle = "SettleManaged",
        TellRefusal = "TellManagedRefusal",
        TerminateCard = "TerminateManagedCard",
        Unfreeze = "UnfreezeManagedCard",
        Withdraw = "WithdrawFromManagedCard",
    }
}

impl From<Effect> for AnyCommand {
    /// The command of an effect that is due.
    fn from(effect: Effect) -> Self {
        match effect {
            Effect::ActivateCard(card) => DecideCard::activation(card).into(),
            Effect::ExpireCard(card) => ExpireCard { card }.into(),
            Effect::CompleteOperation(operation) => CompleteOperation { operation }.into(),
            Effect::ExpireAuthorization(authorization) => {
                ExpireAuthorization { authorization }.into()
            }
        }
    }
}

/// Refuses a named currency that is not the expected one.
fn check_currency(named: Option<&str>, expected: Currency) -> Result<(), Refusal> {
    match named {
        Some(named) if named != expected.code() => Err(Refusal::CurrencyMismatch { expected }),
        _ => Ok(()),
    }
}

/// Refuses an amount that is not from `least` to `max` minor units.
fn within(amount: i64, least: i64, max: i64) -> Result<(), Refusal> {
    match (least..=max).contains(&amount) {
        true => Ok(()),
        false => Err(AmountOutOfRange { max }.into()),
    }
}
