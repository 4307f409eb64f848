//! The costs of the calls of the envelope surface.

use crate::{
    budget::costs::{Kind, Row, row},
    target::{
        Cost::{CreatesCustomer, Money},
        Expense::{Cards, Customers},
    },
};

/// Every endpoint.
pub(super) const ROWS: &[Row] = &[
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
];
