//! The codes and words of the imitated gateway for what the executing library refuses.

use std::sync::Arc;

use async_graphql::{
    ErrorExtensionValues, Response, ServerError, ValidationResult,
    async_trait::async_trait,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute, NextValidation},
};

/// Code of a document that does not parse.
pub const PARSE_FAILED: &str = "GRAPHQL_PARSE_FAILED";
/// Code of a document that does not fit the schema.
pub const VALIDATION_FAILED: &str = "GRAPHQL_VALIDATION_FAILED";

/// An error with a code, as it goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coded {
    /// For people.
    pub message: String,
    /// `extensions.code`.
    pub code: String,
}

/// What an error says, with the code it has; an error without one is the document's fault.
pub fn coded(error: &ServerError) -> Coded {
    let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
    let code = match code {
        Some(async_graphql::Value::String(code)) => code.clone(),
        _ => VALIDATION_FAILED.to_owned(),
    };
    Coded { message: error.message.clone(), code }
}

/// What graphql-js says of a document that does not parse.
pub fn syntax_error(query: &str, error: &async_graphql::parser::Error) -> String {
    let at = error.positions().next();
    let rest = at.and_then(|at| {
        let line = query.lines().nth(at.line.checked_sub(1)?)?;
        line.char_indices().nth(at.column.checked_sub(1)?).map(|(byte, _)| &line[byte..])
    });
    let found = match rest.map(str::trim_start).and_then(|rest| rest.chars().next()) {
        None => "<EOF>".to_owned(),
        Some(first) if first.is_alphabetic() || first == '_' => {
            let rest = rest.unwrap_or_default().trim_start();
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            format!("Name \"{}\"", &rest[..end])
        }
        Some(first) => format!("\"{first}\""),
    };
    format!("Syntax Error: Expected Name, found {found}.")
}

/// Gives validation errors their code, rewords those that the documents print, and heeds a
/// [`Veto`].
pub struct GatewayWording;

impl ExtensionFactory for GatewayWording {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait]
impl Extension for GatewayWording {
    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        next.run(ctx).await.map_err(|errors| errors.into_iter().map(reworded).collect())
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        match ctx.data_opt::<Veto>() {
            Some(Veto(stops)) if stops() => Response::new(async_graphql::Value::Null),
            _ => next.run(ctx, operation_name).await,
        }
    }
}

/// A check between validation and execution: handed to the schema as data of a request. When it
/// says stop, nothing is executed.
pub struct Veto(pub Box<dyn Fn() -> bool + Send + Sync>);

fn reworded(mut error: ServerError) -> ServerError {
    if let Some(rest) = error.message.strip_prefix("Unknown field ") {
        error.message = format!("Cannot query field {rest}");
    }
    error
        .extensions
        .get_or_insert_with(ErrorExtensionValues::default)
        .set("code", VALIDATION_FAILED);
    error
}
