//! `craft`: the test vectors of the contracts, and what a server takes.

use std::process::Command;

use serde_json::{Value, json};

use super::{Running, program, told};

fn craft(args: &[&str], secrets: &[(&str, &str)]) -> Command {
    let mut command = program();
    command.arg("craft").args(args).envs(secrets.iter().copied());
    command
}

const ACME: [(&str, &str); 2] = [
    ("AGIO_PARTNER_API_TOKEN", "ac3e0000-0000-4000-8000-000000000001"),
    ("AGIO_PARTNER_CLIENT_SECRET", "sandbox-acme-client-secret"),
];
const ER: [(&str, &str); 1] = [("ER_API_SECRET", "sandbox-main-secret")];

#[test]
fn a_signature_has_the_published_check_value() {
    let body = r#"{"query":"{ AgioCard_card_company { id } }"}"#;
    let signed = told(&mut craft(&["sign", "--at", "1893456000000"], &ACME), body);
    let digest = "0bad3898601979ad7c6181f63fbfccbb30ddeb78c77b108e365bbfb3f5db6d82";
    let headers = format!(
        "x-agio-api-key: {}\nx-agio-timestamp: 1893456000000\nx-agio-signature: {digest}\n",
        ACME[0].1
    );
    assert_eq!((signed.code, signed.out.as_str()), (0, headers.as_str()));
    let as_json =
        told(&mut craft(&["sign", "--at", "2030-01-01T00:00:00Z", "--json"], &ACME), body);
    assert_eq!(as_json.json()["x-agio-signature"], digest);
    let without = told(&mut craft(&["sign"], &ACME[..1]), body);
    assert!(without.code == 2 && without.errors.contains("AGIO_PARTNER_CLIENT_SECRET"));
}

#[test]
fn what_is_sealed_is_opened_and_a_server_takes_it() {
    let sealed = told(&mut craft(&["seal"], &ER), r#"{"a": "b"}"#);
    assert_eq!(sealed.code, 0, "{sealed:?}");
    assert!(sealed.json()["encrypted"].is_string());
    let opened = told(&mut craft(&["open"], &ER), &sealed.out);
    let payload = opened.json();
    assert_eq!(payload["a"], "b");
    assert!(payload["request_timestamp"].as_i64().unwrap() > 1_700_000_000_000_000);
    let kept = told(&mut craft(&["seal", "--as-it-is"], &ER), "no JSON");
    assert_eq!(told(&mut craft(&["open"], &ER), &kept.out).out, "no JSON\n");
    assert_eq!(told(&mut craft(&["seal"], &ER), "no JSON").code, 2);
    let others = [("ER_API_SECRET", "another")];
    let closed = told(&mut craft(&["open"], &others), &sealed.out);
    assert!(closed.code == 1 && closed.errors.contains("another secret"), "{closed:?}");
    assert_eq!(told(&mut craft(&["open"], &ER), "{}").code, 1);
}

#[test]
fn a_token_has_the_published_check_value_and_a_server_takes_it() {
    let secret = [("AGIO_TOKEN_SECRET", "sandbox-user-token-secret-0123456789")];
    let args = [
        "jwt",
        "--sub",
        "auth0|6a616e65000000000000a001",
        "--org",
        "0a9d2f5e-3c41-4b7a-9d54-1f0c7be4a001",
        "--at",
        "2030-01-01T00:00:00Z",
    ];
    let token = told(&mut craft(&args, &secret), "");
    assert!(token.out.ends_with(".kyxvy7HIiq2NBGw1H9UQXxg326UAfymuRsKUeOP0gsE\n"), "{token:?}");
}

#[test]
fn a_signed_request_is_accepted() {
    let server = Running::new();
    let body = json!({"query": "{ AgioCard_card_company { id } }"}).to_string();
    let headers = told(&mut craft(&["sign", "--json"], &ACME), &body).json();
    // An error means that a provider is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let answer: Value = runtime.block_on(async {
        let request = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut request = request.post(format!("{}/partner/cards/graphql", server.url));
        for (name, value) in headers.as_object().unwrap() {
            request = request.header(name, value.as_str().unwrap());
        }
        let request = request.header("content-type", "application/json").body(body);
        request.send().await.unwrap().json().await.unwrap()
    });
    assert!(answer["data"]["AgioCard_card_company"].is_array(), "{answer}");
}
