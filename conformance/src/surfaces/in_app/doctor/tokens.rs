//! Tokens of users: how long they live, whether a spoilt one is refused, and whose the second is.

use crate::{
    doctor::{Finding, Health, graphql},
    drivers::in_app::{Bearer, Draft, User, token},
};

/// The time that a run may take, in seconds: a token that ends earlier is worth a word.
const A_RUN: i64 = 30 * 60;

/// A finding on when a token ends (claim `exp`), at the time `now` in seconds; `None` for a token
/// that does not tell.
pub(super) fn ending(what: &str, user: &User, now: i64) -> Option<Finding> {
    let end = token::claim(&user.token, "exp")?.as_i64()?;
    let left = end.saturating_sub(now);
    Some(match left {
        ..=0 => Finding::problem(
            what,
            format!("it ended {} minutes ago", left.unsigned_abs().div_ceil(60)),
            "name a token that lives",
        ),
        1..A_RUN => Finding::warning(
            what,
            format!("it ends in {} minutes", left / 60),
            "name one that lives longer: what comes after its end will fail",
        ),
        _ => Finding::ok(what, format!("it lives for {} minutes", left / 60)),
    })
}

/// Whether a token whose signature was changed is refused. A server that takes it can be judged all
/// the same: scenarios tell.
pub(super) async fn altered(user: &User) -> Finding {
    const WHAT: &str = "AG altered token";
    let bearer = Bearer::Token(token::altered(&user.token));
    let draft = Draft::query(graphql::READ, &serde_json::Value::Null).with(bearer);
    match user.send(&draft).await {
        Ok(answer) if answer.status == 401 => Finding::ok(WHAT, "it is refused (HTTP 401)"),
        Ok(answer) => Finding::warning(
            WHAT,
            format!("it is not refused with HTTP 401: {}", answer.summary()),
            "let the server check signatures: with this anybody is everybody",
        ),
        Err(mismatch) => Finding::warning(WHAT, mismatch.actual, "is the server still running?"),
    }
}

/// Is the second user another one, and not the first under another token?
pub(super) async fn second(first: &User, second: &User, now: i64) -> Finding {
    const WHAT: &str = "AG second token";
    const REPAIR: &str = "name the token of another user, or remove credentials.second";
    if second.token == first.token {
        return Finding::problem(WHAT, "it is the first one again", REPAIR);
    }
    if let Some(over) = ending(WHAT, second, now).filter(|one| one.health == Health::Problem) {
        return over;
    }
    let read = graphql::read(WHAT, second, "surfaces.AG.credentials.second.token").await;
    if read.health != Health::Ok {
        return read;
    }
    match (first.id(), second.id()) {
        (Some(one), Some(other)) if one == other => {
            Finding::problem(WHAT, "it is another token of the same user", REPAIR)
        }
        (Some(_), Some(_)) => Finding::ok(WHAT, "it is another user's"),
        _ => Finding::warning(
            WHAT,
            "it is taken; whether it is another user's cannot be told",
            "make sure that it is, or scenarios about other users' things will fail",
        ),
    }
}
