//! Cards: made, read and listed (MC 7).

use std::collections::BTreeMap;

use serde::Serialize;
use strum::VariantNames;
use utoipa::ToSchema;

use super::{
    adapters::adapter_of,
    call::{Call, Outcome},
    formats::{money, time},
    paging::{Item, Listing},
    status_words::allowed,
    values,
    view::View,
};
use crate::programs::managed::{
    Adapter, Card, CardId, CardStatus, Currency,
    card::{Balance, CardFailure, CardStanding},
    card_program::PARTNER,
    commands::CreateCard,
};

/// A card.
#[derive(Serialize, ToSchema)]
#[schema(as = Card)]
pub(super) struct CardBody {
    #[schema(value_type = values::Reference)]
    reference: String,
    #[schema(value_type = values::CardStatus)]
    status: &'static str,
    /// Given by the operator or the caller.
    #[schema(required, extensions(("x-class" = json!("plain"))))]
    status_reason: Option<String>,
    #[schema(value_type = Vec<values::CardAction>)]
    allowed_actions: Vec<&'static str>,
    #[schema(value_type = values::Reference)]
    program: String,
    provider: CardProviderBody,
    /// The linked wallet.
    #[schema(value_type = values::Reference)]
    wallet: String,
    #[schema(required, extensions(("x-class" = json!("plain"))))]
    label: Option<String>,
    #[schema(extensions(("x-class" = json!("personal"))))]
    cardholder_name: String,
    #[schema(value_type = values::CardType)]
    r#type: &'static str,
    #[schema(value_type = values::Network)]
    network: &'static str,
    #[schema(value_type = values::Country)]
    country: String,
    #[schema(value_type = values::Currency)]
    currency: &'static str,
    /// Null until the partner has made the card.
    #[schema(required, extensions(("x-class" = json!("plain"))))]
    last4: Option<String>,
    /// Last valid month; null until the partner has made the card.
    #[schema(required)]
    expiry_month: Option<i8>,
    #[schema(required)]
    expiry_year: Option<i16>,
    balance: BalanceBody,
    #[schema(required)]
    failure: Option<CardFailureBody>,
    #[schema(extensions(("x-class" = json!("plain"))))]
    metadata: BTreeMap<String, String>,
    #[schema(value_type = values::Time)]
    created_at: String,
    #[schema(value_type = values::Time)]
    updated_at: String,
    #[schema(required, value_type = Option<values::Time>)]
    activated_at: Option<String>,
    #[schema(required, value_type = Option<values::Time>)]
    terminated_at: Option<String>,
}

/// The issuing partner of a card.
#[derive(Serialize, ToSchema)]
#[schema(as = CardProvider)]
pub(super) struct CardProviderBody {
    #[schema(extensions(("x-class" = json!("plain"))))]
    code: &'static str,
    #[schema(value_type = values::Adapter)]
    adapter: &'static str,
    /// Null until the partner has made the card.
    #[schema(required, extensions(("x-class" = json!("plain"))))]
    card_id: Option<String>,
}

/// Money on a card.
#[derive(Serialize, ToSchema)]
#[schema(as = Balance)]
pub(super) struct BalanceBody {
    /// Below zero after a lost dispute.
    #[schema(value_type = values::SignedMoney)]
    available: String,
    #[schema(value_type = values::Money)]
    held: String,
    #[schema(value_type = values::SignedMoney)]
    total: String,
}

/// The reason why a card was not made.
#[derive(Serialize, ToSchema)]
#[schema(as = CardFailure)]
pub(super) struct CardFailureBody {
    #[schema(value_type = values::CardFailureCode)]
    code: &'static str,
    #[schema(extensions(("x-class" = json!("said"))))]
    detail: &'static str,
}

impl BalanceBody {
    /// A balance in a currency.
    pub(super) fn of(balance: Balance, currency: Currency, view: View<'_>) -> Self {
        Self {
            available: money(view.shown_available(balance), currency),
            held: money(balance.held, currency),
            total: money(balance.total(), currency),
        }
    }
}

impl CardFailureBody {
    fn of(failure: CardFailure) -> Self {
        let detail = match failure {
            CardFailure::ProviderRejected => "The issuing partner refused the card.",
            CardFailure::ReviewRejected => "The review rejected the card.",
        };
        Self { code: failure.into(), detail }
    }
}

impl CardBody {
    /// A card with this balance and this adapter.
    pub(super) fn of(card: &Card, (balance, adapter): (Balance, Adapter), view: View<'_>) -> Self {
        let program = view.managed.program_of(card);
        let plastic = card.plastic.as_ref();
        let state = CardStanding { status: card.status, owes: balance.available < 0 };
        Self {
            reference: card.reference.clone(),
            status: card.status.word(),
            status_reason: card.status_reason.clone(),
            allowed_actions: allowed(state),
            program: program.reference.clone(),
            provider: CardProviderBody {
                code: PARTNER,
                adapter: adapter.word(),
                card_id: plastic.map(|plastic| plastic.card_id.clone()),
            },
            wallet: view.managed.wallets[card.wallet].reference.clone(),
            label: card.label.clone(),
            cardholder_name: card.cardholder_name.clone(),
            r#type: "virtual",
            network: program.network.into(),
            country: program.country.clone(),
            currency: program.currency.code(),
            last4: plastic.map(|plastic| plastic.last4.clone()),
            expiry_month: plastic.map(|plastic| plastic.expiry_month),
            expiry_year: plastic.map(|plastic| plastic.expiry_year),
            balance: BalanceBody::of(balance, program.currency, view),
            failure: card.failure.map(CardFailureBody::of),
            metadata: card.metadata.clone(),
            created_at: time(card.created_at),
            updated_at: time(card.updated_at),
            activated_at: card.activated_at.map(time),
            terminated_at: card.terminated_at.map(time),
        }
    }

    /// A card as it is now.
    pub(super) fn now(card: &Card, view: View<'_>) -> Self {
        let balance = view.managed.ledger.card(card.id);
        Self::of(card, (balance, view.managed.adapter_of(card)), view)
    }
}

impl Call<'_> {
    /// The reply that shows a card as it is now.
    pub(super) fn card_shown(&self, id: CardId) -> Outcome {
        self.made(|view| Some(CardBody::now(view.managed.cards.get(id)?, view)))
    }
}

/// `cards.create`.
pub(super) fn create(call: &Call<'_>) -> Outcome {
    let fields = call.body.fields();
    let program = fields.required_text("program");
    let wallet = fields.text("wallet");
    let label = fields.text_of("label", 1, 80);
    let cardholder_name = fields.text_of("cardholder_name", 2, 26);
    let metadata = fields.metadata();
    let adapter = adapter_of(&fields);
    fields.close();
    call.fields_checked()?;
    let command = CreateCard {
        user: None,
        program: program.unwrap_or_default(),
        wallet,
        label,
        cardholder_name,
        metadata,
        adapter,
    };
    let id = call.act(&command)?;
    call.card_shown(id)
}

/// `cards.get`.
pub(super) fn get(call: &Call<'_>) -> Outcome {
    let body = call.card(|view, card| CardBody::now(card, view))?;
    call.done(&body)
}

/// `cards.list`.
pub(super) fn list(call: &Call<'_>) -> Outcome {
    let status = call.query.word("status", CardStatus::VARIANTS);
    let program = call.query.get("program");
    let page = call.page(&["status", "program"])?;
    call.listed(|view| {
        let fits = |card: &&Card| {
            status.is_none_or(|word| card.status.word() == word)
                && program.is_none_or(|name| view.managed.program_of(card).reference == name)
        };
        let ids: Box<dyn Iterator<Item = &Card>> = match view.user() {
            Some(user) => Box::new(user.cards.iter().rev().map(|id| &view.managed.cards[id])),
            None => Box::new(view.managed.cards.iter().rev().filter(|_| view.sees_all())),
        };
        let items = ids.filter(fits).map(|card| Item { id: card.id.0, row: card });
        Listing::newest(&page, items).shown(|card| CardBody::now(card, view))
    })
}
