//! The nearest door to a path that leads nowhere (SB 9.3, `path-near`).

use serde_json::json;

use super::{Certainty, Diagnosis, Proof, RedactionContext};
use crate::spelling;

/// Largest distance of two paths that look alike, in letters.
const NEAR: usize = 3;

/// A path that is meant by another one.
struct Near<'a> {
    door: &'a str,
    /// Letters and segments that differ; 0 where only slashes and letter case do.
    distance: usize,
    /// Whether nothing is missing but segments in front.
    is_tail: bool,
}

/// Where a request to a path that leads nowhere may have been meant to go.
///
/// The diagnosis is proved where undoing what was done to a door's path (slashes, letter case, a
/// prefix left out) gives the door; otherwise it is the nearest by spelling.
pub fn nearest(path: &str, doors: &[String], redaction: &RedactionContext) -> Vec<Diagnosis> {
    let sent = segments(path);
    let near = doors.iter().filter_map(|door| measure(&sent, door)).min_by_key(|near| {
        (near.distance, near.door.len().abs_diff(path.len()), near.door.to_owned())
    });
    let Some(near) = near else { return Vec::new() };
    let door = near.door;
    let (says, certainty) = match (near.distance, near.is_tail) {
        (0, _) => (format!("But for slashes and letter case it is {door}."), None),
        (_, true) => (format!("It is the end of {door}: what comes before it is missing."), None),
        (1..=NEAR, _) => (format!("The nearest door is {door}."), Some(Certainty::Likely)),
        _ => (format!("No door is near; the nearest is {door}."), Some(Certainty::Possible)),
    };
    let found = match certainty {
        // What was undone gave the door, letter by letter.
        None => Diagnosis::proved("path-near", says, Proof::of(ends_alike(&sent, door))),
        Some(certainty) => Diagnosis::guessed("path-near", says, certainty),
    };
    let shown = redaction.scrubbed(&words(path)).into_owned();
    vec![found.shown_by(json!({"sent": shown, "nearest": door}))]
}

fn segments(path: &str) -> Vec<String> {
    let parts = path.split('/').filter(|part| !part.is_empty() && *part != ".");
    parts.map(str::to_ascii_lowercase).collect()
}

fn ends_alike(sent: &[String], door: &str) -> bool {
    !sent.is_empty() && segments(door).ends_with(sent)
}

fn measure<'a>(sent: &[String], door: &'a str) -> Option<Near<'a>> {
    const LONGEST: usize = 200;
    let sent_text = sent.join("/");
    if sent_text.len() > LONGEST {
        return None;
    }
    let parts = segments(door);
    let whole = spelling::distance(&parts.join("/"), &sent_text);
    let tail = parts.len().checked_sub(sent.len()).filter(|_| ends_alike(sent, door));
    Some(match tail {
        Some(missing) => Near { door, distance: missing, is_tail: missing > 0 },
        None => Near { door, distance: whole.max(1), is_tail: false },
    })
}

/// A path of which only what looks like words is shown; of the rest the length.
pub fn words(path: &str) -> String {
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

fn segment(text: &str) -> String {
    const LONGEST: usize = 32;
    let is_part = |webhook: char| webhook.is_ascii_alphabetic() || "-_.".contains(webhook);
    let is_version = |text: &str| {
        text.len() <= 3 && text.starts_with('v') && text[1..].bytes().all(|b| b.is_ascii_digit())
    };
    match text.len() <= LONGEST && text.chars().all(is_part) || is_version(text) || text == "trc20"
    {
        true => text.to_owned(),
        false => format!("[text {}]", text.chars().count()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str) -> (String, Certainty) {
        let doors =
            ["/partner/cards/graphql", "/api/v1/users/get", "/api/v1/cards/get", "/_sandbox"]
                .map(ToOwned::to_owned);
        let found = nearest(path, &doors, &RedactionContext::default()).remove(0);
        let door = found.evidence["nearest"].as_str().unwrap().to_owned();
        (door, found.certainty())
    }

    #[test]
    fn a_path_is_told_the_door_that_it_is_beside() {
        use Certainty as C;
        for (path, door, certainty) in [
            ("/partner/cards/graphql/", "/partner/cards/graphql", C::Proved),
            ("//partner/cards/GraphQL//", "/partner/cards/graphql", C::Proved),
            ("/graphql", "/partner/cards/graphql", C::Proved),
            ("/cards/get", "/api/v1/cards/get", C::Proved),
            ("/partner/cards/grapql", "/partner/cards/graphql", C::Likely),
            ("/api/v1/user/get", "/api/v1/users/get", C::Likely),
            ("/sandbox", "/_sandbox", C::Likely),
            ("/partner/cards", "/partner/cards/graphql", C::Possible),
            ("/", "/_sandbox", C::Possible),
        ] {
            assert_eq!(found(path), (door.to_owned(), certainty), "{path}");
        }
    }

    #[test]
    fn of_unknown_paths_only_words_are_shown() {
        assert_eq!(words("/api/v1/cards/4000001234567899"), "/api/v1/cards/[text 16]");
        assert_eq!(words("/a%2e/partner/cards/"), "/[text 4]/partner/cards/");
    }
}
