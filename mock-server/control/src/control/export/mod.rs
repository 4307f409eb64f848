//! Sessions in other forms (SB 15): as a scenario of the suite, a script of a shell, a HAR, or a
//! journal.
//!
//! [`scratch`] runs the session again in a world that obeys every rule, so that a scenario demands
//! the right answers even of a server that showed a fault. [`asked`] takes everything secret out of
//! a request, and [`references`] gives names to what earlier answers told. What is left is text, and
//! [`gherkin`], [`curl`] and [`har`] write it down.

mod answered;
mod asked;
mod clear;
mod curl;
mod fixture_names;
mod gherkin;
mod har;
mod literals;
mod origin;
mod references;
mod scratch;
mod session;

use std::sync::Arc;

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    Control, Problem,
    extract::InWorld,
    journal::{ImportError, refusal},
    query::{Flag, Number, Query},
};
use crate::{
    log::{Entry, RedactionContext},
    mocked_api::MockedApi,
    world::{Record, World, strip::stripped},
};
use scratch::Item;

/// Form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ExportForm {
    /// A feature with one scenario, in the words of the suite.
    Gherkin,
    /// A script of a POSIX shell.
    Curl,
    /// HAR 1.2.
    Har,
    /// The journal.
    Journal,
}

impl ExportForm {
    /// Media type of the text.
    fn media_type(self) -> &'static str {
        match self {
            Self::Gherkin => "text/x-gherkin; charset=utf-8",
            Self::Curl => "text/x-shellscript; charset=utf-8",
            Self::Har => "application/json",
            Self::Journal => "application/x-ndjson",
        }
    }
}

/// Requests that an export tells of, by their numbers; both bounds belong to them.
#[derive(Clone, Copy, Debug)]
pub struct ExportRange {
    /// Number of the first request. Of those before it, the ones that changed something are told as
    /// preparation.
    pub from: u64,
    /// Number of the last request.
    pub to: u64,
}

/// A session that can be written down.
pub(super) struct Material<'a> {
    /// Records of the journal.
    pub(super) records: &'a [Record],
    /// Requests in the log; those that are only in the journal are read from there.
    pub(super) entries: &'a [Arc<Entry>],
    /// The secrets and names of the world.
    pub(super) redaction: &'a RedactionContext,
    /// The mocked APIs.
    pub(super) apis: &'static [&'static dyn MockedApi],
}

/// Form and extent of an export.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// The form.
    #[serde(rename = "as")]
    #[param(inline, rename = "as")]
    form: ExportForm,
    /// Number of the first request; the first of all when absent. A journal has no such bound.
    #[param(inline, value_type = Option<Number>)]
    from: Option<Number>,
    /// Number of the last request; the last of all when absent.
    #[param(inline, value_type = Option<Number>)]
    to: Option<Number>,
    /// Replaces the sealed values of a journal by samples; no other form has any.
    #[serde(default)]
    #[param(inline, value_type = Option<Flag>)]
    strip: Flag,
}

/// Exports the session of a world.
///
/// A scenario (`gherkin`) demands the answers of a server that obeys every rule: it fails on one with
/// the deviations that the session met. PINs are samples of the same kind, and no form has a
/// credential.
#[utoipa::path(get, path = "/worlds/{world}/export", params(Wanted),
    responses((status = 200, description = "The session.", content(
        (String = "text/x-gherkin"), (String = "text/x-shellscript"),
        (serde_json::Value = "application/json"), (String = "application/x-ndjson"),
    ))))]
pub(super) async fn export(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let bounds = (wanted.from.map(|from| from.0), wanted.to.map(|to| to.0));
    if matches!(bounds, (Some(from), Some(to)) if from > to) {
        return Err(Problem::invalid("?from", "it comes behind `to`"));
    }
    if wanted.form == ExportForm::Journal && bounds.0.is_some() {
        return Err(Problem::invalid("?from", "a journal begins with the world itself"));
    }
    let range = ExportRange { from: bounds.0.unwrap_or(1), to: bounds.1.unwrap_or(u64::MAX) };
    handle.settle();
    let (records, entries) = (handle.journal(), handle.log().page().entries);
    let redaction = control.redaction(&handle);
    let material = Material {
        records: &records,
        entries: &entries,
        redaction: &redaction,
        apis: control.apis,
    };
    let text = written(&material, wanted.form, range, wanted.strip.0).await;
    let text = text.map_err(refusal::invalid)?;
    Ok(([(header::CONTENT_TYPE, wanted.form.media_type())], text).into_response())
}

/// Exports a journal: the session is what its records tell. A record that does not lead to a world
/// is an error.
pub async fn exported(
    records: &[Record],
    (form, range, strip): (ExportForm, ExportRange, bool),
    apis: &'static [&'static dyn MockedApi],
) -> Result<String, ImportError> {
    let world = World::replay(records, super::create_world)?;
    let redaction = RedactionContext::of(&world);
    let material = Material { records, entries: &[], redaction: &redaction, apis };
    written(&material, form, range, strip).await
}

async fn written(
    material: &Material<'_>,
    form: ExportForm,
    range: ExportRange,
    strip: bool,
) -> Result<String, ImportError> {
    match form {
        ExportForm::Journal => Ok(journal(material, range.to, strip)?),
        ExportForm::Har if !material.entries.is_empty() => Ok(har::written(
            material.entries.iter().map(|entry| &**entry),
            range,
            material.redaction,
        )),
        ExportForm::Har => {
            let session = scratch::run(material).await?;
            let entries = session.items.iter().filter_map(|item| match item {
                Item::Call(call) => Some(&call.entry),
                Item::Control(_) | Item::Left { .. } => None,
            });
            Ok(har::written(entries, range, material.redaction))
        }
        ExportForm::Gherkin => {
            let session = session::Session::of(material, scratch::run(material).await?, range);
            Ok(gherkin::written(&session))
        }
        ExportForm::Curl => {
            let session = session::Session::of(material, scratch::run(material).await?, range);
            Ok(curl::written(&session))
        }
    }
}

/// The sentence about a request that is left out; one without a number is of the control plane.
fn not_repeated(n: Option<u64>, why: &str) -> String {
    match n {
        Some(n) => format!("Request {n} is not repeated: {why}."),
        None => format!("A control request is not repeated: {why}."),
    }
}

/// The journal up to and including the records of a request.
fn journal(material: &Material<'_>, to: u64, strip: bool) -> Result<String, ImportError> {
    let behind = material.entries.iter().find(|entry| entry.n > to);
    let end = behind.map_or(u64::MAX, |entry| entry.records.start);
    let stripped = if strip { Some(stripped(material.records)?) } else { None };
    let records = stripped.as_deref().unwrap_or(material.records);
    let range = records.iter().filter(|record| record.n < end);
    Ok(range.map(|record| format!("{}\n", record.line())).collect())
}
