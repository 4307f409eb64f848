//! Orders: how they are answered, ordering a card, reading them (ER 8.6, 8.14).

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Ref, RefOr,
        schema::{ObjectBuilder, OneOfBuilder, Schema, Type},
    },
};

use super::{
    call::{Call, Outcome, Reply},
    formats::{maybe, money, time},
    products::CURRENCY,
    slugs::{Slug, text_of},
    values,
};
use crate::{
    programs::prepaid::{
        Card, Endpoint, Order, OrderStatus, Prepaid,
        commands::{CardPlan, OrderCard, Ordered},
        order::{IssueStage, OrderError, Terms},
        product::ProductRef,
    },
    rulebook::er::Place,
};

/// An order, as it is answered.
#[derive(Serialize, ToSchema)]
#[schema(as = Order)]
pub(super) struct OrderBody {
    #[schema(value_type = values::Id)]
    order_id: String,
    #[schema(value_type = values::OrderType)]
    order_type: &'static str,
    #[schema(value_type = values::OrderStatus)]
    status: &'static str,
    #[schema(value_type = values::Id)]
    card_id: String,
    #[schema(required, value_type = Option<values::Money>)]
    balance_before: Option<String>,
    #[schema(required, value_type = Option<values::Money>)]
    balance_after: Option<String>,
    #[schema(required, extensions(("x-class" = json!("said"))))]
    last_error: Option<String>,
    #[schema(required, extensions(("x-class" = json!("plain"))))]
    last_error_slug: Option<String>,
    data: OrderData,
    #[schema(value_type = values::Time)]
    created_at: String,
    #[schema(required, value_type = Option<values::Time>)]
    completed_at: Option<String>,
    #[schema(required, value_type = Option<values::Time>)]
    failed_at: Option<String>,
    #[serde(flatten)]
    #[schema(value_type = ProgressIfAny)]
    progress: Option<Progress>,
}

/// The members of [`Progress`], which orders to freeze and unfreeze do not have.
struct ProgressIfAny;

impl PartialSchema for ProgressIfAny {
    fn schema() -> RefOr<Schema> {
        let neither = ObjectBuilder::new().schema_type(Type::String);
        let neither = neither.enum_values(Some(["card_freeze", "card_unfreeze"]));
        OneOfBuilder::new()
            .item(Ref::from_schema_name(Progress::name()))
            .item(ObjectBuilder::new().property("order_type", neither))
            .into()
    }
}

impl ToSchema for ProgressIfAny {
    fn schemas(needed: &mut Vec<(String, RefOr<Schema>)>) {
        needed.push((Progress::name().into_owned(), Progress::schema()));
        Progress::schemas(needed);
    }
}

/// Type of an order.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(super) enum OrderData {
    /// A card.
    Issue {
        #[schema(extensions(("x-class" = json!("plain"))))]
        product_code: String,
        #[schema(extensions(("x-class" = json!("plain"))))]
        external_user_id: String,
        #[schema(extensions(("x-class" = json!("plain"))))]
        currency: &'static str,
        #[schema(value_type = values::Money)]
        issue_fee: String,
        #[schema(value_type = values::Money)]
        initial_topup_amount: String,
        #[schema(value_type = values::Money)]
        initial_topup_fee: String,
        #[schema(value_type = values::Money)]
        total_charged: String,
        #[schema(value_type = values::Money)]
        refunded_amount: String,
        attempts: i64,
    },
    /// A top-up.
    Topup {
        #[schema(value_type = values::Money)]
        amount: String,
        #[schema(value_type = values::Money)]
        fee: String,
        #[schema(value_type = values::Money)]
        total_charged: String,
        #[schema(value_type = values::Money)]
        refunded_amount: String,
        #[schema(extensions(("x-class" = json!("plain"))))]
        currency: &'static str,
        attempts: i64,
    },
    /// Freezing or unfreezing.
    Status {
        #[schema(extensions(("x-class" = json!("plain"))))]
        external_user_id: String,
        #[schema(value_type = values::CardStatus)]
        previous_status: &'static str,
        attempts: i64,
    },
}

/// Stage of an order that issues or tops up a card.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = OrderProgress)]
pub(super) enum Progress {
    /// Of a card.
    Issue {
        #[schema(value_type = values::IssueStatus)]
        issue_status: &'static str,
        is_issued: bool,
        #[schema(required, value_type = Option<values::ProviderCardStatus>)]
        provider_card_status: Option<&'static str>,
    },
    /// Of a top-up.
    Topup {
        #[schema(value_type = values::TopupStatus)]
        topup_status: &'static str,
    },
}

impl OrderBody {
    pub(super) fn of(prepaid: &Prepaid, order: &Order, card: &Card) -> Self {
        let error = order.error.as_ref().map(slug);
        Self {
            order_id: order.external_id.clone(),
            order_type: order.terms.kind(),
            status: order.status.word(),
            card_id: card.external_id.clone(),
            balance_before: order.balances.map(|(before, _)| money(before)),
            balance_after: order.balances.map(|(_, after)| money(after)),
            last_error: error.as_deref().map(text_of),
            last_error_slug: error,
            data: data(prepaid, order),
            created_at: time(order.created_at),
            completed_at: maybe(order.completed_at),
            failed_at: maybe(order.failed_at),
            progress: progress(order),
        }
    }

    /// At the root, or in `order` where the reading of AMB-ER-06 says so.
    pub(super) fn placed(self, place: Place) -> Value {
        match place {
            Place::Root => json!(self),
            Place::Nested => json!({ "order": self }),
        }
    }
}

fn slug(error: &OrderError) -> String {
    match error {
        OrderError::Provider => "provider_error".to_owned(),
        OrderError::AttemptsExceeded => "topup_attempts_exceeded".to_owned(),
        OrderError::CardNotActive => "card_not_active".to_owned(),
        OrderError::CardStatus => "invalid_card_status".to_owned(),
        OrderError::Named(slug) => slug.clone(),
    }
}

fn data(prepaid: &Prepaid, order: &Order) -> OrderData {
    let user = || prepaid.users[order.user].external_user_id.clone();
    let (total_charged, refunded_amount) = (money(order.terms.total()), money(order.refunded));
    let attempts = order.attempts;
    match order.terms {
        Terms::Issue { product, issue_fee, fee, initial, .. } => OrderData::Issue {
            product_code: prepaid.products[product].code.clone(),
            external_user_id: user(),
            currency: CURRENCY,
            issue_fee: money(issue_fee),
            initial_topup_amount: money(initial.unwrap_or(0)),
            initial_topup_fee: money(fee),
            total_charged,
            refunded_amount,
            attempts,
        },
        Terms::Topup { amount, fee, .. } => OrderData::Topup {
            amount: money(amount),
            fee: money(fee),
            total_charged,
            refunded_amount,
            currency: CURRENCY,
            attempts,
        },
        Terms::Status { previous, .. } => OrderData::Status {
            external_user_id: user(),
            previous_status: previous.word(),
            attempts,
        },
    }
}

fn progress(order: &Order) -> Option<Progress> {
    match order.terms {
        Terms::Issue { stage, initial, .. } => {
            let is_issued =
                !matches!(stage, IssueStage::CardCreatePending | IssueStage::CardCreateError);
            let provider = match (order.status, initial) {
                (OrderStatus::Completed, Some(_)) => "active",
                (OrderStatus::Failed, _) => "closed",
                _ => "inactive",
            };
            Some(Progress::Issue {
                issue_status: stage.word(),
                is_issued,
                provider_card_status: is_issued.then_some(provider),
            })
        }
        Terms::Topup { stage, .. } => Some(Progress::Topup { topup_status: stage.word() }),
        Terms::Status { .. } => None,
    }
}

/// Reply to a call that placed an order.
pub(super) fn answer(call: &Call<'_>, ordered: &Ordered) -> Outcome {
    let place = call.rules().er.amb.order_shape;
    call.look(|prepaid, _| {
        let body = OrderBody::of(prepaid, &ordered.order, &ordered.card);
        Ok(Reply::of(&body.placed(place)).repeated_if(ordered.known))
    })
}

/// `/cards/create`.
pub(super) fn create(call: &Call<'_>) -> Outcome {
    let fields = &call.fields;
    let user = fields.required_user(Slug::ExternalUserIdRequired)?;
    let product = ProductRef { code: fields.text("product_code")?, id: fields.text("product_id")? };
    if product.code.is_none() && product.id.is_none() {
        return Err(fields.wrong("product_code", "is required"));
    }
    let initial = fields.amount("initial_topup_amount", true)?;
    let label = fields.formed("label", |text| (1..=64).contains(&text.chars().count()))?;
    let key = call.key(Endpoint::Issue)?;
    let command = OrderCard { project: None, user, product, initial, label, key, doomed: false };
    let doomed = match call.plan(&command)? {
        CardPlan::Known(_) => false,
        CardPlan::New { .. } => {
            call.reach_provider()?;
            call.strikes("provider-error-later")
        }
    };
    let ordered = call.act(&OrderCard { doomed, ..command })?;
    answer(call, &ordered)
}

/// `/orders/check`.
pub(super) fn check(call: &Call<'_>) -> Outcome {
    let id = call.fields.required("order_id")?;
    let place = call.rules().er.amb.order_shape;
    call.look(|prepaid, scope| {
        let order = prepaid.order(scope, &id)?;
        let body = OrderBody::of(prepaid, order, &prepaid.cards[order.card]);
        Ok(Reply::of(&body.placed(place)))
    })
}
