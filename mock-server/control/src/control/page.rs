//! Pages of lists (SB 2.1): every list of the control plane begins and ends here.

use axum::Json;
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use serde_json::Value;
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use super::Problem;

/// The most and the usual number of items of a page.
const MOST: usize = 1000;
const USUAL: usize = 100;

/// Page of a list that is asked for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Paging {
    /// The most items that the page has, 0 to 1000; 0 asks for the total only.
    #[serde(default)]
    #[param(inline, value_type = Option<Limit>)]
    limit: Limit,
    /// The `next` of the page before.
    #[param(value_type = Option<String>)]
    after: Option<String>,
}

/// The most items that a page has, 0 to 1000.
#[derive(Clone, Copy)]
struct Limit(usize);

impl Default for Limit {
    fn default() -> Self {
        Self(USUAL)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let limit = text.parse().ok().filter(|limit| *limit <= MOST);
        limit.map(Self).ok_or_else(|| D::Error::custom(format!("0 to {MOST}")))
    }
}

impl PartialSchema for Limit {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(0))
            .maximum(Some(MOST as f64))
            .default(Some(USUAL.into()))
            .into()
    }
}

impl ToSchema for Limit {}

/// A page of a list.
#[derive(Serialize, ToSchema)]
pub(super) struct Page<T = Value> {
    items: Vec<T>,
    /// The number of items of the whole list.
    total: usize,
    /// The cursor of the page behind this one; null on the last page.
    next: Option<String>,
    /// The number of items that are not held any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) dropped: Option<u64>,
    /// True when there were enough items, of a list that was waited for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) enough: Option<bool>,
}

/// A page, or the refusal of its cursor.
pub(super) type Listed<T = Value> = Result<Json<Page<T>>, Problem>;

impl Page {
    /// All of a list that has no pages.
    pub(super) fn whole(items: Vec<Value>) -> Json<Self> {
        Json(Self { total: items.len(), items, next: None, dropped: None, enough: None })
    }
}

impl Paging {
    /// The page of a list that only grows; the cursor is the number of the last item. Only what is
    /// on the page is rendered.
    pub(super) fn of<T, Shown>(
        &self,
        mut items: impl Iterator<Item = T>,
        render: impl Fn(T) -> Shown,
    ) -> Listed<Shown> {
        let after = self.number()?.unwrap_or(0);
        let skipped = items.by_ref().take(usize::try_from(after).unwrap_or(usize::MAX)).count();
        let page: Vec<_> = items.by_ref().take(self.limit.0).map(render).collect();
        let end = skipped + page.len();
        let total = end + items.count();
        let next = (end < total && !page.is_empty()).then(|| end.to_string());
        Ok(Json(Page { items: page, total, next, dropped: None, enough: None }))
    }

    /// The page of a list of which items may go away; the cursor is the key of the last item.
    /// `is_behind` tells whether an item comes behind a cursor.
    pub(super) fn behind<T>(
        &self,
        items: Vec<T>,
        is_behind: impl Fn(&T) -> bool,
        key: impl Fn(&T) -> String,
        render: impl Fn(&T) -> Value,
    ) -> Page {
        let total = items.len();
        let mut rest = items.iter().filter(|item| is_behind(item));
        let page: Vec<&T> = rest.by_ref().take(self.limit.0).collect();
        let last = page.last().map(|item| key(item));
        let next = rest.next().and(last);
        Page {
            items: page.into_iter().map(render).collect(),
            total,
            next,
            dropped: None,
            enough: None,
        }
    }

    /// The cursor as it was given.
    pub(super) fn after(&self) -> Option<&str> {
        self.after.as_deref()
    }

    /// The cursor of a list whose cursors are numbers.
    pub(super) fn number(&self) -> Result<Option<u64>, Problem> {
        let wrong = |_| Problem::invalid("?after", "what `next` said");
        self.after.as_deref().map(str::parse).transpose().map_err(wrong)
    }
}
