//! Planted secrets, searched for wherever they must not be.

mod bearers;
mod blurted_pins;
mod exports;
mod journal;
mod misplaced_secrets;
mod search;
mod sessions;

use std::{
    io,
    sync::{Arc, LazyLock, Mutex},
};

use conformance::drivers::graphql::session_key::{PinCodec, Session};
use serde_json::{Value, json};

use crate::{envelope::Project, support::Sandbox};

/// Diagnostics of the server while the tests run.
#[derive(Clone, Default)]
struct Output(Arc<Mutex<Vec<u8>>>);

impl Output {
    fn text(&self) -> String {
        self.since(0)
    }

    fn len(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// Diagnostics after the first `start` bytes.
    fn since(&self, start: usize) -> String {
        String::from_utf8(self.0.lock().unwrap()[start..].to_vec()).unwrap()
    }
}

/// Diagnostics of the whole test program, because callsites are registered once for all threads.
fn output() -> &'static Output {
    static OUTPUT: LazyLock<Output> = LazyLock::new(|| {
        let output = Output::default();
        let to = output.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(move || to.clone())
            .finish();
        tracing::subscriber::set_global_default(subscriber).unwrap();
        output
    });
    &OUTPUT
}

impl io::Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_secret_shows_in_log_debug_output_or_journal() {
    let output = output();
    let mut sandbox = Sandbox::new().await;
    let open = "mutation { generateEncryptionKeys { sessionId key iv } }";
    let mut canaries = vec!["907314".to_owned()];

    let name = json!({"name": "before"});
    sandbox.control("POST", "/worlds/test/snapshots", &name).await;
    let opened = sandbox.ask(open, &Value::Null).await.json();
    let result = &opened["data"]["generateEncryptionKeys"];
    canaries.push(result["key"].as_str().unwrap().to_owned());
    let session = Session::read(result).unwrap();
    let pin = session.encrypt_pin(&PinCodec::default(), "907314").unwrap();
    let set = "mutation($input: SetCardPinInput!) { setCardPin(input: $input) { success error } }";
    let input = json!({"input": {"cardId": 1, "sessionId": session.id, "encryptedPin": pin}});
    let answer = sandbox.ask(set, &input).await;
    assert_eq!(answer.json()["data"]["setCardPin"]["success"], true, "{}", answer.text());

    let opened = sandbox.ask(open, &Value::Null).await.json();
    let session = Session::read(&opened["data"]["generateEncryptionKeys"]).unwrap();
    canaries.push(session.key.clone());
    let reveal = "mutation($id: Int!, $s: String!) { revealCardSecrets(cardId: $id, sessionId: $s) \
        { encryptedSecrets } }";
    let answer = sandbox.ask(reveal, &json!({"id": 1, "s": session.id})).await.json();
    let sealed = answer["data"]["revealCardSecrets"]["encryptedSecrets"].as_str().unwrap();
    let secrets: Value =
        serde_json::from_str(&session.decrypt(&PinCodec::default(), sealed).unwrap()).unwrap();
    canaries.push(secrets["pan"].as_str().unwrap().to_owned());
    let surfaces = sandbox.control("GET", "/worlds/test/credentials", &Value::Null).await.json();
    for partner in surfaces["PG"]["partners"].as_array().unwrap() {
        for credential in partner["credentials"].as_array().unwrap() {
            canaries.push(credential["client_secret"].as_str().unwrap().to_owned());
        }
    }

    for project in surfaces["ER"]["projects"].as_array().unwrap() {
        canaries.push(project["api_secret"].as_str().unwrap().to_owned());
    }
    let card = sandbox.worlds.get("test").unwrap().read(|world| {
        world.issuer.prepaid.cards.iter().next().map(|card| card.external_id.clone())
    });
    let mut main = Project::named(&sandbox, "main").await;
    let details = main.ask(&sandbox, "/cards/details", &json!({"card_id": card})).await;
    canaries.push(details["card_number"].as_str().unwrap().to_owned());

    let handle = sandbox.worlds.get("test").unwrap();
    let debug = handle.read(|world| format!("{world:?} {world:#?}"));
    let journal = sandbox.control("GET", "/worlds/test/journal", &Value::Null).await.text();
    assert!(journal.lines().count() > 3, "{journal}");
    let log = output.text();
    assert!(log.contains("answered"), "{log}");
    let mut shown = String::new();
    for path in ["entities?limit=1000", "entities/card/1/timeline", "diff?with=before"] {
        let path = format!("/worlds/test/{path}");
        shown += &sandbox.control("GET", &path, &Value::Null).await.text();
    }
    let timeline = "/worlds/test/entities/card/1/timeline";
    let steps = sandbox.control("GET", timeline, &Value::Null).await.json();
    let last = steps["items"].as_array().unwrap().last().unwrap();
    assert_eq!(last["changed"], json!({"pin": "changed"}), "{steps:#}");
    assert!(shown.contains(r#""member":"pin","from":"changed","to":"changed""#), "{shown}");
    for canary in canaries {
        assert!(!shown.contains(&canary), "views, timelines or comparisons show {canary}");
        assert!(!log.contains(&canary), "the log shows {canary}");
        assert!(!debug.contains(&canary), "Debug shows {canary}");
        assert!(!journal.contains(&canary), "the journal shows {canary}");
    }
}
