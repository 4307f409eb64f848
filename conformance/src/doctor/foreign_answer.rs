//! Did the API answer at all, or something that stands before it or in its place: a login page, a
//! redirect, an outage, a limit?

use super::Finding;
use crate::{Mismatch, drivers::Answer};

/// Why an answer is none of a GraphQL API; `None` if it may be one.
pub(crate) fn graphql(what: &str, answer: &Answer) -> Option<Finding> {
    let speaks = ["data", "errors"].iter().any(|member| answer.json.get(member).is_some());
    in_place(what, answer).or_else(|| {
        (!speaks).then(|| {
            let seen = format!("no answer of GraphQL: {}", answer.summary());
            Finding::problem(what, seen, "is the url that to which GraphQL is posted?")
        })
    })
}

/// A finding about whatever answers in the place of an API; `None` if the API itself may have.
pub(crate) fn in_place(what: &str, answer: &Answer) -> Option<Finding> {
    let page = answer.header("content-type").is_some_and(|kind| kind.contains("html"))
        || answer.body.trim_ascii_start().starts_with(b"<");
    let (seen, repair) = match answer.status {
        300..400 => (
            format!("it redirects to {}", answer.header("location").unwrap_or("nowhere")),
            "if the API is there, write that address as url: credentials follow no redirect",
        ),
        500.. => (
            format!("it fails: {}", answer.summary()),
            "wait until the server is well, or look at what it logs",
        ),
        _ if page => (
            format!("a page, and not the API: {}", answer.summary()),
            "is the url that of the API? If a login or a gateway stands before it, send what it \
             wants as headers, or name another address",
        ),
        _ => return None,
    };
    Some(Finding::problem(what, seen, repair))
}

/// No answer came, or one that was about the server's load.
pub(crate) fn silence(what: &str, mismatch: &Mismatch, repair: &str) -> Finding {
    let repair = match mismatch.actual.starts_with("it is busy") {
        true => "wait, or ask for a higher limit: a run sends some thousand requests",
        false => repair,
    };
    Finding::problem(what, &mismatch.actual, repair)
}
