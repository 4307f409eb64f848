//! Clients that write secrets of the world into plain fields: the journal has none of them in
//! clear, and replay leads to the same world all the same (SB-JRN-03).

use axum::{body::Body, http::Request};
use base64::{Engine, engine::general_purpose::STANDARD};
use conformance::drivers::graphql::session_key::PinCodec;
use mock_server::{surfaces::control::create_world, world::World};
use serde_json::{Value, json};

use super::{search::Search, sessions::Secrets};
use crate::{envelope::Project, support::Sandbox};

/// Spellings of a secret: alone, within a text, in groups, in other letters.
fn spelled(secret: &str) -> Vec<String> {
    let groups: Vec<String> =
        secret.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into()).collect();
    vec![
        secret.to_owned(),
        format!("fee for {secret}, twice"),
        groups.join(" "),
        format!("x {} y", groups.join("-")),
        secret.to_uppercase(),
        STANDARD.encode(secret),
        hex::encode(secret),
    ]
}

/// Writes a text into every plain field that takes it.
pub(super) async fn write_everywhere(
    sandbox: &mut Sandbox,
    main: &mut Project,
    text: &str,
    n: usize,
) {
    let user = sandbox.worlds.get("test").unwrap().read(|world| {
        let carla = world
            .issuer
            .collateral
            .users
            .iter()
            .find(|user| user.label.as_deref() == Some("carla"));
        carla.unwrap().external_id.clone()
    });
    let address = json!({"line1": text, "line2": text, "city": text, "region": text,
                         "postalCode": text, "countryCode": "US", "country": text});
    for (document, variables) in [
        (
            "mutation($t: String!) { updateCardNickname(cardId: 1, nickname: $t) { success } }",
            json!({ "t": text }),
        ),
        (
            "mutation($t: String!) { createPartnerCustomerOrganization(input: {name: $t}) { \
             success } }",
            json!({ "t": text }),
        ),
        (
            "mutation($u: String!, $t: String!) { chargeCard(input: {cardUserId: $u, feeCents: \
             1, feeDescription: $t}) { success error } }",
            json!({"u": user, "t": text}),
        ),
        (
            "mutation($a: CardAddressInput!) { updateCardUserProfile(input: {cardApplicationId: \
             1, address: $a}) { success error } }",
            json!({ "a": address }),
        ),
    ] {
        let answer = sandbox.ask(document, &variables).await;
        assert!(answer.json()["errors"].is_null(), "{document}: {}", answer.text());
    }
    let user = json!({"external_user_id": text});
    main.post(sandbox, "/users/create", &user, None).await;
    let order = json!({"external_user_id": "ext-ada", "product_code": "VUSD-STD", "label": text});
    main.post(sandbox, "/cards/create", &order, Some(&format!("key-{n}"))).await;
    sandbox
        .op("make-user", &json!({"surface": "ER", "external_user_id": format!("{text}!")}))
        .await;
    let partner = json!({"name": text, "organizations": [text]});
    sandbox.op("make-partner", &partner).await;
    let credential = json!({"partner": "acme", "name": text});
    sandbox.op("make-credential", &credential).await;
    sandbox.op("make-organization", &json!({"partner": "acme", "name": text})).await;
    let fault = json!({"label": text, "when": {"nth": 1_000_000}, "then": {"drop": "after"}});
    sandbox.control("POST", "/worlds/test/faults", &fault).await;
    let receiver = json!({"surface": "ER", "url": format!("http://127.0.0.1:9/{text}")});
    sandbox.control("POST", "/worlds/test/receivers", &receiver).await;
    let rule = json!({ "sign.separator": text });
    sandbox.control("PATCH", "/worlds/test/rules", &rule).await;
    sandbox.control("PATCH", "/worlds/test/rules", &json!({"sign.separator": null})).await;
}

/// Values of these members of a JSON value, at any depth.
fn members(value: &Value, names: &[&str], found: &mut Vec<String>) {
    match value {
        Value::Object(all) => {
            for (name, value) in all {
                match value.as_str().filter(|_| names.contains(&name.as_str())) {
                    Some(text) => found.push(text.to_owned()),
                    None => members(value, names, found),
                }
            }
        }
        Value::Array(all) => all.iter().for_each(|value| members(value, names, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Names of secrets in answers.
const NAMES: [&str; 12] = [
    "client_secret",
    "api_secret",
    "password",
    "token_secret",
    "webhook_secret",
    "organization_key",
    "secret",
    "token",
    "access",
    "refresh",
    "card_number",
    "key",
];

#[tokio::test]
async fn sb_jrn_03_a_journal_holds_no_secret_in_clear() {
    const PIN: &str = "907314";
    let mut sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    let mut planted = vec![PIN.to_owned()];
    let mut kept = Secrets::default();
    let nickname = "mutation { updateCardNickname(cardId: 1, nickname: \"PLANTED-control\") { \
                    success } }";
    sandbox.ask(nickname, &Value::Null).await;
    let session = sandbox.open_session(&mut kept).await;
    let pin = session.encrypt_pin(&PinCodec::default(), PIN).unwrap();
    let input = json!({"input": {"cardId": 1, "sessionId": session.id, "encryptedPin": pin}});
    let set = sandbox.ask(super::sessions::SET, &input).await;
    assert_eq!(set.json()["data"]["setCardPin"]["success"], true, "{}", set.text());
    planted.extend([session.key, sandbox.pan(&mut kept).await]);
    let card = sandbox.worlds.get("test").unwrap().read(|world| {
        world.issuer.prepaid.cards.iter().next().map(|card| card.external_id.clone())
    });
    let details = main.ask(&sandbox, "/cards/details", &json!({"card_id": card})).await;
    members(&details, &NAMES, &mut planted);
    let credentials = sandbox.control("GET", "/worlds/test/credentials", &Value::Null).await.json();
    members(&credentials, &NAMES, &mut planted);
    let minted = sandbox.op("mint-jwt", &json!({"user": "jane", "variant": "valid"})).await.json();
    members(&minted, &NAMES, &mut planted);
    let user = credentials["MC"]["users"][0].clone();
    let login = json!({"username": user["username"], "password": user["password"]});
    let post = |path: &str, body: &Value| {
        let request = Request::post(path).header("content-type", "application/json");
        request.body(Body::from(body.to_string())).unwrap()
    };
    let tokens = sandbox.send(post("/api/v1/token/", &login)).await.json();
    members(&tokens, &NAMES, &mut planted);
    let refresh = json!({"refresh": tokens["refresh"]});
    let refreshed = sandbox.send(post("/api/v1/token/refresh/", &refresh)).await;
    assert_eq!(refreshed.status, 200, "{}", refreshed.text());
    members(&refreshed.json(), &NAMES, &mut planted);
    sandbox.op("make-partner", &json!({"name": "initech"})).await;
    sandbox.op("rotate-secret", &json!({"surface": "MC"})).await;
    let credentials = sandbox.control("GET", "/worlds/test/credentials", &Value::Null).await.json();
    members(&credentials, &NAMES, &mut planted);
    planted.sort_unstable();
    planted.dedup();
    assert!(planted.len() > 20 && planted.iter().all(|one| one.len() >= 6), "{}", planted.len());

    let journal = sandbox.control("GET", "/worlds/test/journal", &Value::Null).await.text();
    assert_eq!(Search::new(&planted).leak(&journal), None);
    let control = vec!["planted-CONTROL".to_owned()];
    assert!(Search::new(&control).leak(&journal).is_some(), "the search finds what is there");

    let mut again = Sandbox::new().await;
    again.control("DELETE", "/worlds/test", &Value::Null).await;
    let imported = again
        .send(post("/_sandbox/import?verify=true", &Value::Null).map(|_| Body::from(journal)))
        .await;
    assert_eq!(imported.json()["verify"]["equal"], true, "{}", imported.text());
    again.now = sandbox.now + 1_000;
    let session = again.open_session(&mut kept).await;
    let read = "mutation($s: String!) { getCardPin(cardId: 1, sessionId: $s) { encryptedPin } }";
    let read = again.ask(read, &json!({"s": session.id})).await;
    let sealed = read.json()["data"]["getCardPin"]["encryptedPin"].as_str().unwrap().to_owned();
    assert_eq!(session.decrypt_pin(&PinCodec::default(), &sealed).unwrap(), PIN);
}

#[tokio::test]
async fn no_secret_that_a_client_writes_into_a_plain_field_is_in_the_journal() {
    let mut sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    let mut secrets = Secrets::default();
    let pan = sandbox.pan(&mut secrets).await;
    let session = sandbox.open_session(&mut secrets).await;
    let (token, secret) = sandbox.worlds.get("test").unwrap().read(|world| {
        let credential = world.access.credentials.labelled("acme/primary").unwrap();
        (credential.api_token.clone(), credential.client_secret.reveal().to_owned())
    });
    let mut planted = vec![pan, session.key, token, secret, main.secret.clone(), main.key.clone()];
    let handle = sandbox.worlds.get("test").unwrap();
    let now = handle.now();
    handle.read(|world| {
        let signing = [
            world.token_secret(),
            world.organization_key(),
            world.current_managed_webhook_secret(now),
        ];
        planted.extend(signing.map(|secret| secret.reveal().to_owned()));
    });
    let minted = sandbox.op("mint-jwt", &json!({"user": "jane"})).await.json();
    let token = minted["result"]["token"].as_str().unwrap().to_owned();
    write_everywhere(&mut sandbox, &mut main, &format!("seen {token}"), 999).await;
    let mut written = 0;
    for canary in &planted {
        for text in spelled(canary) {
            write_everywhere(&mut sandbox, &mut main, &text, written).await;
            written += 1;
        }
    }
    let journal = sandbox.control("GET", "/worlds/test/journal", &Value::Null).await.text();
    assert!(!journal.contains(&token));
    let sealed = journal.matches("\"sealed_value\":\"v1:").count();
    assert!(sealed > 200, "{sealed} values are sealed");
    assert_eq!(Search::new(&planted).leak(&journal.to_ascii_lowercase()), None);
    let bare: String = journal.chars().filter(char::is_ascii_alphanumeric).collect();
    let letters = |text: &String| text.chars().filter(char::is_ascii_alphanumeric).collect();
    let planted: Vec<String> = planted.iter().map(letters).collect();
    assert_eq!(Search::new(&planted).leak(&bare.to_ascii_lowercase()), None);
    let now = handle.now();
    let mut replayed = World::replay(&handle.journal(), create_world).unwrap();
    replayed.settle(now);
    assert!(handle.read(|world| world.same_state(&replayed)), "replay leads elsewhere");
}

#[tokio::test]
async fn who_is_called_like_a_secret_is_not_named_in_records() {
    let sandbox = Sandbox::new().await;
    let secret = sandbox.worlds.get("test").unwrap().read(|world| {
        let credential = world.access.credentials.labelled("acme/primary").unwrap();
        credential.client_secret.reveal()[..64].to_owned()
    });
    let made = sandbox.op("make-project", &json!({"name": secret})).await;
    assert_eq!(made.status, 200, "{}", made.text());
    let project = made.json()["result"].clone();
    let text = |name: &str| project[name].as_str().unwrap().to_owned();
    let mut ours = Project { key: text("api_key"), secret: text("api_secret"), requests: 0 };
    ours.ask(&sandbox, "/users/create", &json!({"external_user_id": "u"})).await;
    let handle = sandbox.worlds.get("test").unwrap();
    let journal = sandbox.control("GET", "/worlds/test/journal", &Value::Null).await.text();
    assert!(journal.contains("\"by\":\"v1:") && !journal.contains(&secret), "{journal}");
    let replayed = World::replay(&handle.journal(), create_world).unwrap();
    assert!(handle.read(|world| world.same_state(&replayed)), "replay leads elsewhere");
}

/// Labels of a world that look sealed or secret are read again from record 0, its definition.
#[tokio::test]
async fn labels_of_a_world_that_look_sealed_or_secret_lead_back() {
    let make = json!({"id": "twin", "seed": "7", "labels": {"sealed": "v1:x"}});
    let sandbox = Sandbox::new().await;
    let made = sandbox.control("POST", "/worlds", &make).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let secret = made.json()["surfaces"]["ER"]["projects"][0]["api_secret"].clone();
    let mut again = make.clone();
    again["labels"] = json!({"x": secret, "sealed_value": "y"});
    for make in [make, again] {
        let made = sandbox.control("PUT", "/worlds/twin", &make).await;
        assert_eq!(made.status, 200, "{}", made.text());
        let handle = sandbox.worlds.get("twin").unwrap();
        let replayed = World::replay(&handle.journal(), create_world).unwrap();
        assert!(handle.read(|world| *world == replayed), "replay leads elsewhere");
        let journal = sandbox.control("GET", "/worlds/twin/journal", &Value::Null).await.text();
        assert!(!journal.contains(secret.as_str().unwrap()), "{journal}");
    }
}
