//! Commands of the program: one struct per command, one file per noun or verb.

mod funds;
mod holder;
mod order_card;
mod order_status;
mod order_topup;
mod people;
mod product;
mod progress;

pub use funds::{ConfirmFunds, PayIn};
pub use holder::{DecideHolder, ReviewHolder, SubmitHolder};
pub use order_card::{CardPlan, OrderCard, Ordered};
pub use order_status::{ChangeStatus, OrderStatusChange};
pub use order_topup::{OrderTopup, TopupPlan};
pub use people::{OpenProject, RegisterUser};
pub use product::{DefineProduct, OpenSubprovider};
pub use progress::{FinishOrder, ForceCardStatus, StepOrder};

use super::{CheckContext, Effect, Prepaid, Refusal, Scope, ids::ProjectId, project::Project};
use crate::{clearing, command::commands};

/// Asking for an amount on a card.
pub type Authorize = clearing::Authorize<Prepaid>;
/// Asking for more.
pub type Increment = clearing::Increment<Prepaid>;
/// Settling.
pub type Clear = clearing::Clear<Prepaid>;
/// Giving a hold back.
pub type Release = clearing::Release<Prepaid>;
/// Giving settled money back.
pub type Refund = clearing::Refund<Prepaid>;
/// Declining after the fact.
pub type DeclineAuthorized = clearing::DeclineAuthorized<Prepaid>;

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
        Clear = "ClearPrepaid",
        ConfirmFunds = "ConfirmFunds",
        DecideHolder = "DecideHolder",
        DeclineAuthorized = "DeclinePrepaid",
        DefineProduct = "DefineProduct",
        FinishOrder = "FinishOrder",
        ForceCardStatus = "ForceCardStatus",
        OpenProject = "OpenProject",
        OpenSubprovider = "OpenSubprovider",
        OrderCard = "OrderCard",
        OrderStatusChange = "OrderStatusChange",
        OrderTopup = "OrderTopup",
        PayIn = "PayIn",
        Increment = "RaisePrepaid",
        Refund = "RefundPrepaid",
        RegisterUser = "RegisterUser",
        Release = "ReleasePrepaid",
        ReviewHolder = "ReviewHolder",
        Authorize = "SpendPrepaid",
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
