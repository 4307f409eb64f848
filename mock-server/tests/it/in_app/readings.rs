//! Readings of what the documents of the app leave open (AG 14).

use aes_gcm::{Aes128Gcm, KeyInit, Nonce, aead::Aead};
use axum::{body::Body, http::Request};
use base64::{Engine, engine::general_purpose::STANDARD};
use num_bigint::BigUint;
use serde_json::{Value, json};
use sha1::{Digest, Sha1};

use super::{printed, user::User};
use crate::support::{Reply, Sandbox};

async fn reading(id: &str, name: &str) -> Sandbox {
    Sandbox::with(json!({ "readings": { id: name } })).await
}

#[tokio::test]
async fn the_key_of_the_organization_is_asked_for_in_one_reading() {
    for (name, status) in [("bearer", 200), ("bearer_and_api_key", 401)] {
        let sandbox = reading("AMB-AG-02", name).await;
        let path = format!("/worlds/{}/credentials", sandbox.world);
        let shown = sandbox.control("GET", &path, &Value::Null).await.json();
        let key = shown["AG"]["organization_key"].as_str().unwrap().to_owned();
        let token = format!("Bearer {}", sandbox.mint("jane", "valid").await);
        let ask = async |key: Option<&str>, token: &str| -> Reply {
            let body = json!({"query": "{ AgioCard_vw_card { id } }"}).to_string();
            let mut request = Request::post("/graphql").header("content-type", "application/json");
            if let Some(key) = key {
                request = request.header("x-api-key", key);
            }
            let request = request.header("authorization", token);
            sandbox.send(request.body(Body::from(body)).unwrap()).await
        };
        assert_eq!(ask(Some(&key), &token).await.status, 200);
        for wrong in [None, Some(""), Some("another-key")] {
            let reply = ask(wrong, &token).await;
            assert_eq!(reply.status.as_u16(), status, "{name} {wrong:?}");
            if status == 401 {
                let error = json!({"message": "Invalid API key",
                                   "extensions": {"code": "UNAUTHORIZED"}});
                assert_eq!(reply.json(), json!({ "errors": [error] }));
            }
        }
        let bad = ask(Some(&key), "Bearer x").await.json();
        assert_eq!(bad["errors"][0]["message"], "Not Authenticated");
    }
}

/// The public exponent and the modulus of a `SubjectPublicKeyInfo`, read as far as a test has to: the
/// modulus is the first long integer, the exponent the last one.
fn public_key(der: &[u8]) -> (BigUint, BigUint) {
    let at = der.windows(4).position(|four| four == [0x02, 0x82, 0x01, 0x01]).unwrap() + 4;
    let modulus = BigUint::from_bytes_be(&der[at..at + 257]);
    let exponent = &der[at + 257..];
    assert_eq!(exponent[..2], [0x02, 0x03]);
    (BigUint::from_bytes_be(&exponent[2..]), modulus)
}

fn masked(bytes: &[u8], seed: &[u8]) -> Vec<u8> {
    let blocks = (0_u32..)
        .flat_map(|counter| Sha1::digest([seed, &counter.to_be_bytes()].concat()).to_vec());
    bytes.iter().zip(blocks).map(|(byte, mask)| byte ^ mask).collect()
}

/// A key as a client wraps it: RSA-OAEP with SHA-1 of its base64 (AMB-AG-03).
fn wrapped(key: [u8; 16], public: &str) -> String {
    let (exponent, modulus) = public_key(&STANDARD.decode(public).unwrap());
    let message = STANDARD.encode(key);
    let mut data = Sha1::digest(b"").to_vec();
    data.resize(256 - 21 - message.len() - 1, 0);
    data.push(1);
    data.extend(message.as_bytes());
    let seed = [key[0]; 20];
    let data = masked(&data, &seed);
    let seed = masked(&seed, &data);
    let block = [&[0][..], &seed, &data].concat();
    let sealed = BigUint::from_bytes_be(&block).modpow(&exponent, &modulus).to_bytes_be();
    let zeros = vec![0; 256 - sealed.len()];
    STANDARD.encode([zeros, sealed].concat())
}

fn seal(key: [u8; 16], text: &str) -> String {
    let nonce = [5; 12];
    let cipher = Aes128Gcm::new_from_slice(&key).unwrap();
    let sealed = cipher.encrypt(&Nonce::from(nonce), text.as_bytes()).unwrap();
    STANDARD.encode([&nonce[..], &sealed].concat())
}

fn unseal(key: [u8; 16], value: &Value) -> String {
    let whole = STANDARD.decode(value.as_str().unwrap()).unwrap();
    let (nonce, sealed) = whole.split_at(12);
    let cipher = Aes128Gcm::new_from_slice(&key).unwrap();
    let nonce: [u8; 12] = nonce.try_into().unwrap();
    String::from_utf8(cipher.decrypt(&Nonce::from(nonce), sealed).unwrap()).unwrap()
}

async fn set_pin(user: &User<'_>, card: i64, session: &str, pin: &str) -> Value {
    let input = json!({"cardId": card, "sessionId": session, "encryptedPin": pin});
    let data = user.ask(printed::SET_RAIN_CARD_PIN, &json!({ "input": input })).await;
    data["setRainCardPin"].clone()
}

#[tokio::test]
async fn a_client_wraps_a_key_of_its_own_in_one_reading() {
    let sandbox = reading("AMB-AG-03", "rsa_wrapped").await;
    let jane = sandbox.user("jane").await;
    let card = jane.cards().await[0];
    let session = jane.field("mutation { generateEncryptionKeys { sessionId key iv } }").await;
    let public = session["key"].as_str().unwrap();
    let (first, second) = ([3; 16], [4; 16]);
    let one = wrapped(first, public);
    let done = set_pin(&jane, card, &one, &seal(first, "719305")).await;
    assert_eq!(done["success"], true, "{done}");
    // One-shot, and so is nothing else a session.
    for used in [one.as_str(), session["sessionId"].as_str().unwrap(), "", "AAAA"] {
        let again = set_pin(&jane, card, used, &seal(first, "826417")).await;
        assert_eq!(again["error"], "session expired", "{used}");
    }
    let variables = json!({"cardId": card, "sessionId": wrapped(second, public)});
    let read = jane.ask(printed::GET_RAIN_CARD_PIN, &variables).await;
    assert_eq!(unseal(second, &read["getRainCardPin"]["encryptedPin"]), "719305");
    let third = [6; 16];
    let variables = json!({"cardId": card, "sessionId": wrapped(third, public)});
    let shown = jane.ask(printed::REVEAL_RAIN_CARD_SECRETS, &variables).await;
    let secrets = unseal(third, &shown["revealRainCardSecrets"]["encryptedSecrets"]);
    assert!(secrets.starts_with("{\"pan\":\"400000"), "{secrets}");
    // A value under another key is none, and its wrapped key is used up all the same.
    let fourth = [8; 16];
    let key = wrapped(fourth, public);
    for error in ["Invalid encryptedPin", "session expired"] {
        let refused = set_pin(&jane, card, &key, &seal(first, "826417")).await;
        assert_eq!(refused["error"], error);
    }
}

#[tokio::test]
async fn a_null_organization_of_a_wallet_means_what_the_reading_says() {
    let variables = json!({"userId": "auth0|nobody", "organizationId": null});
    for (name, wallets) in [("no_match", Some(0)), ("left_out", Some(1)), ("error", None)] {
        let sandbox = reading("AMB-AG-10", name).await;
        let jane = sandbox.user("jane").await;
        let document = printed::CHECK_CARD_FUNDING_WALLET_EXISTS;
        let reply = jane.send(document, &variables).await.json();
        let found = reply["data"]["AgioCrypto_digital_wallet"].as_array().map(Vec::len);
        assert_eq!(found, wallets, "{name}: {reply}");
        if wallets.is_none() {
            let error = &reply["errors"][0];
            assert_eq!(error["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED", "{reply}");
            assert!(error["message"].as_str().unwrap().contains("unexpected null value"));
        }
    }
}

#[tokio::test]
async fn amounts_of_transactions_are_dollars_or_cents() {
    for (name, amount) in [("usd", json!(12.34)), ("cents", json!(1234))] {
        let sandbox = reading("AMB-AG-06", name).await;
        sandbox.op("deposit", &json!({"card": "jane/1", "amount": "100.00"})).await;
        sandbox.op("authorize", &json!({"card": "jane/1", "amount": "12.34"})).await;
        let jane = sandbox.user("jane").await;
        let rows = jane.field("{ AgioCard_card_transaction { amount } }").await;
        assert_eq!(rows, json!([{ "amount": amount }]), "{name}");
    }
}

const APPLY: &str = "mutation($input: CreateRainCardApplicationInput!) \
    { createRainCardApplication(input: $input) \
    { success applicationStatus applicationCompletionUrl error } }";

#[tokio::test]
async fn the_first_answer_to_an_application_follows_the_readings() {
    for (readings, last_name, status, has_url) in [
        (json!({}), "Needsverification", "pending", false),
        (json!({"AMB-AG-14": "outcome"}), "Needsverification", "needsVerification", true),
        (json!({"AMB-AG-14": "outcome"}), "Denied", "denied", false),
        (json!({"AMB-AG-04": "upper"}), "Approved", "PENDING", false),
        (
            json!({"AMB-AG-04": "upper", "AMB-AG-14": "outcome"}),
            "Needsverification",
            "NEEDSVERIFICATION",
            true,
        ),
    ] {
        let sandbox = Sandbox::with(json!({ "readings": readings })).await;
        let name = format!("Vera {last_name}");
        let made = sandbox.op("make-user", &json!({"surface": "AG", "name": name})).await.json();
        let user = sandbox.user(made["result"]["user_id"].as_str().unwrap()).await;
        let input = json!({"walletAddress": "0x1f9840a85d5af5bf1d1762f925bdaddc4201f984",
            "occupation": "Software Developers", "annualSalary": "100000_TO_150000",
            "accountPurpose": "PERSONAL_SPENDING", "expectedMonthlyVolume": "1000_TO_5000",
            "isTermsOfServiceAccepted": true});
        let answer = user.ask(APPLY, &json!({ "input": input })).await;
        let answer = &answer["createRainCardApplication"];
        assert_eq!(answer["applicationStatus"], status, "{readings}: {answer}");
        assert_eq!(!answer["applicationCompletionUrl"].is_null(), has_url, "{readings}: {answer}");
    }
}

/// Names of a generation: the operation that makes a card, the one that freezes it, the type of an
/// input and that of an answer.
const GENERATIONS: [(&str, [&str; 4]); 3] = [
    ("rain", ["createRainCard", "freezeRainCard", "CreateRainCardInput", "CreateRainCardResponse"]),
    ("agio", ["createAgioCard", "freezeAgioCard", "CreateAgioCardInput", "CreateAgioCardResponse"]),
    ("plain", ["createCard", "freezeCard", "CreateCardInput", "CreateCardResponse"]),
];

#[tokio::test]
async fn operations_and_types_have_the_names_of_their_generation() {
    for (generation, [create, freeze, input, response]) in GENERATIONS {
        let sandbox = reading("AMB-AG-01", generation).await;
        let jane = sandbox.user("jane").await;
        let document = format!(
            "mutation($input: {input}!) {{ {create}(input: $input) \
             {{ __typename success id }} b: {create}(input: $input) {{ success }} }}"
        );
        let wanted = json!({"cardApplicationId": jane.application().await, "cardType": "virtual"});
        let made = jane.ask(&document, &json!({ "input": wanted })).await;
        let id = made[create]["id"].clone();
        let answer = json!({"__typename": response, "success": true, "id": id});
        assert_eq!(made, json!({ create: answer, "b": {"success": true} }));
        // The log speaks of one operation, whatever it was called.
        let path = "/worlds/test/requests?limit=1&order=desc";
        let entry = sandbox.control("GET", path, &Value::Null).await.json()["items"][0].clone();
        assert_eq!(entry["operations"], json!(["createRainCard"]), "{entry}");
        // And so do faults.
        let fault = json!({"match": {"surface": "AG", "operation": "freezeRainCard"},
                           "then": {"error": "issuer-error"}});
        sandbox.control("POST", "/worlds/test/faults", &fault).await;
        let document = format!("mutation {{ {freeze}(cardId: {id}) {{ success status error }} }}");
        let refused = jane.field(&document).await;
        assert_eq!(refused["error"], "CARD_API_ERROR: issuer unavailable", "{generation}");
        assert_eq!(jane.field(&document).await["status"], "locked");
        // Names of another generation are none.
        for (other, [_, freeze, _, _]) in GENERATIONS {
            let document = format!("mutation {{ {freeze}(cardId: 0) {{ success }} }}");
            let reply = jane.send(&document, &json!({})).await;
            if other == generation {
                assert_eq!(reply.status, 403);
            } else {
                let said = format!("Cannot query field \"{freeze}\" on type \"Mutation\".");
                assert_eq!(reply.json()["errors"][0]["message"], said);
            }
        }
        let shown =
            jane.field("{ __schema { types { name fields { name } inputFields { name } } } }");
        let shown = shown.await.to_string();
        for name in [create, freeze, input, response] {
            assert!(shown.contains(&format!("\"{name}\"")), "{name}");
        }
        let named = generation != "plain";
        assert_eq!(shown.contains("\"rainApplicationId\""), named, "{generation}");
        assert_eq!(shown.contains("createRainCard"), generation == "rain");
    }
}

#[tokio::test]
async fn words_and_members_follow_the_names() {
    for (generation, limits, balance, short) in [
        ("agio", "RainLimitFrequency", Some("agioCardBalance"), "replaceVirtualAgioCard"),
        ("plain", "CardLimitFrequency", None, "replaceVirtualCard"),
    ] {
        let sandbox = reading("AMB-AG-01", generation).await;
        let jane = sandbox.user("jane").await;
        let kind = format!("{{ __type(name: \"{limits}\") {{ kind name }} }}");
        assert_eq!(jane.field(&kind).await, json!({"kind": "ENUM", "name": limits}));
        let card = jane.cards().await[0];
        for name in ["cardBalance", "rainCardBalance", "agioCardBalance"] {
            let document =
                format!("{{ {name}(cardId: {card}) {{ success balance {{ __typename }} }} }}");
            let reply = jane.send(&document, &json!({})).await;
            let is_there = name == "cardBalance" || Some(name) == balance;
            assert_eq!(
                reply.status.as_u16(),
                if is_there { 200 } else { 400 },
                "{generation} {name}"
            );
            if is_there {
                let of = if generation == "agio" { "AgioCardBalance" } else { "CardBalance" };
                assert_eq!(reply.json()["data"][name]["balance"]["__typename"], of);
            }
        }
        let shipping = json!({"phoneNumber": "+15555551234", "line1": "1 A St", "city": "Miami",
                              "region": "FL", "postalCode": "33101", "countryCode": "US"});
        let operation = short.replace("replaceVirtual", "create");
        let input = short.replace("replaceVirtual", "Create") + "Input";
        let document =
            format!("mutation($input: {input}!) {{ {operation}(input: $input) {{ id }} }}");
        let wanted = json!({"cardApplicationId": jane.application().await,
                            "cardType": "physical", "shipping": shipping});
        let made = jane.ask(&document, &json!({ "input": wanted })).await;
        let id = &made[operation.as_str()]["id"];
        let document = format!("mutation {{ {short}(cardId: {id}) {{ error }} }}");
        let error = format!("Only virtual cards can be replaced with {short}");
        assert_eq!(jane.field(&document).await["error"], error);
    }
}
