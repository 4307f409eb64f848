//! Operations that a request asks for, before anything of it is checked: faults are compared with
//! them.

use super::body;
use crate::{
    gate::Received,
    graphql::{self, Documents, Given, Prepared, Root},
    world::faults::Call,
};

/// The types of what arguments name, and the arguments.
pub(crate) const NAMED: [(&str, &str); 7] = [
    ("card", "cardId"),
    ("application", "cardApplicationId"),
    ("card_user", "cardUserId"),
    ("session", "sessionId"),
    ("wallet", "digitalWalletId"),
    ("quote", "quoteId"),
    ("transaction", "transactionId"),
];
/// Longer than any id is; what is longer names nothing.
const LONGEST_ID: usize = 100;

/// The calls of a request, as far as it can be read. `introspects` tells whether a document only
/// asks about the schema.
pub(crate) fn calls(
    documents: &Documents,
    received: &Received,
    introspects: impl FnOnce(&Prepared) -> bool,
) -> Vec<Call> {
    let read = || {
        let Received::Whole(bytes) = received else { return None };
        let posted = body::read(bytes).ok()?;
        let prepared = documents.read(&posted.query).ok()?;
        if introspects(&prepared) {
            let operation = "introspection".to_owned();
            return Some(vec![Call { operation, ..Call::default() }]);
        }
        let operation = graphql::choose(&prepared.document, posted.operation.as_deref()).ok()?;
        let roots = graphql::roots(&prepared.document, operation, &posted.variables);
        Some(roots.iter().map(call).collect())
    };
    let calls = read().filter(|calls: &Vec<_>| !calls.is_empty());
    calls.unwrap_or_else(|| vec![Call::default()])
}

/// One root field, and what it names.
pub(crate) fn call(root: &Root<'_>) -> Call {
    let entity = |kind: &str, value: Given<'_>| match value {
        Given::Text(text) if text.len() <= LONGEST_ID => Some(format!("{kind}:{text}")),
        Given::Number(number) => Some(format!("{kind}:{number}")),
        _ => None,
    };
    let entities = NAMED.iter().filter_map(|(kind, name)| entity(kind, root.argument(name)?));
    Call { operation: root.name().to_owned(), entities: entities.collect(), errors: Vec::new() }
}
