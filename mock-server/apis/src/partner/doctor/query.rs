//! Changes that clients make to the text of a document between signing and sending it.

use super::mistake::{Mistake, mistake};

const CAUSE: &str = "pg-sig-query-rewritten";

/// Documents that may have been signed instead of the one that was sent.
pub(super) fn rewritten(text: &str) -> Vec<(Mistake, String)> {
    let all = [
        (mistake(CAUSE, "over a query without __typename"), without_typename(text, true)),
        (mistake(CAUSE, "over a query without __typename"), without_typename(text, false)),
        (
            mistake(CAUSE, "over a query with LF line ends"),
            text.replace("\r\n", "\n").replace('\r', "\n"),
        ),
        (
            mistake(CAUSE, "over a query with CR LF line ends"),
            text.replace("\r\n", "\n").replace('\n', "\r\n"),
        ),
        (mistake(CAUSE, "over a query with blanks run together"), collapsed(text)),
        (mistake(CAUSE, "over a query with its lines joined"), joined(text, " ")),
        (mistake(CAUSE, "over a query with its lines joined"), joined(text, "")),
        (mistake(CAUSE, "over a query without line ends"), text.replace(['\r', '\n'], "")),
        (
            mistake(CAUSE, "over a query with blanks for line ends"),
            text.replace("\r\n", " ").replace('\n', " "),
        ),
        (mistake(CAUSE, "over a query without blanks around it"), text.trim().to_owned()),
        (mistake(CAUSE, "over a query without blanks behind it"), text.trim_end().to_owned()),
        (mistake(CAUSE, "over a query with a line end behind it"), format!("{text}\n")),
        (mistake(CAUSE, "over a query with a line end before it"), format!("\n{text}")),
        (mistake(CAUSE, "over a query without indentation"), dedented(text)),
        (mistake(CAUSE, "over a query with blanks for tabs"), text.replace('\t', "  ")),
        (mistake(CAUSE, "over a query with blanks for tabs"), text.replace('\t', "    ")),
        (mistake(CAUSE, "over a query without comments"), without_comments(text)),
        (mistake(CAUSE, "over a query without what is ignored"), minified(text)),
    ];
    all.into_iter().filter(|(_, other)| other != text).collect()
}

fn without_typename(text: &str, before: bool) -> String {
    const NAME: &str = "__typename";
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(NAME) {
        let (head, tail) = rest.split_at(at);
        let after = &tail[NAME.len()..];
        let whole = !head.ends_with(is_part) && !after.starts_with(is_part);
        if !whole {
            out.push_str(head);
            out.push_str(NAME);
            rest = after;
        } else if before {
            out.push_str(head.trim_end_matches([' ', '\t', '\r', '\n', ',']));
            rest = after;
        } else {
            out.push_str(head);
            rest = after.trim_start_matches([' ', '\t', '\r', '\n', ',']);
        }
    }
    out.push_str(rest);
    out
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn joined(text: &str, by: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(by)
}

fn dedented(text: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let lines = || text.split('\n').filter(|line| !line.trim().is_empty());
    let least = lines().skip(1).map(indent).min().unwrap_or(0);
    let one = |line: &str| line.get(least.min(indent(line))..).unwrap_or(line).to_owned();
    let mut all = text.split('\n');
    let first = all.next().unwrap_or_default().to_owned();
    std::iter::once(first).chain(all.map(one)).collect::<Vec<_>>().join("\n")
}

/// Tokens, comments and gaps of a document.
enum Part<'a> {
    Token(&'a str),
    Gap(&'a str),
    Comment,
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || "_.-+".contains(letter);
        let is_gap = |letter: char| " \t\r\n,\u{feff}".contains(letter);
        let length = match first {
            '#' => rest.find(['\r', '\n']),
            '"' => Some(string_length(rest)),
            _ if rest.starts_with("...") => Some(3),
            _ if is_gap(first) => rest.find(|letter| !is_gap(letter)),
            _ if is_name(first) => rest.find(|letter| !is_name(letter)),
            other => Some(other.len_utf8()),
        };
        let (piece, after) = rest.split_at(length.unwrap_or(rest.len()));
        found.push(match first {
            '#' => Part::Comment,
            _ if is_gap(first) => Part::Gap(piece),
            _ => Part::Token(piece),
        });
        rest = after;
    }
    found
}

fn string_length(text: &str) -> usize {
    if let Some(block) = text.strip_prefix("\"\"\"") {
        return block.find("\"\"\"").map_or(text.len(), |at| at + 6);
    }
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    text.len()
}

fn without_comments(text: &str) -> String {
    let kept = parts(text).into_iter().map(|part| match part {
        Part::Token(text) | Part::Gap(text) => text,
        Part::Comment => "",
    });
    kept.collect()
}

/// As the `stripIgnoredCharacters` of graphql-js writes it.
fn minified(text: &str) -> String {
    let is_mark = |token: &str| token.starts_with(|first| "!$&():=@[]{|}".contains(first));
    let mut out = String::with_capacity(text.len());
    let mut last: Option<&str> = None;
    for part in parts(text) {
        let Part::Token(token) = part else { continue };
        if let Some(last) = last
            && !is_mark(last)
            && last != "..."
            && !is_mark(token)
        {
            out.push(' ');
        }
        out.push_str(token);
        last = Some(token);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_rewritten_as_clients_do_it() {
        let text = "query A($n: [Int!] = [1, 2]) {\r\n  # all\r\n  a(s: \"x  # y\") { id __typename }\r\n  ...F\r\n}\r\n";
        assert_eq!(minified(text), "query A($n:[Int!]=[1 2]){a(s:\"x  # y\"){id __typename}...F}");
        assert!(without_typename(text, true).contains("{ id }"));
        assert!(
            without_typename("{ __typename id x__typename }", false).contains("{ id x__typename }")
        );
        assert!(!without_comments(text).contains("all") && without_comments(text).contains("# y"));
        assert_eq!(dedented("a {\n    b {\n      c\n    }\n  }"), "a {\n  b {\n    c\n  }\n}");
        assert_eq!(joined("a {\n  b\n}\n", " "), "a { b }");
    }
}
