//! Ordering a card (ER 8.6).

use serde::{Deserialize, Serialize};

use super::project;
use crate::{
    collections::Ids,
    command::{Check, Command},
    money::Cents,
    programs::prepaid::{
        ApplyContext, CheckContext, Named, Prepaid, Refusal, Scope,
        card::{Card, CardStatus},
        checks::{FUNDS, HOLDER, KEY, PROJECT, USER},
        ids::{CardholderId, OrderId, ProductId, ProjectId, UserId},
        key::{Bound, Key, Wish},
        ledger::Account,
        order::{IssueStage, Order, Terms},
        product::{Product, ProductRef},
        project::User,
    },
};

/// Code and id mean one product.
const ONE_PRODUCT: Check = Check::new("product_code and product_id mean one product", &[]);
/// The product exists for the project.
const PRODUCT: Check = Check::new("the product exists", &["ER-PROD-03"]);
/// Orders of the product are taken.
const ACTIVE: Check = Check::new("the product is active", &["ER-PROD-04"]);
/// The cardholder may have cards.
const APPROVED: Check = Check::new("the cardholder is approved", &["ER-KYC-04"]);
/// The amount and the pricing go together.
const AMOUNT: Check =
    Check::new("the initial amount is within the limits of the product", &["ER-ISSUE-08"]);

/// A card is ordered and paid for (`/cards/create`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrderCard {
    /// The project, when the back office acts.
    pub project: Option<ProjectId>,
    /// The user.
    pub user: String,
    /// The product.
    pub product: ProductRef,
    /// The initial amount, in cents; the product's least amount when absent.
    pub initial: Option<Cents>,
    /// Under which label.
    pub label: Option<String>,
    /// The idempotency key; the back office has none.
    pub key: Option<Key>,
    /// The provider fails for good later.
    pub doomed: bool,
}

/// An order and its card, as they are when it was made or asked for again.
pub struct Ordered {
    /// The order.
    pub order: Order,
    /// The card of the order.
    pub card: Card,
    /// The order is an earlier one, which the key stands for.
    pub known: bool,
}

impl Ordered {
    pub(super) fn of(prepaid: &Prepaid, order: OrderId, known: bool) -> Self {
        let order = prepaid.orders[order].clone();
        Self { card: prepaid.cards[order.card].clone(), order, known }
    }
}

/// The plan of an order.
pub enum CardPlan {
    /// The key stands for this order: nothing is done.
    Known(OrderId),
    /// A new one.
    New {
        /// The project.
        project: ProjectId,
        /// The user.
        user: UserId,
        /// The cardholder.
        holder: CardholderId,
        /// The product.
        product: ProductId,
        /// The terms.
        terms: Terms,
    },
}

impl Command for OrderCard {
    type Program = Prepaid;
    type Plan = CardPlan;
    type Done = Ordered;

    const CHECKS: &'static [Check] =
        &[PROJECT, ONE_PRODUCT, KEY, USER, PRODUCT, ACTIVE, HOLDER, APPROVED, AMOUNT, FUNDS];

    fn check(&self, prepaid: &Prepaid, context: &CheckContext<'_>) -> Result<CardPlan, Refusal> {
        let project = context.holds(PROJECT, project(prepaid, context, self.project))?.id;
        let scope = Scope(Some(project));
        let product = context.holds(ONE_PRODUCT, prepaid.product_meant(scope, &self.product))?;
        let (idem, now) = (&context.rules.er.idem, context.now);
        let find = |key| prepaid.keys.find(project, key, &self.wish(product), idem, now);
        let known = self.key.as_ref().map_or(Ok(None), find);
        if let Some(known) = context.holds(KEY, known)? {
            return Ok(CardPlan::Known(known));
        }
        let user = context.holds(USER, prepaid.user(scope, &self.user))?;
        let product = context.holds(PRODUCT, product.ok_or(Refusal::ProductNotFound))?;
        context.requires(ACTIVE, product.active, || Refusal::ProductNotActive)?;
        let holder = holder(prepaid, user, product, context)?;
        let terms = context.holds(AMOUNT, self.terms(product, context))?;
        let is_there = prepaid.ledger.cents(Account::Master(project)) >= terms.total();
        context.requires(FUNDS, is_there, || Refusal::InsufficientFunds)?;
        Ok(CardPlan::New { project, user: user.id, holder, product: product.id, terms })
    }

    fn apply(
        &self,
        plan: CardPlan,
        prepaid: &mut Prepaid,
        context: &mut ApplyContext<'_>,
    ) -> Ordered {
        let (project, user, holder, product, terms) = match plan {
            CardPlan::Known(order) => return Ordered::of(prepaid, order, true),
            CardPlan::New { project, user, holder, product, terms } => {
                (project, user, holder, product, terms)
            }
        };
        let card = prepaid.cards.next();
        let external_id = context.object_id("er.card");
        prepaid.names.insert(external_id.clone(), Named::Card(card));
        prepaid.users.change(user).cards.push(card);
        prepaid.cards.push(Card {
            id: card,
            external_id,
            project,
            user,
            holder,
            product,
            order: prepaid.orders.next(),
            status: CardStatus::PendingOrder,
            label: self.label.clone(),
            secrets: None,
            transactions: Ids::default(),
            orders: Ids::default(),
            cools_until: None,
            created_at: context.now,
            issued_at: None,
            activated_at: None,
            frozen_at: None,
            closed_at: None,
            balance_at: context.now,
        });
        let order = prepaid.open(context, card, terms, self.doomed);
        prepaid.charge(order);
        if let Some(key) = &self.key {
            let wish = self.wish(prepaid.products.get(product));
            let bound = Bound { order, wish, at: context.now };
            prepaid.keys.bind(project, key, bound, &context.rules.er.idem);
        }
        Ordered::of(prepaid, order, false)
    }
}

impl OrderCard {
    fn wish(&self, product: Option<&Product>) -> Wish {
        Wish::Card {
            user: self.user.clone(),
            product: product.map(|product| product.id),
            initial: self.initial,
            label: self.label.clone(),
        }
    }

    /// The terms, within the product's limits.
    fn terms(&self, product: &Product, context: &CheckContext<'_>) -> Result<Terms, Refusal> {
        let pricing = &product.pricing;
        let (issue_fee, stage) = (pricing.issue_fee, IssueStage::CardCreatePending);
        if product.free_issue {
            if self.initial.is_some_and(|initial| initial != 0) {
                return Err(Refusal::InitialNotAllowed);
            }
            return Ok(Terms::Issue {
                product: product.id,
                issue_fee: 0,
                fee: 0,
                initial: None,
                stage,
            });
        }
        if pricing.is_broken() {
            return Err(Refusal::PricingBroken);
        }
        let initial = self.initial.unwrap_or(pricing.min_initial);
        if initial < pricing.min_initial {
            return Err(Refusal::BelowMinimum { min: pricing.min_initial });
        }
        if initial > pricing.max_topup {
            return Err(Refusal::AboveMaximum { max: pricing.max_topup });
        }
        let fee = pricing.fee(initial, context.rules.er.topup.rounding);
        Ok(Terms::Issue { product: product.id, issue_fee, fee, initial: Some(initial), stage })
    }
}

/// The cardholder as whom the user gets a card of the product.
fn holder(
    prepaid: &Prepaid,
    user: &User,
    product: &Product,
    context: &CheckContext<'_>,
) -> Result<CardholderId, Refusal> {
    let rules = &context.rules.er.issue;
    let fits = |id: &CardholderId| {
        !rules.check_subprovider || prepaid.holders[*id].subprovider == product.subprovider
    };
    let holder = user.holders.iter().rev().find(fits).ok_or(Refusal::CardholderNotFound);
    let holder = context.holds(HOLDER, holder)?;
    let may = !rules.require_active_cardholder || prepaid.holders[holder].may_order();
    context.requires(APPROVED, may, || Refusal::CardholderNotActive)?;
    Ok(holder)
}
