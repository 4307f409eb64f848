//! `AgioCard_card_limit_change`: one row whenever a limit is set.

use serde_json::{Value, json};

use super::{column, ids, nullable, number, one, scope};
use crate::{
    programs::collateral::{CardId, LimitChangeId},
    tables::{IndexRows, Kind, Shape, Table, View, cell::instant},
};

pub(super) static TABLE: Table = Table {
    name: "AgioCard_card_limit_change",
    shape: Shape::Table,
    order: &["id"],
    columns: &[
        column("id", Kind::Int),
        column("card_id", Kind::Int),
        nullable("previous_amount", Kind::Int),
        nullable("previous_frequency", Kind::Text),
        column("limit_amount", Kind::Int),
        column("limit_frequency", Kind::Text),
        column("created_at", Kind::Timestamptz),
    ],
    relations: &[one("card", "AgioCard_card", "card_id", "id")],
    scope: scope!(limit_changes, LimitChangeId),
    find,
    cell,
};

fn find<'v>(view: &'v View<'v>, column: &str, value: &Value) -> Option<IndexRows<'v>> {
    match column {
        "card_id" => match view.issuer.collateral.cards.get(CardId(number(value))) {
            Some(card) => ids!(card.limit_changes),
            None => Some(IndexRows::none()),
        },
        "id" => Some(IndexRows::one(number(value))),
        _ => None,
    }
}

fn cell(view: &View<'_>, id: i32, column: &str) -> Value {
    let change = &view.issuer.collateral.limit_changes[LimitChangeId(id)];
    match column {
        "id" => json!(change.id.0),
        "card_id" => json!(change.card.0),
        "previous_amount" => json!(change.previous.map(|limit| limit.amount)),
        "previous_frequency" => json!(change.previous.map(|limit| limit.frequency.name())),
        "limit_amount" => json!(change.limit.amount),
        "limit_frequency" => json!(change.limit.frequency.name()),
        "created_at" => instant(change.created_at),
        _ => Value::Null,
    }
}
