//! The costs of operations: one row for each action of a back office, and one for each operation of
//! a surface, which stand in the surface's room (`surfaces/*/costs.rs`).
//!
//! An operation without a row costs everything: safe mode refuses it, and it counts against every
//! budget. So a mutation that a server has and nobody has looked at is never sent unasked.

pub use super::amount::Amount;
use crate::{
    surfaces::{self, COSTS},
    target::{
        Cost::{self, CreatesCustomer, Irreversible, Money, Ships},
        Expense::{self, Cards, Customers},
        Surface,
    },
};

/// The cost of one operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// `createCard`, `/cards/topup`, `make-card-user`.
    pub name: &'static str,
    /// The kind of operation.
    pub kind: Kind,
    /// The kinds of cost; none for a change that costs nothing.
    pub costs: &'static [Cost],
    /// The expense that one such operation uses up one of; money counts by the amount that it
    /// moves.
    pub uses: Option<Expense>,
    /// The argument that says how much money it moves.
    pub amount: Option<Amount>,
    /// The part that it has in a quote: it makes one, or moves the money of one.
    pub quote: Option<QuotePart>,
}

impl Row {
    /// An operation that moves this much money.
    pub(crate) const fn moving(mut self, amount: Amount) -> Self {
        self.amount = Some(amount);
        self
    }

    /// An operation that only says what it would move.
    pub(crate) const fn quoting(mut self, amount: Amount) -> Self {
        self.quote = Some(QuotePart::Makes(amount));
        self
    }

    /// An operation that moves the money of the quote whose id is in this argument.
    pub(crate) const fn executing(mut self, id: &'static str) -> Self {
        self.quote = Some(QuotePart::Executes(id));
        self
    }
}

/// The part that an operation has in a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuotePart {
    /// The operation makes a quote, of the money that this argument names.
    Makes(Amount),
    /// The operation moves the money of the quote whose id is in this argument.
    Executes(&'static str),
}

/// Kinds of operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A mutation that callers of the surface run.
    Mutation,
    /// A mutation that is in the schema and that no caller can run. It costs what it would cost on
    /// a server that fails to block it.
    Blocked,
    /// A mutation in one of its forms, told from the others by its input.
    Form,
    /// An endpoint that changes something.
    Call,
    /// An endpoint that only reads.
    Read,
    /// An action of a hook or of a sandbox's back office.
    Action,
}

/// A row of a table.
pub(crate) const fn row(
    kind: Kind,
    name: &'static str,
    costs: &'static [Cost],
    uses: Option<Expense>,
) -> Row {
    Row { name, kind, costs, uses, amount: None, quote: None }
}

/// The actions of a hook, and of the control plane of a sandbox.
pub const BACK_OFFICE: &[Row] = &[
    row(Kind::Action, "describe", &[], None),
    row(Kind::Action, "cleanup", &[], None),
    row(Kind::Action, "make-partner", &[CreatesCustomer], Some(Customers)),
    row(Kind::Action, "make-organization", &[CreatesCustomer], Some(Customers)),
    row(Kind::Action, "make-corporate-application", &[CreatesCustomer], Some(Customers)),
    row(Kind::Action, "make-card-user", &[CreatesCustomer], Some(Customers)),
    row(Kind::Action, "mint-jwt", &[], None),
    row(Kind::Action, "set-user", &[], None),
    row(Kind::Action, "make-wallet", &[], None),
    row(Kind::Action, "decide-dispute", &[], None),
    row(Kind::Action, "add-receiver", &[], None),
    row(Kind::Action, "make-applicant", &[CreatesCustomer], Some(Customers)),
    row(Kind::Action, "make-user", &[CreatesCustomer], Some(Customers)),
    row(Kind::Action, "make-project", &[CreatesCustomer], Some(Customers)),
    row(Kind::Action, "make-product", &[], None),
    row(Kind::Action, "satisfy", &[CreatesCustomer], Some(Customers)),
    row(Kind::Action, "make-credential", &[], None),
    row(Kind::Action, "revoke-credential", &[Irreversible], None),
    row(Kind::Action, "expire-credential", &[Irreversible], None),
    row(Kind::Action, "rotate-credential", &[Irreversible], None),
    row(Kind::Action, "rotate-secret", &[], None),
    row(Kind::Action, "end-session", &[], None),
    row(Kind::Action, "set-kyc", &[], None),
    row(Kind::Action, "drop-applicant", &[], None),
    row(Kind::Action, "decide-application", &[], None),
    row(Kind::Action, "decide-kyc", &[], None),
    row(Kind::Action, "set-card-status", &[], None),
    row(Kind::Action, "make-card", &[CreatesCustomer], Some(Cards)),
    row(Kind::Action, "make-program", &[], None),
    row(Kind::Action, "set-program", &[], None),
    row(Kind::Action, "set-adapter", &[], None),
    row(Kind::Action, "decide-operation", &[], None),
    row(Kind::Action, "finish-order", &[], None),
    row(Kind::Action, "activate-card", &[], None),
    row(Kind::Action, "ship-card", &[Ships], None),
    row(Kind::Action, "deposit", &[Money], None),
    row(Kind::Action, "confirm-deposit", &[], None),
    row(Kind::Action, "authorize", &[Money], None),
    row(Kind::Action, "increment", &[Money], None),
    row(Kind::Action, "clear", &[Money], None),
    row(Kind::Action, "reverse", &[], None),
    row(Kind::Action, "expire", &[], None),
    row(Kind::Action, "refund", &[Money], None),
    row(Kind::Action, "decline", &[], None),
    row(Kind::Action, "close-statement", &[Irreversible], None),
    row(Kind::Action, "pay-statement", &[Money], None),
];

/// The costs of the operations of a surface; none for one without a suite.
pub fn of_surface(surface: Surface) -> &'static [Row] {
    COSTS.iter().find(|(code, _)| *code == surface).map_or(&[], |(_, rows)| rows)
}

/// The row of an operation of a surface, or of a back office where there is none; `None` for one
/// that nobody has looked at.
pub fn of(surface: Option<Surface>, name: &str) -> Option<&'static Row> {
    match surface {
        Some(surface) => surfaces::row(surface, name),
        None => BACK_OFFICE.iter().find(|row| row.name == name),
    }
}

/// The names of the operations of a kind, in order of the table.
pub fn names(rows: &'static [Row], kind: Kind) -> impl Iterator<Item = &'static str> {
    rows.iter().filter(move |row| row.kind == kind).map(|row| row.name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::budget::Operation;

    #[test]
    fn no_operation_has_two_rows() {
        for rows in COSTS.iter().map(|(_, rows)| *rows).chain([BACK_OFFICE]) {
            let names: BTreeSet<_> = rows.iter().map(|row| row.name).collect();
            assert_eq!(names.len(), rows.len());
        }
    }

    #[test]
    fn what_nobody_has_looked_at_costs_everything() {
        let unknown = Operation::of(Some(Surface::AG), "payEverybody");
        assert_eq!(unknown.costs, Cost::ALL.iter().copied().collect());
        assert_eq!(unknown.uses.keys().copied().collect::<Vec<_>>(), [Cards, Customers]);
    }

    /// A row is changed here and there, or not at all: a cost that is lost is money that moves
    /// unasked.
    #[test]
    fn the_table_is_as_it_was_looked_at() {
        let tables = COSTS.iter().map(|(surface, rows)| (surface.code(), *rows));
        let all = tables.chain([("back office", BACK_OFFICE)]);
        let lines = all.flat_map(|(of, rows)| rows.iter().map(move |row| (of, row)));
        let lines = lines.map(|(of, row)| {
            let costs: Vec<_> = row.costs.iter().map(|cost| cost.tag()).collect();
            let uses = row.uses.map(|uses| format!(" uses {}", uses.name())).unwrap_or_default();
            let costs = if costs.is_empty() { "nothing".to_owned() } else { costs.join(" ") };
            let amount = row.amount.map(|amount| format!(" of {amount:?}")).unwrap_or_default();
            let quote = match row.quote {
                Some(QuotePart::Makes(amount)) => format!(" quotes {amount:?}"),
                Some(QuotePart::Executes(id)) => format!(" of the quote {id}"),
                None => String::new(),
            };
            format!("{of} {:?} {}: {costs}{uses}{amount}{quote}", row.kind, row.name)
        });
        insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn every_operation_of_the_scenarios_has_a_row() {
        let places: Vec<_> =
            COSTS.iter().map(|(surface, _)| Some(*surface)).chain([None]).collect();
        let unknown: BTreeSet<_> = include_str!("../../../fixtures/operations.tsv")
            .lines()
            .flat_map(|line| line.split('\t').skip(5))
            .flat_map(|counts| counts.split(','))
            .filter_map(|one| one.split_once('='))
            .map(|(name, _)| name)
            .filter(|name| places.iter().all(|place| of(*place, name).is_none()))
            .collect();
        // Scenarios about endpoints that no server has.
        assert_eq!(unknown, BTreeSet::from(["/users/forget"]));
    }
}
