//! `replay`, `import` and `journal strip`.

use mock_server::world::{Record, journal::START};
use serde_json::{Value, json};

use super::{Running, alone, configuring::Kept, told};
use crate::support::Sandbox;

const FREEZE: &str = "mutation { freezeCard(cardId: 1) { success } }";

/// Journals of a session with a PIN, an advance, a snapshot and a return to it: of the worlds `test`
/// and `other`.
async fn session() -> (String, String) {
    let mut sandbox = Sandbox::new().await;
    let at = json!({"mode": "frozen", "at": crate::support::START});
    let other = json!({"id": "other", "seed": "9", "clock": at});
    assert_eq!(sandbox.control("POST", "/worlds", &other).await.status, 201);
    let secret = json!({"query": "{ AgioCard_card(where: {nickname: {_eq: \"4000001234567899\"}}) { id } }"});
    sandbox.post(0, secret.to_string().as_bytes()).await;
    sandbox.op("deposit", &json!({"card": 1, "amount": "25.00"})).await;
    sandbox.control("POST", "/worlds/test/snapshots", &json!({"name": "a"})).await;
    sandbox.ask(FREEZE, &Value::Null).await;
    sandbox.advance(60).await;
    sandbox.control("POST", "/worlds/test/snapshots/a/restore", &Value::Null).await;
    sandbox.now -= 60_000;
    sandbox.ask(FREEZE, &Value::Null).await;
    sandbox.control("POST", "/worlds/other/clock/advance", &json!({"by": "1s"})).await;
    let journal = async |id: &str| {
        sandbox.control("GET", &format!("/worlds/{id}/journal"), &Value::Null).await.text()
    };
    (journal("test").await, journal("other").await)
}

/// A journal in which a record was changed, and its chain mended.
fn changed(journal: &str, change: impl Fn(&mut Vec<Record>)) -> String {
    let mut records: Vec<Record> =
        journal.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    change(&mut records);
    let mut chain = START.to_owned();
    for record in &mut records {
        chain = record.link(&chain);
        record.chain.clone_from(&chain);
    }
    records.iter().map(|record| format!("{}\n", record.line())).collect()
}

#[tokio::test]
async fn sb_jrn_02_replay_ends_with_0_for_equal_answers_and_with_1_for_others() {
    let (journal, _) = session().await;
    let file = Kept::new("equal.ndjson", &journal);
    let equal = alone(&["replay", file.path()]);
    assert_eq!(equal.code, 0, "{equal:?}");
    assert!(equal.out.starts_with("test: equal; "), "{equal:?}");
    let frozen = |record: &&mut Record| record.op.as_deref() == Some("freezeCard");
    let different = changed(&journal, |records| {
        let first = records.iter_mut().find(frozen).unwrap();
        first.answer.as_mut().unwrap().sha256 = "0".repeat(64);
    });
    let at = journal.lines().position(|line| line.contains("\"op\":\"freezeCard\"")).unwrap();
    let file = Kept::new("different.ndjson", &different);
    let told = alone(&["replay", file.path(), "--json"]);
    assert_eq!(told.code, 1, "{told:?}");
    let found = told.json();
    let shown = (&found["equal"], &found["differences"], &found["first_difference"]["n"]);
    assert_eq!(shown, (&json!(false), &json!(1), &json!(at)), "{found}");
    assert_eq!(found["first_difference"]["expected"]["sha256"], "0".repeat(64));
    let human = alone(&["replay", file.path()]);
    assert_eq!(human.code, 1);
    assert!(human.out.contains(&format!("first in record {at}, freezeCard")), "{human:?}");
    let before = (at - 1).to_string();
    let told = alone(&["replay", file.path(), "--to", &before]);
    assert_eq!(told.code, 0, "{told:?}");
}

#[tokio::test]
async fn a_file_that_is_damaged_or_of_no_use_ends_with_2_and_says_where() {
    let (journal, other) = session().await;
    let lines: Vec<_> = journal.lines().collect();
    let gap = [&lines[..3], &lines[4..]].concat().join("\n");
    let engine = changed(&journal, |records| records[0].input["engine"] = json!(99));
    for (name, text, args, part) in [
        ("gap", &gap, &[][..], "line 4: "),
        ("byte", &journal.replacen("freezeCard", "freezeCart", 1), &[], "is not the one"),
        ("empty", &String::new(), &[], "holds no journal"),
        ("other", &journal, &["--world", "tset"], "is test meant?"),
        ("to", &journal, &["--to", "999"], "there is no record 999"),
        ("two", &format!("{journal}{other}"), &["--to", "1"], "other, test"),
        ("flag", &journal, &["--serve", "--", "--lisen=1"], "--listen"),
    ] {
        let file = Kept::new(&format!("{name}.ndjson"), text);
        let told = alone(&[&["replay", file.path()], args].concat());
        assert_eq!(told.code, 2, "{name}: {told:?}");
        assert!(told.errors.contains(part), "{name}: {told:?}");
    }
    let file = Kept::new("engine.ndjson", &engine);
    let told = alone(&["replay", file.path()]);
    assert!(told.code == 0 && told.errors.contains("engine 99"), "{told:?}");
}

#[tokio::test]
async fn the_worlds_of_a_file_are_served_from_where_they_ended() {
    let (journal, other) = session().await;
    // Lines of several worlds stand in one file in any order.
    let mut lines: Vec<_> = journal.lines().collect();
    lines.splice(2..2, other.lines());
    let file = Kept::new("served.ndjson", &lines.join("\n"));
    let flags = ["--listen", "127.0.0.1:0", "--log-format", "json", "--quiet"];
    let served = |args: &[&str]| {
        Running::started(&[&["replay", file.path(), "--serve"], args, &["--"], &flags].concat())
    };
    let server = served(&[]);
    let list = server.ask(&["worlds", "list", "--json"]).json();
    let ids: Vec<_> = list["items"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, [&json!("default"), &json!("other"), &json!("test")]);
    let clock = server.ask(&["clock", "show", "--world", "other", "--json"]).json();
    assert_eq!(clock["now"], "2030-01-01T00:00:01.000000Z");
    let shown = server.ask(&["worlds", "show", "test", "--json"]).json();
    assert_eq!(shown["journal_records"], json!(journal.lines().count()));
    assert_eq!(server.ask(&["ops", "deposit", "--world", "test", "card=1", "amount=1.00"]).code, 0);
    drop(server);
    let server = served(&["--world", "test", "--to", "2"]);
    let shown = server.ask(&["worlds", "show", "test", "--json"]).json();
    // What was due at that record has fired since.
    let records = shown["journal_records"].as_u64().unwrap();
    assert!((3..journal.lines().count() as u64).contains(&records), "{shown}");
}

#[tokio::test]
async fn a_journal_is_imported_into_a_running_server() {
    let (journal, other) = session().await;
    let file = Kept::new("import.ndjson", &format!("{journal}{other}"));
    let server = Running::new();
    let several = server.ask(&["import", file.path()]);
    assert!(several.code == 2 && several.errors.contains("other, test"), "{several:?}");
    let made = server.ask(&["import", file.path(), "--world", "test", "--verify"]);
    assert_eq!(made.code, 0, "{made:?}");
    assert!(made.out.starts_with("made test; equal, "), "{made:?}");
    let taken = server.ask(&["import", file.path(), "--world", "test"]);
    assert!(taken.code == 2 && taken.errors.contains("world_exists"), "{taken:?}");
    let made = server.ask(&["import", file.path(), "--world", "test", "--id", "twin", "--json"]);
    assert_eq!((made.code, &made.json()["id"]), (0, &json!("twin")));
    assert_eq!(server.ask(&["worlds", "diff", "twin", "--with-world", "test"]).code, 0);
    let different = changed(&journal, |records| {
        let answer = records.iter_mut().find_map(|record| record.answer.as_mut()).unwrap();
        answer.status = 299;
    });
    let file = Kept::new("import-different.ndjson", &different);
    let told = server.ask(&["import", file.path(), "--id", "third", "--verify"]);
    assert!(told.code == 1 && told.out.contains("different in 1 answers"), "{told:?}");
    let engine = changed(&journal, |records| records[0].input["engine"] = json!(99));
    let file = Kept::new("import-engine.ndjson", &engine);
    let refused = server.ask(&["import", file.path(), "--id", "fourth"]);
    assert!(refused.code == 2 && refused.errors.contains("engine_mismatch"), "{refused:?}");
    let forced = server.ask(&["import", file.path(), "--id", "fourth", "--force"]);
    assert_eq!(forced.code, 0, "{forced:?}");
}

#[tokio::test]
async fn a_stripped_journal_keeps_its_lines_and_can_be_replayed() {
    let (journal, other) = session().await;
    let both = format!("{other}{journal}");
    let file = Kept::new("strip.ndjson", &both);
    let stripped = alone(&["journal", "strip", file.path()]);
    assert_eq!(stripped.code, 0, "{stripped:?}");
    assert_eq!(stripped.out.lines().count(), both.lines().count());
    assert_eq!(stripped.out.matches("\"stripped\":true").count(), 2);
    let sealed = |text: &str| text.matches("\"sealed_value\"").count();
    assert!(sealed(&journal) > 0, "{journal}");
    // A document with a secret in it would be another one with a sample.
    assert_eq!(sealed(&stripped.out), 0, "{stripped:?}");
    assert!(stripped.out.lines().zip(both.lines()).all(|(new, old)| new != old));
    let target = Kept::new("stripped.ndjson", "");
    let written = alone(&["journal", "strip", file.path(), "--world", "test", "-o", target.path()]);
    assert_eq!((written.code, written.out.as_str()), (0, ""));
    let replayed = alone(&["replay", target.path()]);
    assert!(replayed.code == 0 && replayed.out.starts_with("test: equal; "), "{replayed:?}");
    let from_input = told(super::program().args(["journal", "strip", "-"]), &other);
    assert_eq!(from_input.out.lines().count(), other.lines().count());
}
