//! What the doctor says of servers that cannot be judged as they are, and of the files that
//! describe them.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get, fails it")]

use std::path::PathBuf;

use conformance::{
    doctor::{Diagnosis, Finding, Health, examine},
    drivers::envelope::sealer::{Sealer, fresh_nonce},
    surfaces::envelope::target::EnvelopeCodec,
    target::Target,
};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, Request, Respond, ResponseTemplate,
    matchers::{any, body_string_contains, header, path},
};

/// A folder with the secrets of a test.
struct Secrets(PathBuf);

impl Secrets {
    fn of(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("doctor-{}-{test}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// A secret with that content, as a target file names it.
    fn file(&self, content: &str) -> String {
        let file = self.0.join(content);
        std::fs::write(&file, content).unwrap();
        format!("{{ file = '{}' }}", file.display())
    }

    fn partner(&self, url: &str, second: &str) -> String {
        format!(
            "environment = 'local'\n[surfaces.PG]\nurl = '{url}'\ncredentials.primary = {{ \
             api_token = {}, client_secret = {} }}\n{second}",
            self.file("first-token"),
            self.file("first-secret")
        )
    }

    fn second(&self, token: &str) -> String {
        let (token, secret) = (self.file(token), self.file("second-secret"));
        format!("credentials.second = {{ api_token = {token}, client_secret = {secret} }}\n")
    }

    fn envelope(&self, url: &str, more: &str) -> String {
        format!(
            "environment = 'local'\n[surfaces.ER]\nurl = '{url}'\ncredentials.primary = {{ api_key \
             = {}, api_secret = {} }}\n{more}",
            self.file("first-key"),
            self.file("api-secret")
        )
    }
}

impl Drop for Secrets {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn diagnosis(file: &str) -> Diagnosis {
    let target = Target::from_toml(file, "t.toml").unwrap_or_else(|bad| panic!("{bad}"));
    examine(&target).await
}

/// The finding about something; the last one where there are several.
fn about<'a>(diagnosis: &'a Diagnosis, what: &str) -> &'a Finding {
    let found = diagnosis.findings.iter().rev().find(|finding| finding.what == what);
    found.unwrap_or_else(|| panic!("nothing about {what}:\n{}", diagnosis.text()))
}

#[track_caller]
fn is_problem(diagnosis: &Diagnosis, what: &str, seen: &str, repair: &str) {
    let finding = about(diagnosis, what);
    let right = finding.health == Health::Problem
        && finding.detail.contains(seen)
        && finding.repair.contains(repair);
    assert!(right, "{finding:?}");
    assert!(!diagnosis.is_healthy());
}

fn answer(json: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json)
}

/// A partner surface that is fine, unless something more particular was mounted before.
async fn mount_partner(server: &MockServer) {
    let operations: Vec<_> =
        ["createCard", "freezeCard"].map(|name| json!({ "name": name })).into();
    let schema = json!({ "data": { "__schema": { "mutationType": { "fields": operations } } } });
    let mount = async |needle: &str, json: Value| {
        let found = Mock::given(body_string_contains(needle)).respond_with(answer(&json));
        found.mount(server).await;
    };
    mount("__schema", schema).await;
    mount("cardBalance", json!({ "data": { "cardBalance": { "success": false } } })).await;
    let table = "AgioCard_partner_managed_organization";
    for (token, id) in [("first-token", 1), ("other-token", 2), ("again-token", 1)] {
        let rows = json!({ "data": { table: [{ "organization_id": id }] } });
        let own = Mock::given(body_string_contains(table)).and(header("x-agio-api-key", token));
        own.respond_with(answer(&rows)).mount(server).await;
    }
    let rows = json!([{ "id": 7, "status": "canceled" }, { "id": 8, "status": "active" }]);
    mount("AgioCard_card {", json!({ "data": { "AgioCard_card": rows } })).await;
    let rows = json!([{ "id": 42, "application_status": "PENDING" }]);
    let table = "AgioCard_card_application";
    mount(table, json!({ "data": { table: rows } })).await;
    let session = json!({ "sessionId": "s", "key": "00".repeat(16), "iv": "00".repeat(12) });
    mount("generateEncryptionKeys {", json!({ "data": { "generateEncryptionKeys": session } }))
        .await;
    Mock::given(any()).respond_with(ResponseTemplate::new(405)).mount(server).await;
}

#[tokio::test]
async fn name_port_tls_and_answer_are_told_apart() {
    let (secrets, server) = (Secrets::of("reach"), MockServer::start().await);
    let of = async |url: &str| diagnosis(&secrets.partner(url, "")).await;
    let nobody = of("http://server.invalid/graphql").await;
    is_problem(&nobody, "PG DNS", "server.invalid has no address", "DNS");
    is_problem(&of("http://127.0.0.1:9/graphql").await, "PG TCP", "127.0.0.1:9", "running");
    let plain = server.uri().replace("http:", "https:");
    is_problem(&of(&plain).await, "PG TLS", "", "certificate");
    let deaf = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/graphql", deaf.local_addr().unwrap());
    std::thread::spawn(move || deaf.incoming().for_each(drop));
    is_problem(&of(&url).await, "PG answer", "takes connections", "HTTP");
}

#[tokio::test]
async fn a_surface_that_cannot_be_reached_keeps_nobody_from_the_other() {
    let (secrets, server) = (Secrets::of("other"), MockServer::start().await);
    mount_partner(&server).await;
    let envelope = secrets.envelope("http://127.0.0.1:9/api/v1", "");
    let file = secrets.partner(&server.uri(), "");
    let file = format!("{file}{}", envelope.replace("environment = 'local'\n", ""));
    let diagnosis = diagnosis(&file).await;
    is_problem(&diagnosis, "ER TCP", "127.0.0.1:9", "running");
    assert_eq!(about(&diagnosis, "PG signature").health, Health::Ok);
}

#[tokio::test]
async fn a_wrong_clock_is_found_before_it_fails_signatures() {
    let (secrets, server) = (Secrets::of("clock"), MockServer::start().await);
    let late = ResponseTemplate::new(405).insert_header("date", "Tue, 01 Jan 2030 00:00:00 GMT");
    Mock::given(any()).respond_with(late).mount(&server).await;
    let diagnosis = diagnosis(&secrets.partner(&server.uri(), "")).await;
    is_problem(&diagnosis, "PG clock", "this machine's", "NTP");
}

#[tokio::test]
async fn a_key_or_signature_that_is_refused_is_named() {
    let (secrets, server) = (Secrets::of("key"), MockServer::start().await);
    let refused = || ResponseTemplate::new(401).set_body_json(json!({ "error": "Unauthorized" }));
    Mock::given(body_string_contains("__schema")).respond_with(refused()).mount(&server).await;
    mount_partner(&server).await;
    let file = secrets.partner(&server.uri(), "");
    is_problem(&diagnosis(&file).await, "PG key", "401", "api_token");

    server.reset().await;
    Mock::given(body_string_contains("cardBalance")).respond_with(refused()).mount(&server).await;
    mount_partner(&server).await;
    let unsigned = diagnosis(&file).await;
    is_problem(&unsigned, "PG signature", "401", "client_secret");
    assert_eq!(about(&unsigned, "PG operations").health, Health::Warning);
    assert!(about(&unsigned, "PG operations").detail.contains("setCardPin"));
}

#[tokio::test]
async fn the_second_credential_has_to_be_another_partners() {
    let (secrets, server) = (Secrets::of("second"), MockServer::start().await);
    mount_partner(&server).await;
    let with = async |token: &str| {
        let second = secrets.second(token);
        diagnosis(&secrets.partner(&server.uri(), &second)).await
    };
    let what = "PG second credential";
    is_problem(&with("first-token").await, what, "the first one again", "another partner");
    is_problem(&with("again-token").await, what, "same organizations", "another partner");
    assert_eq!(about(&with("other-token").await, what).health, Health::Ok);
    let unknown = with("unknown-token").await;
    assert_eq!(about(&unknown, what).health, Health::Warning, "{}", unknown.text());
}

#[tokio::test]
async fn known_things_have_to_be_there_and_usable() {
    let (secrets, server) = (Secrets::of("known"), MockServer::start().await);
    mount_partner(&server).await;
    let with = async |known: &str| {
        diagnosis(&format!("{}[known.PG]\n{known}", secrets.partner(&server.uri(), ""))).await
    };
    let bad = with("card = 7\ncard_application = 42").await;
    is_problem(&bad, "[known.PG] card", "canceled", "active");
    is_problem(&bad, "[known.PG] card_application", "PENDING", "approved");
    let nothing = with("card = 9").await;
    is_problem(&nothing, "[known.PG] card", "has no 9", "active");
    assert_eq!(about(&with("card = 8").await, "[known.PG] card").health, Health::Ok);
    let without = diagnosis(&secrets.partner(&server.uri(), "")).await;
    assert_eq!(about(&without, "PG known things").health, Health::Warning);
}

#[tokio::test]
async fn the_text_form_of_a_session_is_found() {
    let (secrets, server) = (Secrets::of("session"), MockServer::start().await);
    mount_partner(&server).await;
    let codec = "pin_codec = { key = 'base64', iv = 'hex', cipher = 'aes-128-gcm', value = \
                 'ciphertext+tag', value_text = 'base64', pin_plaintext = 'digits' }\n";
    let wrong = diagnosis(&secrets.partner(&server.uri(), codec)).await;
    is_problem(&wrong, "PG pin_codec", "not 16 bytes as base64", "pin_codec.key = \"hex\"");
    let right = codec.replacen("base64", "hex", 1);
    let right = diagnosis(&secrets.partner(&server.uri(), &right)).await;
    assert_eq!(about(&right, "PG pin_codec").health, Health::Ok);
}

/// Answers sealed.
struct Sealed {
    codec: EnvelopeCodec,
    json: Value,
}

impl Respond for Sealed {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let sealer = Sealer::new(self.codec, "api-secret").unwrap();
        let sealed = sealer.write(&sealer.seal(self.json.to_string().as_bytes(), fresh_nonce()));
        answer(&json!({ "encrypted": sealed }))
    }
}

async fn mount_envelope(server: &MockServer, codec: &str) {
    let codec = || toml::from_str(codec).unwrap();
    let mount = async |at: &str, json: Value| {
        Mock::given(path(at)).respond_with(Sealed { codec: codec(), json }).mount(server).await;
    };
    mount("/project/balance", json!({ "available": "1.00" })).await;
    mount("/project/wallet/trc20", json!({ "usdt_trc20": "T1" })).await;
    let standard = json!({ "product_code": "STD", "is_active": true, "min_topup": "10.00", "max_topup": "50.00" });
    let old = json!({ "product_code": "OLD", "is_active": false });
    mount("/cards/products", json!({ "products": [standard, old] })).await;
    mount("/cards/get", json!({ "status": "closed" })).await;
    Mock::given(any()).respond_with(ResponseTemplate::new(405)).mount(server).await;
}

#[tokio::test]
async fn the_layout_in_which_an_answer_opens_is_told() {
    let (secrets, server) = (Secrets::of("layout"), MockServer::start().await);
    mount_envelope(&server, "box = 'ciphertext+tag'\nnonce = 'back'").await;
    let diagnosis = diagnosis(&secrets.envelope(&server.uri(), "")).await;
    let settings = "version = \"0x02\", nonce = \"back\", box = \"ciphertext+tag\"";
    is_problem(&diagnosis, "ER round trip", "200", settings);
}

#[tokio::test]
async fn keys_product_and_card_of_an_envelope_are_looked_at() {
    let (secrets, server) = (Secrets::of("envelope"), MockServer::start().await);
    mount_envelope(&server, "").await;
    let key = |name: &str| {
        let (key, secret) = (secrets.file(name), secrets.file("api-secret"));
        format!("{{ api_key = {key}, api_secret = {secret} }}")
    };
    let with = async |product: &str, topup: &str| {
        let more = format!(
            "credentials.second = {}\ncredentials.no_access = {}\n[surfaces.ER.dialect]\n\
             product_code = '{product}'\namounts = {{ topup = '{topup}' }}\n[known.ER]\ncard = 'c'\n",
            key("second-key"),
            key("locked-key")
        );
        diagnosis(&secrets.envelope(&server.uri(), &more)).await
    };
    let bad = with("STD", "60.00").await;
    is_problem(&bad, "ER second key", "same deposit address", "another project");
    is_problem(&bad, "ER key without access", "it has access", "no access");
    is_problem(&bad, "[known.ER] card", "closed", "active");
    is_problem(&bad, "ER product", "max_topup 50.00", "amounts.topup");
    is_problem(&with("NEW", "20.00").await, "ER product", "there are STD, OLD", "product_code");
    is_problem(&with("OLD", "20.00").await, "ER product", "not active", "active product");
}

#[tokio::test]
async fn what_a_hook_offers_is_compared_with_what_is_claimed() {
    let (secrets, server) = (Secrets::of("hook"), MockServer::start().await);
    mount_partner(&server).await;
    let with = async |claims: &str, offers: &str| {
        let said = format!(r#"{{"ok":true,"output":{{"actions":[{offers}]}}}}"#);
        let hook = format!("[provision]\ncommand = ['echo', '{said}']\n");
        diagnosis(&format!(
            "capabilities = [{claims}]\n{}{hook}",
            secrets.partner(&server.uri(), "")
        ))
        .await
    };
    let lacking = with("'provision', 'review'", r#""make-carduser""#).await;
    is_problem(&lacking, "capability review", "decide-application", "take review out");
    is_problem(&lacking, "capability provision", "make-card-user", "take provision out");
    assert_eq!(about(&lacking, "hook").repair, "did you mean make-card-user?");

    let part = with("'provision'", r#""make-card-user","authorize""#).await;
    assert_eq!(about(&part, "capability provision").health, Health::Warning);
    assert!(about(&part, "capability provision").detail.contains("make-credential"));
    assert!(about(&part, "capability authorize").repair.contains("add \"authorize\""));
    assert!(part.is_healthy());

    let clock = with("'clock'", r#""make-card-user""#).await;
    is_problem(&clock, "capability clock", "only the control plane", "take clock out");
    let broken = secrets.partner(&server.uri(), "");
    let broken = format!("capabilities = ['review']\n{broken}[provision]\ncommand = ['false']\n");
    is_problem(&diagnosis(&broken).await, "hook", "false answers describe", "start it");
}

#[tokio::test]
async fn webhooks_have_to_reach_the_sink() {
    let (secrets, server) = (Secrets::of("sink"), MockServer::start().await);
    mount_partner(&server).await;
    let with = async |sink: &str| {
        diagnosis(&format!("{}[webhook_sink]\n{sink}", secrets.partner(&server.uri(), ""))).await
    };
    let own = with("listen = '127.0.0.1:0'").await;
    assert_eq!(about(&own, "webhook sink").health, Health::Ok);
    let elsewhere = format!("listen = '127.0.0.1:0'\npublic_url = '{}'", server.uri());
    is_problem(&with(&elsewhere).await, "webhook sink", "does not arrive", "public_url");
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = format!("listen = '{}'", other.local_addr().unwrap());
    is_problem(&with(&taken).await, "webhook sink", "127.0.0.1", "free address");
}

#[tokio::test]
async fn a_sandbox_that_wants_a_token_says_so() {
    let server = MockServer::start().await;
    let refused = ResponseTemplate::new(401).set_body_json(json!({ "type": "unauthorized" }));
    Mock::given(path("/_sandbox/worlds")).respond_with(refused).mount(&server).await;
    let file = format!("kind = 'sandbox'\n[surfaces.SB]\nurl = '{}/_sandbox'", server.uri());
    is_problem(&diagnosis(&file).await, "control plane", "401", "SANDBOX_CONTROL_TOKEN");
}

#[test]
fn programs_read_health_and_findings() {
    let findings = vec![Finding {
        what: "PG key".to_owned(),
        health: Health::Problem,
        detail: "HTTP 401".to_owned(),
        repair: "look at it".to_owned(),
    }];
    let json = serde_json::to_value(Diagnosis { findings }).unwrap();
    assert_eq!(json["healthy"], false);
    assert_eq!(json["findings"][0]["health"], "problem");
    assert_eq!(json["findings"][0]["repair"], "look at it");
}

#[tokio::test]
async fn what_stands_in_the_place_of_the_api_is_told_from_it() {
    let (secrets, server) = (Secrets::of("strangers"), MockServer::start().await);
    let file = secrets.partner(&server.uri(), "");
    let page = || "<!doctype html><title>Login</title>".to_owned();
    let new = ResponseTemplate::new;
    let strangers = [
        (new(200).set_body_raw(page(), "text/html"), "a page, and not the API", "gateway"),
        (new(308).insert_header("location", "https://h.example/g"), "https://h.example/g", "url"),
        (new(500).set_body_json(json!({ "errors": [] })), "it fails: HTTP 500", "logs"),
        (new(503), "it fails: HTTP 503", "logs"),
        (new(503).insert_header("retry-after", "30"), "it is busy: HTTP 503", "limit"),
        (new(429), "it is busy: HTTP 429", "limit"),
        (new(200).set_body_json(json!({ "hello": "world" })), "no answer of GraphQL", "posted"),
        (new(403).set_body_json(json!({ "message": "no" })), "no answer of GraphQL", "posted"),
    ];
    for (stranger, seen, repair) in strangers {
        // In the place of everything, and of what is signed alone.
        for (needle, what) in [("__schema", "PG key"), ("cardBalance", "PG signature")] {
            server.reset().await;
            let instead = Mock::given(body_string_contains(needle));
            instead.respond_with(stranger.clone()).mount(&server).await;
            mount_partner(&server).await;
            is_problem(&diagnosis(&file).await, what, seen, repair);
        }
    }
}

#[tokio::test]
async fn a_key_that_a_gateway_refuses_is_not_refused_by_the_api() {
    let (secrets, server) = (Secrets::of("gateway"), MockServer::start().await);
    let page = ResponseTemplate::new(403).set_body_raw("<html>WAF</html>", "text/html");
    Mock::given(any()).respond_with(page).mount(&server).await;
    let envelope = secrets.envelope(&server.uri(), "");
    is_problem(&diagnosis(&envelope).await, "ER round trip", "a page, and not the API", "gateway");
}
