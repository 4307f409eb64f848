//! `AgioCard_card_balance`: the account behind a card; its rows are numbered like the cards.

use super::{card::card, column};
use crate::{
    log::Class::Plain,
    money::Cents,
    programs::collateral::Account,
    rulebook,
    tables::{Column, cell::money, column::Reader::Numeric, row::Row},
};

pub(in crate::tables) const COLUMNS: &[Column] = &[
    column("credit_limit", Plain, Numeric(|row| amount(row, Account::credit_limit))),
    column("spending_power", Plain, Numeric(|row| amount(row, Account::spending_power))),
    column("pending_charges", Plain, Numeric(|row| amount(row, |account, _| account.pending))),
    column("posted_charges", Plain, Numeric(|row| amount(row, |account, _| account.posted))),
    column("balance_due", Plain, Numeric(|row| amount(row, Account::balance_due))),
];

/// An amount of the account behind a card; nothing where there is no account yet.
fn amount(row: Row<'_>, of: impl Fn(&Account, &rulebook::Balance) -> Cents) -> i128 {
    let account = row.view.issuer.collateral.holder(card(row)).account.as_ref();
    let amount = account.map_or(0, |account| of(account, &row.view.rules.balance));
    money(amount, row.view.rules.hasura.balance_unit)
}
