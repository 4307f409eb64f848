//! The request log (SB 9.1): who asked for what, and what was answered.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Answer, Control, Parameters, Problem, names};
use crate::{
    log::{Entry, Log, LogRenderer, Outcome, RedactionContext, SHARED},
    surface::Surface,
    world::faults::fits,
    worlds::Handle,
};

impl Control {
    /// What it takes to read the log of a world.
    pub(super) fn redaction(&self, handle: &Handle) -> RedactionContext {
        let elsewhere = Arc::new(self.worlds.clone());
        handle.redaction().with_elsewhere(elsewhere).masking_personal(self.mask_personal)
    }

    /// What it takes to read requests that belong to no world: they may hold secrets of any.
    fn sight_of_all(&self) -> RedactionContext {
        let all = self.worlds.all();
        let all = all
            .iter()
            .map(Handle::redaction)
            .fold(RedactionContext::default(), RedactionContext::and);
        all.with_elsewhere(Arc::new(self.worlds.clone())).masking_personal(self.mask_personal)
    }
}

pub(super) async fn list(
    State(control): State<Control>,
    Path(id): Path<String>,
    parameters: Parameters,
) -> Answer {
    let handle = control.world(&id)?;
    let filter = Filter::read(&control, Some(&handle), &parameters)?;
    listed(handle.log(), &control.redaction(&handle), &filter, &parameters)
}

pub(super) async fn unrouted(State(control): State<Control>, parameters: Parameters) -> Answer {
    let filter = Filter::read(&control, None, &parameters)?;
    listed(control.worlds.unrouted(), &control.sight_of_all(), &filter, &parameters)
}

pub(super) async fn show(
    State(control): State<Control>,
    Path((id, number)): Path<(String, String)>,
) -> Answer {
    let handle = control.world(&id)?;
    let entry = number.parse().ok().and_then(|n| handle.log().get(n));
    let entry = entry.ok_or_else(|| {
        let detail = format!("there is no request {number:?} in the log of this world");
        Problem::new(404, "item_unknown", "No such request", detail)
    })?;
    Ok(Json(entry.shown(&control.redaction(&handle))))
}

pub(super) async fn clear(
    State(control): State<Control>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    control.world(&id)?.log().clear();
    Ok(StatusCode::NO_CONTENT)
}

/// Where a request of a world is explained.
pub(super) fn place(handle: &Handle, n: u64) -> String {
    format!("/_sandbox/worlds/{}/requests/{n}", handle.id())
}

fn listed(
    log: &Log,
    redaction: &RedactionContext,
    filter: &Filter<'_>,
    parameters: &Parameters,
) -> Answer {
    let limit = parameters.limit()?;
    let is_ascending = match parameters.text("order") {
        None | Some("desc") => false,
        Some("asc") => true,
        Some(_) => return Err(choices("?order", vec!["asc", "desc"])),
    };
    let after: Option<u64> = parameters
        .text("after")
        .map(|text| text.parse().map_err(|_| Problem::invalid("?after", "what `next` said")))
        .transpose()?;
    let page = log.page();
    let mut found: Vec<&Arc<Entry>> =
        page.entries.iter().filter(|entry| filter.fits(entry, redaction)).collect();
    let total = found.len();
    if !is_ascending {
        found.reverse();
    }
    let comes = |entry: &&Arc<Entry>| match after {
        None => true,
        Some(n) if is_ascending => entry.n > n,
        Some(n) => entry.n < n,
    };
    let mut rest = found.into_iter().filter(comes);
    let items: Vec<_> = rest.by_ref().take(limit).map(|entry| entry.shown(redaction)).collect();
    let last = items.last().map(|item| item["n"].to_string());
    let next = rest.next().and(last);
    Ok(Json(json!({"items": items, "total": total, "next": next, "dropped": page.dropped})))
}

fn choices(place: &str, choices: Vec<&str>) -> Problem {
    Problem::invalid(place, format!("one of {}", choices.join(", "))).with("choices", choices)
}

/// Which requests are asked for.
struct Filter<'a> {
    surface: Option<Surface>,
    operation: Option<&'a str>,
    by: Option<&'a str>,
    status: Option<Status>,
    outcome: Option<Outcome>,
    fault: bool,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
    code: Option<&'a str>,
    entity: Option<&'a str>,
    cause: Option<&'a str>,
    text: Option<&'a str>,
}

/// One status, or all of a hundred.
#[derive(Clone, Copy)]
enum Status {
    Only(u16),
    Hundred(u16),
}

impl Status {
    fn read(text: &str) -> Option<Self> {
        let (digits, one): (&str, fn(u16) -> Self) = match text.strip_suffix("xx") {
            Some(hundred) => (hundred, Self::Hundred),
            None => (text, Self::Only),
        };
        // 1xx to 5xx are all that there are.
        let range = if text.ends_with("xx") { 1..=5 } else { 100..=599 };
        digits.parse().ok().filter(|number| range.contains(number)).map(one)
    }

    fn means(self, status: u16) -> bool {
        match self {
            Self::Only(one) => status == one,
            Self::Hundred(hundred) => status / 100 == hundred,
        }
    }
}

impl<'a> Filter<'a> {
    /// Reads a filter, and refuses one that nothing can ever fit.
    fn read(
        control: &Control,
        handle: Option<&Handle>,
        parameters: &'a Parameters,
    ) -> Result<Self, Problem> {
        let surface = parameters
            .text("surface")
            .map(|code| control.served(code).ok_or_else(|| choices("?surface", control.codes())));
        let surface = surface.transpose()?;
        let status = parameters.text("status").map(|text| {
            let wrong = || Problem::invalid("?status", "a status like 401, or 4xx");
            Status::read(text).ok_or_else(wrong)
        });
        let outcome = parameters.text("outcome").map(|text| {
            let found = Outcome::ALL.into_iter().find(|outcome| outcome.word() == text);
            let all = || choices("?outcome", Outcome::ALL.map(Outcome::word).to_vec());
            found.ok_or_else(all)
        });
        let instant = |name: &str| {
            let text = parameters.text(name);
            let wrong = |_| Problem::invalid(&format!("?{name}"), "an instant");
            text.map(|text| text.parse().map_err(wrong)).transpose()
        };
        let (since, until) = (instant("since")?, instant("until")?);
        if since.zip(until).is_some_and(|(since, until)| since > until) {
            return Err(Problem::invalid("?until", "it lies before `since`"));
        }
        let renderers = || control.log_renderers(surface);
        if let Some(wanted) = parameters.text("operation") {
            let all = renderers().flat_map(LogRenderer::operations);
            names::known("?operation", "operation", wanted, all)?;
        }
        if let Some(wanted) = parameters.text("cause") {
            let all = renderers().flat_map(|log_renderer| log_renderer.causes()).chain(&SHARED);
            names::known("?cause", "cause", wanted, all.map(|cause| cause.name))?;
        }
        if let Some(wanted) = parameters.text("entity") {
            names::entity("?entity", wanted, renderers().flat_map(LogRenderer::entity_types))?;
        }
        if let (Some(wanted), Some(handle)) = (parameters.text("by"), handle) {
            let labels = names::principals(handle, surface);
            names::known("?by", "credential", wanted, labels.iter().map(String::as_str))?;
        }
        Ok(Self {
            surface,
            operation: parameters.text("operation"),
            by: parameters.text("by"),
            status: status.transpose()?,
            outcome: outcome.transpose()?,
            fault: parameters.flag("fault")?,
            since,
            until,
            code: parameters.text("code"),
            entity: parameters.text("entity"),
            cause: parameters.text("cause"),
            text: parameters.text("text"),
        })
    }

    /// What can be told without reading bodies is looked at first.
    fn fits(&self, entry: &Entry, redaction: &RedactionContext) -> bool {
        (self.surface.is_none() || entry.log_renderer.surface() == self.surface)
            && self.status.is_none_or(|wanted| entry.status().is_some_and(|s| wanted.means(s)))
            && self.outcome.is_none_or(|outcome| Outcome::of(entry) == outcome)
            && (!self.fault || entry.fault.is_some())
            && self.since.is_none_or(|since| entry.at >= since)
            && self.until.is_none_or(|until| entry.at <= until)
            && self.by.is_none_or(|by| entry.by(redaction).is_some_and(|label| fits(by, label)))
            && self.operation.is_none_or(|wanted| {
                entry.operations(redaction).iter().any(|one| fits(wanted, one))
            })
            && (!self.looks_inside() || self.fits_shown(&entry.shown(redaction)))
    }

    fn looks_inside(&self) -> bool {
        self.code.or(self.entity).or(self.cause).or(self.text).is_some()
    }

    /// Only what is shown can be searched.
    fn fits_shown(&self, shown: &Value) -> bool {
        let has = |list: &Value, wanted: &str| {
            let all = list.as_array().into_iter().flatten().filter_map(Value::as_str);
            all.into_iter().any(|one| fits(wanted, one))
        };
        let causes = || shown["diagnosis"].as_array().into_iter().flatten();
        self.code.is_none_or(|code| shown["code"].as_str().is_some_and(|one| fits(code, one)))
            && self.entity.is_none_or(|entity| has(&shown["entities"], entity))
            && self.cause.is_none_or(|cause| {
                causes().any(|one| one["cause"].as_str().is_some_and(|one| fits(cause, one)))
            })
            && self.text.is_none_or(|text| shown.to_string().contains(text))
    }
}
