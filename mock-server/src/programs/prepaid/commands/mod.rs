//! What can be done to prepaid things; listed with all other commands of the issuer.

mod funds;
mod holder;
mod order_card;
mod order_status;
mod order_topup;
mod people;
mod product;
mod progress;
mod spend;

pub use funds::{ConfirmFunds, PayIn};
pub use holder::{DecideHolder, ReviewHolder, SubmitHolder};
pub use order_card::{CardPlan, OrderCard, Ordered};
pub use order_status::{ChangeStatus, OrderStatusChange};
pub use order_topup::{OrderTopup, TopupPlan};
pub use people::{OpenProject, RegisterUser};
pub use product::{DefineProduct, OpenSubprovider};
pub use progress::{FinishOrder, ForceCardStatus, StepOrder};
pub use spend::{
    ClearPrepaid, DeclinePrepaid, RaisePrepaid, RefundPrepaid, ReleasePrepaid, SpendPrepaid, Spent,
};

use super::{CheckContext, Effect, Prepaid, Refusal, Scope, ids::ProjectId, project::Project};
use crate::command::commands;

/// The project in which something is made: the caller's own, or the one that the back office names.
fn project<'a>(
    prepaid: &'a Prepaid,
    context: &CheckContext<'_>,
    named: Option<ProjectId>,
) -> Result<&'a Project, Refusal> {
    let project = Scope::from(context.caller).project().or(named).ok_or(Refusal::NotYours)?;
    prepaid.projects.get(project).ok_or(Refusal::NotYours)
}

commands! {
    Prepaid {
        ChangeStatus = "ChangeStatus",
        ClearPrepaid = "ClearPrepaid",
        ConfirmFunds = "ConfirmFunds",
        DecideHolder = "DecideHolder",
        DeclinePrepaid = "DeclinePrepaid",
        DefineProduct = "DefineProduct",
        FinishOrder = "FinishOrder",
        ForceCardStatus = "ForceCardStatus",
        OpenProject = "OpenProject",
        OpenSubprovider = "OpenSubprovider",
        OrderCard = "OrderCard",
        OrderStatusChange = "OrderStatusChange",
        OrderTopup = "OrderTopup",
        PayIn = "PayIn",
        RaisePrepaid = "RaisePrepaid",
        RefundPrepaid = "RefundPrepaid",
        RegisterUser = "RegisterUser",
        ReleasePrepaid = "ReleasePrepaid",
        ReviewHolder = "ReviewHolder",
        SpendPrepaid = "SpendPrepaid",
        StepOrder = "StepOrder",
        SubmitHolder = "SubmitHolder",
    }
}

impl AnyCommand {
    /// The command of an effect that is due; `fails` tells that the provider does not do its part.
    pub fn due(effect: Effect, fails: bool) -> Self {
        match effect {
            Effect::ReviewCardholder(holder) => ReviewHolder { holder }.into(),
            Effect::StepOrder(order) => StepOrder { order, fails }.into(),
            Effect::ConfirmFunds(funds) => ConfirmFunds { funds }.into(),
        }
    }
}
