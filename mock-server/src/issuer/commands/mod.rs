//! What can be done to the issuer: one struct per command, one file per noun or verb.
//!
//! A command is checked against a read-only issuer and then applied. The check finds every reason
//! to refuse and returns a plan; applying a plan cannot fail. Between the two the journal gets its
//! record, so nothing is applied that was not written down, and nothing is written down that was
//! refused.

mod apply;
mod authorize;
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
mod settle;
mod ship;
mod statement;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{CheckContext, Issuer, Refusal, Turn};
use crate::issuer::prepaid::commands::{
    ChangeStatus, ClearPrepaid, ConfirmFunds, DecideHolder, DeclinePrepaid, DefineProduct,
    FinishOrder, ForceCardStatus, OpenProject, OpenSubprovider, OrderCard, OrderStatusChange,
    OrderTopup, PayIn, RaisePrepaid, RefundPrepaid, RegisterUser, ReleasePrepaid, ReviewHolder,
    SpendPrepaid, StepOrder, SubmitHolder,
};

pub use apply::{Applied, Apply};
pub use authorize::{Authorize, Authorized, Increment};
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
pub use settle::{Clear, DeclineLater, Refund, Release};
pub use ship::{Activate, Ship};
pub use statement::{CloseStatement, PayStatement};

/// Something that can be done to the issuer.
pub trait Command: Clone + std::fmt::Debug + Serialize + DeserializeOwned {
    /// Its name in the journal.
    const NAME: &'static str;
    /// What the check found out and applying needs.
    type Plan;
    /// What came of it.
    type Done;

    /// Every reason to refuse. Sees the issuer read-only.
    fn check(&self, issuer: &Issuer, context: &CheckContext<'_>) -> Result<Self::Plan, Refusal>;

    /// Does what was planned; cannot fail.
    fn apply(&self, plan: Self::Plan, issuer: &mut Issuer, turn: &mut Turn<'_>) -> Self::Done;
}

/// Lists the commands: one variant each, and running them again from a journal.
macro_rules! commands {
    ($($command:ident,)*) => {
        /// A command as a journal holds it.
        #[derive(Clone, Debug, Serialize, Deserialize)]
        #[serde(tag = "command", content = "input")]
        #[expect(missing_docs, reason = "each variant is the command of the same name")]
        pub enum AnyCommand {
            $($command(Box<$command>),)*
        }

        $(impl From<$command> for AnyCommand {
            fn from(command: $command) -> Self { Self::$command(Box::new(command)) }
        })*

        impl AnyCommand {
            /// Its name.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$command(_) => $command::NAME,)* }
            }

            /// Checks and applies it, whatever comes of it.
            pub fn run(&self, issuer: &mut Issuer, turn: &mut Turn<'_>) -> Result<(), Refusal> {
                let context = turn.context();
                match self {
                    $(Self::$command(command) => {
                        let plan = command.check(issuer, &context)?;
                        command.apply(plan, issuer, turn);
                        Ok(())
                    })*
                }
            }
        }
    };
}

commands! {
    Activate,
    Apply,
    Authorize,
    Cancel,
    ChangeStatus,
    ChargeUser,
    Clear,
    ClearPrepaid,
    CloseStatement,
    CompleteReview,
    ConfirmDeposit,
    ConfirmFunds,
    CreateOrganization,
    Decide,
    DecideHolder,
    DeclineLater,
    DeclinePrepaid,
    DefineProduct,
    FinishOrder,
    ForceCardStatus,
    ForceStatus,
    Freeze,
    Increment,
    IssueCard,
    MakeCompany,
    MakeDeposit,
    MakePartner,
    MakePerson,
    OpenProject,
    OpenSubprovider,
    OrderCard,
    OrderStatusChange,
    OrderTopup,
    PayIn,
    PayStatement,
    RaisePrepaid,
    ReceiveDeposit,
    Refund,
    RefundPrepaid,
    RegisterUser,
    Release,
    ReleasePrepaid,
    Rename,
    Replace,
    ReviewHolder,
    Satisfy,
    SetApplicant,
    SetCompanyAddress,
    SetLimit,
    SetPersonAddress,
    SetPin,
    SetProfile,
    Ship,
    SpendPrepaid,
    StepOrder,
    SubmitHolder,
    Unfreeze,
}
