//! `AgioCard_vw_card`: cards as clients list them.

use serde_json::{Value, json};

use super::{card, column, nullable, one, scope};
use crate::{
    programs::collateral::CardId,
    tables::{Kind, Shape, Table, View},
};

pub(super) static TABLE: Table = Table {
    name: "AgioCard_vw_card",
    shape: Shape::View,
    order: &["id"],
    columns: &[
        column("id", Kind::Int),
        column("card_external_id", Kind::Text),
        column("type", Kind::Text),
        column("card_type", Kind::Text),
        column("status", Kind::Text),
        column("last4", Kind::Text),
        column("expiration_month", Kind::Text),
        column("expiration_year", Kind::Text),
        nullable("limit_amount", Kind::Int),
        nullable("limit_frequency", Kind::Text),
        nullable("display_name", Kind::Text),
        nullable("nickname", Kind::Text),
        column("is_starred", Kind::Boolean),
        column("is_current", Kind::Boolean),
        nullable("deposit_address", Kind::Text),
        nullable("card_application_id", Kind::Int),
        nullable("card_company_id", Kind::Int),
        nullable("card_user_id", Kind::Text),
        nullable("organization_id", Kind::Uuid),
        nullable("user_id", Kind::Text),
        column("created_at", Kind::Timestamptz),
        column("updated_at", Kind::Timestamptz),
        nullable("last_used_at", Kind::Timestamptz),
    ],
    relations: &[
        one("balance", "AgioCard_card_balance", "id", "id"),
        one("card", "AgioCard_card", "id", "id"),
        one("card_user", "AgioCard_card_user", "card_user_id", "card_user_id"),
    ],
    scope: scope!(cards, CardId),
    find: card::find,
    cell,
};

fn cell(view: &View<'_>, id: i32, column: &str) -> Value {
    let card = &view.issuer.collateral.cards[CardId(id)];
    match column {
        "is_current" => json!(card.replaced_by.is_none()),
        "organization_id" => {
            let company = &view.issuer.collateral.companies[card.company];
            json!(view.issuer.collateral.organizations[company.organization].organization_id)
        }
        column => card::cell(view, id, column),
    }
}
