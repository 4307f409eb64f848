//! The tables of PG (PG 11.1): their root fields, their relations, and the rows that a caller sees.

mod monthly_spend;
mod rows;
mod vw_card;
mod vw_card_transaction;

use super::{
    Catalogue, Kind, Relation, RootField, Table,
    columns::{
        ID, card, card_application, card_balance, card_charge, card_collateral_deposit,
        card_company, card_limit_change, card_shipment, card_transaction, card_user,
        partner_managed_organization,
    },
    relation::relation,
};
use crate::programs::collateral::{
    ApplicationId, CardId, CardUserId, ChargeId, CompanyId, LimitChangeId, OrganizationId,
    ShipmentId, TransactionId,
};
use rows::{RECEIVED_DEPOSITS, Seen, scope};

/// The catalogue of PG.
pub struct PartnerTables;

impl Catalogue for PartnerTables {
    const TABLES: &'static [&'static Table] = &[
        &CARD,
        &CARD_USER,
        &CARD_COMPANY,
        &CARD_APPLICATION,
        &CARD_TRANSACTION,
        &CARD_CHARGE,
        &CARD_COLLATERAL_DEPOSIT,
        &CARD_SHIPMENT,
        &CARD_LIMIT_CHANGE,
        &PARTNER_MANAGED_ORGANIZATION,
        &VW_CARD,
        &VW_CARD_TRANSACTION,
        &MONTHLY_SPEND,
        &CARD_BALANCE,
    ];

    fn aggregates(_: Kind) -> bool {
        true
    }
}

/// The root fields of a table.
const TABLE: &[RootField] = &[RootField::List, RootField::ByKey, RootField::Aggregate];
/// The root fields of a view, whose rows have no key.
const VIEW: &[RootField] = &[RootField::List, RootField::Aggregate];

static CARD: Table = Table {
    name: "AgioCard_card",
    roots: TABLE,
    columns: card::COLUMNS,
    relations: &[
        relation!(one "card_company": card.card_company_id = CARD_COMPANY(card_company.id)),
        relation!(one "card_application": card.card_application_id =
            CARD_APPLICATION(card_application.id)),
        relation!(one "card_user": card.card_user_id = CARD_USER(card_user.card_user_id)),
        relation!(one "replaced_by_card": card.replaced_by_card_id = CARD(card.id)),
        relation!(many "transactions": card.id = CARD_TRANSACTION(card_transaction.card_id)),
        relation!(many "shipments": card.id = CARD_SHIPMENT(card_shipment.card_id)),
        relation!(many "limit_changes": card.id = CARD_LIMIT_CHANGE(card_limit_change.card_id)),
    ],
    scope: scope!(cards, CardId),
};

static CARD_USER: Table = Table {
    name: "AgioCard_card_user",
    roots: TABLE,
    columns: card_user::COLUMNS,
    relations: &[
        relation!(one "card_company": card_user.card_company_id = CARD_COMPANY(card_company.id)),
        relation!(many "card_applications": card_user.card_user_id =
            CARD_APPLICATION(card_application.card_user_id)),
        relation!(many "cards": card_user.card_user_id = CARD(card.card_user_id)),
        relation!(many "transactions": card_user.card_user_id =
            CARD_TRANSACTION(card_transaction.card_user_id)),
        relation!(many "charges": card_user.card_user_id = CARD_CHARGE(card_charge.card_user_id)),
        relation!(many "collateral_deposits": card_user.card_user_id =
            CARD_COLLATERAL_DEPOSIT(card_collateral_deposit.card_user_id)),
    ],
    scope: scope!(users, CardUserId),
};

static CARD_COMPANY: Table = Table {
    name: "AgioCard_card_company",
    roots: TABLE,
    columns: card_company::COLUMNS,
    relations: &[
        relation!(one "managed_organization": card_company.organization_id =
            PARTNER_MANAGED_ORGANIZATION(partner_managed_organization.organization_id)),
        relation!(many "card_users": card_company.id = CARD_USER(card_user.card_company_id)),
        relation!(many "cards": card_company.id = CARD(card.card_company_id)),
        relation!(many "card_applications": card_company.id =
            CARD_APPLICATION(card_application.card_company_id)),
    ],
    scope: scope!(companies, CompanyId),
};

static CARD_APPLICATION: Table = Table {
    name: "AgioCard_card_application",
    roots: TABLE,
    columns: card_application::COLUMNS,
    relations: &[
        relation!(one "card_user": card_application.card_user_id =
            CARD_USER(card_user.card_user_id)),
        relation!(one "card_company": card_application.card_company_id =
            CARD_COMPANY(card_company.id)),
        relation!(many "cards": card_application.id = CARD(card.card_application_id)),
        relation!(many "transactions": card_application.id =
            CARD_TRANSACTION(card_transaction.card_application_id)),
    ],
    scope: scope!(applications, ApplicationId),
};

static CARD_TRANSACTION: Table = Table {
    name: "AgioCard_card_transaction",
    roots: TABLE,
    columns: card_transaction::COLUMNS,
    relations: &[
        relation!(one "card": card_transaction.card_id = CARD(card.id)),
        relation!(one "card_application": card_transaction.card_application_id =
            CARD_APPLICATION(card_application.id)),
        relation!(one "card_user": card_transaction.card_user_id =
            CARD_USER(card_user.card_user_id)),
    ],
    scope: scope!(transactions, TransactionId),
};

static CARD_CHARGE: Table = Table {
    name: "AgioCard_card_charge",
    roots: TABLE,
    columns: card_charge::COLUMNS,
    relations: &[
        relation!(one "card_user": card_charge.card_user_id = CARD_USER(card_user.card_user_id)),
        relation!(one "card_transaction": card_charge.card_transaction_id =
            CARD_TRANSACTION(card_transaction.id)),
    ],
    scope: scope!(charges, ChargeId),
};

static CARD_COLLATERAL_DEPOSIT: Table = Table {
    name: "AgioCard_card_collateral_deposit",
    roots: TABLE,
    columns: card_collateral_deposit::COLUMNS,
    relations: &[relation!(one "card_user": card_collateral_deposit.card_user_id =
            CARD_USER(card_user.card_user_id))],
    scope: RECEIVED_DEPOSITS,
};

static CARD_SHIPMENT: Table = Table {
    name: "AgioCard_card_shipment",
    roots: TABLE,
    columns: card_shipment::COLUMNS,
    relations: &[relation!(one "card": card_shipment.card_id = CARD(card.id))],
    scope: scope!(shipments, ShipmentId),
};

static CARD_LIMIT_CHANGE: Table = Table {
    name: "AgioCard_card_limit_change",
    roots: TABLE,
    columns: card_limit_change::COLUMNS,
    relations: &[relation!(one "card": card_limit_change.card_id = CARD(card.id))],
    scope: scope!(limit_changes, LimitChangeId),
};

static PARTNER_MANAGED_ORGANIZATION: Table = Table {
    name: "AgioCard_partner_managed_organization",
    roots: TABLE,
    columns: partner_managed_organization::COLUMNS,
    relations: &[relation!(many "card_companies": partner_managed_organization.organization_id =
            CARD_COMPANY(card_company.organization_id))],
    scope: scope!(organizations, OrganizationId),
};

static VW_CARD: Table = Table {
    name: "AgioCard_vw_card",
    roots: VIEW,
    columns: vw_card::COLUMNS,
    relations: &[
        // The rows of balances are numbered like the cards, and show no number.
        Relation::one("balance", ID, &CARD_BALANCE, ID),
        relation!(one "card": vw_card.id = CARD(card.id)),
        relation!(one "card_user": vw_card.card_user_id = CARD_USER(card_user.card_user_id)),
    ],
    scope: scope!(cards, CardId),
};

static VW_CARD_TRANSACTION: Table = Table {
    name: "AgioCard_vw_card_transaction",
    roots: VIEW,
    columns: vw_card_transaction::COLUMNS,
    relations: &[
        relation!(one "card": vw_card_transaction.card_id = CARD(card.id)),
        relation!(one "card_user": vw_card_transaction.card_user_id =
            CARD_USER(card_user.card_user_id)),
    ],
    scope: scope!(transactions, TransactionId),
};

static MONTHLY_SPEND: Table = Table {
    name: "AgioCard_vw_card_user_monthly_spend",
    roots: VIEW,
    columns: monthly_spend::COLUMNS,
    relations: &[
        relation!(one "card_user": monthly_spend.card_user_id = CARD_USER(card_user.card_user_id)),
    ],
    scope: monthly_spend::MONTHS,
};

/// Only reached from a card.
static CARD_BALANCE: Table = Table {
    name: "AgioCard_card_balance",
    roots: &[],
    columns: card_balance::COLUMNS,
    relations: &[],
    scope: scope!(cards, CardId),
};

#[cfg(test)]
mod tests {
    use super::PartnerTables;
    use crate::tables::Catalogue;

    #[test]
    fn the_catalogue_has_36_root_fields() {
        let roots = PartnerTables::TABLES.iter().map(|table| table.roots.len());
        assert_eq!(roots.sum::<usize>(), 36);
    }
}
