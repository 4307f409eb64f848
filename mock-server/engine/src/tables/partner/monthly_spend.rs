//! `AgioCard_vw_card_user_monthly_spend`: what card users spent, month by month (UTC). Its rows are
//! added up for each look and numbered in their order: by month, then by card user.

use std::collections::BTreeMap;

use jiff::{civil::Date as Day, tz::TimeZone};

use super::rows::{Seen, scope};
use crate::{
    log::Class::Plain,
    money::Cents,
    programs::collateral::transaction::TransactionKind,
    programs::collateral::{CardUser, CardUserId, TransactionId},
    tables::{
        Column, Scope, View,
        column::Reader::{Bigint, Date, Int, Text, Uuid},
        columns::{column, organization_id},
        row::Row,
    },
};

/// One month of one card user.
struct Spend {
    month: Day,
    user: CardUserId,
    amount: Cents,
    purchases: i32,
}

pub(super) const COLUMNS: &[Column] = &[
    column("card_user_id", Plain, Text(|row| &user(row).external_id)).or_null(),
    column("month", Plain, Date(|row| spend(row).month)).or_null(),
    column("amount_cents", Plain, Bigint(|row| spend(row).amount)).or_null(),
    column("transaction_count", Plain, Int(|row| spend(row).purchases.into())).or_null(),
    column("organization_id", Plain, Uuid(|row| organization_id(row, user(row).company))).or_null(),
];

/// The rows: one for each month and card user.
pub(super) const MONTHS: Scope = Scope {
    len: |view| spending(view).len(),
    rows: |view| Box::new(0..i32::try_from(spending(view).len()).unwrap_or(0)),
    has: |view, id| usize::try_from(id).is_ok_and(|at| at < spending(view).len()),
};

/// The months in which card users of the caller spent something, added up once per look.
fn spending<'v>(view: &'v View<'_>) -> &'v [Spend] {
    view.once(|| add_up(view))
}

const TRANSACTIONS: Scope = scope!(transactions, TransactionId);

/// Posted purchases less refunds; fees are not spend.
fn add_up(view: &View<'_>) -> Vec<Spend> {
    let issuer = view.issuer;
    // Adding up looks at every transaction.
    let is_affordable = view.budget.spend((TRANSACTIONS.len)(view));
    let ids = is_affordable.then(|| (TRANSACTIONS.rows)(view)).into_iter().flatten();
    let mut months: BTreeMap<(Day, &str), Spend> = BTreeMap::new();
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
        entry.amount = entry.amount.saturating_add(row.spending.cleared);
        entry.purchases += i32::from(row.kind != TransactionKind::Refund);
    }
    months.into_values().collect()
}

/// The month of a row. Rows are numbered from 0 and below the number of months.
fn spend(row: Row<'_>) -> &Spend {
    let at = usize::try_from(row.id).expect("months are numbered from 0");
    &spending(row.view)[at]
}

fn user(row: Row<'_>) -> &CardUser {
    &row.view.issuer.collateral.users[spend(row).user]
}
