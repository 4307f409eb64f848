//! Live queries: subscriptions that are answered like the query of the same name, again after each
//! change (AG 8.3).

use std::sync::Arc;

use async_graphql::{
    ObjectType, Request, Response, SubscriptionType,
    parser::types::{DocumentOperations, OperationType},
};

use super::{
    body::Posted,
    execute::{DocumentError, checked},
    executor::Executor,
};
use crate::{
    graphql::{self, Prepared, Reader, Root},
    rulebook::Rulebook,
    tables::Source,
};

/// The root field of a live query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LiveField {
    /// Its name: the operation.
    pub(crate) name: String,
    /// The member of `data` that holds its rows.
    pub(crate) key: String,
}

/// Whether the operation that a request means is a subscription, as far as that can be told of a
/// document that was not validated.
pub(crate) fn is_subscription(posted: &Posted, prepared: &Prepared) -> bool {
    graphql::choose(&prepared.document, posted.operation.as_deref())
        .is_ok_and(|operation| operation.ty == OperationType::Subscription)
}

/// The root field of a subscription that may begin. `permit` decides about its root field.
pub(crate) fn admitted<Q, M, S, E>(
    executor: &Executor<Q, M, S>,
    rules: &Rulebook,
    posted: &Posted,
    prepared: &Prepared,
    permit: impl FnOnce(&[Root<'_>]) -> Result<(), E>,
) -> Result<LiveField, E>
where
    Q: ObjectType + Default + 'static,
    M: ObjectType + Default + 'static,
    S: SubscriptionType + Default + 'static,
    E: From<DocumentError>,
{
    let operation = checked(executor, rules, posted, prepared)?;
    let document = prepared.flat(operation, &posted.variables);
    let operation = graphql::choose(&document, None).map_err(DocumentError::one)?;
    let reader = Reader { document: &document, operation, variables: &posted.variables };
    if let Some(excess) = graphql::excess(reader, &|| executor.model(rules)) {
        return Err(DocumentError::one(excess).into());
    }
    let roots = graphql::roots(&document, operation, &posted.variables);
    let [root] = roots.as_slice() else {
        let said = "A subscription must select one top level field.";
        return Err(DocumentError::one(said.to_owned()).into());
    };
    let field = LiveField { name: root.name().to_owned(), key: root.key().to_owned() };
    permit(&roots)?;
    Ok(field)
}

/// The answer to a live query that was admitted, from a source of rows. It runs as the query of the
/// same name, which has the same arguments and the same answer.
pub(crate) async fn answer<Q, M, S>(
    executor: &Executor<Q, M, S>,
    source: Arc<dyn Source>,
    posted: &Posted,
    prepared: &Prepared,
) -> Response
where
    Q: ObjectType + Default + 'static,
    M: ObjectType + Default + 'static,
    S: SubscriptionType + Default + 'static,
{
    let name = posted.operation.as_deref();
    let operation = graphql::choose(&prepared.document, name).expect("it was chosen before");
    let mut document = prepared.flat(operation, &posted.variables).into_owned();
    if let DocumentOperations::Single(operation) = &mut document.operations {
        operation.node.ty = OperationType::Query;
    }
    let mut request = Request::new("").variables(posted.variables.clone()).data(source);
    request.set_parsed_query(document);
    executor.schema().execute(request).await
}
