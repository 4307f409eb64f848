//! Changes that clients make to the members of a body between signing and sending it.

use super::{
    json::Node,
    mistake::{Mistake, mistake},
    writing::{Escapes, Layout, write},
};

const MEMBERS: &str = "pg-sig-members";
const NUMBERS: &str = "pg-sig-reserialised";

fn word(word: &str) -> Node {
    Node::Word(word.to_owned())
}

/// Bodies that may have been signed instead of the one that was sent: members that were added
/// since, left out since, or given another form.
pub(super) fn changed(node: &Node) -> Vec<(Mistake, Node)> {
    let Node::Object(members) = node else { return Vec::new() };
    let mut all: Vec<(Mistake, Node)> = Vec::new();
    for (name, value) in members.iter().filter(|(name, _)| name != "query") {
        let what = match name.as_str() {
            "extensions" => "over a body without extensions",
            "operationName" => "over a body without operationName",
            "variables" => "over a body without variables",
            _ => "over a body without a member that was sent",
        };
        all.push((mistake(MEMBERS, what), node.without(name)));
        if let Node::Object(inner) = value
            && name == "extensions"
        {
            for (inside, _) in inner {
                let what = "over a body without a member of extensions";
                all.push((mistake(MEMBERS, what), node.with(name, value.without(inside))));
            }
        }
    }
    let empty = || Node::Object(Vec::new());
    for (name, value, what) in [
        ("operationName", word("null"), "over a body with operationName null"),
        ("operationName", Node::Text(String::new()), "over a body with an empty operationName"),
        ("variables", word("null"), "over a body with variables null"),
        ("variables", empty(), "over a body with empty variables"),
        ("variables", Node::Text(String::new()), "over a body with an empty text as variables"),
        ("extensions", empty(), "over a body with empty extensions"),
        ("extensions", word("null"), "over a body with extensions null"),
    ] {
        // Where there is something, it was not nothing that was signed.
        let is_bare = node.member(name).is_none_or(|old| old.is("null") || *old == empty());
        if is_bare {
            all.push((mistake(MEMBERS, what), node.with(name, value)));
        }
    }
    if let Some(variables) = node.member("variables") {
        match variables {
            Node::Object(_) => {
                for layout in [Layout::COMPACT, Layout::ALL[1], Layout::ALL[4]] {
                    let text = Node::Text(write(variables, layout, Escapes::NONE));
                    let what = "over a body with the variables as a text";
                    all.push((
                        mistake("pg-sig-variables-text", what),
                        node.with("variables", text),
                    ));
                }
                let bare = node.with("variables", variables.without_nulls());
                all.push((mistake(MEMBERS, "over variables without those that are null"), bare));
            }
            Node::Text(text) => {
                if let Some(read) = Node::read(text) {
                    let what = "over a body with the variables as an object";
                    all.push((
                        mistake("pg-sig-variables-text", what),
                        node.with("variables", read),
                    ));
                }
            }
            _ => {}
        }
    }
    all.extend(spelled(node));
    all.retain(|(_, other)| other != node);
    all
}

/// A way to write a word of JSON.
type Spelling = fn(&str) -> String;

/// Copies with the numbers written in other ways.
fn spelled(node: &Node) -> Vec<(Mistake, Node)> {
    let ways: [(&str, Spelling); 4] = [
        ("over numbers as JavaScript writes them", javascript),
        ("over numbers as Python writes them", python),
        ("over whole numbers with a point", pointed),
        ("over numbers with two decimals", two_decimals),
    ];
    ways.into_iter().map(|(what, way)| (mistake(NUMBERS, what), node.with_words(&way))).collect()
}

fn number(word: &str) -> Option<f64> {
    let is_number = word.starts_with(|first: char| first.is_ascii_digit() || first == '-');
    word.parse().ok().filter(|_| is_number)
}

fn javascript(word: &str) -> String {
    let Some(number) = number(word).filter(|number| number.is_finite()) else {
        return word.to_owned();
    };
    let size = number.abs();
    if size == 0.0 {
        "0".to_owned()
    } else if (1e-6..1e21).contains(&size) {
        format!("{number}")
    } else {
        with_sign(&format!("{number:e}"))
    }
}

fn python(word: &str) -> String {
    let is_float = word.contains(['.', 'e', 'E']);
    match number(word).filter(|number| is_float && number.is_finite()) {
        None => word.to_owned(),
        Some(number) if number != 0.0 && !(1e-4..1e16).contains(&number.abs()) => {
            with_sign(&format!("{number:e}"))
        }
        Some(number) => format!("{number:?}"),
    }
}

/// `1e21` as `1e+21`.
fn with_sign(text: &str) -> String {
    match text.split_once('e') {
        Some((mantissa, exponent)) if !exponent.starts_with('-') => {
            format!("{mantissa}e+{exponent}")
        }
        _ => text.to_owned(),
    }
}

fn pointed(word: &str) -> String {
    let is_whole = word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    match number(word).filter(|_| is_whole) {
        Some(_) => format!("{word}.0"),
        None => word.to_owned(),
    }
}

fn two_decimals(word: &str) -> String {
    let is_plain = word.bytes().all(|byte| byte.is_ascii_digit() || b"-.".contains(&byte));
    match number(word).filter(|_| is_plain && word.contains('.')) {
        Some(number) => format!("{number:.2}"),
        None => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_languages_do() {
        for (word, js, py) in [
            ("1.0", "1", "1.0"),
            ("1e3", "1000", "1000.0"),
            ("-0", "0", "-0"),
            ("0.10", "0.1", "0.1"),
            ("12345678901234567890", "12345678901234567000", "12345678901234567890"),
            ("1e21", "1e+21", "1e+21"),
            ("1e-7", "1e-7", "1e-7"),
            ("true", "true", "true"),
            ("5", "5", "5"),
        ] {
            assert_eq!((javascript(word), python(word)), (js.to_owned(), py.to_owned()), "{word}");
        }
        assert_eq!((pointed("5"), two_decimals("5.5")), ("5.0".to_owned(), "5.50".to_owned()));
    }
}
