//! Validation, permission and execution of a document, in the order that both contracts have
//! (PG 2.3 steps 10 to 13, AG 1.4).

use std::{borrow::Cow, sync::Arc};

use async_graphql::{
    ObjectType, Request, Response, SubscriptionType, Value as Data,
    parser::types::{OperationDefinition, OperationType},
};
use axum::body::Bytes;
use serde_json::{Value, json};

use super::{body::Posted, checks::FITS_SCHEMA, executor::Executor, misread};
use crate::{
    gate::RequestContext,
    graphql::{self, Coded, Prepared, Reader, Root, SchemaAnswers, Unread, VALIDATION_FAILED},
    rulebook::Rulebook,
    table_source::TableSource,
    tables::Source,
};

/// Reason why a document is not executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DocumentError {
    /// The document does not parse, or is too large to be read.
    Parse(String),
    /// The document, its variables or the choice of its operation do not fit the schema.
    Invalid(Vec<Coded>),
    /// The operation is a subscription.
    Subscription,
}

impl DocumentError {
    /// Validation errors.
    pub(crate) fn invalid(messages: &[String]) -> Self {
        let coded = |message: &String| Coded {
            message: message.clone(),
            code: VALIDATION_FAILED.to_owned(),
        };
        Self::Invalid(messages.iter().map(coded).collect())
    }

    /// The first message.
    fn text(&self) -> &str {
        match self {
            Self::Parse(message) => message,
            Self::Invalid(errors) => errors.first().map_or("", |error| &error.message),
            Self::Subscription => "a subscription",
        }
    }

    pub(super) fn one(message: String) -> Self {
        Self::invalid(&[message])
    }

    /// The error of a text that is no document which can be executed. `excess` is said of one that
    /// is too large.
    pub(crate) fn unread<Q, M, S>(
        unread: Unread,
        excess: String,
        executor: &Executor<Q, M, S>,
        rules: &Rulebook,
    ) -> Self
    where
        Q: ObjectType + Default + 'static,
        M: ObjectType + Default + 'static,
        S: SubscriptionType + Default + 'static,
    {
        match unread {
            Unread::Syntax(message) => Self::Parse(message),
            Unread::TooLarge => Self::Parse(excess),
            Unread::Definitions(undefined) => {
                match undefined.errors(&executor.judge(rules).checker).as_slice() {
                    [] => Self::one("Must provide an operation.".to_owned()),
                    messages => Self::invalid(messages),
                }
            }
        }
    }
}

/// Executes a document. `permit` decides about all root fields before any of them runs.
pub(crate) async fn execute<Q, M, S, E>(
    executor: &Executor<Q, M, S>,
    context: &Arc<RequestContext>,
    posted: Posted,
    prepared: &Prepared,
    permit: impl FnOnce(&[Root<'_>]) -> Result<(), E>,
) -> Result<Response, E>
where
    Q: ObjectType + Default + 'static,
    M: ObjectType + Default + 'static,
    S: SubscriptionType + Default + 'static,
    E: From<DocumentError>,
{
    let misreading = context.misreading();
    let posted = misread::posted(misreading, posted, prepared);
    let fitting = checked(executor, context.rules(), &posted, prepared);
    let operation = context.holds(FITS_SCHEMA, fitting, |error| error.text().to_owned())?;
    if operation.ty == OperationType::Subscription {
        return Err(DocumentError::Subscription.into());
    }
    let names = executor.renaming(context.rules());
    let document = match misreading {
        None => prepared.flat(operation, &posted.variables),
        Some(misreading) => Cow::Owned(misread::flat(misreading, prepared, operation, &posted)),
    };
    let document = match names {
        None => document,
        Some(names) => Cow::Owned(names.owned(document)),
    };
    let operation = graphql::choose(&document, None).map_err(DocumentError::one)?;
    let reader = Reader { document: &document, operation, variables: &posted.variables };
    let model = || executor.model(context.rules());
    if let Some(excess) = graphql::excess(reader, &model) {
        return Err(DocumentError::one(excess).into());
    }
    let roots = graphql::roots(&document, operation, &posted.variables);
    refuse_arguments(context, &roots)?;
    permit(&roots)?;
    let shown = SchemaAnswers::of(reader, &model);
    let response = match shown.rest(&document) {
        None => Response::new(Data::Object(Default::default())),
        Some(rest) => {
            let source: Arc<dyn Source> = Arc::new(TableSource::of(context));
            let variables = posted.variables.clone();
            let request =
                Request::new("").variables(variables).data((executor.words)(context.rules()));
            let mut request = request.data(context.clone()).data(source);
            request.set_parsed_query(rest);
            executor.schema().execute(request).await
        }
    };
    let mut response = shown.joined(response);
    if let Some(names) = names {
        names.tell_types(&operation.selection_set.node, &mut response.data);
    }
    Ok(response)
}

/// Refuses a document for the form of an argument, where a deviation asks for that.
fn refuse_arguments(context: &RequestContext, roots: &[Root<'_>]) -> Result<(), DocumentError> {
    for root in roots {
        let mut room = usize::MAX;
        let arguments = || Value::Object(root.arguments(&mut room));
        if let Some(name) = context.refuses_argument(root.name(), arguments) {
            return Err(DocumentError::one(format!("Argument \"{name}\" has an invalid value.")));
        }
    }
    Ok(())
}

/// The operation that a request means, of a document that fits the schema with these variables.
pub(super) fn checked<'p, Q, M, S>(
    executor: &Executor<Q, M, S>,
    rules: &Rulebook,
    posted: &Posted,
    prepared: &'p Prepared,
) -> Result<&'p OperationDefinition, DocumentError>
where
    Q: ObjectType + Default + 'static,
    M: ObjectType + Default + 'static,
    S: SubscriptionType + Default + 'static,
{
    let name = posted.operation.as_deref();
    let operation = graphql::choose(&prepared.document, name).map_err(DocumentError::one)?;
    let checker = &executor.judge(rules).checker;
    let errors = prepared.errors(checker);
    if !errors.is_empty() {
        return Err(DocumentError::invalid(errors));
    }
    match checker.misfits(operation, &posted.variables) {
        misfits if misfits.is_empty() => Ok(operation),
        misfits => Err(DocumentError::invalid(&misfits)),
    }
}

/// The body of an answer without errors, or the errors with the member `data` beside them.
pub(crate) fn judged(response: &Response) -> Result<Bytes, (Vec<Coded>, Value)> {
    let mut data = Vec::new();
    graphql::written(&response.data, &mut data);
    if response.errors.is_empty() {
        return Ok([&b"{\"data\":"[..], &data, b"}"].concat().into());
    }
    let errors = response.errors.iter().map(graphql::coded).collect();
    Err((errors, serde_json::from_slice(&data).unwrap_or(Value::Null)))
}

/// Error entries: exactly `message` and `extensions.code`.
pub(crate) fn entries(errors: &[Coded]) -> Value {
    let entry = |error: &Coded| {
        let message = graphql::abbreviated(error.message.as_str());
        json!({"message": message, "extensions": {"code": error.code}})
    };
    errors.iter().map(entry).collect()
}
