//! The commands of all programs, as a journal holds them.

use serde::{Deserialize, Serialize};

use super::{Command, Issuer, Refusal, Turn};
use crate::programs::{
    collateral::commands::{
        Activate, Apply, Authorize, Cancel, ChargeUser, Clear, CloseStatement, CompleteReview,
        ConfirmDeposit, CreateOrganization, Decide, DeclineLater, ForceStatus, Freeze, Increment,
        IssueCard, MakeCompany, MakeDeposit, MakePartner, MakePerson, PayStatement, ReceiveDeposit,
        Refund, Release, Rename, Replace, Satisfy, SetApplicant, SetCompanyAddress, SetLimit,
        SetPersonAddress, SetPin, SetProfile, Ship, Unfreeze,
    },
    prepaid::commands::{
        ChangeStatus, ClearPrepaid, ConfirmFunds, DecideHolder, DeclinePrepaid, DefineProduct,
        FinishOrder, ForceCardStatus, OpenProject, OpenSubprovider, OrderCard, OrderStatusChange,
        OrderTopup, PayIn, RaisePrepaid, RefundPrepaid, RegisterUser, ReleasePrepaid, ReviewHolder,
        SpendPrepaid, StepOrder, SubmitHolder,
    },
};

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
