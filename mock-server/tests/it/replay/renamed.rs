//! A journal under another id: the same world, whose own journal tells of the same requests
//! (SB-JRN-01).

use axum::{body::Body, http::Request};
use serde_json::{Value, json};

use super::session::{read, same_entities, session_of};
use crate::support::Sandbox;

/// Events of the session.
const EVENTS: usize = 240;

/// A client of the first partner of an imported world.
fn client(of: &Sandbox, made: &Value) -> Sandbox {
    let credential = &made["surfaces"]["PG"]["partners"][0]["credentials"][0];
    let mut client = of.another(made["id"].as_str().unwrap());
    client.use_credential(0, &credential["api_token"], &credential["client_secret"]);
    client
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn sb_jrn_01_under_another_id_it_is_the_same_world_with_the_same_requests() {
    let (sandbox, journal) = session_of(EVENTS, json!({})).await;
    let request = Request::post("/_sandbox/import?verify=true&id=other");
    let made = sandbox.send(request.body(Body::from(journal.clone())).unwrap()).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json();
    assert_eq!((&made["id"], &made["verify"]["equal"]), (&json!("other"), &json!(true)));

    let ours = read(&journal);
    let shown = sandbox.control("GET", "/worlds/other/journal", &Value::Null).await.text();
    let theirs = read(&shown);
    assert_eq!(ours.len(), theirs.len());
    let (mut kept, mut anew) = (0, 0);
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_eq!(theirs.world, "other");
        let told = |one: &mock_server::world::Record| {
            (one.kind, one.at.clone(), one.op.clone(), one.request.is_some())
        };
        assert_eq!(told(ours), told(theirs), "{}", ours.n);
        let status = |one: &mock_server::world::Record| one.answer.as_ref().map(|one| one.status);
        assert_eq!(status(ours), status(theirs), "{}", ours.n);
        kept += usize::from(ours.request.is_some());
        anew += usize::from(ours.answer != theirs.answer);
    }
    assert!(kept > EVENTS / 2 && anew > 0, "{kept} requests, {anew} other answers");
    let verify = "/worlds/other/journal/verify";
    let verified = sandbox.control("POST", verify, &json!({})).await.json();
    assert_eq!(verified["equal"], true, "{verified:#}");
    assert_eq!(verified["compared"], made["verify"]["compared"]);

    // What fell due at the end fires when somebody looks.
    let _ = ["test", "other"].map(|id| sandbox.worlds.get(id).unwrap().now());
    same_entities(((&sandbox, "test"), (&sandbox, "other")), "renamed").await;
    let mut original = sandbox.another("test");
    let mut renamed = client(&sandbox, &made);
    (original.now, renamed.now) = (sandbox.now, sandbox.now);
    let make = "mutation { createCardApplicationForPartnerUser(input: {cardUserId: 1}) \
                { success error } generateEncryptionKeys { sessionId key iv } }";
    let asked = (original.ask(make, &Value::Null).await, renamed.ask(make, &Value::Null).await);
    assert_eq!(asked.0.text(), asked.1.text());
    let cards = "{ AgioCard_vw_card(order_by: {id: asc}) { id status last4 } AgioCard_card_user \
                 { id } }";
    let asked = (original.ask(cards, &Value::Null).await, renamed.ask(cards, &Value::Null).await);
    assert_eq!((asked.0.status, asked.0.text()), (asked.1.status, asked.1.text()));
}
