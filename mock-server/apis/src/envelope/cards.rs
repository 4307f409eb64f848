//! Cards and their balances (ER 8.7, 8.9).

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    call::{Call, Outcome, Reply},
    formats::{maybe, money, time},
    products::CURRENCY,
    refusal::OperationError,
    slugs::Slug,
    values,
};
use crate::{
    programs::prepaid::{Card, Prepaid, Refusal, Scope},
    rulebook::er::BalanceShape,
};

/// A card, as it is answered.
#[derive(Serialize, ToSchema)]
#[schema(as = Card)]
pub(super) struct CardBody {
    #[schema(value_type = values::Id)]
    card_id: String,
    #[schema(value_type = values::CardStatus)]
    status: &'static str,
    #[schema(value_type = values::Id)]
    user_id: String,
    #[schema(value_type = values::Id)]
    project_id: String,
    #[schema(extensions(("x-class" = json!("plain"))))]
    external_user_id: String,
    #[schema(extensions(("x-class" = json!("plain"))))]
    product_code: String,
    #[schema(value_type = values::Money)]
    balance: String,
    #[schema(required, extensions(("x-class" = json!("personal"))))]
    label: Option<String>,
    #[schema(required, value_type = Option<values::Time>)]
    issued_at: Option<String>,
    #[schema(required, value_type = Option<values::Time>)]
    activated_at: Option<String>,
    #[schema(required, value_type = Option<values::Time>)]
    frozen_at: Option<String>,
    #[schema(required, value_type = Option<values::Time>)]
    closed_at: Option<String>,
    #[schema(value_type = values::Id)]
    cardholder_id: String,
    #[schema(extensions(("x-class" = json!("plain"))))]
    currency: &'static str,
    #[schema(required, extensions(("x-class" = json!("plain"))))]
    last4: Option<String>,
    #[schema(value_type = values::Id)]
    order_id: String,
    #[schema(value_type = values::Time)]
    created_at: String,
    #[serde(flatten)]
    #[schema(value_type = LegacyIds)]
    legacy: Option<LegacyIds>,
}

/// Ids under their older names.
#[derive(Serialize, ToSchema)]
pub(super) struct LegacyIds {
    #[schema(value_type = values::Id)]
    project_user_id: String,
    #[schema(value_type = values::Id)]
    card_product_id: String,
    #[schema(value_type = values::Id)]
    subprovider_id: String,
}

impl CardBody {
    fn of(prepaid: &Prepaid, card: &Card, legacy: bool) -> Self {
        let user = &prepaid.users[card.user];
        let product = &prepaid.products[card.product];
        Self {
            card_id: card.external_id.clone(),
            status: card.status.word(),
            user_id: user.external_id.clone(),
            project_id: prepaid.projects[card.project].external_id.clone(),
            external_user_id: user.external_user_id.clone(),
            product_code: product.code.clone(),
            balance: money(prepaid.balance(card.id)),
            label: card.label.clone(),
            issued_at: maybe(card.issued_at),
            activated_at: maybe(card.activated_at),
            frozen_at: maybe(card.frozen_at),
            closed_at: maybe(card.closed_at),
            cardholder_id: prepaid.holders[card.holder].external_id.clone(),
            currency: CURRENCY,
            last4: prepaid.last4(card),
            order_id: prepaid.orders[card.order].external_id.clone(),
            created_at: time(card.created_at),
            legacy: legacy.then(|| LegacyIds {
                project_user_id: user.external_id.clone(),
                card_product_id: product.external_id.clone(),
                subprovider_id: prepaid.subproviders[product.subprovider].external_id.clone(),
            }),
        }
    }
}

/// The card that a request names, and the user who shall own it.
pub(super) struct Which {
    pub(super) card: String,
    pub(super) user: Option<String>,
}

impl Which {
    pub(super) fn read(call: &Call<'_>) -> Result<Self, OperationError> {
        let card = call.fields.required("card_id")?;
        Ok(Self { card, user: call.fields.user("external_user_id")? })
    }

    pub(super) fn find<'a>(&self, prepaid: &'a Prepaid, scope: Scope) -> Result<&'a Card, Refusal> {
        prepaid.card_of(scope, &self.card, self.user.as_deref())
    }
}

/// `/cards/get`.
pub(super) fn get(call: &Call<'_>) -> Outcome {
    let which = Which::read(call)?;
    let legacy = call.rules().er.card.legacy_fields;
    call.look(|prepaid, scope| {
        let card = which.find(prepaid, scope)?;
        Ok(Reply::of(&CardBody::of(prepaid, card, legacy)))
    })
}

/// Balance of a card.
#[derive(Serialize, ToSchema)]
#[schema(as = CardBalance)]
pub(super) struct BalanceBody {
    #[schema(value_type = values::Id)]
    card_id: String,
    #[schema(value_type = values::Money)]
    balance: String,
    #[schema(extensions(("x-class" = json!("plain"))))]
    currency: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_from_cache: Option<bool>,
    #[schema(value_type = values::Time)]
    updated_at: String,
}

/// `/cards/balance`.
pub(super) fn balance(call: &Call<'_>) -> Outcome {
    let which = Which::read(call)?;
    call.look(|prepaid, scope| which.find(prepaid, scope).map(|_| ()))?;
    let from_cache = call.strikes("provider-error");
    if from_cache && !call.rules().er.balance.cache_on_provider_error {
        return Err(OperationError::of(Slug::ProviderError));
    }
    let tells = call.rules().er.amb.balance_shape == BalanceShape::WithCacheFlag;
    call.look(|prepaid, scope| {
        let card = which.find(prepaid, scope)?;
        Ok(Reply::of(&BalanceBody {
            card_id: card.external_id.clone(),
            balance: money(prepaid.balance(card.id)),
            currency: CURRENCY,
            is_from_cache: tells.then_some(from_cache),
            updated_at: time(card.balance_at),
        }))
    })
}
