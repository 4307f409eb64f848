//! Secrets are planted and looked for where they must not be.

use conformance::drivers::session_key::{PinCodec, Session};
use serde_json::{Value, json};

use crate::support::Sandbox;

#[tokio::test]
async fn no_secret_shows_in_debug_output_or_in_the_journal() {
    let mut sandbox = Sandbox::new().await;
    let open = "mutation { generateEncryptionKeys { sessionId key iv } }";
    let mut canaries = vec!["907314".to_owned()];

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
    let world = sandbox.control("GET", "/worlds/test", &Value::Null).await.json();
    for partner in world["surfaces"]["PG"]["partners"].as_array().unwrap() {
        for credential in partner["credentials"].as_array().unwrap() {
            canaries.push(credential["client_secret"].as_str().unwrap().to_owned());
        }
    }

    let handle = sandbox.worlds.get("test").unwrap();
    let debug = handle.read(|world| format!("{world:?} {world:#?}"));
    let journal = sandbox.control("GET", "/worlds/test/journal", &Value::Null).await.text();
    assert!(journal.lines().count() > 3, "{journal}");
    for canary in canaries {
        assert!(!debug.contains(&canary), "Debug shows {canary}");
        assert!(!journal.contains(&canary), "the journal shows {canary}");
    }
}
