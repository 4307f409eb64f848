//! The tables of AG (AG 4): their root fields, their relations, and the rows that a caller sees.

mod card_application;
mod card_transaction;
mod digital_wallet;
mod rows;
mod vw_card;

use super::{
    Catalogue, Kind, Relation, RootField, Table,
    columns::{ID, card_balance},
    relation::relation,
};
use crate::programs::collateral::{ApplicationId, CardId, TransactionId};
pub use card_application::in_app_status;
use rows::scope;

/// The catalogue of AG.
pub struct InAppTables;

impl Catalogue for InAppTables {
    const TABLES: &'static [&'static Table] =
        &[&VW_CARD, &CARD_APPLICATION, &CARD_TRANSACTION, &DIGITAL_WALLET, &CARD_BALANCE];

    const LIVE: &'static [&'static Table] = &[&CARD_APPLICATION, &CARD_TRANSACTION];

    fn aggregates(kind: Kind) -> bool {
        matches!(kind, Kind::Numeric | Kind::Timestamptz)
    }
}

static VW_CARD: Table = Table {
    name: "AgioCard_vw_card",
    roots: &[RootField::List],
    columns: vw_card::COLUMNS,
    // The rows of balances are numbered like the cards, and show no number.
    relations: &[Relation::one("balance", ID, &CARD_BALANCE, ID)],
    scope: scope!(cards, CardId),
};

static CARD_APPLICATION: Table = Table {
    name: "AgioCard_card_application",
    roots: &[RootField::List, RootField::ByKey],
    columns: card_application::COLUMNS,
    relations: &[],
    scope: scope!(applications, ApplicationId),
};

static CARD_TRANSACTION: Table = Table {
    name: "AgioCard_card_transaction",
    roots: &[RootField::List, RootField::ByKey, RootField::Aggregate],
    columns: card_transaction::COLUMNS,
    relations: &[relation!(one "card_application": card_transaction.card_application_id =
        CARD_APPLICATION(card_application.id))],
    scope: scope!(transactions, TransactionId),
};

static DIGITAL_WALLET: Table = Table {
    name: "AgioCrypto_digital_wallet",
    roots: &[RootField::List],
    columns: digital_wallet::COLUMNS,
    relations: &[],
    scope: digital_wallet::SCOPE,
};

/// Only reached from a card.
static CARD_BALANCE: Table = Table {
    name: "AgioCard_card_balance",
    roots: &[],
    columns: card_balance::COLUMNS,
    relations: &[],
    scope: scope!(cards, CardId),
};
