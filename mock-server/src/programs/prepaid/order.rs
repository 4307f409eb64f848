//! Orders and their status models (ER 8.14, 9.1 to 9.3).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    ApplyContext, Effect, Named, Prepaid,
    card::CardStatus,
    ids::{CardId, OrderId, ProductId, ProjectId, UserId},
    ledger::Account,
    progress::Next,
    state::states,
};
use crate::{collections::Row, money::Cents};

/// Something that takes several steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Internal id.
    pub id: OrderId,
    /// `order_id`.
    pub external_id: String,
    /// Whose.
    pub project: ProjectId,
    /// Of which user's card.
    pub user: UserId,
    /// Of which card.
    pub card: CardId,
    /// What was ordered.
    pub terms: Terms,
    /// The operation that ordered, as the surface calls it.
    pub operation: String,
    /// Where it stands.
    pub status: OrderStatus,
    /// Master balance before and after the charge.
    pub balances: Option<(Cents, Cents)>,
    /// What was charged and not given back.
    pub charged: Cents,
    /// What was given back.
    pub refunded: Cents,
    /// How many provider attempts failed.
    pub attempts: i64,
    /// Why it failed.
    pub error: Option<OrderError>,
    /// Its first provider attempt fails for good.
    pub doomed: bool,
    /// The step that comes next, unless it has ended.
    pub next: Option<Next>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it completed.
    pub completed_at: Option<Timestamp>,
    /// When it failed.
    pub failed_at: Option<Timestamp>,
}

impl Row for Order {
    type Id = OrderId;
}

/// What was ordered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Terms {
    /// A card.
    Issue {
        /// Of which product.
        product: ProductId,
        /// For the card.
        issue_fee: Cents,
        /// For what is on it.
        fee: Cents,
        /// What is on it; nothing on cards that wait for their first top-up.
        initial: Option<Cents>,
        /// How far it is.
        stage: IssueStage,
    },
    /// A top-up.
    Topup {
        /// How much.
        amount: Cents,
        /// For it.
        fee: Cents,
        /// It activates a card that waits for it.
        activates: bool,
        /// How far it is.
        stage: TopupStage,
    },
    /// Freezing or unfreezing.
    Status {
        /// The state before.
        previous: CardStatus,
        /// The state wanted: frozen or active.
        wanted: CardStatus,
    },
}

impl Terms {
    /// What it costs in all.
    pub fn total(&self) -> Cents {
        match self {
            Self::Issue { issue_fee, fee, initial, .. } => issue_fee + fee + initial.unwrap_or(0),
            Self::Topup { amount, fee, .. } => amount + fee,
            Self::Status { .. } => 0,
        }
    }

    /// `order_type`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Issue { .. } => "card_issue",
            Self::Topup { .. } => "card_topup",
            Self::Status { wanted: CardStatus::Frozen, .. } => "card_freeze",
            Self::Status { .. } => "card_unfreeze",
        }
    }
}

/// Why an order failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderError {
    /// The provider did not do it.
    Provider,
    /// It was tried too often.
    AttemptsExceeded,
    /// The card was closed meanwhile.
    CardNotActive,
    /// The card's state was changed meanwhile.
    CardStatus,
    /// As the back office says.
    Named(String),
}

states! {
    /// Where an order stands.
    OrderStatus {
        /// Made.
        New = "new",
        /// Under way, and activates a card.
        Activating = "activating",
        /// Under way.
        Processing = "processing",
        /// Done.
        Completed = "completed",
        /// Not done.
        Failed = "failed",
    }
}

states! {
    /// How far an issue is.
    IssueStage {
        /// The provider is asked for a card.
        CardCreatePending = "card_create_pending",
        /// It did not make one.
        CardCreateError = "card_create_error",
        /// It made one.
        CardCreateDone = "card_create_done",
        /// The initial top-up waits.
        InitialTopupPending = "initial_topup_pending",
        /// There is none.
        InitialTopupSkipped = "initial_topup_skipped",
        /// It is under way.
        InitialTopupInProgress = "initial_topup_in_progress",
        /// It did not succeed.
        InitialTopupError = "initial_topup_error",
        /// It succeeded.
        InitialTopupDone = "initial_topup_done",
        /// That could not be verified.
        InitialTopupVerifyError = "initial_topup_verify_error",
        /// All is done.
        Completed = "completed",
    }
}

states! {
    /// How far a top-up is.
    TopupStage {
        /// Made.
        New = "new",
        /// The provider did not accept it.
        NewError = "new_error",
        /// The provider accepted it.
        ProviderInProgress = "provider_in_progress",
        /// It did not succeed.
        ProviderInProgressError = "provider_in_progress_error",
        /// It is verified.
        ProviderVerification = "provider_verification",
        /// That did not succeed.
        ProviderVerificationError = "provider_verification_error",
        /// All is done.
        Completed = "completed",
        /// It failed.
        Failed = "failed",
    }
}

impl Order {
    /// Whether nothing more happens to it.
    pub fn has_ended(&self) -> bool {
        matches!(self.status, OrderStatus::Completed | OrderStatus::Failed)
    }
}

impl Prepaid {
    /// Makes an order of a card and schedules its first step.
    pub(super) fn open(
        &mut self,
        context: &mut ApplyContext<'_>,
        card: CardId,
        terms: Terms,
        doomed: bool,
    ) -> OrderId {
        let id = self.orders.next();
        let external_id = context.object_id("er.order");
        self.names.insert(external_id.clone(), Named::Order(id));
        let row = self.cards.change(card);
        row.orders.push(id);
        let (project, user) = (row.project, row.user);
        self.orders.push(Order {
            id,
            external_id,
            project,
            user,
            card,
            terms,
            operation: context.operation.to_owned(),
            status: OrderStatus::New,
            balances: None,
            charged: 0,
            refunded: 0,
            attempts: 0,
            error: None,
            doomed,
            next: Some(Next::Step(1)),
            created_at: context.now,
            completed_at: None,
            failed_at: None,
        });
        context.after(context.rules.er.order.step_ms, Effect::StepOrder(id));
        id
    }

    /// Charges the master balance for an order.
    pub(super) fn charge(&mut self, id: OrderId) {
        let order = &self.orders[id];
        let (project, total) = (order.project, order.terms.total());
        let before = self.ledger.cents(Account::Master(project));
        self.ledger.pay(Account::Master(project), Account::Order(id), total);
        let order = self.orders.change(id);
        order.charged += total;
        order.balances = Some((before, before - total));
    }

    /// Gives back what an order charged, which may have reached its card.
    pub(super) fn refund(&mut self, id: OrderId, reached_card: Cents) {
        let order = &self.orders[id];
        let (project, card, charged) = (order.project, order.card, order.charged);
        self.ledger.pay(Account::Card(card), Account::Order(id), reached_card);
        self.ledger.pay(Account::Order(id), Account::Master(project), charged);
        let order = self.orders.change(id);
        order.refunded += charged;
        order.charged = 0;
    }

    /// What is left of an order's charge is earned.
    pub(super) fn earn(&mut self, id: OrderId) {
        let left = self.ledger.cents(Account::Order(id));
        self.ledger.pay(Account::Order(id), Account::Fees, left);
    }
}
