//! Tokens (MC 5).

use serde_json::{Value, json};

use super::user::request;
use crate::support::Sandbox;

const PROGRAMS: &str = "/cards/api/v1/programs/";

fn with(header: &str) -> axum::http::Request<axum::body::Body> {
    request("GET", PROGRAMS, &[("authorization", header), ("sandbox-world", "test")], None)
}

/// The newest entry of the log of the world.
async fn entry(sandbox: &Sandbox) -> Value {
    let path = format!("/worlds/{}/requests?order=desc&limit=1", sandbox.world);
    sandbox.control("GET", &path, &json!(null)).await.json()["items"][0].clone()
}

#[tokio::test]
async fn a_login_gives_a_pair_of_tokens_with_their_claims_in_order() {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let sandbox = Sandbox::new().await;
    let user = sandbox.holder("amara").await;
    let (_, rest) = user.access.split_once('.').unwrap();
    let claims = URL_SAFE_NO_PAD.decode(rest.split_once('.').unwrap().0).unwrap();
    let text = String::from_utf8(claims).unwrap();
    let start = r#"{"token_type":"access","exp":1893456300,"iat":1893456000,"jti":""#;
    assert!(text.starts_with(start) && text.ends_with(r#"","world":"test"}"#), "{text}");
    assert_ne!(user.access, user.refresh);
    let again = sandbox.holder("amara").await;
    assert_ne!(user.access, again.access);
}

#[tokio::test]
async fn whoever_may_not_log_in_gets_the_same_bytes() {
    let sandbox = Sandbox::new().await;
    let mut wrong = sandbox.login("amara").await;
    wrong["password"] = json!("guessed");
    let unknown = json!({"username": "nobody@test.sandbox.test", "password": "x"});
    let elsewhere = json!({"username": "amara@nowhere.sandbox.test", "password": "x"});
    for login in [wrong, unknown, elsewhere, sandbox.login("chidi").await] {
        let reply = sandbox.token("", &login).await;
        let body = r#"{"detail":"No active account found with the given credentials","code":"no_active_account"}"#;
        assert_eq!((reply.status.as_u16(), reply.text().as_str()), (401, body), "{login}");
        assert_eq!(reply.headers["www-authenticate"], "Bearer realm=\"api\"");
    }
    let reply = sandbox.token("", &json!({"username": "amara"})).await;
    let body = r#"{"detail":"Invalid input.","code":"invalid_request","errors":{"password":["This field is required."]}}"#;
    assert_eq!((reply.status.as_u16(), reply.text().as_str()), (400, body));
}

#[tokio::test]
async fn sb_doc_06_each_bad_token_has_an_answer_and_a_cause_of_its_own() {
    let mut sandbox = Sandbox::new().await;
    let user = sandbox.holder("amara").await;
    let (good, refresh) = (&user.access.clone(), user.refresh.clone());
    let none =
        r#"{"detail":"Authentication credentials were not provided.","code":"not_authenticated"}"#;
    let form = r#"{"detail":"Authorization header must contain two space-delimited values","code":"bad_authorization_header"}"#;
    let taken = |message: &str| {
        format!(
            r#"{{"detail":"Given token not valid for any token type","code":"token_not_valid","messages":[{{"token_class":"AccessToken","token_type":"access","message":"{message}"}}]}}"#
        )
    };
    let invalid = taken("Token is invalid");
    let (head, signature) = good.rsplit_once('.').unwrap();
    let middle = signature.len() / 2;
    let other = if &signature[middle..=middle] == "A" { "B" } else { "A" };
    let forged = format!("{head}.{}{other}{}", &signature[..middle], &signature[middle + 1..]);
    let unsigned =
        format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{}.", head.split_once('.').unwrap().1);
    let cases = [
        (String::new(), none, "jwt-missing"),
        (format!("Basic {good}"), none, "jwt-no-bearer"),
        ("Bearer".to_owned(), form, "jwt-malformed"),
        (format!("Bearer {good} {good}"), form, "jwt-quoted"),
        ("Bearer not-a-token".to_owned(), &invalid, "jwt-malformed"),
        (format!("Bearer {forged}"), &invalid, "jwt-wrong-secret"),
        (format!("Bearer {unsigned}"), &invalid, "jwt-alg-none"),
        (format!("Bearer {refresh}"), &taken("Token has wrong type"), "jwt-refresh-as-access"),
    ];
    for (header, body, cause) in cases {
        let reply = sandbox.send(with(&header)).await;
        assert_eq!((reply.status.as_u16(), reply.text().as_str()), (401, body), "{header}");
        assert_eq!(reply.headers["www-authenticate"], "Bearer realm=\"api\"");
        assert!(reply.headers["x-request-id"].to_str().unwrap().starts_with("req_"));
        let entry = entry(&sandbox).await;
        assert_eq!(entry["diagnosis"][0]["cause"], cause, "{entry:#}");
        assert_eq!(entry["outcome"], "refused");
        assert!(!entry.to_string().contains(good.as_str()), "{entry:#}");
    }
    assert_eq!(sandbox.send(with(&format!("bEARER {good}"))).await.status, 200);
    sandbox.advance(312).await;
    let reply = sandbox.send(with(&format!("Bearer {good}"))).await;
    assert_eq!((reply.status.as_u16(), reply.text()), (401, taken("Token is expired")));
    let found = entry(&sandbox).await["diagnosis"][0].take();
    assert_eq!(found["cause"], "jwt-expired");
    assert_eq!(found["evidence"], json!({"claim": "exp", "seconds": 12}), "{found}");
    let in_app = sandbox.op("mint-jwt", &json!({"user": "jane"})).await.json();
    let in_app = in_app["result"]["token"].as_str().unwrap();
    let reply = sandbox.send(with(&format!("Bearer {in_app}"))).await;
    assert_eq!((reply.status.as_u16(), reply.text()), (401, invalid));
    let found = entry(&sandbox).await["diagnosis"][0].take();
    assert_eq!(found["cause"], "jwt-secret-of");
    assert_eq!(found["evidence"], json!({"world": "test", "surface": "AG"}), "{found}");
}

/// The endpoints of tokens judge the token in the body, whatever stands in the header.
#[tokio::test]
async fn a_refused_token_in_a_body_is_the_one_that_is_explained() {
    let mut sandbox = Sandbox::new().await;
    let access = sandbox.holder("amara").await.access;
    sandbox.advance(312).await;
    for (path, body) in
        [("verify/", json!({"token": access})), ("refresh/", json!({"refresh": access}))]
    {
        let reply = sandbox.token(path, &body).await;
        let expired = r#"{"detail":"Token is expired","code":"token_not_valid"}"#;
        assert_eq!((reply.status.as_u16(), reply.text().as_str()), (401, expired));
        let found = entry(&sandbox).await["diagnosis"][0].take();
        assert_eq!(found["cause"], "jwt-expired", "{found}");
        assert_eq!(found["evidence"], json!({"claim": "exp", "seconds": 12}), "{found}");
    }
}

#[tokio::test]
async fn a_token_ends_with_the_clock_and_with_its_user() {
    let mut sandbox = Sandbox::new().await;
    let access = sandbox.holder("amara").await.access;
    let header = format!("Bearer {access}");
    sandbox.advance(299).await;
    assert_eq!(sandbox.send(with(&header)).await.status, 200);
    sandbox.op("set-user", &json!({"user": "amara", "active": false})).await;
    let reply = sandbox.send(with(&header)).await;
    assert_eq!(reply.text(), r#"{"detail":"User is inactive","code":"user_inactive"}"#);
    sandbox.op("set-user", &json!({"user": "amara", "active": true})).await;
    sandbox.advance(1).await;
    assert!(sandbox.send(with(&header)).await.text().contains("Token is expired"));
}

#[tokio::test]
async fn a_refresh_token_is_exchanged_once() {
    let sandbox = Sandbox::new().await;
    let user = sandbox.holder("amara").await;
    let first = json!({"refresh": user.refresh});
    let pair = sandbox.token("refresh/", &first).await.json();
    assert_eq!(
        sandbox.send(with(&format!("Bearer {}", pair["access"].as_str().unwrap()))).await.status,
        200
    );
    let again = sandbox.token("refresh/", &first).await;
    let body = r#"{"detail":"Token is blacklisted","code":"token_not_valid"}"#;
    assert_eq!((again.status.as_u16(), again.text().as_str()), (401, body));
    assert_eq!(sandbox.token("verify/", &json!({"token": user.refresh})).await.text(), body);
    for token in [&json!(user.access), &pair["refresh"], &pair["access"]] {
        assert_eq!(sandbox.token("verify/", &json!({ "token": token })).await.text(), "{}");
    }
    let next = sandbox.token("refresh/", &json!({"refresh": pair["refresh"]})).await;
    assert_eq!(next.status, 200);
    let wrong = sandbox.token("refresh/", &json!({"refresh": user.access})).await;
    assert!(wrong.text().contains("Token has wrong type"));
}

#[tokio::test]
async fn the_log_names_the_user_and_shows_no_secret() {
    let sandbox = Sandbox::new().await;
    let login = sandbox.login("amara").await;
    let user = sandbox.holder("amara").await;
    let shown = entry(&sandbox).await;
    assert_eq!(shown["operation"], "token.create");
    for secret in [login["password"].as_str().unwrap(), &user.access, &user.refresh] {
        assert!(!shown.to_string().contains(secret), "{shown:#}");
    }
    user.get(PROGRAMS).await;
    assert_eq!(entry(&sandbox).await["by"], "amara");
    let told = sandbox.control("POST", "/whoami", &json!({"username": login["username"]})).await;
    let wanted = json!({"world": "test", "surface": "MC", "by": "amara", "state": "valid"});
    assert_eq!(told.json(), wanted);
}
