//! The operations as they are explained in advance (SB 6.1), and the checks that each makes.

use futures::future::BoxFuture;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    ENVELOPE, Envelope, PATH,
    checks::{FIELDS, KEY_GIVEN, PROVIDER, SUBSCRIPTION},
    endpoints::ENDPOINTS,
    stamp,
};
use crate::{
    command::{Check, Command},
    gate::{self, Door, Explained, RequestToExplain},
    programs::prepaid::commands::{
        OrderCard, OrderStatusChange, OrderTopup, RegisterUser, SubmitHolder,
    },
    surfaces::{Draft, ExplainedApi, ExplainedOperation, InputError, Wanted, refuse_strangers},
    world::{Principal, World},
    worlds::Handle,
};

/// Checks that every operation makes first.
const ENTRY: &[Check] = &[KEY_GIVEN, FIELDS];

/// The check of the provider, which is the last one of those that have one.
const LAST: &[Check] = &[PROVIDER];

const fn operation(name: &'static str, checks: &'static [&'static [Check]]) -> ExplainedOperation {
    ExplainedOperation { name, checks }
}

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

impl ExplainedApi for Envelope {
    fn operations(&self) -> &'static [ExplainedOperation] {
        &OPERATIONS
    }

    fn callers(&self, world: &World) -> Vec<String> {
        let all = world.access.credentials.iter();
        let ours = all.filter(|one| one.holder.surface() == Self::SURFACE);
        ours.map(|one| one.label.clone()).collect()
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

    fn explain<'a>(
        &'a self,
        copy: &'a Handle,
        request: &'a RequestToExplain,
        principal: Option<Principal>,
    ) -> BoxFuture<'a, Explained> {
        Box::pin(gate::explain(&ENVELOPE, copy, request, principal))
    }
}
