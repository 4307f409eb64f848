//! Query parameters: which ones a route knows, and how they are read (SB 2.1).

use std::convert::Infallible;

use axum::{
    extract::{FromRequestParts, Query},
    http::{Method, Uri, request::Parts},
};
use indexmap::IndexMap;
use serde_json::{Value, json};

use super::{Answer, Problem};
use axum::Json;

/// The parameters of each route that has any. A route that is not here knows none, so a new one
/// refuses them until it says otherwise.
const KNOWN: [(Method, &str, &[&str]); 17] = [
    (Method::GET, "/worlds", &["label", "limit", "after"]),
    (Method::DELETE, "/worlds", &["label"]),
    (Method::GET, "/catalog/{name}", &["limit", "after"]),
    (Method::GET, "/worlds/{world}/env", &["as"]),
    (Method::POST, "/worlds/{world}/clock/advance", &["dry_run"]),
    (Method::GET, "/worlds/{world}/timers", &["limit", "after"]),
    (Method::GET, "/worlds/{world}/rules", &["prefix", "changed", "limit", "after"]),
    (Method::GET, "/worlds/{world}/faults", &["limit", "after"]),
    (Method::GET, "/worlds/{world}/requests", REQUESTS),
    (Method::GET, "/unrouted", REQUESTS),
    (Method::GET, "/worlds/{world}/stream", &["types"]),
    (Method::GET, "/worlds/{world}/journal", &["from", "to"]),
    (Method::GET, "/worlds/{world}/events", &["type", "entity", "since", "limit", "after"]),
    (Method::GET, "/worlds/{world}/receivers", &["limit", "after"]),
    (Method::GET, "/worlds/{world}/deliveries", &["receiver", "state", "event", "limit", "after"]),
    (Method::GET, "/worlds/{world}/deliveries/{id}", &["raw"]),
    (Method::POST, "/worlds/{world}/ops/{op}", &["dry_run"]),
];

/// All query parameters that a route knows, whatever the method.
pub(super) fn parameters_of(route: &str) -> Vec<&'static str> {
    let known = KNOWN.iter().filter(|(_, path, _)| *path == route);
    let mut all: Vec<_> = known.flat_map(|(_, _, names)| names.iter().copied()).collect();
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|name| seen.insert(*name));
    all
}

/// Which requests of a log, in which order.
const REQUESTS: &[&str] = &[
    "surface",
    "operation",
    "by",
    "status",
    "outcome",
    "code",
    "entity",
    "cause",
    "fault",
    "since",
    "until",
    "text",
    "order",
    "limit",
    "after",
];

/// The most and the usual number of items of a page.
const MOST: usize = 1000;
const USUAL: usize = 100;

/// The query parameters of a request, all of them known to its route and given once.
#[derive(Clone, Debug, Default)]
pub(super) struct Parameters(IndexMap<String, String>);

impl Parameters {
    /// Reads them for a route, which is written as in [`KNOWN`].
    pub(super) fn of(method: &Method, route: &str, uri: &Uri) -> Result<Self, Problem> {
        let method = if method == Method::HEAD { &Method::GET } else { method };
        let known = KNOWN.iter().find(|(verb, path, _)| verb == method && *path == route);
        let known = known.map_or(&[][..], |(_, _, names)| names);
        let Ok(Query(pairs)) = Query::<Vec<(String, String)>>::try_from_uri(uri) else {
            return Err(Problem::invalid("", "the query cannot be read"));
        };
        let mut all = IndexMap::new();
        for (name, value) in pairs {
            let place = format!("?{name}");
            if !known.contains(&name.as_str()) {
                return Err(Problem::unknown_field(&place, &name, known));
            }
            if all.insert(name, value).is_some() {
                return Err(Problem::invalid(&place, "give it once"));
            }
        }
        Ok(Self(all))
    }

    /// A parameter as it was given.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A parameter that is `true` or `false`; false when absent.
    pub(super) fn flag(&self, name: &str) -> Result<bool, Problem> {
        match self.text(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => {
                let detail = format!("{other:?} is neither true nor false");
                Err(Problem::invalid(&format!("?{name}"), detail))
            }
        }
    }

    /// How many items a page has.
    pub(super) fn limit(&self) -> Result<usize, Problem> {
        let limit = self.text("limit").map_or(Ok(USUAL), str::parse);
        let limit = limit.ok().filter(|limit| *limit <= MOST);
        limit.ok_or_else(|| Problem::invalid("?limit", format!("0 to {MOST}")))
    }

    /// The page of a list that only grows; its cursor is the number of the last item.
    pub(super) fn page(&self, items: Vec<Value>) -> Answer {
        self.page_of(items.into_iter(), |item| item)
    }

    /// The same of a list of which only what is on the page is written.
    pub(super) fn page_of<T>(
        &self,
        mut items: impl Iterator<Item = T>,
        shown: impl Fn(T) -> Value,
    ) -> Answer {
        let after = self.text("after").map_or(Ok(0), str::parse::<usize>);
        let after = after.map_err(|_| Problem::invalid("?after", "what `next` said"))?;
        let limit = self.limit()?;
        let skipped = items.by_ref().take(after).count();
        let page: Vec<_> = items.by_ref().take(limit).map(shown).collect();
        let end = skipped + page.len();
        let total = end + items.count();
        let next = (end < total && !page.is_empty()).then(|| end.to_string());
        Ok(Json(json!({"items": page, "total": total, "next": next})))
    }
}

impl<S: Sync> FromRequestParts<S> for Parameters {
    type Rejection = Infallible;

    /// What the front has read; it lets no request in without.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().cloned().unwrap_or_default())
    }
}
