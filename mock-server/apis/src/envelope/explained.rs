//! Operations as they are explained in advance (SB 6.1), and the checks that each makes.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Envelope, PATH,
    checks::{FIELDS, KEY_GIVEN, PROVIDER, SUBSCRIPTION},
    endpoints::ENDPOINTS,
    stamp,
};
use crate::{
    command::{Check, Command},
    explained_api::{
        Draft, ExplainedOperation, ExplainedOperations, InputError, Wanted, credential_labels,
        operation, refuse_strangers,
    },
    gate::Door,
    programs::prepaid::commands::{
        OrderCard, OrderStatusChange, OrderTopup, RegisterUser, SubmitHolder,
    },
    world::World,
};

/// Checks that every operation makes first.
const ENTRY: &[Check] = &[KEY_GIVEN, FIELDS];

/// The check of the provider, which is the last one of those that have one.
const LAST: &[Check] = &[PROVIDER];

/// Every operation that changes something.
static OPERATIONS: [ExplainedOperation; 8] = [
    operation("/users/create", &[ENTRY, RegisterUser::CHECKS]),
    operation("/cardholders/create", &[ENTRY, SubmitHolder::CHECKS, LAST]),
    operation("/cards/create", &[ENTRY, OrderCard::CHECKS, LAST]),
    operation("/cards/topup", &[ENTRY, OrderTopup::CHECKS, LAST]),
    operation("/cards/freeze", &[ENTRY, OrderStatusChange::CHECKS, LAST]),
    operation("/cards/unfreeze", &[ENTRY, OrderStatusChange::CHECKS, LAST]),
    operation("/wh/subscribe", &[ENTRY]),
    operation("/wh/unsubscribe", &[ENTRY, &[SUBSCRIPTION]]),
];

impl ExplainedOperations for Envelope {
    fn operations(&self) -> &'static [ExplainedOperation] {
        &OPERATIONS
    }

    fn callers(&self, world: &World, _: &ExplainedOperation) -> Vec<String> {
        credential_labels(world, Self::SURFACE)
    }

    fn draft(&self, _: &World, now: Timestamp, wanted: Wanted) -> Result<Draft, InputError> {
        let endpoint = ENDPOINTS.iter().find(|one| one.path == wanted.operation);
        if let Some(shape) = endpoint.and_then(|endpoint| endpoint.fields.as_ref()) {
            refuse_strangers(&shape.members(), &wanted.input)?;
        }
        let mut body = wanted.input;
        // Requests carry the time at which they are made.
        body.entry(stamp::NAME).or_insert_with(|| json!(now.as_microsecond()));
        let draft = Draft::post(format!("{PATH}{}", wanted.operation), Value::Object(body));
        Ok(draft.with_header("idempotency-key", wanted.idempotency_key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Operations that change nothing.
    const READS: [&str; 11] = [
        "/users/get",
        "/cards/products",
        "/cardholders/get",
        "/cards/get",
        "/cards/details",
        "/cards/balance",
        "/cards/txs",
        "/orders/check",
        "/project/wallet/trc20",
        "/project/balance",
        "/wh/subscriptions",
    ];

    #[test]
    fn every_operation_that_changes_something_is_explained() {
        let all = ENDPOINTS.iter().map(|endpoint| endpoint.path);
        let changing: Vec<&str> = all.filter(|path| !READS.contains(path)).collect();
        let explained: Vec<&str> = OPERATIONS.iter().map(|operation| operation.name).collect();
        assert_eq!(changing, explained);
    }
}
