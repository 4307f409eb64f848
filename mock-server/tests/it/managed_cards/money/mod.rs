//! Conservation of money over HTTP: whatever callers, the network, the operator and time do in
//! whatever order, every balance is the one that a naive model of the contract has, every ledger
//! adds up to it, no idempotency key charges twice, and events tell the same story.

mod audit;
mod bank;
mod kept;
mod model;
mod office;
mod steps;

use proptest::prelude::*;

use self::bank::Bank;
use crate::story::wait;

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]

    #[test]
    fn every_balance_is_that_of_a_naive_model(
        steps in prop::collection::vec(steps::step(), 40..90),
    ) {
        wait(async {
            let mut bank = Bank::new().await;
            bank.audit_all().await;
            for step in &steps {
                bank.take(step).await;
                bank.audit().await;
            }
            bank.audit_all().await;
        });
    }
}
