//! Tokens and passwords of users of the app and of holders of managed cards, used as they should be,
//! or put where none belongs.

use axum::{body::Body, http::Request};
use serde_json::{Value, json};

use super::sessions::Secrets;
use crate::support::Sandbox;

const CARDS: &str = "{ AgioCard_vw_card { id status last4 } }";
const PROGRAMS: &str = "/cards/api/v1/programs/";

/// A token, and its signature alone.
fn parts(token: &str) -> [String; 2] {
    [token.to_owned(), token.rsplit('.').next().unwrap_or(token).to_owned()]
}

async fn send(sandbox: &Sandbox, path: &str, headers: &[(&str, &str)], body: Option<Value>) {
    let mut request = match &body {
        Some(_) => Request::post(path).header("content-type", "application/json"),
        None => Request::get(path),
    };
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    sandbox.send(request.body(Body::from(body)).unwrap()).await;
}

/// A user of the app asks for the cards.
pub(super) async fn user(sandbox: &Sandbox, secrets: &mut Secrets, is_careful: bool) {
    let token = sandbox.mint("jane", "valid").await;
    let bearer = format!("Bearer {token}");
    let read = json!({ "query": CARDS });
    send(sandbox, "/graphql", &[("authorization", &bearer)], Some(read.clone())).await;
    if is_careful {
        return secrets.kept.extend(parts(&token));
    }
    let quoted = format!("Bearer \"{token}\"");
    for header in [token.as_str(), quoted.as_str(), &format!("Basic {token}")] {
        let headers = [("authorization", header), ("sandbox-world", "test")];
        send(sandbox, "/graphql", &headers, Some(read.clone())).await;
    }
    for (query, variables) in [
        (json!(CARDS), json!({ "token": token })),
        (json!(format!("{{ token: AgioCard_vw_card {{ id # {token}\n }} }}")), json!({})),
        (
            json!(format!(
                "{{ AgioCard_vw_card(where: {{nickname: {{_eq: \"{token}\"}}}}) {{ id }} }}"
            )),
            json!({}),
        ),
        (json!(token), json!({})),
    ] {
        let body = json!({"query": query, "variables": variables, "token": token});
        send(sandbox, "/graphql", &[("authorization", &bearer)], Some(body)).await;
    }
    let path = format!("/graphql?access_token={token}");
    send(sandbox, &path, &[("authorization", &bearer), ("x-token", &token)], Some(read)).await;
    secrets.blurted.extend(parts(&token));
}

/// A holder of managed cards logs in and asks for the programs.
pub(super) async fn holder(sandbox: &Sandbox, secrets: &mut Secrets, is_careful: bool) {
    let login = sandbox.login("amara").await;
    let password = login["password"].as_str().unwrap().to_owned();
    let pair = sandbox.token("", &login).await.json();
    let [access, refresh] =
        ["access", "refresh"].map(|name| pair[name].as_str().unwrap().to_owned());
    let bearer = format!("Bearer {access}");
    send(sandbox, PROGRAMS, &[("authorization", &bearer)], None).await;
    let all = [&[password.clone()][..], &parts(&access), &parts(&refresh)].concat();
    if is_careful {
        return secrets.kept.extend(all);
    }
    let world = ("sandbox-world", "test");
    for secret in [&password, &access, &refresh] {
        let quoted = format!("Bearer \"{secret}\"");
        for header in [secret.as_str(), quoted.as_str(), &format!("Bearer {secret} {secret}")] {
            send(sandbox, PROGRAMS, &[("authorization", header), world], None).await;
        }
        let path = format!("{PROGRAMS}?token={secret}");
        send(sandbox, &path, &[("authorization", &bearer), ("x-token", secret)], None).await;
        let path = format!("/cards/api/v1/managed-cards/{secret}/");
        send(sandbox, &path, &[("authorization", &bearer)], None).await;
        let body = json!({"program": "prg_ke_usd_instant", "label": secret, "token": secret});
        let headers = [("authorization", bearer.as_str()), ("idempotency-key", secret.as_str())];
        send(sandbox, "/cards/api/v1/managed-cards/", &headers, Some(body)).await;
        for body in [
            json!({"username": login["username"], "password": [secret], "pass": secret}),
            json!({"username": secret, "password": secret}),
            json!({"token": secret, "refresh": {"token": secret}}),
        ] {
            for end in ["", "refresh/", "verify/"] {
                send(sandbox, &format!("/api/v1/token/{end}"), &[world], Some(body.clone())).await;
            }
        }
    }
    secrets.blurted.extend(all);
}
