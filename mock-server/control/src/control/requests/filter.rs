//! Filter of the request log (SB 9.1).

use serde::{Deserialize, Deserializer, de::Error};
use serde_json::Value;
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::{
    control::{
        Control, Problem, names,
        query::{Flag, Instant, Wanted},
    },
    log::{Entry, LogRenderer, Outcome, RedactionContext, SHARED},
    surface::Surface,
    world::faults::fits,
    worlds::Handle,
};

/// Filter of requests. A trailing `*` in a name stands for any ending.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::control) struct RequestFilter {
    /// The code of a surface.
    surface: Option<String>,
    /// An operation.
    #[param(inline, value_type = Option<Wanted>)]
    operation: Option<Wanted>,
    /// The label of a credential.
    #[param(inline, value_type = Option<Wanted>)]
    by: Option<Wanted>,
    /// A status like 401, or 4xx.
    #[param(inline, value_type = Option<Status>)]
    status: Option<Status>,
    #[param(inline, value_type = Option<OutcomeWord>)]
    outcome: Option<OutcomeWord>,
    /// An error code.
    #[param(inline, value_type = Option<Wanted>)]
    code: Option<Wanted>,
    /// An entity, `<type>:<id>`.
    #[param(inline, value_type = Option<Wanted>)]
    entity: Option<Wanted>,
    /// A cause of the diagnosis.
    #[param(inline, value_type = Option<Wanted>)]
    cause: Option<Wanted>,
    /// Only requests on which a fault acted.
    #[serde(default)]
    #[param(inline, value_type = Option<Flag>)]
    fault: Flag,
    #[param(inline, value_type = Option<Instant>)]
    since: Option<Instant>,
    #[param(inline, value_type = Option<Instant>)]
    until: Option<Instant>,
    /// A text anywhere in what is shown of a request.
    #[param(inline, value_type = Option<Wanted>)]
    text: Option<Wanted>,
}

/// Outcome of a request.
struct OutcomeWord(Outcome);

/// The words of all outcomes.
const OUTCOMES: [&str; Outcome::ALL.len()] = {
    let mut words = [""; Outcome::ALL.len()];
    let mut at = 0;
    while at < words.len() {
        words[at] = Outcome::ALL[at].word();
        at += 1;
    }
    words
};

impl<'de> Deserialize<'de> for OutcomeWord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let found = Outcome::ALL.into_iter().find(|outcome| outcome.word() == text);
        found.map(Self).ok_or_else(|| D::Error::unknown_variant(&text, &OUTCOMES))
    }
}

impl PartialSchema for OutcomeWord {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(OUTCOMES)).into()
    }
}

impl ToSchema for OutcomeWord {}

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

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| D::Error::custom("a status like 401, or 4xx"))
    }
}

impl PartialSchema for Status {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^([1-5][0-9][0-9]|[1-5]xx)$"))
            .into()
    }
}

impl ToSchema for Status {}

/// A filter of which each name is one that there can be.
pub(super) struct Filter {
    surface: Option<Surface>,
    wanted: RequestFilter,
}

impl RequestFilter {
    /// Refuses a filter that nothing can ever fit. `handle` is the world of the log, which names
    /// the credentials that there can be.
    pub(super) fn check(
        self,
        control: &Control,
        handle: Option<&Handle>,
    ) -> Result<Filter, Problem> {
        let surface = self.surface.as_ref().map(|code| {
            let unknown = || Problem::choice("?surface", code, &control.codes());
            control.served(code).ok_or_else(unknown)
        });
        let surface = surface.transpose()?;
        if self.since.zip(self.until).is_some_and(|(since, until)| since.0 > until.0) {
            return Err(Problem::invalid("?until", "it lies before `since`"));
        }
        let renderers = || control.log_renderers(surface);
        if let Some(wanted) = &self.operation {
            let all = renderers().flat_map(LogRenderer::operations);
            names::known("?operation", "operation", wanted, all)?;
        }
        if let Some(wanted) = &self.cause {
            let all = renderers().flat_map(|log_renderer| log_renderer.causes()).chain(&SHARED);
            names::known("?cause", "cause", wanted, all.map(|cause| cause.name))?;
        }
        if let Some(wanted) = &self.entity {
            names::entity("?entity", wanted, renderers().flat_map(LogRenderer::entity_types))?;
        }
        if let (Some(wanted), Some(handle)) = (&self.by, handle) {
            let labels = names::principals(handle, surface);
            names::known("?by", "credential", wanted, labels.iter().map(String::as_str))?;
        }
        Ok(Filter { surface, wanted: self })
    }
}

impl Filter {
    /// Whether a request is asked for. What can be told without reading bodies is looked at first.
    pub(super) fn fits(&self, entry: &Entry, redaction: &RedactionContext) -> bool {
        (self.surface.is_none() || entry.log_renderer.surface() == self.surface)
            && self
                .wanted
                .status
                .is_none_or(|wanted| entry.status().is_some_and(|s| wanted.means(s)))
            && self.wanted.outcome.as_ref().is_none_or(|outcome| Outcome::of(entry) == outcome.0)
            && (!self.wanted.fault.0 || entry.fault.is_some())
            && self.wanted.since.is_none_or(|since| entry.at >= since.0)
            && self.wanted.until.is_none_or(|until| entry.at <= until.0)
            && self
                .wanted
                .by
                .as_ref()
                .is_none_or(|by| entry.by(redaction).is_some_and(|label| fits(by, label)))
            && self.wanted.operation.as_ref().is_none_or(|wanted| {
                entry.operations(redaction).iter().any(|one| fits(wanted, one))
            })
            && (!self.looks_inside() || self.fits_shown(&entry.shown(redaction)))
    }

    fn looks_inside(&self) -> bool {
        let Self { wanted, .. } = self;
        [&wanted.code, &wanted.entity, &wanted.cause, &wanted.text].into_iter().any(Option::is_some)
    }

    /// Only what is shown can be searched.
    fn fits_shown(&self, shown: &Value) -> bool {
        let has = |list: &Value, wanted: &str| {
            let all = list.as_array().into_iter().flatten().filter_map(Value::as_str);
            all.into_iter().any(|one| fits(wanted, one))
        };
        let causes = || shown["diagnosis"].as_array().into_iter().flatten();
        self.wanted
            .code
            .as_ref()
            .is_none_or(|code| shown["code"].as_str().is_some_and(|one| fits(code, one)))
            && self.wanted.entity.as_ref().is_none_or(|entity| has(&shown["entities"], entity))
            && self.wanted.cause.as_ref().is_none_or(|cause| {
                causes().any(|one| one["cause"].as_str().is_some_and(|one| fits(cause, one)))
            })
            && self.wanted.text.as_ref().is_none_or(|text| shown.to_string().contains(&**text))
    }
}
