//! Authorizations: made, settled, reversed, read and listed (MC 10).

use std::collections::BTreeMap;

use serde::Serialize;
use strum::VariantNames;
use utoipa::ToSchema;

use super::{
    call::{Call, Outcome, Reply},
    cards::BalanceBody,
    error::ApiError,
    fields::Fields,
    formats::{money, time},
    paging::{Item, Listing},
    values,
    view::View,
};
use crate::{
    log::Reason,
    programs::managed::{
        Authorization, AuthorizationId, Currency,
        adapter::{Adapter, AdapterChoice},
        authorization::{AuthorizationStatus, Channel, MerchantInput, Reversal, Settlement},
        card::Balance,
        commands::{Authorize, Reverse, Settle},
    },
};

/// An authorization.
#[derive(Serialize, ToSchema)]
#[schema(as = Authorization)]
pub(super) struct AuthorizationBody {
    #[schema(value_type = values::Reference)]
    reference: String,
    #[schema(value_type = values::Reference)]
    card: String,
    #[schema(value_type = values::AuthorizationStatus)]
    status: &'static str,
    #[schema(required, value_type = Option<values::DeclineReason>)]
    decline_reason: Option<&'static str>,
    #[schema(value_type = values::Money)]
    amount: String,
    #[schema(value_type = values::Currency)]
    currency: &'static str,
    /// Still on hold.
    #[schema(value_type = values::Money)]
    held: String,
    #[schema(value_type = values::Money)]
    settled: String,
    /// Given back by reversal, final settlement or expiry.
    #[schema(value_type = values::Money)]
    released: String,
    /// Settled beyond the hold.
    #[schema(value_type = values::Money)]
    over_settled: String,
    merchant: MerchantBody,
    #[schema(value_type = values::Channel)]
    channel: &'static str,
    /// Six digits when approved.
    #[schema(required, extensions(("x-class" = json!("plain"))))]
    approval_code: Option<String>,
    /// That of `updated_at`.
    card_balance: BalanceBody,
    settlements: Vec<SettlementBody>,
    reversals: Vec<ReversalBody>,
    #[schema(value_type = Vec<values::Reference>)]
    disputes: Vec<String>,
    #[schema(extensions(("x-class" = json!("plain"))))]
    metadata: BTreeMap<String, String>,
    #[schema(required, value_type = Option<values::Time>)]
    expires_at: Option<String>,
    #[schema(value_type = values::Time)]
    created_at: String,
    #[schema(value_type = values::Time)]
    updated_at: String,
}

/// A merchant.
#[derive(Serialize, ToSchema)]
#[schema(as = Merchant)]
pub(super) struct MerchantBody {
    #[schema(extensions(("x-class" = json!("plain"))))]
    name: String,
    #[schema(value_type = values::Mcc)]
    mcc: String,
    #[schema(value_type = values::Country)]
    country: String,
    #[schema(required, extensions(("x-class" = json!("plain"))))]
    city: Option<String>,
    #[schema(required, extensions(("x-class" = json!("plain"))))]
    id: Option<String>,
}

/// A settlement.
#[derive(Serialize, ToSchema)]
#[schema(as = Settlement)]
pub(super) struct SettlementBody {
    #[schema(value_type = values::Reference)]
    reference: String,
    #[schema(value_type = values::Money)]
    amount: String,
    r#final: bool,
    #[schema(value_type = values::Time)]
    at: String,
}

/// A reversal.
#[derive(Serialize, ToSchema)]
#[schema(as = Reversal)]
pub(super) struct ReversalBody {
    #[schema(value_type = values::Reference)]
    reference: String,
    #[schema(value_type = values::Money)]
    amount: String,
    #[schema(value_type = values::Time)]
    at: String,
}

impl SettlementBody {
    /// A settlement in a currency.
    pub(super) fn of(settlement: &Settlement, currency: Currency) -> Self {
        Self {
            reference: settlement.reference.clone(),
            amount: money(settlement.amount, currency),
            r#final: settlement.is_final,
            at: time(settlement.at),
        }
    }
}

impl ReversalBody {
    /// A reversal in a currency.
    pub(super) fn of(reversal: &Reversal, currency: Currency) -> Self {
        Self {
            reference: reversal.reference.clone(),
            amount: money(reversal.amount, currency),
            at: time(reversal.at),
        }
    }
}

impl AuthorizationBody {
    /// An authorization with the balance of its card.
    pub(super) fn of(row: &Authorization, balance: Balance, view: View<'_>) -> Self {
        let currency = view.managed.currency_of(row.card);
        let amount = |cents| money(cents, currency);
        Self {
            reference: row.reference.clone(),
            card: view.managed.cards[row.card].reference.clone(),
            status: row.status().word(),
            decline_reason: row.decline_reason.map(|reason| reason.word()),
            amount: amount(row.amount),
            currency: currency.code(),
            held: amount(row.held()),
            settled: amount(row.settled()),
            released: amount(row.released()),
            over_settled: amount(row.over_settled),
            merchant: MerchantBody {
                name: row.merchant.name.clone(),
                mcc: row.merchant.mcc.clone(),
                country: row.merchant.country.clone(),
                city: row.merchant.city.clone(),
                id: row.merchant_id.clone(),
            },
            channel: row.channel.into(),
            approval_code: row.approval_code.clone(),
            card_balance: BalanceBody::of(balance, currency, view),
            settlements: row
                .settlements
                .iter()
                .map(|one| SettlementBody::of(one, currency))
                .collect(),
            reversals: row.reversals.iter().map(|one| ReversalBody::of(one, currency)).collect(),
            disputes: row
                .disputes
                .iter()
                .map(|id| view.managed.disputes[*id].reference.clone())
                .collect(),
            metadata: row.metadata.clone(),
            expires_at: row.expires_at.map(time),
            created_at: time(row.created_at),
            updated_at: time(row.updated_at),
        }
    }

    /// An authorization as it is now, with the balance of its card as of its last change.
    pub(super) fn now(row: &Authorization, view: View<'_>) -> Self {
        Self::of(row, row.balance, view)
    }
}

fn is_mcc(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn merchant(fields: &Fields<'_>) -> MerchantInput {
    let merchant = fields.object("merchant", "merchant.");
    let input = MerchantInput {
        name: merchant.text_of("name", 1, 60),
        mcc: merchant.formed("mcc", is_mcc, "four digits"),
        country: merchant.formed("country", is_country, "two capital letters"),
        city: merchant.text_of("city", 1, 60),
        id: merchant.text_of("id", 1, 60),
    };
    merchant.close();
    input
}

/// `cards.authorize`. A decline is an object too.
pub(super) fn authorize(call: &Call<'_>) -> Outcome {
    let (card, currency) = call.card(|view, card| (card.id, view.managed.currency_of(card.id)))?;
    let fields = call.body.fields();
    let amount = fields.required_amount("amount", currency.decimals());
    let currency = fields.currency();
    let merchant = merchant(&fields);
    let channel: Option<Channel> = fields.word("channel", Channel::VARIANTS);
    let metadata = fields.metadata();
    let sandbox = fields.object("sandbox", "sandbox.");
    let simulated = sandbox.word("decline_reason", values::FORCED);
    let adapter = sandbox.word("adapter", Adapter::VARIANTS);
    sandbox.close();
    fields.close();
    call.fields_checked()?;
    let id = call.act(&Authorize {
        card,
        amount: amount.unwrap_or_default(),
        currency,
        merchant,
        channel: channel.unwrap_or_default(),
        metadata,
        simulated,
        forced: None,
        adapter: AdapterChoice { adapter, delay_ms: None },
    })?;
    let is_declined = call.look(|view| {
        let made = view.managed.authorizations.get(id);
        made.is_some_and(|made| made.decline_reason.is_some())
    });
    let reply = shown(call, id)?;
    let reason = if is_declined { Reason::Standard(DECLINED) } else { reply.reason };
    Ok(Reply { reason, ..reply })
}

/// The reason in the log of an authorization that was declined.
pub(super) const DECLINED: &str = "declined";

/// `authorizations.settle`.
pub(super) fn settle(call: &Call<'_>) -> Outcome {
    let (authorization, currency) = asked(call)?;
    let fields = call.body.fields();
    let amount = fields.amount("amount", currency.decimals());
    let currency = fields.currency();
    let is_final = fields.boolean("final").unwrap_or(true);
    fields.close();
    call.fields_checked()?;
    call.act(&Settle { authorization, amount, currency, is_final, force: false })?;
    shown(call, authorization)
}

/// `authorizations.reverse`.
pub(super) fn reverse(call: &Call<'_>) -> Outcome {
    let (authorization, currency) = asked(call)?;
    let fields = call.body.fields();
    let amount = fields.amount("amount", currency.decimals());
    let currency = fields.currency();
    fields.close();
    call.fields_checked()?;
    call.act(&Reverse { authorization, amount, currency })?;
    shown(call, authorization)
}

/// The authorization in the path and its currency.
fn asked(call: &Call<'_>) -> Result<(AuthorizationId, Currency), ApiError> {
    call.authorization(|view, row| (row.id, view.managed.currency_of(row.card)))
}

fn shown(call: &Call<'_>, id: AuthorizationId) -> Outcome {
    call.made(|view| Some(AuthorizationBody::now(view.managed.authorizations.get(id)?, view)))
}

/// `authorizations.get`.
pub(super) fn get(call: &Call<'_>) -> Outcome {
    let body = call.authorization(|view, row| AuthorizationBody::now(row, view))?;
    call.done(&body)
}

/// `authorizations.list`.
pub(super) fn list(call: &Call<'_>) -> Outcome {
    let card = call.query.get("card");
    let status = call.query.word("status", AuthorizationStatus::VARIANTS);
    let page = call.page(&["card", "status"])?;
    call.listed(|view| {
        let managed = view.managed;
        let fits = |one: &&Authorization| {
            status.is_none_or(|word| one.status().word() == word)
                && card.is_none_or(|name| managed.cards[one.card].reference == name)
        };
        let all: Box<dyn Iterator<Item = &Authorization>> = match view.user() {
            Some(user) => {
                Box::new(user.authorizations.iter().rev().map(|id| &managed.authorizations[id]))
            }
            None => Box::new(managed.authorizations.iter().rev().filter(|_| view.sees_all())),
        };
        let items = all.filter(fits).map(|one| Item { id: one.id.0, row: one });
        Listing::newest(&page, items).shown(|one| AuthorizationBody::now(one, view))
    })
}
