//! Commands of the program: one struct per command, one file per noun or verb.
//!
//! A command is checked against a read-only issuer and then applied. The check finds every reason
//! to refuse and returns a plan; applying a plan cannot fail. Between the two the journal gets its
//! record, so nothing is applied that was not written down, and nothing is written down that was
//! refused.

mod apply;
mod apply_in_app;
mod cancel;
mod charge;
mod decide;
mod deposit;
mod dispute;
mod execute_quote;
mod force_status;
mod freeze;
mod in_app_user;
mod issue_card;
mod limit;
mod make_person;
mod organize;
mod pin;
mod price;
mod profile;
mod quote_swap;
mod rename;
mod replace;
mod ship;
mod star;
mod statement;
mod swap_now;
mod wallet;
mod withdraw;

pub use apply::{Applied, Apply};
pub use apply_in_app::{AppliedInApp, ApplyInApp};
pub use cancel::Cancel;
pub use charge::ChargeUser;
pub use decide::{CompleteReview, Decide};
pub use deposit::{ConfirmDeposit, MakeDeposit, ReceiveDeposit};
pub use dispute::{DecideDispute, OpenDispute};
pub use execute_quote::{ExecuteQuote, Executed, FillSwap};
pub use force_status::ForceStatus;
pub use freeze::{Freeze, Unfreeze};
pub use in_app_user::{OpenOrganization, SetInAppUser};
pub use issue_card::IssueCard;
pub use limit::SetLimit;
pub use make_person::{MakePerson, Satisfy, SetApplicant, SetProfile};
pub use organize::{CreateOrganization, MakeCompany, MakePartner};
pub use pin::SetPin;
pub use price::SetPrice;
pub use profile::{SetCompanyAddress, SetPersonAddress};
pub use quote_swap::{AskedProvider, QuoteSwap};
pub use rename::Rename;
pub use replace::{Replace, Replaced};
pub use ship::{Activate, Ship};
pub use star::SetStar;
pub use statement::{CloseStatement, PayStatement};
pub use swap_now::SwapNow;
pub use wallet::{FundWallet, MakeWallet, WalletOwner};
pub use withdraw::Withdraw;

use super::{Collateral, Effect};
use crate::{clearing, command::commands};

/// Asking for an amount on a card.
pub type Authorize = clearing::Authorize<Collateral>;
/// Asking for more.
pub type Increment = clearing::Increment<Collateral>;
/// Settling.
pub type Clear = clearing::Clear<Collateral>;
/// Giving a hold back.
pub type Release = clearing::Release<Collateral>;
/// Giving settled money back.
pub type Refund = clearing::Refund<Collateral>;
/// Declining after the fact.
pub type DeclineAuthorized = clearing::DeclineAuthorized<Collateral>;

commands! {
    Collateral {
        Activate = "Activate",
        Apply = "Apply",
        ApplyInApp = "ApplyInApp",
        Authorize = "Authorize",
        Cancel = "Cancel",
        ChargeUser = "ChargeUser",
        Clear = "Clear",
        CloseStatement = "CloseStatement",
        CompleteReview = "CompleteReview",
        ConfirmDeposit = "ConfirmDeposit",
        CreateOrganization = "CreateOrganization",
        Decide = "Decide",
        DecideDispute = "DecideDispute",
        DeclineAuthorized = "DeclineLater",
        ExecuteQuote = "ExecuteQuote",
        FillSwap = "FillSwap",
        ForceStatus = "ForceStatus",
        Freeze = "Freeze",
        FundWallet = "FundWallet",
        Increment = "Increment",
        IssueCard = "IssueCard",
        MakeCompany = "MakeCompany",
        MakeDeposit = "MakeDeposit",
        MakePartner = "MakePartner",
        MakePerson = "MakePerson",
        MakeWallet = "MakeWallet",
        OpenDispute = "OpenDispute",
        OpenOrganization = "OpenOrganization",
        PayStatement = "PayStatement",
        QuoteSwap = "QuoteSwap",
        ReceiveDeposit = "ReceiveDeposit",
        Refund = "Refund",
        Release = "Release",
        Rename = "Rename",
        Replace = "Replace",
        Satisfy = "Satisfy",
        SetApplicant = "SetApplicant",
        SetCompanyAddress = "SetCompanyAddress",
        SetInAppUser = "SetInAppUser",
        SetLimit = "SetLimit",
        SetPersonAddress = "SetPersonAddress",
        SetPin = "SetPin",
        SetPrice = "SetPrice",
        SetProfile = "SetProfile",
        SetStar = "SetStar",
        Ship = "Ship",
        SwapNow = "SwapNow",
        Unfreeze = "Unfreeze",
        Withdraw = "Withdraw",
    }
}

impl From<Effect> for AnyCommand {
    /// The command of an effect that is due.
    fn from(effect: Effect) -> Self {
        match effect {
            Effect::ReviewApplication(application) => CompleteReview { application }.into(),
            Effect::ReceiveDeposit(deposit) => ReceiveDeposit { deposit }.into(),
            Effect::ConfirmDeposit(deposit) => ConfirmDeposit { deposit }.into(),
            Effect::FillSwap(swap) => FillSwap { swap }.into(),
        }
    }
}
