//! Clients that write secrets of the world into plain fields: the journal has none of them in
//! clear, and replay leads to the same world all the same (SB-JRN-03).

use base64::{Engine, engine::general_purpose::STANDARD};
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
async fn write_everywhere(sandbox: &mut Sandbox, main: &mut Project, text: &str, n: usize) {
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
    let planted = vec![pan, session.key, token, secret, main.secret.clone(), main.key.clone()];
    let mut written = 0;
    for canary in &planted {
        for text in spelled(canary) {
            write_everywhere(&mut sandbox, &mut main, &text, written).await;
            written += 1;
        }
    }
    let handle = sandbox.worlds.get("test").unwrap();
    let journal = sandbox.control("GET", "/worlds/test/journal", &Value::Null).await.text();
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
