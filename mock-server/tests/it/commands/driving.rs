//! `worlds`, `ops`, `clock`, `rules`, `faults`.

use serde_json::json;

use super::{Running, program, told};

#[test]
fn worlds_are_made_listed_shown_reset_and_deleted() {
    let server = Running::new();
    let at = "2030-01-01T00:00:00Z";
    let made = server.ask(&[
        "worlds",
        "make",
        "mine",
        "--seed",
        "7",
        "--frozen-at",
        at,
        "--label",
        "run:18",
        "--json",
    ]);
    assert_eq!(made.code, 0, "{made:?}");
    assert_eq!((&made.json()["id"], &made.json()["seed"]), (&json!("mine"), &json!("7")));
    assert!(server.ask(&["worlds", "make", "other"]).out.contains("env --world other"));
    let list = server.ask(&["worlds", "list"]);
    let rows: Vec<_> = list.out.lines().collect();
    assert!(rows[0].starts_with("id ") && rows.len() == 4, "{list:?}");
    let labelled = server.ask(&["worlds", "list", "--label", "run:18", "--json"]);
    assert_eq!(labelled.json()["total"], 1);
    let shown = server.ask(&["worlds", "show", "mine"]);
    assert!(shown.out.contains("fixture: standard@1\n"), "{shown:?}");
    assert!(!shown.out.contains("client_secret"));
    assert_eq!(server.ask(&["worlds", "reset", "mine", "--seed", "8"]).code, 0);
    assert_eq!(server.ask(&["worlds", "make", "mine"]).code, 2);
    let deleted = server.ask(&["worlds", "delete", "--label", "run:18", "--json"]).json();
    assert_eq!(deleted["deleted"], json!(["mine"]));
    let gone = server.ask(&["worlds", "show", "mine"]);
    assert!(gone.code == 2 && gone.errors.contains("world_gone"), "{gone:?}");
    let kept = server.ask(&["worlds", "delete", "default"]);
    assert!(kept.code == 2 && kept.errors.contains("world_is_default"), "{kept:?}");
}

#[test]
fn a_world_is_made_from_a_file_and_flags_count_more() {
    let server = Running::new();
    let definition = json!({"id": "a", "seed": "7", "labels": {"x": "y"}}).to_string();
    let mut command = program();
    command.args(["worlds", "make", "b", "--file", "-", "--json", "--url", &server.url]);
    let made = told(&mut command, &definition).json();
    assert_eq!((&made["id"], &made["seed"]), (&json!("b"), &json!("7")));
    assert_eq!(made["labels"], json!({"x": "y"}));
    let mut command = program();
    command.args(["worlds", "make", "--file", "-", "--url", &server.url]);
    let refused = told(&mut command, r#"{"sede": "7"}"#);
    assert_eq!(refused.code, 2);
    assert!(refused.errors.contains("(at /sede)"), "{refused:?}");
    assert!(refused.errors.contains("seed"), "{refused:?}");
}

#[test]
fn ops_take_members_with_the_types_of_their_schema() {
    let server = Running::new();
    let done = server.ask(&[
        "ops",
        "authorize",
        "card=carla/1",
        "amount=12.34",
        "merchant.mcc=5411",
        "pin_ok=false",
        "--json",
    ]);
    assert_eq!(done.code, 0, "{done:?}");
    assert_eq!(done.json()["result"]["decline_reason"], "invalid_pin");
    let dry = server.ask(&["ops", "deposit", "card=carla/1", "amount=5.00", "--dry-run"]);
    assert!(dry.code == 0 && dry.out.contains("status: "), "{dry:?}");
    let list = server.ask(&["ops"]);
    assert!(list.out.lines().any(|line| line.starts_with("make-card-user ")), "{list:?}");
    let schema = server.ask(&["ops", "deposit", "--schema"]).json();
    assert!(schema["properties"]["amount"].is_object(), "{schema}");
    let unknown = server.ask(&["ops", "depposit"]);
    assert!(unknown.code == 2 && unknown.errors.contains("is deposit"), "{unknown:?}");
    let refused = server.ask(&["ops", "deposit", "card=carla/1", "amount=x"]);
    assert!(refused.code == 2 && refused.errors.contains("(at /amount)"), "{refused:?}");
    let refused = server.ask(&["ops", "deposit", "nonsense"]);
    assert!(refused.errors.contains("no name=value"), "{refused:?}");
}

#[test]
fn the_clock_is_frozen_and_advanced() {
    let server = Running::new();
    let at = "2030-01-01T00:00:00Z";
    assert_eq!(server.ask(&["clock", "freeze", at]).code, 0);
    let moved = server.ask(&["clock", "advance", "301s", "--json"]).json();
    assert_eq!(moved["now"], "2030-01-01T00:05:01.000000Z");
    let shown = server.ask(&["clock", "show"]);
    assert!(shown.out.starts_with("mode: frozen\nnow: 2030-01-01T00:05:01.000000Z\n"), "{shown:?}");
    let dry = server.ask(&["clock", "advance", "--to", "2030-01-02T00:00:00Z", "--dry-run"]);
    assert!(dry.out.contains("now: 2030-01-02"), "{dry:?}");
    assert_eq!(server.ask(&["clock", "run", "--offset", "1h", "--json"]).code, 2, "backwards");
    assert_eq!(server.ask(&["clock", "run", "--json"]).json()["mode"], "running");
    assert_eq!(server.ask(&["clock", "advance"]).code, 2);
}

#[test]
fn rules_are_listed_and_set_all_or_none() {
    let server = Running::new();
    let list = server.ask(&["rules", "list", "pin.min_digits"]);
    assert!(list.out.lines().count() >= 2, "{list:?}");
    let set = server.ask(&["rules", "set", "pin.min_digits=6", "--json"]);
    assert_eq!(set.code, 0, "{set:?}");
    let changed = server.ask(&["rules", "list", "--changed", "--json"]).json();
    assert_eq!(changed[0]["key"], "pin.min_digits");
    assert_eq!((changed[0]["value"].clone(), changed.as_array().unwrap().len()), (json!(6), 1));
    let wrong = server.ask(&["rules", "set", "pin.min_digits=5", "pin.min_digit=6"]);
    assert!(wrong.code == 2 && wrong.errors.contains("rule_unknown"), "{wrong:?}");
    let same = server.ask(&["rules", "list", "--changed", "--json"]).json();
    assert_eq!(same[0]["value"], 6);
}

#[test]
fn faults_are_ordered_listed_and_called_off() {
    let server = Running::new();
    let made = server.ask(&[
        "faults",
        "add",
        "--operation",
        "freezeCard",
        "--nth",
        "2",
        "--drop",
        "after",
        "--label",
        "lost",
        "--json",
    ]);
    assert_eq!(made.code, 0, "{made:?}");
    let (fault, when) = (made.json(), made.json()["when"].clone());
    assert_eq!(
        (&fault["id"], when, &fault["then"]),
        (&json!("f-1"), json!({"nth": 2}), &json!({"drop": "after"}))
    );
    let list = server.ask(&["faults", "list"]);
    assert!(list.out.contains("lost"), "{list:?}");
    assert_eq!(server.ask(&["faults", "clear", "f-1"]).code, 0);
    assert_eq!(server.ask(&["faults", "list", "--json"]).json()["items"], json!([]));
    assert_eq!(server.ask(&["faults", "clear"]).code, 0);
    let wrong = server.ask(&["faults", "add", "--operation", "freezeCard"]);
    assert!(wrong.code == 2 && wrong.errors.contains("/then"), "{wrong:?}");
    let both = server.ask(&["faults", "add", "--next", "1", "--nth", "2", "--drop", "after"]);
    assert_eq!((both.code, both.out), (2, String::new()));
}
