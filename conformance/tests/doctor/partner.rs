//! Partner surfaces that cannot be judged as they are.

use conformance::doctor::Health;
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{any, body_string_contains, header},
};

use crate::{Secrets, about, answer, diagnosis, is_problem};

/// A partner surface that is fine, unless something more particular was mounted before.
pub(crate) async fn mount_partner(server: &MockServer) {
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
