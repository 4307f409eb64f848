//! The client report of a world: the duties that its clients kept or broke (SB 10).
//!
//! The surfaces judge ([`ClientDuties`](crate::client_duties::ClientDuties)); this room collects the
//! verdicts with what the register says of each duty, and writes them down as JSON, as `JUnit` XML
//! or as a page.

mod html;
mod junit;
mod report;

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Deserializer, de::Error};
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};

use super::{Control, extract::InWorld, query::Query};
use report::ClientReport;

/// Form of the report, and what only the client's side knows.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// `json` when absent.
    #[serde(default, rename = "as")]
    #[param(inline, rename = "as", value_type = Option<Form>)]
    form: Form,
    /// The status with which the client's run ended, where it has ended; duties that need it are
    /// unseen without it.
    #[param(inline, value_type = Option<ExitStatus>)]
    exit: Option<ExitStatus>,
}

/// Form of a client report.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Form {
    #[default]
    Json,
    Junit,
    Html,
}

/// Exit status of a process.
#[derive(Clone, Copy)]
struct ExitStatus(i64);

impl<'de> Deserialize<'de> for ExitStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse::<i32>()
            .map(|status| Self(status.into()))
            .map_err(|_| D::Error::custom("an exit status, such as 0 or 1"))
    }
}

impl PartialSchema for ExitStatus {
    fn schema() -> RefOr<Schema> {
        i32::schema()
    }
}

impl ToSchema for ExitStatus {}

/// Tells which duties the world's clients kept or broke.
///
/// The report covers the requests that the log of the world still holds, and the deliveries that
/// the world still keeps. Asking for it changes nothing.
#[utoipa::path(get, path = "/worlds/{world}/client-report", params(Wanted),
    responses((status = 200, description = "The verdict on each duty.", content(
        (ClientReport = "application/json"),
        (String = "application/xml"),
        (String = "text/html"),
    ))))]
pub(super) async fn show(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Query(wanted): Query<Wanted>,
) -> Response {
    let report = ClientReport::of(&control, &handle, wanted.exit.map(|status| status.0));
    match wanted.form {
        Form::Json => Json(report).into_response(),
        Form::Junit => {
            let kind = [(header::CONTENT_TYPE, "application/xml; charset=utf-8")];
            (kind, junit::written(&report)).into_response()
        }
        Form::Html => {
            let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
            (kind, html::page(&report)).into_response()
        }
    }
}
