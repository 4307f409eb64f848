//! Pages of lists, and the cursors between them (MC 4.4).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;
use utoipa::ToSchema;

use super::query::Query;
use crate::{rulebook::mc, world::access::Nonce};

/// A page of a list.
#[derive(Serialize, ToSchema)]
pub(super) struct PageBody<T> {
    /// At most `limit` items, newest first.
    results: Vec<T>,
    /// Place of the next page; null on the last one.
    #[schema(required, extensions(("x-class" = json!("plain"))))]
    next_cursor: Option<String>,
}

/// A page as a caller asks for it.
pub(super) struct PageRequest {
    limit: usize,
    /// Number of the last row of the page before.
    after: Option<i32>,
    /// Digest of caller, list and filters, to which a cursor belongs.
    scope: String,
    overlaps: bool,
}

/// A row and its number.
pub(super) struct Item<'w, T> {
    pub(super) id: i32,
    pub(super) row: &'w T,
}

/// Rows of a page.
pub(super) struct Listing<'w, T> {
    rows: Vec<&'w T>,
    next_cursor: Option<String>,
}

impl PageRequest {
    /// The page that a query asks for, of the list of an operation with these filters. What is wrong
    /// with it is noted in the query.
    pub(super) fn read(
        query: &Query,
        rules: &mc::Page,
        (operation, caller): (&str, &str),
        filters: &[&str],
    ) -> Self {
        let filters = filters.iter().map(|name| query.get(name).unwrap_or_default());
        let parts: Vec<&[u8]> =
            [operation, caller].into_iter().chain(filters).map(str::as_bytes).collect();
        let scope = Nonce::of(&parts).text()[..16].to_owned();
        let limit = query.get("limit").map_or(Some(rules.default_limit), |text| limit(text, rules));
        if limit.is_none() {
            query.wrong("limit", &format!("Must be an integer from 1 to {}.", rules.max_limit));
        }
        let cursor = query.get("cursor");
        let after = cursor.and_then(|text| read(text, &scope));
        if cursor.is_some() && after.is_none() {
            query.wrong("cursor", "Is not a cursor of this list.");
        }
        let limit = limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(1);
        Self { limit, after, scope, overlaps: rules.cursor_overlap }
    }

    fn cursor(&self, last: i32) -> String {
        URL_SAFE_NO_PAD.encode(format!("{last}:{}", self.scope))
    }
}

fn limit(text: &str, rules: &mc::Page) -> Option<i64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse::<i64>().ok().filter(|_| is_number)?;
    match (1..=rules.max_limit).contains(&number) {
        true => Some(number),
        false => rules.clamps_limit.then(|| number.clamp(1, rules.max_limit)),
    }
}

fn read(cursor: &str, scope: &str) -> Option<i32> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let (last, known) = str::from_utf8(&bytes).ok()?.split_once(':')?;
    let last = last.parse().ok().filter(|last: &i32| *last > 0)?;
    (known == scope).then_some(last)
}

impl<'w, T> Listing<'w, T> {
    /// The page of rows that come newest first.
    pub(super) fn newest(page: &PageRequest, all: impl Iterator<Item = Item<'w, T>>) -> Self {
        let is_after = |id| page.after.is_none_or(|after| id < after + i32::from(page.overlaps));
        Self::of(page, all.filter(|item| is_after(item.id)))
    }

    /// The page of rows that come in the order of their making.
    pub(super) fn forward(page: &PageRequest, all: impl Iterator<Item = Item<'w, T>>) -> Self {
        let is_after = |id| page.after.is_none_or(|after| id > after - i32::from(page.overlaps));
        Self::of(page, all.filter(|item| is_after(item.id)))
    }

    fn of(page: &PageRequest, mut all: impl Iterator<Item = Item<'w, T>>) -> Self {
        let (mut rows, mut last) = (Vec::new(), 0);
        for item in all.by_ref().take(page.limit) {
            last = item.id;
            rows.push(item.row);
        }
        let next_cursor = all.next().map(|_| page.cursor(last));
        Self { rows, next_cursor }
    }

    /// The page with its rows as they are shown.
    pub(super) fn shown<B>(self, show: impl Fn(&'w T) -> B) -> PageBody<B> {
        let results = self.rows.into_iter().map(show).collect();
        PageBody { results, next_cursor: self.next_cursor }
    }
}
