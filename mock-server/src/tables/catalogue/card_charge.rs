//! `AgioCard_card_charge`: fees charged with `chargeCard`.

use serde_json::{Value, json};

use super::{column, ids, number, one, person, scope};
use crate::{
    programs::collateral::ChargeId,
    tables::{IndexRows, Kind, Shape, Table, View, cell::instant},
};

pub(super) static TABLE: Table = Table {
    name: "AgioCard_card_charge",
    shape: Shape::Table,
    order: &["id"],
    columns: &[
        column("id", Kind::Int),
        column("charge_external_id", Kind::Text),
        column("card_user_id", Kind::Text),
        column("card_transaction_id", Kind::Int),
        column("amount_cents", Kind::Int),
        column("fee_description", Kind::Text),
        column("created_at", Kind::Timestamptz),
    ],
    relations: &[
        one("card_user", "AgioCard_card_user", "card_user_id", "card_user_id"),
        one("card_transaction", "AgioCard_card_transaction", "card_transaction_id", "id"),
    ],
    scope: scope!(charges, ChargeId),
    find,
    cell,
};

fn find<'v>(view: &'v View<'v>, column: &str, value: &Value) -> Option<IndexRows<'v>> {
    match column {
        "card_user_id" => match person(view, value) {
            Some(user) => ids!(user.charges),
            None => Some(IndexRows::none()),
        },
        "id" => Some(IndexRows::one(number(value))),
        _ => None,
    }
}

fn cell(view: &View<'_>, id: i32, column: &str) -> Value {
    let charge = &view.issuer.collateral.charges[ChargeId(id)];
    match column {
        "id" => json!(charge.id.0),
        "charge_external_id" => json!(charge.external_id),
        "card_user_id" => json!(view.issuer.collateral.users[charge.user].external_id),
        "card_transaction_id" => json!(charge.transaction.0),
        "amount_cents" => json!(charge.amount),
        "fee_description" => json!(charge.description),
        "created_at" => instant(charge.created_at),
        _ => Value::Null,
    }
}
