//! Valid requests with random changes: whatever the change, the answer is a specified one, and
//! comes at once.

use std::{
    sync::{OnceLock, mpsc},
    thread,
    time::Duration,
};

use proptest::{prelude::*, sample::Index};
use serde_json::{Value, json};

use super::introspected::Schema;
use crate::{
    bad_input::specified,
    story::wait,
    support::{Reply, Sandbox},
};

/// Documents about every part of the language.
const DOCUMENTS: [&str; 4] = [
    "query Q($a: Int = 1, $w: AgioCard_card_bool_exp) { ...F ... on Query @include(if: true) { b: \
     AgioCard_card(limit: $a, where: $w, order_by: [{id: desc_nulls_last}], distinct_on: status) { \
     id card_user { cards(offset: 1) { id } } } } } fragment F on Query { __typename }",
    "{ AgioCard_card_aggregate(where: {_or: [{id: {_in: [1, 2]}}, {_not: {status: {_like: \
     \"a%\"}}}]}) { aggregate { count sum { limit_amount } } nodes { id } } }",
    "mutation { a: freezeCard(cardId: 1) { success } b: unfreezeCard(cardId: 1) { success error } }",
    "{ __schema { types { name fields { name } } } __type(name: \"Query\") { name } }",
];

/// Pieces of documents.
const PIECES: [&str; 40] = [
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ":",
    "=",
    "!",
    "$",
    "@",
    "...",
    "|",
    "&",
    "\"",
    "\"\"\"",
    "\\u",
    "#",
    "query",
    "fragment F on Query { ...F }",
    "on",
    "null",
    "true",
    "1",
    "-0",
    "1e999",
    "1.5",
    "id",
    "__typename",
    "\"\\uD83D\"",
    "\"\\u{110000}\"",
    "$a",
    "@skip(if: $a)",
    "type X { a: X }",
    "...F",
    "{id: {_eq: \
     99999999999999999999999}}",
    "where: {_not: {}}",
    "limit: -1",
    "\u{feff}",
    "😀",
];

/// One change of a text.
#[derive(Clone, Debug)]
enum Edit {
    Lost(usize),
    Doubled(usize),
    Put(Index),
    Byte(char),
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (1..20_usize).prop_map(Edit::Lost),
        (1..40_usize).prop_map(Edit::Doubled),
        any::<Index>().prop_map(Edit::Put),
        any::<char>().prop_map(Edit::Byte),
    ]
}

fn edited(text: &str, edits: &[(Index, Edit)]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for (at, edit) in edits {
        let at = at.index(letters.len() + 1);
        let up_to = |count: &usize| (at + count).min(letters.len());
        let (range, put) = match edit {
            Edit::Lost(count) => (at..up_to(count), Vec::new()),
            Edit::Doubled(count) => (at..at, letters[at..up_to(count)].to_vec()),
            Edit::Put(piece) => (at..at, piece.get(&PIECES).chars().collect()),
            Edit::Byte(letter) => (at..at, vec![*letter]),
        };
        letters.splice(range, put);
    }
    letters.into_iter().collect()
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(json!("1e400")),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z_]{1,6}", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Every operation of the schema with arguments that fit it, and the documents above.
fn requests() -> &'static [(String, Value)] {
    static REQUESTS: OnceLock<Vec<(String, Value)>> = OnceLock::new();
    REQUESTS.get_or_init(|| {
        let schema = wait(async { Schema::of(&mut Sandbox::new().await).await });
        let request =
            |operation: &_| (schema.document(operation), schema.arguments(operation, &|_| None));
        let operations = schema.operations();
        let plain = DOCUMENTS.map(|document| (document.to_owned(), json!({"a": 2, "w": {}})));
        operations.iter().map(request).chain(plain).collect()
    })
}

/// Replaces a value somewhere inside another one.
fn put(into: &mut Value, path: &[Index], value: Value) {
    let inner = match (path.split_first(), &mut *into) {
        (Some((at, rest)), Value::Object(members)) if !members.is_empty() => {
            let at = at.index(members.len());
            members.values_mut().nth(at).map(|inner| (inner, rest))
        }
        (Some((at, rest)), Value::Array(items)) if !items.is_empty() => {
            let at = at.index(items.len());
            items.get_mut(at).map(|inner| (inner, rest))
        }
        _ => None,
    };
    match inner {
        Some((inner, rest)) => put(inner, rest, value),
        None => *into = value,
    }
}

/// The answer; none when it does not come in time.
fn answer(document: String, variables: Value) -> Option<Reply> {
    let (answered, answer) = mpsc::channel();
    thread::spawn(move || {
        let reply = wait(async { Sandbox::new().await.ask(&document, &variables).await });
        answered.send(reply).ok();
    });
    answer.recv_timeout(Duration::from_secs(20)).ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn any_change_gets_a_specified_answer(
        request in any::<Index>(),
        edits in prop::collection::vec((any::<Index>(), edit()), 0..4),
        values in prop::collection::vec((prop::collection::vec(any::<Index>(), 1..4), anything()), 0..3),
    ) {
        let (document, variables) = request.get(requests());
        let (document, mut variables) = (edited(document, &edits), variables.clone());
        for (path, value) in values {
            put(&mut variables, &path, value);
        }
        let reply = answer(document.clone(), variables.clone());
        prop_assert!(reply.is_some(), "no answer: {document} {variables}");
        let reply = reply.unwrap();
        let answered = specified(&reply) && !reply.status.is_server_error();
        prop_assert!(answered, "{document} {variables}: {} {}", reply.status, reply.text());
    }
}
