//! Documents and answers as they are shown.

use serde_json::json;

use super::*;
use crate::log::Class;

static LIST: List = List::new(&[
    (Class::Plain, &["id", "status", "__typename", "limit"]),
    (Class::Personal, &["nickname"]),
    (Class::Sealed, &["encryptedPin"]),
    (Class::Within, &["where", "input", "card", "_eq", "_in", "_and"]),
]);

fn shown(text: &str) -> String {
    RedactedDocument::read(text, true, &LIST, &RedactionContext::default()).unwrap().text
}

#[test]
fn literals_of_arguments_that_no_contract_lists_are_told_by_type_and_length() {
    for (text, expected) in [
        ("{ a(id: 5, memo: \"secret\") }", "{ a(id: 5, memo: \"[text 6]\") }"),
        (
            "mutation M { set(input: {id: \"c\", encryptedPin: \"AAAA\", pin: 9073}) { id } }",
            "mutation M { set(input: {id: \"c\", encryptedPin: \"[sealed 3 bytes]\", \
             pin: \"[number 4]\"}) { id } }",
        ),
        (
            "{ a(where: {_and: [{nickname: {_eq: \"Ada\"}}, {memo: {_eq: \"Ada\"}}]}) }",
            "{ a(where: {_and: [{nickname: {_eq: \"Ada\"}}, {memo: {_eq: \"[text 3]\"}}]}) }",
        ),
        (
            "query($a: Int = 5, $b: String = \"x\") { a(id: $a, memo: $b) @skip(if: true) }",
            "query($a: Int = 5, $b: String = \"[text 1]\") { a(id: $a, memo: $b) \
             @skip(if: \"[bool]\") }",
        ),
        ("{ a # secret\n b }", "{ a\nb }"),
        ("# secret\n{ a(id: null, x: null) }", "\n{ a(id: null, x: null) }"),
        (
            "{ a(memo: \"\"\"sec\nret\"\"\", id: [1 2], x: NAME) }",
            "{ a(memo: \"[text 7]\", id: [1 2], x: \"[text 4]\") }",
        ),
        ("{ a(where: {memo: {id: 5}}) }", "{ a(where: {memo: {id: \"[number 1]\"}}) }"),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
    assert!(RedactedDocument::read("{ a(", true, &LIST, &RedactionContext::default()).is_none());
}

#[test]
fn variables_and_answers_follow_the_document() {
    let redaction = RedactionContext::default();
    let text = "query Q($i: I, $s: String, $n: String) { one: card(input: $i) { \
         status: encryptedPin ...F ... on C { x: nickname } } a(memo: $s, nickname: $n) \
         b(nickname: $s) } fragment F on C { card { id memo } ...F }";
    let document = RedactedDocument::read(text, true, &LIST, &redaction).unwrap();
    let sent = json!({"i": {"id": 1, "memo": "x"}, "s": "both", "n": "Ada", "z": "none"});
    assert_eq!(
        document.variables(None, &sent, &LIST, &redaction),
        json!({"i": {"id": 1, "memo": "[text 1]"}, "s": "[text 4]", "n": "Ada", "z": "[text 4]"})
    );
    let data = json!({"one": [{"status": "AAAA", "card": {"id": 1, "memo": "m"}, "x": "Ada"}],
                      "a": "scalar", "other": 1});
    assert_eq!(
        document.data(None, &data, &LIST, &redaction),
        json!({"one": [{"status": "[sealed 3 bytes]", "card": {"id": 1, "memo": "[text 1]"},
                        "x": "Ada"}], "a": "[text 6]", "other": "[number 1]"})
    );
}
#[test]
fn nothing_but_names_is_shown_of_what_does_not_fit() {
    let redaction = RedactionContext::default();
    let text = "query Q($i: I) { card(id: 5, nickname: \"Ada\", input: $i) { id } }";
    let document = RedactedDocument::read(text, false, &LIST, &redaction).unwrap();
    let expected = "query Q($i: I) { card(id: \"[number 1]\", nickname: \"[text 3]\", input: $i) \
                    { id } }";
    assert_eq!(document.text, expected);
    let sent = json!({"i": 1, "input": {"id": [1], "memo": {"id": 1}}});
    assert_eq!(
        document.variables(None, &sent, &LIST, &redaction),
        json!({"i": "[number 1]", "input": {"id": ["[number 1]"], "memo": "[object 1]"}})
    );
}

/// A variable is a value of one class, or it is hidden: whichever use comes first, and whatever is
/// given for a variable that the operation does not define.
#[test]
fn a_variable_of_two_classes_or_of_another_operation_is_hidden() {
    let redaction = RedactionContext::default();
    let text = "query A($s: String) { a(nickname: $s) b(encryptedPin: $s) c(nickname: $t) } \
                query B($t: String) { a(nickname: $t) }";
    let document = RedactedDocument::read(text, true, &LIST, &redaction).unwrap();
    let sent = json!({"s": "both", "t": "other"});
    assert_eq!(
        document.variables(Some("A"), &sent, &LIST, &redaction),
        json!({"s": "[text 4]", "t": "[text 5]"})
    );
    assert_eq!(
        document.variables(Some("B"), &sent, &LIST, &redaction),
        json!({"s": "[text 4]", "t": "other"})
    );
}
