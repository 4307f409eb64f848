//! `AgioCard_vw_card_user_monthly_spend`: what card users spent, month by month (UTC). Its rows are
//! added up for each look and numbered in their order.

use std::collections::BTreeMap;

use jiff::{civil::Date, tz::TimeZone};
use serde_json::{Value, json};

use super::{TABLES, nullable, one};
use crate::{
    money::Cents,
    programs::collateral::{CardUserId, TransactionId, transaction::TransactionKind},
    tables::{Kind, Scope, Shape, Table, View},
};

/// One month of one card user.
pub(in crate::tables) struct Spend {
    month: Date,
    user: CardUserId,
    amount: Cents,
    purchases: i32,
}

pub(super) static TABLE: Table = Table {
    name: "AgioCard_vw_card_user_monthly_spend",
    shape: Shape::View,
    order: &["month", "card_user_id"],
    columns: &[
        nullable("card_user_id", Kind::Text),
        nullable("month", Kind::Date),
        nullable("amount_cents", Kind::Bigint),
        nullable("transaction_count", Kind::Int),
        nullable("organization_id", Kind::Uuid),
    ],
    relations: &[one("card_user", "AgioCard_card_user", "card_user_id", "card_user_id")],
    scope: Scope {
        len: |view| view.spend().len(),
        rows: |view| Box::new(0..i32::try_from(view.spend().len()).unwrap_or(0)),
        has: |view, id| usize::try_from(id).is_ok_and(|at| at < view.spend().len()),
    },
    find: |_, _, _| None,
    cell,
};

/// Posted purchases less refunds; fees are not spend.
pub(in crate::tables) fn spend(view: &View<'_>) -> Vec<Spend> {
    let issuer = view.issuer;
    let transactions = TABLES.iter().find(|table| table.name == "AgioCard_card_transaction");
    // Adding up looks at every transaction.
    let ids = transactions.filter(|table| view.budget.spend((table.scope.len)(view)));
    let ids = ids.map(|table| (table.scope.rows)(view)).into_iter().flatten();
    let mut months: BTreeMap<(Date, &str), Spend> = BTreeMap::new();
    for id in ids {
        let row = &issuer.collateral.transactions[TransactionId(id)];
        let Some(posted) = row.posted_at.filter(|_| row.kind != TransactionKind::Fee) else {
            continue;
        };
        let month = TimeZone::UTC.to_datetime(posted).date().first_of_month();
        let user = &issuer.collateral.users[row.user];
        let entry = months.entry((month, &user.external_id)).or_insert(Spend {
            month,
            user: user.id,
            amount: 0,
            purchases: 0,
        });
        entry.amount = entry.amount.saturating_add(row.cleared);
        entry.purchases += i32::from(row.kind != TransactionKind::Refund);
    }
    months.into_values().collect()
}

fn cell(view: &View<'_>, id: i32, column: &str) -> Value {
    let at = usize::try_from(id).unwrap_or(usize::MAX);
    let Some(spend) = view.spend().get(at) else { return Value::Null };
    let issuer = view.issuer;
    let user = &issuer.collateral.users[spend.user];
    match column {
        "card_user_id" => json!(user.external_id),
        "month" => json!(spend.month.to_string()),
        "amount_cents" => json!(spend.amount),
        "transaction_count" => json!(spend.purchases),
        "organization_id" => {
            let company = &issuer.collateral.companies[user.company];
            json!(issuer.collateral.organizations[company.organization].organization_id)
        }
        _ => Value::Null,
    }
}
