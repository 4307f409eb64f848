//! Operations as they are explained in advance (SB 6.1), and the checks that each makes.

use jiff::Timestamp;
use serde_json::Value;

use super::{
    ManagedCards,
    checks::{
        ACTIVE, DELIVERABLE, DELIVERY, FIELDS, PASSWORD, REFRESH, STAFF, TOKEN, UNSPENT, USERNAME,
    },
    endpoint::Realm,
    endpoints::ENDPOINTS,
};
use crate::{
    command::{Check, Command},
    explained_api::{
        Draft, ExplainedOperation, ExplainedOperations, InputError, Wanted, operation,
        refuse_strangers,
    },
    programs::managed::{
        checks::FOUND,
        commands::{
            Authorize, CancelDispute, CreateCard, Freeze, Fund, OpenDispute, Reverse, Settle,
            TerminateCard, Unfreeze, Withdraw,
        },
    },
    world::{Principal, World},
};

/// Checks of an operation on what its path names, before its command.
const ON: &[Check] = &[FOUND, FIELDS];

/// Checks of an operation whose path names nothing, before its command.
const NEW: &[Check] = &[FIELDS];

/// Member of the input that stands in the path.
const REFERENCE: &str = "reference";

/// Checks of the repetition of a delivery.
const RETRY: &[Check] = &[STAFF, DELIVERY, FIELDS, DELIVERABLE];

/// Every operation that changes something, and all of tokens.
static OPERATIONS: [ExplainedOperation; 15] = [
    operation("token.create", &[NEW, &[USERNAME, PASSWORD, ACTIVE]]),
    operation("token.refresh", &[NEW, &[TOKEN, REFRESH, ACTIVE, UNSPENT]]),
    operation("token.verify", &[NEW, &[TOKEN, UNSPENT]]),
    operation("cards.create", &[NEW, CreateCard::CHECKS]),
    operation("cards.fund", &[ON, Fund::CHECKS]),
    operation("cards.withdraw", &[ON, Withdraw::CHECKS]),
    operation("cards.freeze", &[ON, Freeze::CHECKS]),
    operation("cards.unfreeze", &[ON, Unfreeze::CHECKS]),
    operation("cards.terminate", &[ON, TerminateCard::CHECKS]),
    operation("cards.authorize", &[ON, Authorize::CHECKS]),
    operation("authorizations.settle", &[ON, Settle::CHECKS]),
    operation("authorizations.reverse", &[ON, Reverse::CHECKS]),
    operation("disputes.create", &[NEW, OpenDispute::CHECKS]),
    operation("disputes.cancel", &[ON, CancelDispute::CHECKS]),
    operation("deliveries.retry", &[RETRY]),
];

impl ExplainedOperations for ManagedCards {
    fn operations(&self) -> &'static [ExplainedOperation] {
        &OPERATIONS
    }

    fn callers(&self, world: &World, operation: &ExplainedOperation) -> Vec<String> {
        let users = world.issuer.managed.users.iter();
        let users = users.flat_map(|user| [user.label.clone(), user.reference.clone()]);
        // Users are told that they may not; for the staff stands the back office.
        let endpoint = ENDPOINTS.iter().find(|one| one.name == operation.name);
        let staff = endpoint.is_some_and(|endpoint| endpoint.realm == Realm::Staff);
        users.chain(staff.then(|| Principal::ops().label)).collect()
    }

    fn draft(&self, _: &World, _: Timestamp, wanted: Wanted) -> Result<Draft, InputError> {
        let mut body = wanted.input;
        let endpoint = ENDPOINTS.iter().find(|one| one.name == wanted.operation);
        let mut path = endpoint.map_or("/", |endpoint| endpoint.path).to_owned();
        if endpoint.is_some_and(|endpoint| endpoint.has_reference()) {
            let Some(Value::String(reference)) = body.shift_remove(REFERENCE) else {
                return Err(InputError::Missing { pointer: "/reference" });
            };
            path = path.replace("{reference}", &reference);
        }
        if let Some(shape) = endpoint.and_then(|endpoint| endpoint.body.as_ref()) {
            refuse_strangers(&shape.members(), &body)?;
        }
        let draft = Draft::post(path, Value::Object(body));
        Ok(draft.with_header("idempotency-key", wanted.idempotency_key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_that_changes_something_is_explained() {
        let posts = ENDPOINTS.iter().filter(|endpoint| !endpoint.is_get());
        let mut changing: Vec<&str> = posts.map(|endpoint| endpoint.name).collect();
        let mut explained: Vec<&str> = OPERATIONS.iter().map(|operation| operation.name).collect();
        changing.sort_unstable();
        explained.sort_unstable();
        assert_eq!(changing, explained);
    }
}
