//! User tokens: which are taken, and what is said to the others.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::user::post;
use crate::support::{Reply, Sandbox};

const DOCUMENT: &str = "{ AgioCard_vw_card { id } }";
const REFUSED: &str =
    r#"{"errors":[{"message":"Not Authenticated","extensions":{"code":"UNAUTHORIZED"}}]}"#;

async fn ask(sandbox: &Sandbox, authorization: Option<&str>) -> Reply {
    sandbox.send(post(authorization, &json!({ "query": DOCUMENT }))).await
}

/// The newest entry of the log of the world.
async fn entry(sandbox: &Sandbox) -> Value {
    let path = format!("/worlds/{}/requests?order=desc&limit=1", sandbox.world);
    sandbox.control("GET", &path, &json!(null)).await.json()["items"][0].clone()
}

#[tokio::test]
async fn the_answer_that_creates_a_world_has_a_token_of_each_user() {
    let sandbox = Sandbox::new().await;
    let path = format!("/worlds/{}/credentials", sandbox.world);
    let shown = sandbox.control("GET", &path, &json!(null)).await.json();
    let users = shown["AG"]["users"].as_array().unwrap();
    assert!(shown["AG"]["token_secret"].as_str().unwrap().len() == 64);
    assert!(users.len() >= 2);
    for user in users {
        let header = format!("Bearer {}", user["token"].as_str().unwrap());
        let reply = ask(&sandbox, Some(&header)).await;
        assert_eq!(reply.status, 200, "{}: {}", user["label"], reply.text());
        assert!(user["sub"].as_str().unwrap().starts_with("auth0|"));
    }
}

#[tokio::test]
async fn a_token_of_the_default_world_is_signed_with_the_published_secret() {
    let sandbox = Sandbox::new().await;
    let shown = sandbox.control("GET", "/worlds/default/credentials", &json!(null)).await.json();
    assert_eq!(shown["AG"]["token_secret"], "sandbox-user-token-secret-0123456789");
}

#[tokio::test]
async fn sb_doc_06_every_bad_token_gets_one_answer_and_a_cause_of_its_own() {
    let mut sandbox = Sandbox::new().await;
    let good = sandbox.mint("jane", "valid").await;
    let mut cases = vec![
        ("Bearer".to_owned(), "jwt-no-bearer"),
        (good.clone(), "jwt-no-bearer"),
        (format!("Basic {good}"), "jwt-no-bearer"),
        (format!("Bearer \"{good}\""), "jwt-quoted"),
        (format!("Bearer  {good}"), "jwt-quoted"),
        ("Bearer a.b".to_owned(), "jwt-malformed"),
    ];
    for (variant, cause) in [
        ("expired", "jwt-expired"),
        ("not-yet", "jwt-not-yet"),
        ("wrong-secret", "jwt-wrong-secret"),
        ("alg-none", "jwt-alg-none"),
        ("no-world", "jwt-no-world"),
        ("refresh", "jwt-refresh-as-access"),
    ] {
        cases.push((format!("Bearer {}", sandbox.mint("jane", variant).await), cause));
    }
    for (header, cause) in cases {
        let mut request = post(Some(&header), &json!({ "query": DOCUMENT }));
        request.headers_mut().insert("sandbox-world", sandbox.world.parse().unwrap());
        let reply = sandbox.send(request).await;
        assert_eq!((reply.status.as_u16(), reply.text().as_str()), (401, REFUSED), "{header}");
        assert_eq!(reply.headers["www-authenticate"], "Bearer");
        let entry = entry(&sandbox).await;
        assert_eq!(entry["diagnosis"][0]["cause"], cause, "{entry:#}");
        assert_eq!(entry["outcome"], "refused");
        assert!(!entry.to_string().contains(&good), "{entry:#}");
    }
    // The back office mints it so that it ends now.
    let expired = format!("Bearer {}", sandbox.mint("jane", "expired").await);
    sandbox.advance(61).await;
    assert_eq!(ask(&sandbox, Some(&expired)).await.text(), REFUSED);
    let found = entry(&sandbox).await["diagnosis"][0].take();
    assert_eq!(found["evidence"], json!({"claim": "exp", "seconds": 61}), "{found}");
    assert_eq!(found["says"], "It ended 61 s before this request.");
    let expired = format!("Bearer {}", sandbox.mint("jane", "expired").await);
    assert_eq!(ask(&sandbox, Some(&expired)).await.text(), REFUSED);
    let found = entry(&sandbox).await["diagnosis"][0].take();
    let says = "It ended in the second of this request: its claim exp is the first second in which it \
                is not good.";
    assert_eq!((&found["says"], &found["evidence"]["seconds"]), (&json!(says), &json!(0)));
    let reply = ask(&sandbox, None).await;
    assert_eq!((reply.status.as_u16(), reply.text().as_str()), (401, REFUSED));
}

#[tokio::test]
async fn a_token_expires_with_the_clock_of_the_world() {
    let mut sandbox = Sandbox::new().await;
    let token = sandbox.op("mint-jwt", &json!({"user": "jane", "ttl": "60s"})).await;
    let header = format!("bEARER {}", token.json()["result"]["token"].as_str().unwrap());
    sandbox.advance(59).await;
    assert_eq!(ask(&sandbox, Some(&header)).await.status, 200);
    sandbox.advance(1).await;
    assert_eq!(ask(&sandbox, Some(&header)).await.status, 401);
}

#[tokio::test]
async fn a_token_of_another_world_opens_nothing_here() {
    let sandbox = Sandbox::new().await;
    let other = json!({"id": "other", "seed": "7", "clock": {"mode": "frozen", "at": "2030-01-01T00:00:00Z"}});
    let made = sandbox.control("POST", "/worlds", &other).await.json();
    let theirs = made["surfaces"]["AG"]["users"][0]["token"].as_str().unwrap();
    let ours = sandbox.mint("jane", "valid").await;
    assert_eq!(ask(&sandbox, Some(&format!("Bearer {theirs}"))).await.status, 200);
    // Their claims under our signature, and the reverse.
    let (their_head, _) = theirs.rsplit_once('.').unwrap();
    let (_, our_signature) = ours.rsplit_once('.').unwrap();
    let mixed = format!("Bearer {their_head}.{our_signature}");
    assert_eq!(ask(&sandbox, Some(&mixed)).await.text(), REFUSED);
    sandbox.control("DELETE", "/worlds/other", &json!(null)).await;
    assert_eq!(ask(&sandbox, Some(&format!("Bearer {theirs}"))).await.text(), REFUSED);
}

#[tokio::test]
async fn whoami_knows_whose_a_token_is() {
    let sandbox = Sandbox::new().await;
    for (variant, state) in
        [("valid", "valid"), ("expired", "expired"), ("wrong-secret", "revoked")]
    {
        let token = sandbox.mint("jane", variant).await;
        let told = sandbox.control("POST", "/whoami", &json!({ "token": token })).await.json();
        let wanted = json!({"world": "test", "surface": "AG", "by": "jane", "state": state});
        assert_eq!(told, wanted);
    }
}

#[tokio::test]
async fn the_log_names_the_user_and_shows_no_token() {
    let sandbox = Sandbox::new().await;
    let token = sandbox.mint("jane", "valid").await;
    ask(&sandbox, Some(&format!("Bearer {token}"))).await;
    let entry = entry(&sandbox).await;
    assert_eq!((&entry["by"], &entry["surface"]), (&json!("jane"), &json!("AG")));
    assert_eq!(entry["operation"], "AgioCard_vw_card");
    assert!(!entry.to_string().contains(&token[..60]), "{entry:#}");
}

#[tokio::test]
async fn a_partner_signature_is_no_token() {
    let mut sandbox = Sandbox::new().await;
    let body = json!({ "query": DOCUMENT }).to_string();
    let mut request = sandbox.signed(0, body.as_bytes());
    *request.uri_mut() = "/graphql".parse().unwrap();
    assert_eq!(sandbox.send(request).await.text(), REFUSED);
}

/// A token of these parts, signed with this secret.
fn signed(header: &Value, claims: &Value, secret: &str) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let head = format!("{}.{}", part(header), part(claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(head.as_bytes());
    format!("{head}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

#[tokio::test]
async fn sb_doc_06_a_token_that_a_client_made_by_itself_has_a_cause_as_well() {
    let sandbox = Sandbox::new().await;
    let secret = async |world: &str| {
        let path = format!("/worlds/{world}/credentials");
        let shown = sandbox.control("GET", &path, &json!(null)).await.json();
        shown["AG"]["token_secret"].as_str().unwrap().to_owned()
    };
    let (own, others) = (secret("test").await, secret("default").await);
    let good = sandbox.mint("jane", "valid").await;
    let claims = URL_SAFE_NO_PAD.decode(good.split('.').nth(1).unwrap()).unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    let nobody = json!({"sub": "auth0|nobody", "world": "test", "exp": claims["exp"]});
    let usual = json!({"alg": "HS256", "typ": "JWT"});
    let crit = json!({"alg": "HS256", "crit": ["exp"]});
    let other = json!({"id": "other", "seed": "7"});
    let made = sandbox.control("POST", "/worlds", &other).await.json();
    let theirs = made["surfaces"]["AG"]["users"][0]["token"].as_str().unwrap().to_owned();
    sandbox.control("DELETE", "/worlds/other", &json!(null)).await;
    let by_hand = signed(&usual, &claims, &own);
    assert_eq!(ask(&sandbox, Some(&format!("Bearer {by_hand}"))).await.status, 200);
    let mut cases = vec![
        (None, "jwt-missing"),
        (Some(signed(&json!({"alg": "HS512"}), &claims, &own)), "jwt-alg-other"),
        (Some(signed(&crit, &claims, &own)), "jwt-alg-other"),
        (Some(signed(&usual, &claims, &others)), "jwt-secret-of"),
        (Some(signed(&usual, &claims, "nobody's")), "jwt-wrong-secret"),
        (Some(signed(&usual, &nobody, &own)), "jwt-unknown-user"),
        (Some(theirs), "jwt-of-gone-world"),
    ];
    let disabled = sandbox.op("set-user", &json!({"user": "jane", "active": false})).await;
    assert_eq!(disabled.status, 200, "{}", disabled.text());
    cases.push((Some(good), "jwt-user-disabled"));
    for (token, cause) in cases {
        let header = token.map(|token| format!("Bearer {token}"));
        let mut request = post(header.as_deref(), &json!({ "query": DOCUMENT }));
        request.headers_mut().insert("sandbox-world", sandbox.world.parse().unwrap());
        assert_eq!(sandbox.send(request).await.text(), REFUSED, "{cause}");
        assert_eq!(entry(&sandbox).await["diagnosis"][0]["cause"], cause);
    }
}
