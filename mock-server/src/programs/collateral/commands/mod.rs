//! Commands of the program: one struct per command, one file per noun or verb.
//!
//! A command is checked against a read-only issuer and then applied. The check finds every reason
//! to refuse and returns a plan; applying a plan cannot fail. Between the two the journal gets its
//! record, so nothing is applied that was not written down, and nothing is written down that was
//! refused.

mod apply;
mod cancel;
mod charge;
mod decide;
mod deposit;
mod force_status;
mod freeze;
mod issue_card;
mod limit;
mod make_person;
mod organize;
mod pin;
mod profile;
mod rename;
mod replace;
mod ship;
mod statement;

pub use apply::{Applied, Apply};
pub use cancel::Cancel;
pub use charge::ChargeUser;
pub use decide::{CompleteReview, Decide};
pub use deposit::{ConfirmDeposit, MakeDeposit, ReceiveDeposit};
pub use force_status::ForceStatus;
pub use freeze::{Freeze, Unfreeze};
pub use issue_card::IssueCard;
pub use limit::SetLimit;
pub use make_person::{MakePerson, Satisfy, SetApplicant, SetProfile};
pub use organize::{CreateOrganization, MakeCompany, MakePartner};
pub use pin::SetPin;
pub use profile::{SetCompanyAddress, SetPersonAddress};
pub use rename::Rename;
pub use replace::{Replace, Replaced};
pub use ship::{Activate, Ship};
pub use statement::{CloseStatement, PayStatement};

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
        Authorize = "Authorize",
        Cancel = "Cancel",
        ChargeUser = "ChargeUser",
        Clear = "Clear",
        CloseStatement = "CloseStatement",
        CompleteReview = "CompleteReview",
        ConfirmDeposit = "ConfirmDeposit",
        CreateOrganization = "CreateOrganization",
        Decide = "Decide",
        DeclineAuthorized = "DeclineLater",
        ForceStatus = "ForceStatus",
        Freeze = "Freeze",
        Increment = "Increment",
        IssueCard = "IssueCard",
        MakeCompany = "MakeCompany",
        MakeDeposit = "MakeDeposit",
        MakePartner = "MakePartner",
        MakePerson = "MakePerson",
        PayStatement = "PayStatement",
        ReceiveDeposit = "ReceiveDeposit",
        Refund = "Refund",
        Release = "Release",
        Rename = "Rename",
        Replace = "Replace",
        Satisfy = "Satisfy",
        SetApplicant = "SetApplicant",
        SetCompanyAddress = "SetCompanyAddress",
        SetLimit = "SetLimit",
        SetPersonAddress = "SetPersonAddress",
        SetPin = "SetPin",
        SetProfile = "SetProfile",
        Ship = "Ship",
        Unfreeze = "Unfreeze",
    }
}

impl From<Effect> for AnyCommand {
    /// The command of an effect that is due.
    fn from(effect: Effect) -> Self {
        match effect {
            Effect::ReviewApplication(application) => CompleteReview { application }.into(),
            Effect::ReceiveDeposit(deposit) => ReceiveDeposit { deposit }.into(),
            Effect::ConfirmDeposit(deposit) => ConfirmDeposit { deposit }.into(),
        }
    }
}
