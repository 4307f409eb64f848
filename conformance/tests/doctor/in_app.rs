//! In-app surfaces that cannot be judged as they are.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use conformance::{doctor::Health, drivers::in_app::token};
use serde_json::{Value, json};
use wiremock::{
    Match, Mock, MockServer, Request, ResponseTemplate,
    matchers::{any, body_string_contains},
};

use crate::{Secrets, about, answer, diagnosis, is_problem};

/// A token of this user that ends in so many seconds.
fn token_of(user: &str, left: i64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let end = i64::try_from(now).unwrap() + left;
    let part = |json: Value| BASE64.encode(json.to_string());
    let claims = json!({ "sub": user, "exp": end });
    format!("{}.{}.c2lnbmF0dXJl", part(json!({ "alg": "HS256" })), part(claims))
}

/// Requests whose token was altered.
struct Altered;

impl Match for Altered {
    fn matches(&self, request: &Request) -> bool {
        let bearer = request.headers.get("authorization").and_then(|value| value.to_str().ok());
        bearer.is_some_and(|bearer| bearer.ends_with(&token::altered("x.c2lnbmF0dXJl")[2..]))
    }
}

fn refused() -> ResponseTemplate {
    let error = json!({ "message": "Not Authenticated", "extensions": { "code": "UNAUTHORIZED" } });
    ResponseTemplate::new(401).set_body_json(json!({ "errors": [error] }))
}

/// An in-app surface that is fine, unless something more particular was mounted before.
async fn mount_in_app(server: &MockServer) {
    Mock::given(Altered).respond_with(refused()).mount(server).await;
    mount_answers(server).await;
}

async fn mount_answers(server: &MockServer) {
    let mount = async |needle: &str, field: &str, json: Value| {
        let said = answer(&json!({ "data": { field: json } }));
        Mock::given(body_string_contains(needle)).respond_with(said).mount(server).await;
    };
    let operations = ["createAgioCard", "freezeAgioCard"].map(|name| json!({ "name": name }));
    mount("__schema", "__schema", json!({ "mutationType": { "fields": operations } })).await;
    mount("cardBalance", "cardBalance", json!({ "success": false })).await;
    let rows = json!([{ "id": 7, "status": "canceled" }, { "id": 8, "status": "ACTIVE" }]);
    mount("AgioCard_vw_card {", "AgioCard_vw_card", rows).await;
    let rows = json!([{ "id": 43, "application_status": "approved" }]);
    mount("AgioCard_card_application {", "AgioCard_card_application", rows).await;
    let rows = json!([{ "id": 123 }]);
    mount("AgioCrypto_digital_wallet {", "AgioCrypto_digital_wallet", rows).await;
    let session = json!({ "sessionId": "s", "key": "00".repeat(16), "iv": "00".repeat(12) });
    mount("generateEncryptionKeys {", "generateEncryptionKeys", session).await;
    Mock::given(any()).respond_with(ResponseTemplate::new(426)).mount(server).await;
}

#[tokio::test]
async fn a_token_that_is_refused_or_over_is_named() {
    let (secrets, server) = (Secrets::of("ag-token"), MockServer::start().await);
    Mock::given(body_string_contains("cardBalance")).respond_with(refused()).mount(&server).await;
    mount_in_app(&server).await;
    let with = async |token: &str| diagnosis(&secrets.in_app(&server.uri(), token, "")).await;
    let good = token_of("auth0|1", 7200);
    is_problem(&with(&good).await, "AG token", "401", "credentials.primary.token");
    is_problem(
        &with(&token_of("auth0|1", -90)).await,
        "AG token's end",
        "ended 2 minutes ago",
        "lives",
    );

    server.reset().await;
    mount_in_app(&server).await;
    let fine = with(&good).await;
    assert!(fine.is_healthy(), "{}", fine.text());
    assert_eq!(about(&fine, "AG token").health, Health::Ok);
    assert_eq!(about(&fine, "AG altered token").health, Health::Ok);
    assert_eq!(
        about(&with(&token_of("auth0|1", 600)).await, "AG token's end").health,
        Health::Warning
    );
    // A token that tells nothing is taken as it is.
    assert!(with("opaque").await.is_healthy());
}

#[tokio::test]
async fn a_server_that_checks_no_signature_is_told_so() {
    let (secrets, server) = (Secrets::of("ag-altered"), MockServer::start().await);
    mount_answers(&server).await;
    let diagnosis = diagnosis(&secrets.in_app(&server.uri(), &token_of("auth0|1", 7200), "")).await;
    let finding = about(&diagnosis, "AG altered token");
    assert_eq!(finding.health, Health::Warning);
    assert!(finding.repair.contains("check signatures"), "{finding:?}");
}

#[tokio::test]
async fn operations_go_by_the_names_that_the_schema_has() {
    let (secrets, server) = (Secrets::of("ag-names"), MockServer::start().await);
    mount_in_app(&server).await;
    let diagnosis = diagnosis(&secrets.in_app(&server.uri(), &token_of("auth0|1", 7200), "")).await;
    let lacking = &about(&diagnosis, "AG operations").detail;
    assert!(lacking.contains("lockAgioCard") && !lacking.contains("Rain"), "{lacking}");
    assert!(!lacking.contains("createAgioCard,"), "{lacking}");
}

#[tokio::test]
async fn the_second_token_has_to_be_another_users() {
    let (secrets, server) = (Secrets::of("ag-second"), MockServer::start().await);
    mount_in_app(&server).await;
    let first = token_of("auth0|1", 7200);
    let with = async |second: &str| {
        let second = format!("credentials.second = {{ token = {} }}\n", secrets.file(second));
        diagnosis(&secrets.in_app(&server.uri(), &first, &second)).await
    };
    let what = "AG second token";
    is_problem(&with(&first).await, what, "the first one again", "another user");
    is_problem(&with(&token_of("auth0|1", 8000)).await, what, "the same user", "another user");
    is_problem(&with(&token_of("auth0|2", -5)).await, what, "ended", "lives");
    assert_eq!(about(&with(&token_of("auth0|2", 7200)).await, what).health, Health::Ok);
    assert_eq!(about(&with("opaque").await, what).health, Health::Warning);
}

#[tokio::test]
async fn known_things_and_sessions_are_looked_at() {
    let (secrets, server) = (Secrets::of("ag-known"), MockServer::start().await);
    mount_in_app(&server).await;
    let token = token_of("auth0|1", 7200);
    let with = async |more: &str| diagnosis(&secrets.in_app(&server.uri(), &token, more)).await;
    let bad = with("[known.AG]\ncard = 7\nwallet = 9").await;
    is_problem(&bad, "[known.AG] card", "canceled", "active");
    assert!(bad.text().contains("the first user has no 9"), "{}", bad.text());
    assert_eq!(about(&bad, "[known.AG] wallet").health, Health::Warning);
    let good =
        "[known.AG]\ncard = 8\ncard_application = 43\nwallet = 123\ncollateral_address = '0x1'";
    let good = with(good).await;
    for what in ["[known.AG] card", "[known.AG] card_application", "[known.AG] wallet"] {
        assert_eq!(about(&good, what).health, Health::Ok, "{}", good.text());
    }
    assert_eq!(about(&with("").await, "AG known things").health, Health::Warning);
    let codec = "pin_codec = { key = 'base64', iv = 'hex', cipher = 'aes-128-gcm', value = \
                 'ciphertext+tag', value_text = 'base64', pin_plaintext = 'digits' }\n";
    let wrong = with(codec).await;
    is_problem(
        &wrong,
        "AG pin_codec",
        "not 16 bytes as base64",
        "surfaces.AG.pin_codec.key = \"hex\"",
    );
}
