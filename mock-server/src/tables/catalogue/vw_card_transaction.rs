//! `AgioCard_vw_card_transaction`: transactions with what clients show beside them.

use serde_json::{Value, json};

use super::{card_transaction, nullable, one, scope};
use crate::{
    programs::collateral::TransactionId,
    tables::{Column, Kind, Shape, Table, View},
};

const COUNT: usize = card_transaction::COLUMNS.len() + 3;

/// Those of the table, each nullable, and three more.
const COLUMNS: [Column; COUNT] = {
    let mut columns = [nullable("amount_cents", Kind::Bigint); COUNT];
    let mut at = 0;
    while at < card_transaction::COLUMNS.len() {
        let Column { name, kind, .. } = card_transaction::COLUMNS[at];
        columns[at] = nullable(name, kind);
        at += 1;
    }
    columns[COUNT - 2] = nullable("last4", Kind::Text);
    columns[COUNT - 1] = nullable("organization_id", Kind::Uuid);
    columns
};

pub(super) static TABLE: Table = Table {
    name: "AgioCard_vw_card_transaction",
    shape: Shape::View,
    order: &["id"],
    columns: &COLUMNS,
    relations: &[
        one("card", "AgioCard_card", "card_id", "id"),
        one("card_user", "AgioCard_card_user", "card_user_id", "card_user_id"),
    ],
    scope: scope!(transactions, TransactionId),
    find: card_transaction::find,
    cell,
};

fn cell(view: &View<'_>, id: i32, column: &str) -> Value {
    let issuer = view.issuer;
    let row = &issuer.collateral.transactions[TransactionId(id)];
    match column {
        "amount_cents" => json!(row.amount()),
        "last4" => json!(row.card.map(|id| &issuer.collateral.cards[id].secrets.last4)),
        "organization_id" => {
            let company = &issuer.collateral.companies[issuer.collateral.users[row.user].company];
            json!(issuer.collateral.organizations[company.organization].organization_id)
        }
        column => card_transaction::cell(view, id, column),
    }
}
