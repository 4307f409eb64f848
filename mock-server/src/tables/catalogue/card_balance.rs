//! `AgioCard_card_balance`: the account behind a card; its rows are numbered like the cards.

use serde_json::Value;

use super::{column, number, scope};
use crate::{
    programs::collateral::CardId,
    tables::{IndexRows, Kind, Shape, Table, View, cell::money},
};

pub(super) static TABLE: Table = Table {
    name: "AgioCard_card_balance",
    shape: Shape::Nested,
    order: &["id"],
    columns: &[
        column("credit_limit", Kind::Numeric),
        column("spending_power", Kind::Numeric),
        column("pending_charges", Kind::Numeric),
        column("posted_charges", Kind::Numeric),
        column("balance_due", Kind::Numeric),
    ],
    relations: &[],
    scope: scope!(cards, CardId),
    find: |_, column, value| (column == "id").then(|| IndexRows::one(number(value))),
    cell,
};

fn cell(view: &View<'_>, id: i32, column: &str) -> Value {
    let rules = &view.rules.balance;
    let account =
        view.issuer.collateral.holder(&view.issuer.collateral.cards[CardId(id)]).account.as_ref();
    let amount = account.map_or(0, |account| match column {
        "credit_limit" => account.collateral,
        "spending_power" => account.spending_power(rules),
        "pending_charges" => account.pending,
        "posted_charges" => account.posted,
        _ => account.balance_due(rules),
    });
    money(amount, view.rules.hasura.balance_unit)
}
