//! A random session over all surfaces, with faults, moves of the clock and work of the back office:
//! its journal makes the same world again, and every request in it gets the same answer (SB-JRN-01).

use axum::{body::Body, http::Request};
use conformance::drivers::graphql::session_key::{PinCodec, Session};
use mock_server::{
    surfaces::{SURFACES, control::verified},
    world::{Record, journal::Kind},
    worlds::Handle,
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use serde_json::{Value, json};

use crate::{
    story::{event, happen},
    support::{Reply, Sandbox},
};

/// Events of the session, in which clients send at least [`REQUESTS`].
pub(crate) const EVENTS: usize = 720;

/// Requests to the mocked APIs in a session.
const REQUESTS: u64 = 500;

/// A request of a user of the app.
pub(super) async fn in_app(sandbox: &Sandbox, token: &str, query: &str) -> Reply {
    let request = Request::post("/graphql")
        .header("content-type", "application/json")
        .header("authorization", format!("Bearer {token}"));
    sandbox.send(request.body(Body::from(json!({"query": query}).to_string())).unwrap()).await
}

/// A call of managed cards; the key is its idempotency key.
pub(crate) async fn managed(
    sandbox: &Sandbox,
    token: &str,
    path: &str,
    body: &Value,
    key: &str,
) -> Reply {
    let request = Request::post(path)
        .header("content-type", "application/json")
        .header("idempotency-key", key)
        .header("authorization", format!("Bearer {token}"));
    sandbox.send(request.body(Body::from(body.to_string())).unwrap()).await
}

/// Logs a holder of managed cards in; the token is empty when a fault refuses that.
pub(crate) async fn login(sandbox: &Sandbox) -> String {
    let shown = sandbox.control("GET", "/worlds/test/credentials", &json!(null)).await.json();
    let users = shown["MC"]["users"].as_array().unwrap();
    let user = users.iter().find(|user| user["label"] == "amara").unwrap();
    let body = json!({"username": user["username"], "password": user["password"]});
    let request = Request::post("/api/v1/token/").header("content-type", "application/json");
    let reply = sandbox.send(request.body(Body::from(body.to_string())).unwrap()).await;
    reply.json()["access"].as_str().unwrap_or_default().to_owned()
}

/// Sets the PIN of a card under a session of its own.
async fn set_pin(sandbox: &mut Sandbox, pin: &str) {
    let open = "mutation { generateEncryptionKeys { sessionId key iv } }";
    let opened = sandbox.ask(open, &Value::Null).await.json();
    // A fault may have hit the request.
    let Some(session) = Session::read(&opened["data"]["generateEncryptionKeys"]) else { return };
    let sealed = session.encrypt_pin(&PinCodec::default(), pin).unwrap();
    let set = "mutation($input: SetCardPinInput!) { setCardPin(input: $input) { success error } }";
    let input = json!({"cardId": 1, "sessionId": session.id, "encryptedPin": sealed});
    sandbox.ask(set, &json!({ "input": input })).await;
}

/// Events beside the story of the partner and the project.
async fn beside(sandbox: &mut Sandbox, at: usize, card: &mut Option<String>) {
    let fault = |then: Value, when: Value| json!({"then": then, "when": when});
    match at % 12 {
        0 => {
            let minted =
                sandbox.op("mint-jwt", &json!({"user": "jane", "variant": "valid"})).await.json();
            let token = minted["result"]["token"].as_str().unwrap_or_default().to_owned();
            in_app(sandbox, &token, "{ AgioCard_vw_card { id status last4 } }").await;
            let add = "mutation { generateEncryptionKeys { sessionId key iv } }";
            in_app(sandbox, &token, add).await;
        }
        1 => {
            let token = login(sandbox).await;
            let cards = "/cards/api/v1/managed-cards/";
            let body = json!({"program": "prg_ke_usd_instant"});
            let made = managed(sandbox, &token, cards, &body, &format!("c-{at}")).await.json();
            let made = made["reference"].as_str().map(|reference| format!("{cards}{reference}/"));
            *card = made.or(card.take());
            let Some(card) = card else { return };
            let fund = json!({"amount": "5.00", "currency": "USD"});
            managed(sandbox, &token, &format!("{card}fund/"), &fund, &format!("f-{at}")).await;
            managed(sandbox, &token, &format!("{card}fund/"), &fund, &format!("f-{at}")).await;
        }
        2 => {
            let error = fault(json!({"error": "issuer-error"}), json!({"next": 1}));
            sandbox.control("POST", "/worlds/test/faults", &error).await;
        }
        3 => {
            let down = fault(json!({"error": "hasura-503"}), json!({"nth": 2}));
            sandbox.control("POST", "/worlds/test/faults", &down).await;
        }
        4 => {
            let rule = json!({"pin.reject_ascending": at.is_multiple_of(2)});
            sandbox.control("PATCH", "/worlds/test/rules", &rule).await;
        }
        5 => {
            let mut main = crate::envelope::Project::named(sandbox, "main").await;
            main.requests = sandbox.next_request();
            let user = json!({"external_user_id": format!("user {at}")});
            main.post(sandbox, "/users/create", &user, Some("odd key")).await;
        }
        6 => {
            sandbox.op("make-organization", &json!({"partner": "acme", "name": "One"})).await;
        }
        7 => {
            sandbox.control("DELETE", "/worlds/test/faults", &json!({})).await;
        }
        8 => set_pin(sandbox, &format!("{}", 2580 + at)).await,
        11 => {
            let clock = json!({"mode": "frozen", "auth_time": "world"});
            sandbox.control("PUT", "/worlds/test/clock", &clock).await;
        }
        9 => {
            let name = json!({"name": format!("s-{at}")});
            sandbox.control("POST", "/worlds/test/snapshots", &name).await;
        }
        // Goes back over five, sixty or a hundred and twenty events.
        _ => restore(sandbox, at - 1 - 12 * (at / 12 % 3)).await,
    }
}

/// Goes back to the snapshot that was taken as event number `taken`.
async fn restore(sandbox: &mut Sandbox, taken: usize) {
    let path = format!("/worlds/test/snapshots/s-{taken}/restore");
    let back = sandbox.control("POST", &path, &json!({})).await;
    assert_eq!(back.status, 200, "{}", back.text());
    let now: jiff::Timestamp = back.json()["now"].as_str().unwrap().parse().unwrap();
    sandbox.now = now.as_millisecond();
}

/// A sandbox after the session, and the journal of its world.
pub(crate) async fn session() -> (Sandbox, String) {
    session_of(EVENTS, json!({})).await
}

/// A sandbox after a session of so many events, in a world of this definition, and the journal of
/// that world.
pub(crate) async fn session_of(events: usize, definition: Value) -> (Sandbox, String) {
    let mut sandbox = Sandbox::with(definition).await;
    let story = prop::collection::vec(event(), events);
    let story = story.new_tree(&mut TestRunner::deterministic()).unwrap().current();
    let mut card = None;
    for (at, event) in story.iter().enumerate() {
        happen(&mut sandbox, event).await;
        if at.is_multiple_of(5) {
            beside(&mut sandbox, at / 5, &mut card).await;
        }
    }
    let journal = sandbox.control("GET", "/worlds/test/journal", &json!({})).await.text();
    (sandbox, journal)
}

pub(super) fn read(journal: &str) -> Vec<Record> {
    journal.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Makes a world of a journal in a server that has none of that name.
async fn import(journal: &str, query: &str) -> (Sandbox, Reply) {
    let sandbox = Sandbox::new().await;
    sandbox.control("DELETE", "/worlds/test", &json!({})).await;
    let request = Request::post(format!("/_sandbox/import{query}"));
    let made = sandbox.send(request.body(Body::from(journal.to_owned())).unwrap()).await;
    (sandbox, made)
}

fn world(sandbox: &Sandbox, id: &str) -> Handle {
    sandbox.worlds.get(id).unwrap()
}

/// Compares what two servers show of every entity; a difference is named by entity and member.
pub(super) async fn same_entities(
    (ours, theirs): ((&Sandbox, &str), (&Sandbox, &str)),
    round: &str,
) {
    const TYPES: [&str; 13] = [
        "application",
        "authorization",
        "card",
        "cardholder",
        "deposit",
        "dispute",
        "operation",
        "order",
        "program",
        "project",
        "transaction",
        "user",
        "wallet",
    ];
    let mut compared = 0;
    for kind in TYPES {
        let of = async |(sandbox, world): (&Sandbox, &str)| {
            let path = format!("/worlds/{world}/entities?type={kind}&limit=1000");
            let page = sandbox.control("GET", &path, &Value::Null).await.json();
            page["items"].as_array().unwrap().clone()
        };
        let (ours, theirs) = (of(ours).await, of(theirs).await);
        assert_eq!(ours.len(), theirs.len(), "{round}: {kind}");
        for (ours, theirs) in ours.iter().zip(&theirs) {
            let entity = &ours["id"];
            for (member, value) in ours.as_object().unwrap() {
                assert_eq!(theirs[member], *value, "{round}: {entity} {member}");
            }
            assert_eq!(ours, theirs, "{round}: {entity}");
            compared += 1;
        }
    }
    assert!(compared > 60, "{compared} entities");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn sb_jrn_01_an_imported_journal_is_the_same_world() {
    let (mut sandbox, journal) = session().await;
    let records = read(&journal);
    let mut chain = mock_server::world::journal::START.to_owned();
    for (line, record) in journal.lines().zip(&records) {
        chain = record.link(&chain);
        assert_eq!((record.chain.as_str(), record.line().as_str()), (chain.as_str(), line));
    }
    let surfaces: std::collections::BTreeSet<_> =
        records.iter().filter_map(|one| one.surface.map(|surface| surface.code())).collect();
    assert_eq!(surfaces.len(), 5, "{surfaces:?}");
    let shown = sandbox.control("GET", "/worlds/test/requests?limit=0", &json!({})).await.json();
    assert!(shown["total"].as_u64().unwrap() >= REQUESTS, "{} requests", shown["total"]);
    assert!(records.iter().any(|one| one.fault.is_some()));
    let restores = records.iter().filter(|one| one.kind == Kind::Restore);
    assert!(restores.count() >= 5, "snapshots are restored in the middle");
    let mut last = journal;
    for round in ["first", "second"] {
        let (mut again, made) = import(&last, "?verify=true").await;
        let answer = made.json();
        assert_eq!(made.status, 201, "{round}: {}", made.text());
        assert_eq!(answer["verify"]["equal"], true, "{round}: {}", answer["verify"]);
        let compared = answer["verify"]["compared"].as_u64().unwrap();
        assert!(compared > EVENTS as u64, "{compared} of {} records", records.len());
        last = again.control("GET", "/worlds/test/journal", &json!({})).await.text();
        assert_eq!(read(&last), records, "{round}");
        // What fell due at the end fires when somebody looks.
        let _ = [&sandbox, &again].map(|one| world(one, "test").now());
        let theirs = world(&again, "test").read(Clone::clone);
        same_entities(((&sandbox, "test"), (&again, "test")), round).await;
        world(&sandbox, "test").read(|ours| assert!(ours.same_state(&theirs), "{round}"));
        again.now = sandbox.now;
        let make = json!({"query": "mutation { generateEncryptionKeys { sessionId key iv } }"});
        let make = make.to_string();
        let request = |sandbox: &Sandbox| sandbox.signed_at(0, make.as_bytes(), sandbox.now + 777);
        if round == "second" {
            let (ours, theirs) = (request(&sandbox), request(&again));
            let (ours, theirs) = (sandbox.send(ours).await, again.send(theirs).await);
            assert_eq!((ours.status, ours.text()), (theirs.status, theirs.text()));
        }
    }
    let body = json!({"query": "{ AgioCard_card { id } }"}).to_string();
    assert_eq!(sandbox.post(0, body.as_bytes()).await.status, 200);
}

#[tokio::test]
async fn sb_jrn_02_verification_names_the_first_different_answer() {
    let (_, journal) = session_of(EVENTS / 5, json!({})).await;
    let mut records = read(&journal);
    let is_call = |record: &&mut Record| record.kind == Kind::Call && record.request.is_some();
    let changed = records.iter_mut().filter(is_call).nth(20).unwrap();
    let n = changed.n;
    changed.answer.as_mut().unwrap().sha256 = "0".repeat(64);
    let mut chain = mock_server::world::journal::START.to_owned();
    for record in &mut records {
        chain = record.link(&chain);
        record.chain.clone_from(&chain);
    }
    let (found, _) = verified(&records, None, &SURFACES).await.unwrap();
    assert_eq!((found.equal, found.differences), (false, 1));
    assert_eq!(found.first_difference.unwrap().n, n);
    let text: Vec<_> = records.iter().map(Record::line).collect();
    let (_, made) = import(&text.join("\n"), "?verify=true&id=other").await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(made.json()["id"], "other");
    assert_eq!(made.json()["verify"]["first_difference"]["n"], n);
}

#[tokio::test]
async fn a_journal_that_was_not_written_so_is_refused_with_its_line() {
    let mut sandbox = Sandbox::new().await;
    for text in ["freezeCard", "unfreezeCard", "freezeCard"] {
        let text = format!("mutation {{ {text}(cardId: 1) {{ success }} }}");
        sandbox.ask(&text, &json!({})).await;
    }
    let journal = sandbox.control("GET", "/worlds/test/journal", &json!({})).await.text();
    let lines: Vec<_> = journal.lines().collect();
    let engine = journal.replacen("\"engine\":1", "\"engine\":99", 1);
    let first: Record = serde_json::from_str(engine.lines().next().unwrap()).unwrap();
    let mut other = vec![first];
    other.extend(read(&journal).into_iter().skip(1));
    let mut chain = mock_server::world::journal::START.to_owned();
    for record in &mut other {
        chain = record.link(&chain);
        record.chain.clone_from(&chain);
    }
    let other: Vec<_> = other.iter().map(Record::line).collect();
    let cases = [
        (String::new(), 422, "journal_invalid", json!(1)),
        ("{}".to_owned(), 422, "journal_invalid", json!(1)),
        (journal.replacen("freezeCard", "freezeCart", 1), 422, "journal_invalid", json!(2)),
        ([lines[0], lines[2]].join("\n"), 422, "journal_invalid", json!(2)),
        (other.join("\n"), 409, "engine_mismatch", Value::Null),
    ];
    for (journal, status, code, line) in cases {
        let (_, refused) = import(&journal, "").await;
        let problem = refused.json();
        let found = (refused.status.as_u16(), &problem["code"], &problem["line"]);
        assert_eq!(found, (status, &json!(code), &line), "{problem}");
    }
    let (_, made) = import(&other.join("\n"), "?force=true").await;
    assert_eq!(made.status, 201, "{}", made.text());
    let path = "/_sandbox/import?id=test";
    let taken = Request::post(path).body(Body::from(journal)).unwrap();
    assert_eq!(sandbox.send(taken).await.status, 409);
}
