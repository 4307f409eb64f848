//! Card transactions (ER 8.10).

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    call::{Call, Outcome, Reply},
    cards::Which,
    formats::{money, time},
    products::CURRENCY,
    values,
};
use crate::{
    clearing::{Decline, TransactionStatus},
    programs::prepaid::{Prepaid, Transaction, transaction::Kind},
};

/// Transactions of a card.
#[derive(Serialize, ToSchema)]
#[schema(as = Transactions)]
pub(super) struct TransactionsBody {
    #[schema(value_type = values::Id)]
    card_id: String,
    transactions: Vec<TransactionBody>,
    total: usize,
    limit: i64,
    skip: i64,
}

/// A transaction, as it is answered.
#[derive(Serialize, ToSchema)]
#[schema(as = Transaction)]
pub(super) struct TransactionBody {
    #[schema(value_type = values::Id)]
    transaction_id: String,
    #[schema(value_type = values::TransactionSlug)]
    slug: &'static str,
    #[schema(value_type = values::TransactionStatus)]
    status: &'static str,
    #[schema(value_type = values::Money)]
    amount: String,
    #[schema(extensions(("x-class" = json!("plain"))))]
    currency: &'static str,
    #[schema(required, extensions(("x-class" = json!("plain"))))]
    merchant_name: Option<String>,
    #[schema(required, extensions(("x-class" = json!("plain"))))]
    merchant_category_code: Option<String>,
    #[schema(required, extensions(("x-class" = json!("plain"))))]
    decline_reason: Option<String>,
    #[schema(required, value_type = Option<values::Id>)]
    order_id: Option<String>,
    #[schema(value_type = values::Time)]
    created_at: String,
    #[schema(value_type = values::Time)]
    updated_at: String,
}

impl TransactionBody {
    pub(super) fn of(prepaid: &Prepaid, row: &Transaction) -> Self {
        Self {
            transaction_id: row.external_id.clone(),
            slug: row.kind.word(),
            status: status(row.spending.status),
            amount: money(row.signed()),
            currency: CURRENCY,
            merchant_name: row.merchant.as_ref().map(|merchant| merchant.name.clone()),
            merchant_category_code: row.merchant.as_ref().map(|merchant| merchant.mcc.clone()),
            decline_reason: row.spending.declined.map(decline_reason),
            order_id: row.order.map(|order| prepaid.orders[order].external_id.clone()),
            created_at: time(row.created_at),
            updated_at: time(row.updated_at),
        }
    }
}

fn status(status: TransactionStatus) -> &'static str {
    match status {
        TransactionStatus::Authorized => "pending",
        TransactionStatus::Posted => "completed",
        TransactionStatus::Reversed => "reversed",
        TransactionStatus::Expired => "expired",
        TransactionStatus::Declined => "declined",
        TransactionStatus::Refunded => "refunded",
    }
}

/// As in the control plane, but in the words of this surface's card states.
fn decline_reason(declined: Decline) -> String {
    match declined {
        Decline::CardLocked => "card_frozen".to_owned(),
        Decline::CardCanceled => "card_closed".to_owned(),
        other => serde_json::to_value(other)
            .ok()
            .and_then(|word| word.as_str().map(ToOwned::to_owned))
            .unwrap_or_default(),
    }
}

/// `/cards/txs`.
pub(super) fn list(call: &Call<'_>) -> Outcome {
    let which = Which::read(call)?;
    let fields = &call.fields;
    let rules = &call.rules().er.txs;
    let slug = fields.formed("slug", |text| Kind::of(text).is_some())?;
    let kind = slug.as_deref().and_then(Kind::of);
    let limit = fields.integer("limit", 1, rules.max_limit)?.unwrap_or(rules.default_limit);
    let skip = fields.integer("skip", 0, i64::MAX)?.unwrap_or(0);
    call.look(|prepaid, scope| which.find(prepaid, scope).map(|_| ()))?;
    call.reach_provider()?;
    call.look(|prepaid, scope| {
        let card = which.find(prepaid, scope)?;
        let rows = card.transactions.iter().rev().map(|id| &prepaid.transactions[id]);
        let meant: Vec<_> = rows.filter(|row| kind.is_none_or(|kind| row.kind == kind)).collect();
        let count = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
        let page = meant.iter().skip(count(skip)).take(count(limit));
        Ok(Reply::of(&TransactionsBody {
            card_id: card.external_id.clone(),
            transactions: page.map(|row| TransactionBody::of(prepaid, row)).collect(),
            total: meant.len(),
            limit,
            skip,
        }))
    })
}
