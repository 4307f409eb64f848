//! An operation of the API (MC 4.6): where it is, who may call it, what it does, and how the OpenAPI
//! document shows it.

use std::borrow::Cow;

use axum::http::Method;
use utoipa::{
    ToSchema,
    openapi::{RefOr, schema::Schema},
};

use super::{
    call::{Call, Outcome},
    codes::Code,
    paging::PageBody,
};
use crate::rest_document::Shape;

/// An operation.
pub(super) struct Endpoint {
    /// Its name, such as `cards.fund`.
    pub(super) name: &'static str,
    /// Its method: GET, where HEAD is served too, or POST.
    verb: Verb,
    /// Its path, in which `{reference}` stands for a reference.
    pub(super) path: &'static str,
    /// Those who may call it.
    pub(super) realm: Realm,
    /// The function that does its work.
    pub(super) run: fn(&Call<'_>) -> Outcome,
    /// Its work, in a few words.
    pub(super) summary: &'static str,
    /// Its body, if it takes one.
    pub(super) body: Option<Shape>,
    /// True where all members of the body are optional, so that it may be left out.
    pub(super) is_body_optional: bool,
    /// Filters of a list.
    pub(super) filters: Option<&'static [Filter]>,
    /// Its answer.
    pub(super) answer: Shape,
    /// HTTP status of success.
    pub(super) success: u16,
    /// Codes of its refusals, besides those that every operation of its realm has.
    pub(super) refusals: &'static [Code],
}

/// A method.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    Get,
    Post,
}

/// Those who may call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Realm {
    /// Everybody: the token endpoints.
    Public,
    /// A user with an access token.
    User,
    /// The staff, with the cookie of its session.
    Staff,
}

/// A filter of a list.
pub(super) struct Filter {
    /// Name of the parameter.
    pub(super) name: &'static str,
    /// The words that it takes; any reference or code where there are none.
    pub(super) words: &'static [&'static str],
}

pub(super) const fn any(name: &'static str) -> Filter {
    Filter { name, words: &[] }
}

pub(super) const fn one_of(name: &'static str, words: &'static [&'static str]) -> Filter {
    Filter { name, words }
}

impl Endpoint {
    pub(super) const fn get<Answer: ToSchema>(
        name: &'static str,
        path: &'static str,
        run: fn(&Call<'_>) -> Outcome,
        summary: &'static str,
    ) -> Self {
        let answer = Shape::of::<Answer>();
        Self {
            name,
            verb: Verb::Get,
            path,
            realm: Realm::User,
            run,
            summary,
            body: None,
            is_body_optional: true,
            filters: None,
            answer,
            success: 200,
            refusals: &[],
        }
    }

    pub(super) const fn list<Item: ToSchema>(
        name: &'static str,
        path: &'static str,
        run: fn(&Call<'_>) -> Outcome,
        (summary, filters): (&'static str, &'static [Filter]),
    ) -> Self
    where
        PageBody<Item>: ToSchema,
    {
        let mut this = Self::get::<PageBody<Item>>(name, path, run, summary);
        this.answer.name = page_name::<Item>;
        this.answer.needs = page_needs::<Item>;
        this.filters = Some(filters);
        this.refusals = &[Code::InvalidRequest];
        this
    }

    pub(super) const fn post<Body: ToSchema, Answer: ToSchema>(
        name: &'static str,
        path: &'static str,
        run: fn(&Call<'_>) -> Outcome,
        (summary, refusals): (&'static str, &'static [Code]),
    ) -> Self {
        let mut this = Self::get::<Answer>(name, path, run, summary);
        this.verb = Verb::Post;
        this.body = Some(Shape::of::<Body>());
        this.is_body_optional = false;
        this.refusals = refusals;
        this
    }

    /// An operation that makes something.
    pub(super) const fn creating(mut self) -> Self {
        self.success = 201;
        self
    }

    /// An operation whose body may be left out.
    pub(super) const fn bare(mut self) -> Self {
        self.is_body_optional = true;
        self
    }

    /// An operation that needs no token.
    pub(super) const fn public(mut self) -> Self {
        self.realm = Realm::Public;
        self
    }

    /// An operation of the staff.
    pub(super) const fn staff(mut self) -> Self {
        self.realm = Realm::Staff;
        self
    }

    /// True for a GET.
    pub(super) fn is_get(&self) -> bool {
        self.verb == Verb::Get
    }

    /// The methods that it is served under, as `Allow` lists them.
    pub(super) fn methods(&self) -> &'static [&'static str] {
        match self.verb {
            Verb::Get => &["GET", "HEAD"],
            Verb::Post => &["POST"],
        }
    }

    /// True when it is served under this method.
    pub(super) fn serves(&self, method: &Method) -> bool {
        self.methods().contains(&method.as_str())
    }

    /// The reference in a path that leads to it, empty where its path has none; nothing for another
    /// path.
    pub(super) fn matches<'p>(&self, path: &'p str) -> Option<&'p str> {
        matched(self.path, path)
    }

    /// The reference in a path that leads to it under any rules (AMB-MC-08).
    pub(super) fn matches_any_spelling<'p>(&self, path: &'p str) -> Option<&'p str> {
        let other = || matched(self.path.strip_prefix(PUBLISHED)?, path.strip_prefix(USUAL)?);
        self.matches(path).or_else(other)
    }

    /// True where its path has a reference.
    pub(super) fn has_reference(&self) -> bool {
        self.path.contains("{reference}")
    }
}

/// Start of the paths of the delivery log, as it is published.
pub(super) const PUBLISHED: &str = "/weebhook/";

/// That start without what may be a slip (AMB-MC-08).
pub(super) const USUAL: &str = "/webhook/";

/// The reference that stands in a path where a pattern has it.
fn matched<'p>(pattern: &str, path: &'p str) -> Option<&'p str> {
    let Some((before, behind)) = pattern.split_once("{reference}") else {
        return (pattern == path).then_some("");
    };
    let reference = path.strip_prefix(before)?.strip_suffix(behind)?;
    (!reference.is_empty() && !reference.contains('/')).then_some(reference)
}

/// Name of the schema of a page of these items.
fn page_name<Item: ToSchema>() -> Cow<'static, str> {
    Cow::Owned(format!("{}Page", Item::name()))
}

/// The schemas that a page of these items refers to.
fn page_needs<Item: ToSchema>(needed: &mut Vec<(String, RefOr<Schema>)>) {
    needed.push((Item::name().into_owned(), Item::schema()));
    Item::schemas(needed);
}
