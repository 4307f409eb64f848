//! The costs of the operations of the managed cards surface.

use crate::{
    budget::costs::{Kind, Row, row},
    target::{
        Cost::{CreatesCustomer, Irreversible, Money},
        Expense::Cards,
    },
};

/// Every operation.
pub(super) const ROWS: &[Row] = &[
    row(Kind::Read, "token.create", &[], None),
    row(Kind::Read, "token.refresh", &[], None),
    row(Kind::Read, "token.verify", &[], None),
    row(Kind::Read, "programs.list", &[], None),
    row(Kind::Call, "cards.create", &[CreatesCustomer], Some(Cards)),
    row(Kind::Read, "cards.list", &[], None),
    row(Kind::Read, "cards.get", &[], None),
    row(Kind::Call, "cards.fund", &[Money], None),
    row(Kind::Call, "cards.withdraw", &[Money], None),
    row(Kind::Call, "cards.freeze", &[], None),
    row(Kind::Call, "cards.unfreeze", &[], None),
    row(Kind::Call, "cards.terminate", &[Irreversible], None),
    row(Kind::Call, "cards.authorize", &[Money], None),
    row(Kind::Read, "cards.ledger", &[], None),
    row(Kind::Read, "authorizations.list", &[], None),
    row(Kind::Read, "authorizations.get", &[], None),
    row(Kind::Call, "authorizations.settle", &[Irreversible, Money], None),
    row(Kind::Call, "authorizations.reverse", &[], None),
    row(Kind::Call, "disputes.create", &[Irreversible], None),
    row(Kind::Read, "disputes.list", &[], None),
    row(Kind::Read, "disputes.get", &[], None),
    row(Kind::Call, "disputes.cancel", &[Irreversible], None),
    row(Kind::Read, "wallets.list", &[], None),
    row(Kind::Read, "operations.list", &[], None),
    row(Kind::Read, "operations.get", &[], None),
    row(Kind::Read, "deliveries.get", &[], None),
    row(Kind::Call, "deliveries.retry", &[], None),
];
