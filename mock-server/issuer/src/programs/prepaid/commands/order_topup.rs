//! Ordering a top-up (ER 8.11).

use serde::{Deserialize, Serialize};

use super::Ordered;
use crate::{
    command::{Check, Command},
    money::Cents,
    programs::prepaid::{
        ApplyContext, CheckContext, Prepaid, Refusal, Scope,
        card::CardStatus,
        checks::{CARD, FUNDS, KEY},
        ids::{CardId, OrderId, ProjectId},
        key::{Bound, Key, Wish},
        ledger::Account,
        order::{Terms, TopupStage},
        product::Pricing,
    },
    rulebook::er::Topup,
};

/// The status lets money onto the card.
const USABLE: Check =
    Check::new("the card is active or waits for its first top-up", &["ER-ERR-16"]);
/// The currency is the card's.
const SAME_CURRENCY: Check = Check::new("the currency is the card's", &["ER-TOPUP-07"]);
/// The amount and the pricing go together.
const AMOUNT: Check =
    Check::new("the amount is within the limits of the product", &["ER-TOPUP-05"]);
/// No attempts have failed just now.
const COOL: Check = Check::new("the card does not pause after failed attempts", &["ER-TOPUP-12"]);

/// Money for a card is ordered and paid for (`/cards/topup`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrderTopup {
    /// The card.
    pub card: String,
    /// The amount, in cents.
    pub amount: Cents,
    /// The currency; the card's own when absent.
    pub currency: Option<String>,
    /// The user whose card it must be.
    pub user: Option<String>,
    /// The idempotency key.
    pub key: Option<Key>,
    /// The provider fails for good later.
    pub doomed: bool,
}

/// The plan of a top-up.
pub enum TopupPlan {
    /// The key stands for this order: nothing is done.
    Known(OrderId),
    /// A new one.
    New {
        /// The project.
        project: ProjectId,
        /// The card.
        card: CardId,
        /// The terms.
        terms: Terms,
    },
}

impl Command for OrderTopup {
    type Program = Prepaid;
    type Plan = TopupPlan;
    type Done = Ordered;

    const CHECKS: &'static [Check] = &[KEY, CARD, USABLE, SAME_CURRENCY, AMOUNT, COOL, FUNDS];

    fn check(&self, prepaid: &Prepaid, context: &CheckContext<'_>) -> Result<TopupPlan, Refusal> {
        let scope = Scope::from(context.caller);
        let rules = &context.rules.er;
        let known = match (scope.project(), &self.key) {
            (Some(project), Some(key)) => {
                prepaid.keys.find(project, key, &self.wish(), &rules.idem, context.now)
            }
            _ => Ok(None),
        };
        if let Some(known) = context.holds(KEY, known)? {
            return Ok(TopupPlan::Known(known));
        }
        let card = prepaid.card_of(scope, &self.card, self.user.as_deref());
        let card = context.holds(CARD, card)?;
        let usable = match card.status {
            CardStatus::Active | CardStatus::WaitForTopup => Ok(()),
            status => Err(Refusal::CardNotActive(status)),
        };
        context.finds(USABLE, || card.status.word(), usable)?;
        let currency = self.currency.as_deref().unwrap_or(CURRENCY);
        let is_same = currency.eq_ignore_ascii_case(CURRENCY);
        context.requires(SAME_CURRENCY, is_same, || Refusal::CurrencyMismatch)?;
        let pricing = &prepaid.products[card.product].pricing;
        context.holds(AMOUNT, self.check_limits(pricing, &rules.topup))?;
        context.requires(COOL, !card.is_cooling(context.now), || Refusal::CoolingDown)?;
        let terms = Terms::Topup {
            amount: self.amount,
            fee: pricing.fee(self.amount, rules.topup.rounding),
            activates: card.status == CardStatus::WaitForTopup,
            stage: TopupStage::New,
        };
        let is_there = prepaid.ledger.cents(Account::Master(card.project)) >= terms.total();
        context.requires(FUNDS, is_there, || Refusal::InsufficientFunds)?;
        Ok(TopupPlan::New { project: card.project, card: card.id, terms })
    }

    fn apply(
        &self,
        plan: TopupPlan,
        prepaid: &mut Prepaid,
        context: &mut ApplyContext<'_>,
    ) -> Ordered {
        let (project, card, terms) = match plan {
            TopupPlan::Known(order) => return Ordered::of(prepaid, order, true),
            TopupPlan::New { project, card, terms } => (project, card, terms),
        };
        let order = prepaid.open(context, card, terms, self.doomed);
        prepaid.charge(order);
        if let Some(key) = &self.key {
            let bound = Bound { order, wish: self.wish(), at: context.now };
            prepaid.keys.bind(project, key, bound, &context.rules.er.idem);
        }
        Ordered::of(prepaid, order, false)
    }
}

/// The currency of all cards.
const CURRENCY: &str = "USD";

impl OrderTopup {
    fn wish(&self) -> Wish {
        Wish::Topup {
            card: self.card.clone(),
            amount: self.amount,
            currency: self.currency.as_ref().map(|currency| currency.to_lowercase()),
            user: self.user.clone(),
        }
    }

    fn check_limits(&self, pricing: &Pricing, rules: &Topup) -> Result<(), Refusal> {
        let (min, max) = (pricing.min_topup, pricing.max_topup);
        if pricing.is_broken() {
            return Err(Refusal::PricingBroken);
        }
        let on_edge = |edge| !rules.limits_inclusive && self.amount == edge;
        if self.amount < min || on_edge(min) {
            return Err(Refusal::BelowMinimum { min });
        }
        if self.amount > max || on_edge(max) {
            return Err(Refusal::AboveMaximum { max });
        }
        Ok(())
    }
}
