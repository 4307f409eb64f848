//! Random sessions of clients that handle secrets well, badly and absurdly (SB-LOG-02): nothing that the
//! server tells shows any of the secrets, in any form.

use std::time::Duration;

use axum::{body::Body, http::Request};
use base64::{Engine, engine::general_purpose::STANDARD};
use conformance::drivers::graphql::session_key::{PinCodec, Session};
use http_body_util::BodyExt;
use proptest::prelude::*;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::{
    bearers,
    blurted_pins::{PIN_PLACES, PinPlace, blurt},
    misplaced_secrets::{KINDS, Kind, PLACES, Place, misplace},
    output,
    search::Search,
};
use crate::{envelope::Project, story::wait, support::Sandbox};

const OPEN: &str = "mutation { generateEncryptionKeys { sessionId key iv } }";
pub(super) const SET: &str =
    "mutation($input: SetCardPinInput!) { setCardPin(input: $input) { success error } }";

/// One use of a secret by a client.
#[derive(Debug, Clone)]
enum Step {
    /// Sets a PIN correctly.
    SetPin(u64),
    /// Reads PIN and secrets of a card correctly.
    Reveal,
    /// Reads the secrets of a prepaid card correctly.
    Details,
    /// Puts a PIN in clear where none belongs.
    Blurt(u64, PinPlace),
    /// Puts a secret of the world where none belongs.
    Misplace(Kind, Place),
    /// Uses the token of a user of the app, with or without care.
    User(bool),
    /// Uses password and tokens of a holder of managed cards, with or without care.
    Holder(bool),
}

fn step() -> impl Strategy<Value = Step> {
    // Twelve digits: so many do not turn up by chance.
    let pin = || 100_000_000_000..999_999_999_999_u64;
    prop_oneof![
        2 => pin().prop_map(Step::SetPin),
        2 => Just(Step::Reveal),
        1 => Just(Step::Details),
        6 => (pin(), prop::sample::select(&PIN_PLACES[..])).prop_map(|(p, at)| Step::Blurt(p, at)),
        6 => (prop::sample::select(&KINDS[..]), prop::sample::select(&PLACES[..]))
            .prop_map(|(kind, at)| Step::Misplace(kind, at)),
        1 => any::<bool>().prop_map(Step::User),
        1 => any::<bool>().prop_map(Step::Holder),
    ]
}

/// Secrets of a session.
#[derive(Default)]
pub(super) struct Secrets {
    /// Secrets of clients that did everything correctly: they must not be found anywhere.
    pub(super) kept: Vec<String>,
    /// Secrets of clients that did not: they must not be found in the log of requests.
    pub(super) blurted: Vec<String>,
}

impl Sandbox {
    pub(super) async fn open_session(&mut self, secrets: &mut Secrets) -> Session {
        let opened = self.ask(OPEN, &Value::Null).await.json();
        let keys = &opened["data"]["generateEncryptionKeys"];
        for name in ["key", "iv"] {
            let bytes = STANDARD.decode(keys[name].as_str().unwrap()).unwrap();
            secrets.kept.extend([keys[name].as_str().unwrap().to_owned(), hex::encode(bytes)]);
        }
        Session::read(keys).unwrap()
    }

    pub(super) async fn pan(&mut self, secrets: &mut Secrets) -> String {
        let session = self.open_session(secrets).await;
        let reveal = "mutation($s: String!) { revealCardSecrets(cardId: 1, sessionId: $s) { \
                      encryptedSecrets } }";
        let answer = self.ask(reveal, &json!({"s": session.id})).await.json();
        let sealed = answer["data"]["revealCardSecrets"]["encryptedSecrets"].as_str().unwrap();
        let text = session.decrypt(&PinCodec::default(), sealed).unwrap();
        let revealed: Value = serde_json::from_str(&text).unwrap();
        let pan = revealed["pan"].as_str().unwrap().to_owned();
        secrets.kept.extend([sealed.to_owned(), pan.clone()]);
        pan
    }

    /// Sends bytes to the partner surface, signed, with one header added or replaced.
    pub(super) async fn send_with(&mut self, body: &[u8], header: Option<(&'static str, &str)>) {
        let mut request = self.signed(0, body);
        if let Some((name, value)) = header {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        self.send(request).await;
    }
}

async fn prepaid_pan(sandbox: &Sandbox, main: &mut Project, secrets: &mut Secrets) -> String {
    let card = sandbox.worlds.get("test").unwrap().read(|world| {
        world.issuer.prepaid.cards.iter().next().map(|card| card.external_id.clone())
    });
    let details = main.ask(sandbox, "/cards/details", &json!({"card_id": card})).await;
    let pan = details["card_number"].as_str().unwrap().to_owned();
    secrets.kept.push(pan.clone());
    pan
}

async fn run(sandbox: &mut Sandbox, main: &mut Project, step: &Step, secrets: &mut Secrets) {
    match step {
        Step::SetPin(pin) => {
            let session = sandbox.open_session(secrets).await;
            let sealed = session.encrypt_pin(&PinCodec::default(), &pin.to_string()).unwrap();
            secrets.kept.extend([pin.to_string(), sealed.clone()]);
            let input = json!({"cardId": 1, "sessionId": session.id, "encryptedPin": sealed});
            sandbox.ask(SET, &json!({ "input": input })).await;
        }
        Step::Reveal => {
            sandbox.pan(secrets).await;
            let session = sandbox.open_session(secrets).await;
            let read = "mutation($s: String!) { id: getCardPin(cardId: 1, sessionId: $s) { \
                        success: encryptedPin error } }";
            let answer = sandbox.ask(read, &json!({"s": session.id})).await.json();
            secrets.kept.extend(answer["data"]["id"]["success"].as_str().map(ToOwned::to_owned));
        }
        Step::Details => {
            prepaid_pan(sandbox, main, secrets).await;
        }
        Step::Blurt(pin, place) => {
            secrets.blurted.push(pin.to_string());
            blurt(sandbox, main, &pin.to_string(), *place).await;
        }
        Step::Misplace(kind, place) => {
            let secret = match kind {
                Kind::Pan => sandbox.pan(secrets).await,
                Kind::PrepaidPan => prepaid_pan(sandbox, main, secrets).await,
                Kind::SessionKey => sandbox.open_session(secrets).await.key,
                Kind::ApiSecret => main.secret.clone(),
                Kind::ClientSecret => {
                    let worlds = sandbox.worlds.clone();
                    worlds.get("test").unwrap().read(|world| {
                        let credential = world.access.credentials.labelled("acme/primary");
                        credential.unwrap().client_secret.reveal().to_owned()
                    })
                }
            };
            misplace(sandbox, main, &secret, *place).await;
            secrets.blurted.push(secret);
        }
        Step::User(is_careful) => bearers::user(sandbox, secrets, *is_careful).await,
        Step::Holder(is_careful) => bearers::holder(sandbox, secrets, *is_careful).await,
    }
}

/// Everything that the event stream has told so far.
async fn stream(sandbox: &Sandbox) -> String {
    let request = Request::get("/_sandbox/worlds/test/stream").header("last-event-id", "0");
    let request = request.body(Body::empty()).unwrap();
    let mut body = sandbox.router.clone().oneshot(request).await.unwrap().into_body();
    let mut told = Vec::new();
    let while_it_tells = Duration::from_millis(50);
    while let Ok(Some(Ok(frame))) = tokio::time::timeout(while_it_tells, body.frame()).await {
        told.extend_from_slice(&frame.into_data().unwrap());
    }
    String::from_utf8(told).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn sb_log_02_no_secret_of_a_session_is_in_any_output(steps in prop::collection::vec(step(), 1..40)) {
        wait(async {
            let output = output();
            let told = output.len();
            let mut sandbox = Sandbox::new().await;
            let mut main = Project::named(&sandbox, "main").await;
            let mut secrets = Secrets::default();
            let before = json!({"name": "before"});
            sandbox.control("POST", "/worlds/test/snapshots", &before).await;
            for step in &steps {
                run(&mut sandbox, &mut main, step, &mut secrets).await;
            }
            let world = "/worlds/test";
            let mut shown = Vec::new();
            for path in [
                "/requests?limit=1000",
                "/events?limit=1000",
                "",
                "/deliveries",
                "/faults",
                "/rules?changed=true",
                "/receivers",
                "/timers",
                "/snapshots",
                "/client-report",
                "/entities/card/1/timeline",
                "/diff?with=before",
            ] {
                shown.push(sandbox.control("GET", &format!("{world}{path}"), &json!({})).await.text());
            }
            shown.push(stream(&sandbox).await);
            shown.push(sandbox.control("GET", "/unrouted?limit=1000", &json!({})).await.text());
            let (journals, exports): (Vec<_>, Vec<_>) = super::exports::all(&sandbox)
                .await
                .into_iter()
                .partition(|(path, _)| path.contains("journal"));
            shown.extend(exports.into_iter().map(|(_, text)| text));
            let log = sandbox.control("GET", &format!("{world}/requests/1"), &json!({})).await;
            prop_assert_eq!(log.status, 200);
            let journal = sandbox.control("GET", "/worlds/test/journal", &json!({})).await.text();
            let debug = sandbox.worlds.get("test").unwrap().log().page().entries;
            let debug = format!("{debug:?}");
            let all: Vec<_> = secrets.kept.iter().chain(&secrets.blurted).cloned().collect();
            let search = Search::new(&all);
            for text in &shown {
                prop_assert_eq!(search.leak(text), None, "{}", text);
            }
            prop_assert_eq!(search.leak(&debug), None);
            prop_assert_eq!(search.leak(&output.since(told)), None);
            let kept = Search::new(&secrets.kept);
            prop_assert_eq!(kept.leak(&journal), None);
            for (path, text) in &journals {
                prop_assert_eq!(kept.leak(text), None, "{}", path);
            }
            Ok(())
        })?;
    }
}

/// Checks that the search itself finds a secret.
#[tokio::test]
async fn sb_log_02_a_secret_in_a_plain_field_would_be_found() {
    let mut sandbox = Sandbox::new().await;
    let text = "{ AgioCard_card(where: {nickname: {_eq: \"PLANTED-control-value\"}}) { id } }";
    sandbox.ask(text, &json!({})).await;
    let shown = sandbox.control("GET", "/worlds/test/requests", &json!({})).await.text();
    let planted = vec!["planted-CONTROL-value".to_owned()];
    let search = Search::new(&planted);
    assert_eq!(search.leak(&shown), Some(planted[0].clone()));
    assert_eq!(search.leak(&stream(&sandbox).await), Some(planted[0].clone()));
    assert_eq!(search.leak(&STANDARD.encode("planted-CONTROL-value")), Some(planted[0].clone()));
    assert_eq!(search.leak("planted-control value, in part"), None);
}
