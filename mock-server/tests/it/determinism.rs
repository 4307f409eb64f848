//! Determinism: two servers, the same world, and the same commands at the same world times give the
//! same bytes, in one process and in two.

use std::{env, fmt::Write, fs, process::Command};

use proptest::prelude::*;
use serde_json::json;

use crate::{
    replay::session::{managed, session},
    story::{event, happen, wait},
    support::{Reply, START, Sandbox},
};

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn equal_worlds_answer_equal_bytes(story in prop::collection::vec(event(), 250)) {
        wait(async {
            let (mut one, mut two) = (Sandbox::new().await, Sandbox::new().await);
            for event in &story {
                let (first, second) = (happen(&mut one, event).await, happen(&mut two, event).await);
                prop_assert_eq!(first.text(), second.text());
                prop_assert_eq!(first, second);
            }
            let journals = [&one, &two].map(|one| one.worlds.get("test").unwrap().journal());
            prop_assert_eq!(&journals[0], &journals[1]);
            Ok(())
        })?;
    }
}

/// Status and body of what a session of partner and holder is answered in a world: an application
/// and its decision, cards, their secrets, money. What the back office is told has no id of the world
/// in its result.
async fn answers(sandbox: &mut Sandbox) -> Vec<(u16, String)> {
    let mut all = Vec::new();
    let mut told = |reply: &Reply| all.push((reply.status.as_u16(), reply.text()));
    let person = json!({"partner": "acme", "organization": "acme-north", "name": "Lena Pending"});
    let made = sandbox.op("make-card-user", &person).await.json()["result"].clone();
    let apply = "mutation($input: CreateCardApplicationForPartnerUserInput!) { \
        createCardApplicationForPartnerUser(input: $input) { success applicationStatus \
        cardApplicationId cardApplicationExternalId error } }";
    let input = json!({"cardUserId": made["card_user_id"], "occupation": "15-1252",
        "annualSalary": "100000", "accountPurpose": "travel", "expectedMonthlyVolume": "1000",
        "walletAddress": "0x52908400098527886E0F7030069857D2E4169EE7",
        "isTermsOfServiceAccepted": true});
    let applied = sandbox.ask(apply, &json!({ "input": input })).await;
    told(&applied);
    let id =
        applied.json()["data"]["createCardApplicationForPartnerUser"]["cardApplicationId"].clone();
    assert!(id.is_i64(), "{}", applied.text());
    let decide = json!({"application": id, "status": "approved"});
    let decided = sandbox.op("decide-application", &decide).await;
    assert_eq!(decided.status, 200, "{}", decided.text());
    let create = "mutation($input: CreateCardInput!) { createCard(input: $input) { success id cardId \
        last4 expirationMonth expirationYear error } }";
    let input = json!({"cardApplicationId": id, "cardType": "virtual"});
    let created = sandbox.ask(create, &json!({ "input": input })).await;
    told(&created);
    let card = created.json()["data"]["createCard"]["id"].clone();
    let deposit = json!({"card": card, "amount": "100.00", "confirm": "now"});
    assert_eq!(sandbox.op("deposit", &deposit).await.status, 200);
    let open = "mutation { generateEncryptionKeys { sessionId key iv } }";
    let opened = sandbox.ask(open, &json!({})).await;
    told(&opened);
    let session = opened.json()["data"]["generateEncryptionKeys"]["sessionId"].clone();
    let reveal = "mutation($id: Int!, $s: String!) { revealCardSecrets(cardId: $id, sessionId: $s) { \
        success encryptedSecrets error } }";
    told(&sandbox.ask(reveal, &json!({"id": card, "s": session})).await);
    let charge = format!(
        "mutation {{ chargeCard(input: {{cardUserId: {}, feeCents: 250, feeDescription: \"x\"}}) {{ \
         success chargeId error }} }}",
        made["card_user_id"]
    );
    let spend = json!({"card": card, "amount": "12.34"});
    for document in [
        "mutation { freezeCard(cardId: #) { success status error } }",
        "mutation { freezeCard(cardId: #) { success status error } }",
        "mutation { unfreezeCard(cardId: #) { success status error } }",
        "mutation { updateCardLimit(input: {cardId: #, limitAmount: 9, limitFrequency: \
         per7DayPeriod}) { success limitAmount error } }",
        &charge,
        "mutation { replaceVirtualCard(cardId: #) { success id oldCardId newCard { cardId last4 } \
         error } }",
        "{ cardBalance(cardId: #) { success balance { creditLimit spendingPower } error } }",
        "{ AgioCard_card_transaction { id amount status card_transaction_external_id } }",
        "{ AgioCard_vw_card(order_by: {id: desc}) { id status last4 } }",
        "{ AgioCard_card { nothing } }",
    ] {
        sandbox.op("authorize", &spend).await;
        told(&sandbox.ask(&document.replace('#', &card.to_string()), &json!({})).await);
    }
    let token = sandbox.holder("amara").await.access;
    let cards = "/cards/api/v1/managed-cards/";
    let program = json!({"program": "prg_ke_usd_instant"});
    let made = managed(sandbox, &token, cards, &program, "make").await;
    told(&made);
    let card = format!("{cards}{}/", made.json()["reference"].as_str().unwrap());
    let money = json!({"amount": "50.00", "currency": "USD"});
    for (part, body) in [
        ("fund/", &money),
        ("fund/", &json!({"amount": "50.001", "currency": "USD"})),
        (
            "authorize/",
            &json!({"amount": "7.50", "merchant": {"name": "Coffee Hut", "mcc": "5814"}}),
        ),
        ("freeze/", &json!({})),
        ("unfreeze/", &json!({})),
        ("withdraw/", &json!({"amount": "10.00", "currency": "USD"})),
    ] {
        told(&managed(sandbox, &token, &format!("{card}{part}"), body, part).await);
    }
    all
}

#[tokio::test]
async fn sb_world_03_equal_seed_and_equal_commands_give_equal_answers() {
    let mut one = Sandbox::new().await;
    let mut two = one.another("of-another-name");
    let clock = json!({"mode": "frozen", "at": START});
    let definition = json!({"id": "of-another-name", "seed": "7", "clock": clock});
    let made = one.control("POST", "/worlds", &definition).await.json();
    let acme = &made["surfaces"]["PG"]["partners"][0]["credentials"][0];
    two.use_credential(0, &acme["api_token"], &acme["client_secret"]);
    assert_ne!(one.credential(0), two.credential(0));
    let (first, second) = (answers(&mut one).await, answers(&mut two).await);
    assert!(first.len() >= 20, "{} answers", first.len());
    for (at, (one, two)) in first.iter().zip(&second).enumerate() {
        assert_eq!(one, two, "answer {at}");
    }
    let refused = first.iter().filter(|(_, text)| text.contains("\"success\":false")).count();
    let served = first.iter().filter(|(status, _)| (200..300).contains(status)).count();
    assert!(served >= 18 && refused <= 4, "{first:#?}");
    // Another seed has other ids and numbers.
    let mut three = one.another("of-another-seed");
    let definition = json!({"id": "of-another-seed", "seed": "8", "clock": clock});
    let made = one.control("POST", "/worlds", &definition).await.json();
    let acme = &made["surfaces"]["PG"]["partners"][0]["credentials"][0];
    three.use_credential(0, &acme["api_token"], &acme["client_secret"]);
    assert_ne!(answers(&mut three).await[1], first[1]);
}

/// Name of the variable that makes the test of two processes one of these, with its file.
const TRANSCRIPT: &str = "MOCK_TEST_TRANSCRIPT";

/// Runs the session of the replay tests; every answer, the journal and the events, as text.
async fn transcript() -> String {
    let (sandbox, journal) = session().await;
    let mut out = String::new();
    for entry in sandbox.worlds.get("test").unwrap().log().page().entries {
        let answer = entry.answer.as_ref();
        let body = answer.and_then(|answer| answer.body.bytes()).map(hex::encode);
        writeln!(out, "{} {} {:?} {body:?}", entry.n, entry.at, entry.status()).unwrap();
    }
    out += &journal;
    out += &sandbox.control("GET", "/worlds/test/events?limit=1000", &json!({})).await.text();
    out
}

#[tokio::test]
async fn the_same_session_in_two_processes_gives_the_same_bytes() {
    if let Some(file) = env::var_os(TRANSCRIPT) {
        return fs::write(file, transcript().await).unwrap();
    }
    let folder = env::temp_dir().join(format!("mock-server-transcripts-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let transcript = |name: &str| {
        let file = folder.join(name);
        let run = Command::new(env::current_exe().unwrap())
            .args([
                "--exact",
                "determinism::the_same_session_in_two_processes_gives_the_same_bytes",
            ])
            .env(TRANSCRIPT, &file)
            .output()
            .unwrap();
        assert!(run.status.success(), "{run:?}");
        fs::read_to_string(file).unwrap()
    };
    let (one, two) = (transcript("one"), transcript("two"));
    fs::remove_dir_all(&folder).unwrap();
    assert!(one.lines().count() > 800, "{} lines", one.lines().count());
    let differs = one.lines().zip(two.lines()).find(|(one, two)| one != two);
    assert_eq!(differs, None);
    assert!(one == two);
}
