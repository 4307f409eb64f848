//! Random sessions of clients that handle secrets well, badly and absurdly (SB-LOG-02): the log of
//! requests shows none of the secrets, in any form.

use aho_corasick::AhoCorasick;
use axum::{body::Body, http::Request};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use conformance::drivers::graphql::session_key::{PinCodec, Session};
use mock_server::crypto::sealed;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::output;
use crate::{envelope::Project, story::wait, support::Sandbox};

const OPEN: &str = "mutation { generateEncryptionKeys { sessionId key iv } }";
const SET: &str =
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
}

/// Places where a PIN in clear can end up.
#[derive(Debug, Clone, Copy)]
enum PinPlace {
    Encrypted,
    Number,
    UnknownArgument,
    UnknownVariable,
    WrongType,
    WrongVariable,
    BrokenDocument,
    BrokenJson,
    Comment,
    Header,
    Query,
    Member,
    SealedMember,
    SealedText,
    OpenText,
}

const PIN_PLACES: [PinPlace; 15] = [
    PinPlace::Encrypted,
    PinPlace::Number,
    PinPlace::UnknownArgument,
    PinPlace::UnknownVariable,
    PinPlace::WrongType,
    PinPlace::WrongVariable,
    PinPlace::BrokenDocument,
    PinPlace::BrokenJson,
    PinPlace::Comment,
    PinPlace::Header,
    PinPlace::Query,
    PinPlace::Member,
    PinPlace::SealedMember,
    PinPlace::SealedText,
    PinPlace::OpenText,
];

/// Kinds of secrets that a world has.
#[derive(Debug, Clone, Copy)]
enum Kind {
    ClientSecret,
    ApiSecret,
    Pan,
    PrepaidPan,
    SessionKey,
}

const KINDS: [Kind; 5] =
    [Kind::ClientSecret, Kind::ApiSecret, Kind::Pan, Kind::PrepaidPan, Kind::SessionKey];

/// Places where they can end up, above all places that may be shown.
#[derive(Debug, Clone, Copy)]
enum Place {
    Literal,
    Escaped,
    Spaced,
    Filter,
    Variable,
    Encoded,
    Alias,
    OperationName,
    VariableName,
    MemberName,
    Key,
    Timestamp,
    Signature,
    Idempotency,
    UserId,
    Amount,
    Path,
    QueryName,
}

const PLACES: [Place; 18] = [
    Place::Literal,
    Place::Escaped,
    Place::Spaced,
    Place::Filter,
    Place::Variable,
    Place::Encoded,
    Place::Alias,
    Place::OperationName,
    Place::VariableName,
    Place::MemberName,
    Place::Key,
    Place::Timestamp,
    Place::Signature,
    Place::Idempotency,
    Place::UserId,
    Place::Amount,
    Place::Path,
    Place::QueryName,
];

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
    ]
}

/// Secrets of a session.
#[derive(Default)]
pub(super) struct Secrets {
    /// Secrets of clients that did everything correctly: they must not be found anywhere.
    kept: Vec<String>,
    /// Secrets of clients that did not: they must not be found in the log of requests.
    blurted: Vec<String>,
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
    async fn send_with(&mut self, body: &[u8], header: Option<(&'static str, &str)>) {
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
    }
}

async fn blurt(sandbox: &mut Sandbox, main: &mut Project, pin: &str, place: PinPlace) {
    let query = |text: String| json!({ "query": text }).to_string();
    let body = match place {
        PinPlace::Encrypted => query(format!(
            "mutation {{ setCardPin(input: {{cardId: 1, sessionId: \"s\", encryptedPin: \"{pin}\"}}) \
             {{ success }} }}"
        )),
        PinPlace::Number => query(format!(
            "mutation {{ setCardPin(input: {{cardId: 1, sessionId: \"s\", encryptedPin: {pin}}}) {{ \
             success }} }}"
        )),
        PinPlace::UnknownArgument => {
            query(format!("mutation {{ setCardPin(pin: \"{pin}\", code: [{pin}]) {{ success }} }}"))
        }
        PinPlace::UnknownVariable => {
            json!({"query": "{ AgioCard_card { id } }", "variables": {"pin": pin}}).to_string()
        }
        PinPlace::WrongType => query(format!(
            "mutation {{ createCard(input: {{cardApplicationId: true, cardType: X{pin}}}) {{ \
             success }} updateCardLimit(input: {{limitFrequency: \"{pin}\"}}) {{ success }} }}"
        )),
        PinPlace::WrongVariable => json!({
            "query": SET, "variables": {"input": {"cardId": {"pin": pin}, "encryptedPin": [pin]}}
        })
        .to_string(),
        PinPlace::BrokenDocument => {
            query(format!("mutation {{ setCardPin(input: {{encryptedPin: \"{pin}\" {pin} ? "))
        }
        PinPlace::BrokenJson => format!("{{\"query\": \"mutation\", \"pin\": \"{pin}\""),
        PinPlace::Comment => {
            query(format!("# the PIN is {pin}\n{{ AgioCard_card {{ id # {pin}\n }} }}"))
        }
        PinPlace::Member => json!({"query": "{ AgioCard_card { id } }", "pin": pin}).to_string(),
        PinPlace::Header | PinPlace::Query => query("{ AgioCard_card { id } }".to_owned()),
        PinPlace::SealedMember => {
            let fields = json!({"user_id": "ext-ada", "pin": pin, "kyc_data": {"pin": [pin]}});
            main.post(sandbox, "/users/get", &fields, None).await;
            return;
        }
        PinPlace::SealedText => {
            let encrypted = sealed::seal(&main.secret, 2, &[7; sealed::NONCE], pin.as_bytes());
            return sent_in_clear(sandbox, main, &json!({ "encrypted": encrypted })).await;
        }
        PinPlace::OpenText => {
            return sent_in_clear(sandbox, main, &json!({"encrypted": pin, "pin": pin})).await;
        }
    };
    let mut request = sandbox.signed(0, body.as_bytes());
    match place {
        PinPlace::Header => {
            request.headers_mut().insert("x-pin", pin.parse().unwrap());
        }
        PinPlace::Query => {
            let path = format!("/partner/cards/graphql?pin={pin}");
            *request.uri_mut() = path.parse().unwrap();
        }
        _ => {}
    }
    sandbox.send(request).await;
}

async fn sent_in_clear(sandbox: &Sandbox, main: &Project, body: &Value) {
    let request = Request::post("/api/v1/users/get")
        .header("API-KEY", &main.key)
        .header("content-type", "application/json");
    sandbox.send(request.body(Body::from(body.to_string())).unwrap()).await;
}

async fn misplace(sandbox: &mut Sandbox, main: &mut Project, secret: &str, place: Place) {
    let word: String = secret.chars().filter(char::is_ascii_alphanumeric).collect();
    let nickname = |text: &str| {
        let text = format!(
            "mutation {{ updateCardNickname(input: {{cardId: 77, cardNickname: {text}}}) {{ success \
             error }} }}"
        );
        json!({ "query": text }).to_string()
    };
    let escaped: String = secret.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect();
    let spaced: Vec<String> =
        word.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into()).collect();
    let rows = "{ AgioCard_card { id } }";
    let read = json!({ "query": rows }).to_string();
    match place {
        Place::Literal => {
            sandbox.send_with(nickname(&json!(secret).to_string()).as_bytes(), None).await;
        }
        Place::Escaped => {
            sandbox.send_with(nickname(&format!("\"{escaped}\"")).as_bytes(), None).await;
        }
        Place::Spaced => {
            let text = format!("\"x {} y\"", spaced.join(" "));
            sandbox.send_with(nickname(&text).as_bytes(), None).await;
        }
        Place::Encoded => {
            let text = format!("\"{} {}\"", STANDARD.encode(secret), hex::encode_upper(secret));
            sandbox.send_with(nickname(&text).as_bytes(), None).await;
        }
        Place::Filter => {
            let text = format!(
                "{{ AgioCard_card(where: {{nickname: {{_in: [{}]}}}}) {{ id }} }}",
                json!(secret)
            );
            sandbox.send_with(json!({ "query": text }).to_string().as_bytes(), None).await;
        }
        Place::Variable => {
            let text = "query($w: AgioCard_card_bool_exp) { AgioCard_card(where: $w) { id } }";
            let filter = json!({"_or": [{"nickname": {"_eq": secret}}, {"card_external_id": {"_eq": secret}}]});
            sandbox.ask(text, &json!({ "w": filter })).await;
        }
        Place::Alias => {
            let text = format!(
                "query Q{word} {{ x{word}: AgioCard_card {{ y{word}: id ...F{word} }} }} fragment F{word} on AgioCard_card {{ id }}"
            );
            sandbox.ask(&text, &json!({})).await;
        }
        Place::OperationName => {
            let body = json!({"query": rows, "operationName": secret}).to_string();
            sandbox.send_with(body.as_bytes(), None).await;
        }
        Place::VariableName => {
            sandbox.ask(rows, &json!({ secret: 1 })).await;
        }
        Place::MemberName => {
            let body = json!({"query": rows, secret: 1}).to_string();
            sandbox.send_with(body.as_bytes(), None).await;
        }
        Place::Key => sandbox.send_with(read.as_bytes(), Some(("x-agio-api-key", secret))).await,
        Place::Timestamp => {
            sandbox.send_with(read.as_bytes(), Some(("x-agio-timestamp", secret))).await;
        }
        Place::Signature => {
            sandbox.send_with(read.as_bytes(), Some(("x-agio-signature", secret))).await;
        }
        Place::Idempotency => {
            let fields = json!({"external_user_id": "ext-ada", "product_code": "none"});
            main.post(sandbox, "/cards/create", &fields, Some(secret)).await;
        }
        Place::UserId => {
            main.post(sandbox, "/users/get", &json!({ "user_id": secret }), None).await;
        }
        Place::Amount => {
            let number: Value = serde_json::from_str(secret).unwrap_or_else(|_| json!(secret));
            let stamp = json!({ "request_timestamp": number });
            main.post(sandbox, "/users/get", &stamp, None).await;
            main.post(
                sandbox,
                "/cards/topup",
                &json!({"card_id": number, "amount": secret}),
                Some("k"),
            )
            .await;
        }
        Place::Path => {
            let request = Request::post(format!("/api/v1/cards/{word}"));
            sandbox.send(request.header("API-KEY", &main.key).body(Body::empty()).unwrap()).await;
        }
        Place::QueryName => {
            let mut request = sandbox.signed(0, read.as_bytes());
            let path = format!("/partner/cards/graphql?{word}=1");
            *request.uri_mut() = path.parse().unwrap();
            sandbox.send(request).await;
        }
    }
}

/// Number of forms in which a secret may leak.
const FORMS: usize = 5;

/// All forms in which a secret may leak.
fn forms(secret: &str) -> [String; FORMS] {
    let backwards: String = secret.chars().rev().collect();
    [
        secret.to_owned(),
        STANDARD_NO_PAD.encode(secret),
        URL_SAFE_NO_PAD.encode(secret),
        hex::encode(secret),
        backwards,
    ]
}

/// Search for secrets in texts, all of them in one pass.
pub(super) struct Search<'s> {
    secrets: &'s [String],
    forms: AhoCorasick,
}

impl<'s> Search<'s> {
    pub(super) fn new(secrets: &'s [String]) -> Self {
        let all: Vec<_> = secrets.iter().flat_map(|secret| forms(secret)).collect();
        let forms = AhoCorasick::builder().ascii_case_insensitive(true).build(all).unwrap();
        Self { secrets, forms }
    }

    /// Secret that a text shows, blanks and dashes aside.
    pub(super) fn leak(&self, text: &str) -> Option<String> {
        let joined: String = text.chars().filter(|letter| !" -".contains(*letter)).collect();
        let found = self.forms.find(text).or_else(|| self.forms.find(&joined))?;
        Some(self.secrets[found.pattern().as_usize() / FORMS].clone())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_secret_of_a_session_is_in_its_log(steps in prop::collection::vec(step(), 1..40)) {
        wait(async {
            let output = output();
            let told = output.len();
            let mut sandbox = Sandbox::new().await;
            let mut main = Project::named(&sandbox, "main").await;
            let mut secrets = Secrets::default();
            for step in &steps {
                run(&mut sandbox, &mut main, step, &mut secrets).await;
            }
            let world = "/worlds/test";
            let mut shown = Vec::new();
            for path in ["/requests?limit=1000", "/events?limit=1000", "", "/deliveries", "/faults"] {
                shown.push(sandbox.control("GET", &format!("{world}{path}"), &json!({})).await.text());
            }
            shown.push(sandbox.control("GET", "/unrouted?limit=1000", &json!({})).await.text());
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
            prop_assert_eq!(Search::new(&secrets.kept).leak(&journal), None);
            Ok(())
        })?;
    }
}

/// Checks that the search itself finds a secret.
#[tokio::test]
async fn a_secret_in_a_plain_field_would_be_found() {
    let mut sandbox = Sandbox::new().await;
    let text = "{ AgioCard_card(where: {nickname: {_eq: \"PLANTED-control-value\"}}) { id } }";
    sandbox.ask(text, &json!({})).await;
    let shown = sandbox.control("GET", "/worlds/test/requests", &json!({})).await.text();
    let planted = vec!["planted-CONTROL-value".to_owned()];
    let search = Search::new(&planted);
    assert_eq!(search.leak(&shown), Some(planted[0].clone()));
    assert_eq!(search.leak(&STANDARD.encode("planted-CONTROL-value")), Some(planted[0].clone()));
    assert_eq!(search.leak("planted-control value, in part"), None);
}
