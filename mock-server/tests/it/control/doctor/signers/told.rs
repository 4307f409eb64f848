//! Mistakes of signers as the doctor tells them, alone and together.

use super::*;

#[tokio::test]
async fn sb_doc_02_each_wrong_signer_is_told_its_own_mistake_and_the_wire_nothing() {
    let sandbox = Sandbox::new().await;
    let given = given(&sandbox).await;
    let secrets = [&given.secret, &given.globex, &given.default];
    let right = hex::encode(given.hmac(given.secret.as_bytes(), given.right()));
    let mut answers = Vec::new();
    let mut wrong = Vec::new();
    for (at, (cause, signer)) in SIGNERS.into_iter().enumerate() {
        let reply = sandbox.deliver(signer(&given)).await;
        assert_eq!(reply.status, 401, "{at} {cause}: {}", reply.text());
        let found = diagnosis(&sandbox, &reply).await;
        if causes(&found).first() != Some(&cause) || found[0]["certainty"] != "proved" {
            wrong.push(format!("{at} {cause}: {found}"));
        }
        assert!(found[0]["fix"].is_string() || found[0].is_null(), "{found}");
        let text = found.to_string();
        assert!(!secrets.iter().any(|secret| text.contains(secret.as_str())), "{text}");
        assert!(!text.contains(&right), "{text}");
        if cause.starts_with("pg-sig") || cause.starts_with("pg-secret") {
            answers.push(seen(&reply));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let said = "{\"error\":\"Unauthorized\",\"description\":\"Invalid signature\"}";
    assert!(answers.iter().all(|answer| *answer == answers[0] && answer.1 == said));
    for n in 0..5 {
        let stamp = (START_MS + n).to_string();
        let reply = sandbox.deliver(given.at(stamp)).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        let place = reply.headers["sandbox-request"].to_str().unwrap().to_owned();
        let entry =
            done(&sandbox, "GET", place.strip_prefix("/_sandbox").unwrap(), &json!({})).await;
        assert_eq!((&entry["diagnosis_state"], &entry["diagnosis"]), (&json!("none"), &json!([])));
    }
}

#[tokio::test]
async fn two_mistakes_at_once_are_told_apart() {
    let sandbox = Sandbox::new().await;
    let given = given(&sandbox).await;
    let pair =
        |sent| async { causes(&diagnosis(&sandbox, &sandbox.deliver(sent).await).await).join(" ") };
    let digest = Way::HmacSha1.digest(given.secret.as_bytes(), BODY.as_bytes());
    assert_eq!(pair(given.with(hex::encode(digest))).await, "pg-sig-body-only pg-sig-hash");
    let digest = given.hmac(format!("{}\n", given.secret).as_bytes(), given.right());
    let sent = given.with(STANDARD.encode(digest));
    assert_eq!(pair(sent).await, "pg-secret-newline pg-sig-base64");
    let mut sent = given.over(format!("{}.{BODY}\n", START_MS / 1000));
    sent.headers[1].1 = (START_MS / 1000).to_string();
    assert_eq!(pair(sent).await, "pg-ts-seconds pg-sig-newline");
}

#[tokio::test]
async fn keys_are_known_whatever_became_of_them() {
    let sandbox = Sandbox::new().await;
    let given = given(&sandbox).await;
    let first = |sent| async {
        let reply = sandbox.deliver(sent).await;
        diagnosis(&sandbox, &reply).await[0].take()
    };
    let missing = first(given.without("x-agio-api-key")).await;
    assert_eq!(missing["cause"], "pg-key-missing");
    let unknown = given.key("x-agio-api-key", "00000000-0000-4000-8000-000000000000".to_owned());
    assert_eq!(first(unknown).await["cause"], "pg-key-unknown");
    let secret = given.key("x-agio-api-key", given.secret.clone());
    assert_eq!(first(secret).await["cause"], "pg-key-is-secret");
    let renamed = given.key("x-agio-apikey", "whatever".to_owned());
    let renamed = first(renamed).await;
    assert_eq!(
        (&renamed["cause"], &renamed["certainty"]),
        (&json!("pg-key-other-header"), &json!("likely"))
    );
    let own = done(&sandbox, "GET", "/worlds/test/credentials", &json!({})).await;
    for (at, cause) in [(1, "pg-key-revoked"), (2, "pg-key-expired")] {
        let token = own["PG"]["partners"][0]["credentials"][at]["api_token"].as_str().unwrap();
        let found = first(given.key("x-agio-api-key", token.to_owned())).await;
        assert_eq!(found["cause"], cause, "{found}");
    }
    let gone = done(&sandbox, "POST", "/worlds", &json!({"id": "short-lived"})).await;
    let token = gone["surfaces"]["PG"]["partners"][0]["credentials"][0]["api_token"].clone();
    sandbox.control("DELETE", "/worlds/short-lived", &json!({})).await;
    let found = first(given.key("x-agio-api-key", token.as_str().unwrap().to_owned())).await;
    assert_eq!(found["cause"], "pg-key-of-gone-world");
    assert_eq!(found["evidence"], json!({"world": "short-lived", "why": "deleted"}));
}

#[tokio::test]
async fn a_replay_names_its_first_use() {
    let mut sandbox = Sandbox::new().await;
    let given = given(&sandbox).await;
    sandbox.deliver(given.at(START_MS)).await;
    sandbox.advance(5).await;
    let reply = sandbox.deliver(given.at(START_MS)).await;
    let found = diagnosis(&sandbox, &reply).await;
    assert_eq!(causes(&found), ["pg-nonce-replay"]);
    assert_eq!(found[0]["evidence"], json!({"first": 1, "seconds": 5.0}));
    assert_eq!(found[0]["certainty"], "proved");
    let path = "/worlds/test/requests?cause=pg-nonce-replay";
    assert_eq!(done(&sandbox, "GET", path, &json!({})).await["total"], 1);
}

#[tokio::test]
async fn a_clock_that_is_right_elsewhere_is_told_from_a_wrong_one() {
    let sandbox = Sandbox::new().await;
    let given = given(&sandbox).await;
    // A request notes when it came, by the machine's clock; another one can quote that.
    let reply = sandbox.deliver(given.at(1)).await;
    let place = reply.headers["sandbox-request"].to_str().unwrap().to_owned();
    let entry = done(&sandbox, "GET", place.strip_prefix("/_sandbox").unwrap(), &json!({})).await;
    assert_eq!(entry["diagnosis"][0]["cause"], "pg-ts-skew");
    let real: jiff::Timestamp = entry["real_at"].as_str().unwrap().parse().unwrap();
    let reply = sandbox.deliver(given.at(real.as_millisecond())).await;
    assert_eq!(causes(&diagnosis(&sandbox, &reply).await), ["pg-ts-world-moved"]);
    let reply = sandbox.deliver(given.at(real.as_second())).await;
    let found = diagnosis(&sandbox, &reply).await;
    assert_eq!(causes(&found), ["pg-ts-seconds", "pg-ts-world-moved"]);
}

#[test]
fn a_hash_is_not_a_signature() {
    // The corpus makes its digests with the server's own functions; this ties them to a library.
    assert_eq!(Way::Sha256.digest(b"", b"abc"), Sha256::digest(b"abc").to_vec());
}
