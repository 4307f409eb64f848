//! Operations that a request asks for, before anything of it is checked: faults are compared with
//! them.

use axum::http::HeaderMap;

use super::{auth, body, introspection};
use crate::{
    gate::{Received, RequestContext},
    graphql::{self, Documents, Given, Root},
    surface::Surface,
    world::faults::{Call, RequestedCalls},
};

/// Reads the request as far as it can be read.
pub(super) fn look(
    documents: &Documents,
    context: &RequestContext,
    headers: &HeaderMap,
    received: &Received,
) -> RequestedCalls {
    let token = headers.get(auth::API_KEY).and_then(|value| value.to_str().ok());
    let by = context.read(|world| {
        let credential = world.access.credentials.of_token(Surface::PG, token?)?;
        Some(credential.label.clone())
    });
    let calls = calls(documents, context, received).filter(|calls| !calls.is_empty());
    let calls = calls.unwrap_or_else(|| vec![Call::default()]);
    RequestedCalls { surface: Surface::PG, by, calls }
}

fn calls(
    documents: &Documents,
    context: &RequestContext,
    received: &Received,
) -> Option<Vec<Call>> {
    let Received::Whole(bytes) = received else { return None };
    let posted = body::read(bytes).ok()?;
    let prepared = documents.read(&posted.query).ok()?;
    let document = &prepared.document;
    if graphql::only_introspects(document, introspection::exemption(&context.rules().intro)) {
        let operation = "introspection".to_owned();
        return Some(vec![Call { operation, ..Call::default() }]);
    }
    let operation = graphql::choose(document, posted.operation.as_deref()).ok()?;
    Some(graphql::roots(document, operation, &posted.variables).iter().map(call).collect())
}

/// The types of what arguments name, and the arguments.
pub(super) const NAMED: [(&str, &str); 4] = [
    ("card", "cardId"),
    ("application", "cardApplicationId"),
    ("card_user", "cardUserId"),
    ("session", "sessionId"),
];
/// Longer than any id is; what is longer names nothing.
const LONGEST_ID: usize = 100;

/// One root field, and what it names.
pub(super) fn call(root: &Root<'_>) -> Call {
    let entity = |kind: &str, value: Given<'_>| match value {
        Given::Text(text) if text.len() <= LONGEST_ID => Some(format!("{kind}:{text}")),
        Given::Number(number) => Some(format!("{kind}:{number}")),
        _ => None,
    };
    let entities = NAMED.iter().filter_map(|(kind, name)| entity(kind, root.argument(name)?));
    Call { operation: root.name().to_owned(), entities: entities.collect(), errors: Vec::new() }
}
