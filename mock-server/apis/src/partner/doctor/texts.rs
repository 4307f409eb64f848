//! Texts that clients sign: timestamp and body, put together in the right or in another way.

use super::mistake::{Made, mistake};

/// A signed text, but for its body.
pub(super) struct Text {
    before: String,
    after: String,
}

impl Text {
    /// The text of a request with this body.
    pub(super) fn bytes(&self, body: &[u8]) -> Vec<u8> {
        [self.before.as_bytes(), body, self.after.as_bytes()].concat()
    }
}

/// Texts by how many mistakes they take: none, one, two.
pub(super) fn texts(stamp: &str, right: &str, path: &str) -> [Vec<Made<Text>>; 3] {
    let first = |stamp: &str, separator: &str| Text {
        before: format!("{stamp}{separator}"),
        after: String::new(),
    };
    let last = |stamp: &str, separator: &str| Text {
        before: String::new(),
        after: format!("{separator}{stamp}"),
    };
    let sent = || Made::right(());
    let mut once = shapes(&sent(), stamp, right, &first, &last);
    let mut twice = Vec::new();
    for (mistake, other) in stamps(stamp) {
        let other_stamp = sent().then(mistake, ());
        once.push(other_stamp.then(mistake, first(&other, right)));
        twice.extend(shapes(&other_stamp, &other, right, &first, &last));
    }
    let place = "pg-sig-more-signed";
    for before in [
        format!("POST{path}{stamp}"),
        format!("{stamp}POST{path}"),
        format!("POST\n{path}\n{stamp}\n"),
        format!("{stamp}\nPOST\n{path}\n"),
        format!("{stamp}{path}"),
        format!("{stamp}.{path}."),
        format!("{stamp}.POST.{path}."),
    ] {
        let text = Text { before, after: String::new() };
        once.push(Made::wrong(mistake(place, "over method or path as well"), text));
    }
    once.iter_mut().for_each(|one| one.effort = 1);
    twice.iter_mut().for_each(|one| one.effort = 2);
    [vec![Made::right(first(stamp, right))], once, twice]
}

type Join<'a> = &'a dyn Fn(&str, &str) -> Text;

fn shapes(
    from: &Made<()>,
    stamp: &str,
    right: &str,
    first: Join<'_>,
    last: Join<'_>,
) -> Vec<Made<Text>> {
    const OTHER: &str = "pg-sig-other-separator";
    const ORDER: &str = "pg-sig-order";
    let mut all = vec![
        from.then(
            mistake("pg-sig-no-dot", "without a dot between timestamp and body"),
            first(stamp, ""),
        ),
        from.then(mistake("pg-sig-body-only", "over the body alone"), first("", "")),
    ];
    for separator in [".", "", "\n", ":", "|", ","] {
        let what = "with the body before the timestamp";
        all.push(from.then(mistake(ORDER, what), last(stamp, separator)));
    }
    for (separator, what) in [
        (":", "with a colon between timestamp and body"),
        (",", "with a comma between timestamp and body"),
        ("\n", "with a line feed between timestamp and body"),
        ("|", "with a bar between timestamp and body"),
        ("-", "with a hyphen between timestamp and body"),
        ("_", "with an underscore between timestamp and body"),
        (" ", "with a blank between timestamp and body"),
        ("&", "with an ampersand between timestamp and body"),
        ("+", "with a plus between timestamp and body"),
        (";", "with a semicolon between timestamp and body"),
        ("/", "with a slash between timestamp and body"),
        ("\r\n", "with CR LF between timestamp and body"),
        ("\t", "with a tab between timestamp and body"),
        ("..", "with two dots between timestamp and body"),
        (".\n", "with a dot and a line feed between timestamp and body"),
        (". ", "with a dot and a blank between timestamp and body"),
        ("\0", "with a zero byte between timestamp and body"),
    ] {
        all.push(from.then(mistake(OTHER, what), first(stamp, separator)));
    }
    if right != "." {
        all.push(
            from.then(mistake(OTHER, "with a dot between timestamp and body"), first(stamp, ".")),
        );
    }
    all.retain(|one| {
        one.mistakes.last().is_none_or(|mistake| mistake.cause != OTHER)
            || right != separator_of(&one.value, stamp)
    });
    all
}

fn separator_of<'a>(text: &'a Text, stamp: &str) -> &'a str {
    text.before.strip_prefix(stamp).unwrap_or_default()
}

/// Other ways to write the instant that was sent.
fn stamps(stamp: &str) -> Vec<(super::mistake::Mistake, String)> {
    const CAUSE: &str = "pg-ts-not-the-signed-one";
    let mut all = vec![
        (mistake(CAUSE, "for the timestamp in quotes"), format!("\"{stamp}\"")),
        (mistake(CAUSE, "for the timestamp with decimals"), format!("{stamp}.0")),
        (mistake(CAUSE, "for an empty timestamp"), String::new()),
    ];
    if let Ok(number) = stamp.parse::<i64>() {
        let seconds = number / 1000;
        all.push((mistake(CAUSE, "for the timestamp in seconds"), seconds.to_string()));
        if let Some(millis) = number.checked_mul(1000) {
            all.push((mistake(CAUSE, "for the timestamp times a thousand"), millis.to_string()));
        }
        if let Ok(at) = jiff::Timestamp::from_millisecond(number) {
            all.push((mistake(CAUSE, "for the timestamp as a date"), format!("{at}")));
            all.push((mistake(CAUSE, "for the timestamp as a date"), format!("{at:.3}")));
        }
    }
    all
}
