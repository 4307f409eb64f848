//! Validation, permission, execution, and the answer of what was executed (PG 2.3 steps 10 to 13).

use std::sync::Arc;

use async_graphql::{Request, Response, Value as Data, parser::types::OperationType};
use axum::{body::Bytes, http::StatusCode};
use serde_json::{Value, json};

use super::{body::Posted, permissions, refusal::RequestError, schema::Executor};
use crate::{
    gate::{Answer, Content, RequestContext},
    graphql::{self, Coded, Prepared, Reader, Root, SchemaAnswers},
    log::Reason,
    surfaces::table_source::TableSource,
    tables::Source,
};

pub(super) async fn run(
    schema: &Executor,
    context: &Arc<RequestContext>,
    posted: Posted,
    prepared: &Prepared,
    introspects: bool,
) -> Result<Answer, RequestError> {
    let name = posted.operation.as_deref();
    let operation = graphql::choose(&prepared.document, name).map_err(RequestError::invalid)?;
    let checker = &schema.judge(context.rules()).checker;
    let errors = prepared.errors(checker);
    if !errors.is_empty() {
        return Err(RequestError::all_invalid(errors));
    }
    let misfits = checker.misfits(operation, &posted.variables);
    if !misfits.is_empty() {
        return Err(RequestError::all_invalid(&misfits));
    }
    if operation.ty == OperationType::Subscription {
        let message = "Schema is not configured to execute subscription operation.";
        return Err(RequestError::invalid(message.to_owned()));
    }
    let document = prepared.flat(operation, &posted.variables);
    let operation = graphql::choose(&document, None).map_err(RequestError::invalid)?;
    let reader = Reader { document: &document, operation, variables: &posted.variables };
    let model = || schema.model(context.rules());
    if let Some(excess) = graphql::excess(reader, &model) {
        return Err(RequestError::invalid(excess));
    }
    if !introspects {
        let roots = graphql::roots(&document, operation, &posted.variables);
        if context.rules().permissions.precheck
            && let Err((operation, said)) = permissions::check(context, &roots)
        {
            context.expect(vec![operation]);
            return Err(RequestError::OperationError(said));
        }
        ask_hasura(context, &roots)?;
    }
    let shown = SchemaAnswers::of(reader, &model);
    let response = match shown.rest(&document) {
        None => Response::new(Data::Object(Default::default())),
        Some(rest) => {
            let source: Arc<dyn Source> = Arc::new(TableSource::of(context));
            let variables = posted.variables.clone();
            let mut request =
                Request::new("").variables(variables).data(context.clone()).data(source);
            request.set_parsed_query(rest);
            schema.schema.execute(request).await
        }
    };
    if introspects {
        context.note("introspection", None, Reason::Ok);
    }
    answer(context, shown.joined(response))
}

/// Hasura must be there for a request that reads tables, and well (PG 2.3 step 12).
fn ask_hasura(context: &RequestContext, roots: &[Root<'_>]) -> Result<(), RequestError> {
    if !roots.iter().any(|root| root.name().starts_with("AgioCard_")) {
        return Ok(());
    }
    if context.strikes("hasura-503") {
        return Err(RequestError::HasuraDown);
    }
    if context.strikes("hasura-502") {
        return Err(RequestError::HasuraError);
    }
    Ok(())
}

/// Answer of the gateway to an executed document.
fn answer(context: &RequestContext, response: Response) -> Result<Answer, RequestError> {
    let errors: Vec<Coded> = response.errors.iter().map(graphql::coded).collect();
    let Some(first) = errors.first() else {
        let mut body = b"{\"data\":".to_vec();
        graphql::written(&response.data, &mut body);
        body.push(b'}');
        return Ok(success(context, body.into()));
    };
    match first.code.as_str() {
        graphql::VALIDATION_FAILED => Err(RequestError::Invalid(errors)),
        code => {
            let status = match code {
                "FORBIDDEN" => StatusCode::FORBIDDEN,
                "SERVICE_UNAVAILABLE" => return Err(RequestError::NonceStore),
                "BAD_REQUEST" => StatusCode::BAD_REQUEST,
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            };
            let mut body = json!({});
            if status != StatusCode::BAD_REQUEST {
                let mut data = Vec::new();
                graphql::written(&response.data, &mut data);
                body["data"] = serde_json::from_slice(&data).unwrap_or(Value::Null);
            }
            body["errors"] = super::refusal::entries(&errors);
            Ok(Answer::json(status, body, Reason::Internal).answering(context.done()))
        }
    }
}

fn success(context: &RequestContext, body: Bytes) -> Answer {
    Answer {
        status: StatusCode::OK,
        headers: Vec::new(),
        content_type: "application/json; charset=utf-8",
        content: Content::Bytes(body),
        done: context.done(),
    }
}
