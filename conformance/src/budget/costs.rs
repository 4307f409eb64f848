//! The costs of operations: one row for each mutation of the GraphQL surfaces, each endpoint of the
//! envelope surface and each action of a back office.
//!
//! An operation without a row costs everything: safe mode refuses it, and it counts against every
//! budget. So a mutation that a server has and nobody has looked at is never sent unasked.

use crate::target::{
    Cost::{self, CreatesCustomer, Irreversible, Money, Ships},
    Expense::{self, Cards, Customers},
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
}

/// Kinds of operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A mutation of the partner surface that partners run (partner guide, "Mutations").
    Mutation,
    /// A mutation that is in the schema and that no partner can run. It costs what it would cost on
    /// a server that fails to block it.
    Blocked,
    /// A mutation of the in-app surface that the partner surface has under another name, or not.
    InApp,
    /// A mutation in one of its forms, told from the others by its input.
    Form,
    /// An endpoint of the envelope surface that changes something.
    Call,
    /// An endpoint of the envelope surface that only reads.
    Read,
    /// An action of a hook or of a sandbox's back office.
    Action,
}

const fn row(kind: Kind, name: &'static str, costs: &'static [Cost], uses: Option<Expense>) -> Row {
    Row { name, kind, costs, uses }
}

/// Every operation that is known.
pub const TABLE: &[Row] = &[
    // Partner surface.
    row(Kind::Mutation, "createPartnerCustomerOrganization", &[CreatesCustomer], Some(Customers)),
    row(Kind::Mutation, "createCardApplicationForPartnerUser", &[CreatesCustomer], Some(Customers)),
    row(Kind::Mutation, "createCard", &[CreatesCustomer], Some(Cards)),
    row(Kind::Form, "createCard physical", &[CreatesCustomer, Ships], Some(Cards)),
    row(Kind::Mutation, "freezeCard", &[], None),
    row(Kind::Mutation, "unfreezeCard", &[], None),
    row(Kind::Mutation, "lockCard", &[], None),
    row(Kind::Mutation, "unlockCard", &[], None),
    row(Kind::Mutation, "cancelCard", &[Irreversible], None),
    row(Kind::Mutation, "replaceCard", &[CreatesCustomer, Irreversible, Ships], Some(Cards)),
    row(Kind::Mutation, "replaceVirtualCard", &[CreatesCustomer, Irreversible], Some(Cards)),
    row(Kind::Mutation, "updateCardLimit", &[], None),
    row(Kind::Mutation, "updateCardNickname", &[], None),
    row(Kind::Mutation, "updateCardUserProfile", &[], None),
    row(Kind::Mutation, "updateCardCompanyAddress", &[], None),
    row(Kind::Mutation, "validateAddress", &[], None),
    row(Kind::Mutation, "validateCardShippingAddress", &[], None),
    row(Kind::Mutation, "autocompleteAddress", &[], None),
    row(Kind::Mutation, "resolvePlaceAddress", &[], None),
    row(Kind::Mutation, "chargeCard", &[Money], None),
    row(Kind::Mutation, "generateEncryptionKeys", &[], None),
    row(Kind::Mutation, "setCardPin", &[], None),
    row(Kind::Mutation, "getCardPin", &[], None),
    row(Kind::Mutation, "revealCardSecrets", &[], None),
    row(Kind::Blocked, "createCardApplication", &[CreatesCustomer], Some(Customers)),
    row(Kind::Blocked, "createCardCorporateApplication", &[CreatesCustomer], Some(Customers)),
    row(Kind::Blocked, "cardWithdraw", &[Irreversible, Money], None),
    row(Kind::Blocked, "payInvoiceWithCardBalance", &[Irreversible, Money], None),
    row(Kind::Blocked, "freezeCardByCardId", &[], None),
    row(Kind::Blocked, "unfreezeCardByCardId", &[], None),
    row(Kind::Blocked, "cancelCardByCardId", &[Irreversible], None),
    row(Kind::Blocked, "updateCardLimitByCardId", &[], None),
    row(Kind::Blocked, "chargeCardByCardUserId", &[Irreversible, Money], None),
    row(Kind::Blocked, "createCardByCardUserId", &[CreatesCustomer], Some(Cards)),
    // In-app surface.
    row(Kind::InApp, "createRainCardApplication", &[CreatesCustomer], Some(Customers)),
    row(Kind::InApp, "createRainCard", &[CreatesCustomer], Some(Cards)),
    row(Kind::Form, "createRainCard physical", &[CreatesCustomer, Ships], Some(Cards)),
    row(Kind::InApp, "freezeRainCard", &[], None),
    row(Kind::InApp, "unfreezeRainCard", &[], None),
    row(Kind::InApp, "lockRainCard", &[], None),
    row(Kind::InApp, "unlockRainCard", &[], None),
    row(Kind::InApp, "cancelRainCard", &[Irreversible], None),
    row(Kind::InApp, "replaceRainCard", &[CreatesCustomer, Irreversible, Ships], Some(Cards)),
    row(Kind::InApp, "replaceVirtualRainCard", &[CreatesCustomer, Irreversible], Some(Cards)),
    row(Kind::InApp, "updateRainCardLimit", &[], None),
    row(Kind::InApp, "update_AgioCard_card_by_pk", &[], None),
    row(Kind::InApp, "setRainCardPin", &[], None),
    row(Kind::InApp, "getRainCardPin", &[], None),
    row(Kind::InApp, "revealRainCardSecrets", &[], None),
    row(Kind::InApp, "smartWalletSwapQuote", &[], None),
    row(Kind::InApp, "smartWalletExecuteSwapQuote", &[Irreversible, Money], None),
    row(Kind::InApp, "smartWalletSwap", &[Irreversible, Money], None),
    row(Kind::InApp, "createCardDispute", &[Irreversible], None),
    // Envelope surface.
    row(Kind::Call, "/users/create", &[CreatesCustomer], Some(Customers)),
    row(Kind::Read, "/users/get", &[], None),
    row(Kind::Read, "/cards/products", &[], None),
    row(Kind::Call, "/cardholders/create", &[CreatesCustomer], Some(Customers)),
    row(Kind::Read, "/cardholders/get", &[], None),
    row(Kind::Call, "/cards/create", &[CreatesCustomer, Money], Some(Cards)),
    row(Kind::Read, "/cards/get", &[], None),
    row(Kind::Read, "/cards/details", &[], None),
    row(Kind::Read, "/cards/balance", &[], None),
    row(Kind::Read, "/cards/txs", &[], None),
    row(Kind::Call, "/cards/topup", &[Money], None),
    row(Kind::Call, "/cards/freeze", &[], None),
    row(Kind::Call, "/cards/unfreeze", &[], None),
    row(Kind::Read, "/orders/check", &[], None),
    row(Kind::Read, "/project/wallet/trc20", &[], None),
    row(Kind::Read, "/project/balance", &[], None),
    row(Kind::Call, "/wh/subscribe", &[], None),
    row(Kind::Call, "/wh/unsubscribe", &[], None),
    row(Kind::Read, "/wh/subscriptions", &[], None),
    // Back office: hooks and the control plane of a sandbox.
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
    row(Kind::Action, "make-applicant", &[CreatesCustomer], Some(Customers)),
    row(Kind::Action, "make-user", &[CreatesCustomer], Some(Customers)),
    row(Kind::Action, "make-project", &[CreatesCustomer], Some(Customers)),
    row(Kind::Action, "make-product", &[], None),
    row(Kind::Action, "satisfy", &[CreatesCustomer], Some(Customers)),
    row(Kind::Action, "make-credential", &[], None),
    row(Kind::Action, "revoke-credential", &[Irreversible], None),
    row(Kind::Action, "expire-credential", &[Irreversible], None),
    row(Kind::Action, "rotate-credential", &[Irreversible], None),
    row(Kind::Action, "end-session", &[], None),
    row(Kind::Action, "set-kyc", &[], None),
    row(Kind::Action, "drop-applicant", &[], None),
    row(Kind::Action, "decide-application", &[], None),
    row(Kind::Action, "decide-kyc", &[], None),
    row(Kind::Action, "set-card-status", &[], None),
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

/// The row of an operation; `None` for one that nobody has looked at.
pub fn of(name: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.name == name)
}

/// The names of all operations of a kind, in order of the table.
pub fn names(kind: Kind) -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter(move |row| row.kind == kind).map(|row| row.name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::budget::Operation;

    #[test]
    fn no_operation_has_two_rows() {
        let names: BTreeSet<_> = TABLE.iter().map(|row| row.name).collect();
        assert_eq!(names.len(), TABLE.len());
    }

    #[test]
    fn what_nobody_has_looked_at_costs_everything() {
        let unknown = Operation::named("payEverybody");
        assert_eq!(unknown.costs, Cost::ALL.iter().copied().collect());
        assert_eq!(unknown.uses.keys().copied().collect::<Vec<_>>(), [Cards, Customers]);
    }

    /// A row is changed here and there, or not at all: a cost that is lost is money that moves
    /// unasked.
    #[test]
    fn the_table_is_as_it_was_looked_at() {
        let lines = TABLE.iter().map(|row| {
            let costs: Vec<_> = row.costs.iter().map(|cost| cost.tag()).collect();
            let uses = row.uses.map(|uses| format!(" uses {}", uses.name())).unwrap_or_default();
            let costs = if costs.is_empty() { "nothing".to_owned() } else { costs.join(" ") };
            format!("{:?} {}: {costs}{uses}", row.kind, row.name)
        });
        insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn every_operation_of_the_scenarios_has_a_row() {
        let unknown: BTreeSet<_> = include_str!("../../../fixtures/operations.tsv")
            .lines()
            .flat_map(|line| line.split('\t').skip(5))
            .flat_map(|counts| counts.split(','))
            .filter_map(|one| one.split_once('='))
            .map(|(name, _)| name)
            .filter(|name| of(name).is_none())
            .collect();
        // Scenarios about endpoints that no server has.
        assert_eq!(unknown, BTreeSet::from(["/users/forget"]));
    }
}
