//! Events of the program, each with the objects as of that moment (MC 14.1, 14.2).

use serde::{Deserialize, Serialize};

use super::{
    ApplyContext, Managed,
    adapter::Adapter,
    authorization::Authorization,
    card::{Balance, Card, CardStatus},
    dispute::Dispute,
    ids::{AuthorizationId, CardId, UserId, reference},
    operation::Operation,
    wallet::Wallet,
};
use crate::money::Cents;

/// A thing that happened, with the state of that moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// `evt_…`, the same for every receiver and attempt.
    pub id: String,
    /// Number of the event in its world, from 1, without gaps.
    pub sequence: u64,
    /// The user to whom it happened.
    pub user: UserId,
    /// The thing that happened.
    pub what: What,
}

/// The thing that happened, by the family of its data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Money reached or left a wallet.
    Wallet {
        /// The wallet.
        wallet: Wallet,
        /// Its balance.
        balance: Balance,
        /// The operation, which says amount, direction and reason.
        operation: Operation,
    },
    /// A card has another status, or is new.
    Card {
        /// The event.
        change: CardChange,
        /// The card.
        card: CardState,
        /// The status before; nothing for a new card.
        previous: Option<CardStatus>,
    },
    /// Money reached or left a card through an operation.
    Transfer {
        /// The event.
        outcome: TransferOutcome,
        /// The card.
        card: CardState,
        /// The operation.
        operation: Operation,
    },
    /// A merchant gave money back.
    Refund {
        /// The card.
        card: CardState,
        /// The authorization whose money it is, if one is named.
        authorization: Option<AuthorizationId>,
        /// The amount.
        amount: Cents,
    },
    /// An authorization was made or moved on. The last settlement or reversal is the one that is
    /// told.
    Authorization {
        /// The event.
        step: AuthorizationStep,
        /// The authorization.
        authorization: Box<Authorization>,
        /// The balance of the card.
        balance: Balance,
    },
    /// A dispute was opened or moved on.
    Dispute {
        /// The event.
        step: DisputeStep,
        /// The dispute.
        dispute: Box<Dispute>,
        /// The balance of the card.
        balance: Balance,
    },
    /// A call was refused, where a rule asks to tell it.
    Refusal {
        /// Name of the operation.
        operation: String,
        /// Code of the refusal.
        code: String,
    },
}

/// A card and its balance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardState {
    /// The card.
    pub card: Box<Card>,
    /// Its balance.
    pub balance: Balance,
    /// The adapter that played its issuing partner.
    pub adapter: Adapter,
}

/// Declares the events of one family, each with its name.
macro_rules! names {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $vdoc:literal])+ $variant:ident = $word:literal,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[doc = $vdoc])+ $variant,)+ }

        impl $name {
            const NAMES: &'static [&'static str] = &[$($word,)+];

            fn name(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }
    };
}

names! {
    /// Events about the status of a card.
    CardChange {
        /// The card was made.
        Created = "card.created",
        /// The card can be used for the first time.
        Activated = "card.activated",
        /// The card will never be made.
        Failed = "card.failed",
        /// The operator has to decide.
        UnderReview = "card.under_review",
        /// The operator has approved it again.
        ReviewPassed = "card.review_passed",
        /// The caller froze it.
        Frozen = "card.frozen",
        /// The caller unfroze it.
        Unfrozen = "card.unfrozen",
        /// The operator blocked it.
        Blocked = "card.blocked",
        /// The operator lifted the block.
        Unblocked = "card.unblocked",
        /// Its last valid month is over.
        Expired = "card.expired",
        /// The caller ended it.
        Terminated = "card.terminated",
    }
}

names! {
    /// Events about fundings and withdrawals.
    TransferOutcome {
        /// A funding was completed.
        Funded = "card.funded",
        /// A withdrawal was completed.
        Withdrawn = "card.withdrawn",
        /// A funding under way failed.
        FundingFailed = "card.funding.failed",
        /// A withdrawal under way failed.
        WithdrawalFailed = "card.withdrawal.failed",
    }
}

names! {
    /// Events about authorizations.
    AuthorizationStep {
        /// Approved or declined.
        Created = "card.authorization.created",
        /// Raised.
        Updated = "card.authorization.updated",
        /// An amount was settled.
        Settled = "card.authorization.settled",
        /// An amount was given back.
        Reversed = "card.authorization.reversed",
        /// The network gave the rest back.
        Expired = "card.authorization.expired",
    }
}

names! {
    /// Events about disputes and their credits.
    DisputeStep {
        /// Opened.
        Created = "card.dispute.created",
        /// The operator looks at it.
        Updated = "card.dispute.updated",
        /// Decided for the caller.
        Won = "card.dispute.won",
        /// Decided against the caller.
        Lost = "card.dispute.lost",
        /// Taken back by the caller.
        Canceled = "card.dispute.canceled",
        /// The credit was given.
        CreditGranted = "card.provisional_credit.granted",
        /// The credit was taken back.
        CreditReversed = "card.provisional_credit.reversed",
    }
}

/// Names of the events that are alone in their family.
const OTHERS: &[&str] =
    &["wallet.debited", "wallet.credited", "card.refunded", "card.operation.refused"];

impl Notice {
    /// The names of all kinds.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let families = [
            OTHERS,
            CardChange::NAMES,
            TransferOutcome::NAMES,
            AuthorizationStep::NAMES,
            DisputeStep::NAMES,
        ];
        families.into_iter().flatten().copied()
    }

    /// The name of the event.
    pub fn name(&self) -> &'static str {
        match &self.what {
            What::Wallet { operation, .. } if operation.kind.is_debit() => "wallet.debited",
            What::Wallet { .. } => "wallet.credited",
            What::Refund { .. } => "card.refunded",
            What::Refusal { .. } => "card.operation.refused",
            What::Card { change, .. } => change.name(),
            What::Transfer { outcome, .. } => outcome.name(),
            What::Authorization { step, .. } => step.name(),
            What::Dispute { step, .. } => step.name(),
        }
    }
}

impl Managed {
    /// Tells that something happened now.
    fn tell(&mut self, context: &mut ApplyContext<'_>, user: UserId, entity: String, what: What) {
        self.sequence += 1;
        let id = reference(context.dice, "mc.evt");
        context.raise(Notice { id, sequence: self.sequence, user, what }, entity);
    }

    fn state(&self, card: CardId) -> CardState {
        let card = self.cards[card].clone();
        let (balance, adapter) = (self.ledger.card(card.id), self.adapter_of(&card));
        CardState { card: Box::new(card), balance, adapter }
    }

    /// Tells of a wallet whose money an operation has moved.
    pub(super) fn tell_wallet(&mut self, context: &mut ApplyContext<'_>, operation: &Operation) {
        let wallet = self.wallets[operation.wallet].clone();
        let (user, balance) = (wallet.user, self.ledger.wallet(wallet.id));
        let entity = format!("wallet:{}", wallet.reference);
        self.tell(
            context,
            user,
            entity,
            What::Wallet { wallet, balance, operation: operation.clone() },
        );
    }

    /// Tells of the status of a card.
    pub(super) fn tell_card(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: CardId,
        change: CardChange,
        previous: Option<CardStatus>,
    ) {
        let card = self.state(id);
        let (user, entity) = (card.card.user, format!("card:{}", card.card.reference));
        self.tell(context, user, entity, What::Card { change, card, previous });
    }

    /// Tells of the end of a funding or a withdrawal.
    pub(super) fn tell_transfer(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: CardId,
        outcome: TransferOutcome,
        operation: &Operation,
    ) {
        let card = self.state(id);
        let (user, entity) = (card.card.user, format!("card:{}", card.card.reference));
        let operation = operation.clone();
        self.tell(context, user, entity, What::Transfer { outcome, card, operation });
    }

    /// Tells of a refund.
    pub(super) fn tell_refund(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: CardId,
        authorization: Option<AuthorizationId>,
        amount: Cents,
    ) {
        let card = self.state(id);
        let (user, entity) = (card.card.user, format!("card:{}", card.card.reference));
        self.tell(context, user, entity, What::Refund { card, authorization, amount });
    }

    /// Tells of an authorization.
    pub(super) fn tell_authorization(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: AuthorizationId,
        step: AuthorizationStep,
    ) {
        self.note_balance(id);
        let authorization = Box::new(self.authorizations[id].clone());
        let user = self.cards[authorization.card].user;
        let balance = self.ledger.card(authorization.card);
        let entity = format!("authorization:{}", authorization.reference);
        self.tell(context, user, entity, What::Authorization { step, authorization, balance });
    }

    /// Tells of a call that was refused, as operation and code.
    pub(super) fn tell_refusal(
        &mut self,
        context: &mut ApplyContext<'_>,
        user: UserId,
        (operation, code): (String, String),
    ) {
        let entity = format!("user:{}", self.users[user].reference);
        self.tell(context, user, entity, What::Refusal { operation, code });
    }

    /// Tells of a dispute.
    pub(super) fn tell_dispute(
        &mut self,
        context: &mut ApplyContext<'_>,
        dispute: &Dispute,
        step: DisputeStep,
    ) {
        let (user, balance) = (self.cards[dispute.card].user, self.ledger.card(dispute.card));
        let entity = format!("dispute:{}", dispute.reference);
        let dispute = Box::new(dispute.clone());
        self.tell(context, user, entity, What::Dispute { step, dispute, balance });
    }
}
