//! Cucumber Messages keep to the JSON schema of their protocol (27.2.0): what it demands of the
//! messages that are written here, in `messages.schema.json`.

use std::sync::LazyLock;

use conformance::report;
use jsonschema::Validator;
use serde_json::Value;

use crate::sample::everything;

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(include_str!("messages.schema.json")).unwrap();
    jsonschema::validator_for(&schema).unwrap()
});

/// The messages of a report; each of them is valid, and every id that one refers to was told
/// before.
pub(crate) fn checked(text: &str) -> Vec<Value> {
    let messages: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for message in &messages {
        let wrong: Vec<_> = SCHEMA.iter_errors(message).map(|one| one.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:?} in {message}");
    }
    messages
}

fn of<'a>(messages: &'a [Value], kind: &str) -> Vec<&'a Value> {
    messages.iter().filter_map(|message| message.get(kind)).collect()
}

fn millis(message: &Value) -> i64 {
    let time = &message["timestamp"];
    time["seconds"].as_i64().unwrap() * 1000 + time["nanos"].as_i64().unwrap() / 1_000_000
}

#[test]
fn messages_keep_to_the_schema() {
    assert!(checked(&report::messages(&everything())).len() > 50);
}

#[test]
fn what_the_schema_does_not_have_is_noticed() {
    let message = r#"{"testCaseFinished": {"testCaseStartedId": "1", "willBeRetried": false}}"#;
    assert!(!SCHEMA.is_valid(&serde_json::from_str(message).unwrap()));
}

#[test]
fn times_are_the_ones_that_were_measured() {
    let report = everything();
    let messages = checked(&report::messages(&report));
    let begun = millis(of(&messages, "testRunStarted")[0]);
    assert_eq!(begun % 1000, 250);
    assert_eq!(millis(of(&messages, "testRunFinished")[0]) - begun, 1234);
    let times: Vec<_> = messages
        .iter()
        .filter_map(|message| message.as_object()?.values().next())
        .filter(|message| message.get("timestamp").is_some())
        .map(|message| millis(message) - begun)
        .collect();
    assert!(times.is_sorted(), "{times:?}");
    let started = of(&messages, "testCaseStarted");
    assert_eq!(millis(started[1]) - begun, 105, "the second one, of line 5");
    let step = of(&messages, "testStepFinished");
    assert!(step.iter().any(|one| millis(one) - begun == 108), "{times:?}");
}

#[test]
fn what_was_tried_again_has_several_attempts() {
    let messages = checked(&report::messages(&everything()));
    let again: Vec<_> = of(&messages, "testCaseFinished")
        .into_iter()
        .filter(|one| one["willBeRetried"] == true)
        .collect();
    assert_eq!(again.len(), 2);
    let second: Vec<_> =
        of(&messages, "testCaseStarted").into_iter().filter(|one| one["attempt"] == 1).collect();
    let last = |started: &Value| {
        let of_it = of(&messages, "testStepFinished").into_iter();
        let own = of_it.filter(|one| one["testCaseStartedId"] == started["id"]);
        own.map(|one| one["testStepResult"]["status"].as_str().unwrap()).next_back()
    };
    let mut ends: Vec<_> = second.into_iter().map(last).collect();
    ends.sort_unstable();
    assert_eq!(ends, [Some("FAILED"), Some("PASSED")]);
}
