//! Every operation by the ids of somebody else: answered like ids that nobody has, byte for byte,
//! and nothing has moved (AG 3).

use conformance::drivers::graphql::session_key::{PinCodec, Session};
use mock_server::issuer::Issuer;
use serde_json::{Value, json};

use super::{printed, user::User};
use crate::support::Sandbox;

/// Every operation that names something, with the thing it names in the place of `ID`.
const OPERATIONS: [(&str, &str); 32] = [
    ("card", "mutation { freezeRainCard(cardId: ID) { success error } }"),
    ("card", "mutation { unfreezeRainCard(cardId: ID) { success error } }"),
    ("card", "mutation { lockRainCard(cardId: ID) { success error } }"),
    ("card", "mutation { unlockRainCard(cardId: ID) { success error } }"),
    ("card", "mutation { cancelRainCard(input: {cardId: ID}) { success error } }"),
    ("card", "mutation { replaceVirtualRainCard(cardId: ID) { success error } }"),
    ("card", "mutation { replaceRainCard(input: {cardId: ID, reason: lost}) { success error } }"),
    (
        "card",
        "mutation { updateRainCardLimit(input: {cardId: ID, limitAmount: 1, \
         limitFrequency: allTime}) { success error } }",
    ),
    ("card", "mutation { updateCardNickname(cardId: ID, nickname: \"x\") { success error } }"),
    (
        "card",
        "mutation { update_AgioCard_card_by_pk(pk_columns: {id: ID}, _set: {is_starred: true}) \
         { id } }",
    ),
    (
        "card",
        "mutation { setRainCardPin(input: {cardId: ID, sessionId: \"SESSION\", \
         encryptedPin: \"PIN\"}) { success error } }",
    ),
    (
        "card",
        "mutation { getRainCardPin(cardId: ID, sessionId: \"SESSION\") { success encryptedPin } }",
    ),
    (
        "card",
        "mutation { revealRainCardSecrets(cardId: ID, sessionId: \"SESSION\") \
         { success encryptedSecrets } }",
    ),
    ("card", "{ cardBalance(cardId: ID) { success error balance { creditLimit } } }"),
    ("card", "{ rainCardBalance(cardId: ID) { success error balance { creditLimit } } }"),
    ("card", "{ AgioCard_vw_card(where: {id: {_eq: ID}}) { id last4 } }"),
    ("card", "{ AgioCard_vw_card(where: {_not: {id: {_neq: ID}}}) { id last4 } }"),
    (
        "application",
        "mutation { createRainCard(input: {cardApplicationId: ID, cardType: virtual}) \
         { success error } }",
    ),
    ("application", "{ AgioCard_card_application_by_pk(id: ID) { id wallet_address } }"),
    ("application", "{ AgioCard_card_application(where: {id: {_eq: ID}}) { id } }"),
    (
        "application",
        "{ AgioCard_card_transaction_aggregate(where: {card_application_id: {_eq: ID}}) \
         { aggregate { count sum { amount } } nodes { id } } }",
    ),
    ("transaction", "{ AgioCard_card_transaction_by_pk(id: ID) { id amount } }"),
    (
        "transaction",
        "{ AgioCard_card_transaction(where: {id: {_eq: ID}}) { id card_application { id } } }",
    ),
    (
        "transaction",
        "mutation { createCardDispute(input: {transactionId: ID}) { success disputeId error } }",
    ),
    (
        "wallet",
        "mutation { smartWalletSwapQuote(input: {digitalWalletId: ID, amount: \"1\", \
         fromToken: \"0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913\", \
         toToken: \"0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913\"}) { success error } }",
    ),
    (
        "wallet",
        "mutation { smartWalletSwap(input: {digitalWalletId: ID, amount: \"1\", \
         fromToken: \"0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913\", \
         toToken: \"0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913\"}) { success error } }",
    ),
    ("wallet", "{ AgioCrypto_digital_wallet(where: {id: {_eq: ID}}) { id wallet_address } }"),
    ("user", "{ AgioCrypto_digital_wallet(where: {user_id: {_eq: ID}}) { id wallet_address } }"),
    (
        "user",
        "{ AgioCrypto_digital_wallet(where: {_not: {user_id: {_neq: ID}}}) { id wallet_address } }",
    ),
    ("user", "{ AgioCard_vw_card(where: {user_id: {_eq: ID}}) { id last4 } }"),
    ("user", "{ AgioCard_card_application(where: {user_id: {_eq: ID}}) { id wallet_address } }"),
    ("quote", "mutation { smartWalletExecuteSwapQuote(input: {quoteId: ID}) { success error } }"),
];

/// The root fields of the schema that name nothing of somebody else.
const WITHOUT: [&str; 3] = ["createRainCardApplication", "generateEncryptionKeys", "cardWithdraw"];

/// Every subscription, filtered by a thing of somebody else or by its user.
pub(super) const SUBSCRIPTIONS: [(&str, &str); 6] = [
    (
        "application",
        "subscription { AgioCard_card_application(where: {id: {_eq: ID}}) { id wallet_address } }",
    ),
    (
        "user",
        "subscription { AgioCard_card_application(where: {user_id: {_eq: ID}}) { id updated_at } }",
    ),
    ("transaction", "subscription { AgioCard_card_transaction(where: {id: {_eq: ID}}) { id } }"),
    (
        "transaction",
        "subscription { AgioCard_card_transaction(where: {_not: {id: {_neq: ID}}}) { id amount } }",
    ),
    (
        "application",
        "subscription { AgioCard_card_transaction(where: {card_application_id: {_eq: ID}}) \
         { id amount } }",
    ),
    (
        "user",
        "subscription { AgioCard_card_transaction(where: {card_application: {user_id: {_eq: ID}}}) \
         { id amount } }",
    ),
];

/// Ids of the kind of thing that nobody has.
pub(super) fn of_nobody(kind: &str) -> [Value; 3] {
    match kind {
        "user" => ["auth0|000000000000000000000000", "auth0|", ""].map(|sub| json!(sub)),
        _ => [999_999, 0, -1].map(|id| json!(id)),
    }
}

fn issuer(sandbox: &Sandbox) -> Issuer {
    sandbox.worlds.get("test").unwrap().read(|world| world.issuer.clone())
}

/// Jane's things: a card with a PIN, a settled purchase, a wallet and an open quote.
pub(super) async fn things_of_jane(sandbox: &Sandbox) -> Value {
    sandbox.op("deposit", &json!({"card": "jane/1", "amount": "100.00"})).await;
    let spent = sandbox.op("authorize", &json!({"card": "jane/1", "amount": "9.00"})).await.json();
    let transaction = &spent["result"]["transaction"];
    sandbox.op("clear", &json!({ "transaction": transaction })).await;
    let jane = sandbox.user("jane").await;
    let card = jane.cards().await[0];
    let (session, pin) = sealed(&jane).await;
    let input = json!({"cardId": card, "sessionId": session, "encryptedPin": pin});
    jane.ask(printed::SET_RAIN_CARD_PIN, &json!({ "input": input })).await;
    let wallet = jane.field("{ AgioCrypto_digital_wallet { id } }").await[0]["id"].clone();
    let quote = OPERATIONS.iter().find(|(_, text)| text.contains("SwapQuote(input: {digital"));
    let quote = quote.unwrap().1.replace("ID", &wallet.to_string());
    let quote = quote.replace("success error", "quote { quoteId }");
    let quote = jane.field(&quote).await["quote"]["quoteId"].clone();
    let rows = jane.field("{ AgioCard_card_transaction { id } }").await;
    let sub = jane.field("{ AgioCard_vw_card { user_id } }").await[0]["user_id"].clone();
    json!({"card": card, "application": jane.application().await, "wallet": wallet,
           "transaction": rows[0]["id"], "quote": quote, "user": sub})
}

/// A session of a user, and a PIN that is sealed under it.
async fn sealed(user: &User<'_>) -> (String, String) {
    let keys = user.field("mutation { generateEncryptionKeys { sessionId key iv } }").await;
    let session = Session::read(&keys).unwrap();
    let pin = session.encrypt(&PinCodec::default(), "826417").unwrap();
    (session.id, pin)
}

#[tokio::test]
async fn ids_of_others_and_ids_of_nobody_are_answered_alike_and_move_nothing() {
    for reading in ["forbidden", "not_found"] {
        let rules = json!({"ag.owner.foreign_card": reading});
        let sandbox = Sandbox::with(json!({ "rules": rules })).await;
        let things = things_of_jane(&sandbox).await;
        // One of jane's organization, and one of another.
        for stranger in ["jon", "cora"] {
            let stranger = sandbox.user(stranger).await;
            for (kind, document) in OPERATIONS {
                let (session, pin) = sealed(&stranger).await;
                let before = issuer(&sandbox);
                let ask = async |id: &Value| {
                    let document = document.replace("ID", &id.to_string());
                    let document = document.replace("SESSION", &session).replace("PIN", &pin);
                    let reply = stranger.send(&document, &json!({})).await;
                    (reply.status, reply.text())
                };
                let foreign = ask(&things[kind]).await;
                for unknown in of_nobody(kind) {
                    assert_eq!(ask(&unknown).await, foreign, "{document}");
                }
                assert!(issuer(&sandbox) == before, "{document}");
                let shown = ["\"success\":true", "last4\":", "wallet_address\":\""];
                let shown = shown.iter().any(|sign| foreign.1.contains(sign));
                assert!(!shown, "{document}: {}", foreign.1);
            }
        }
        // The owner's own ids are served: the documents are right.
        let jane = sandbox.user("jane").await;
        let served = [
            "{ cardBalance",
            "{ AgioCard_card_tr",
            "{ AgioCard_vw_card(where: {user_id",
            "{ AgioCard_card_application(where: {user_id",
            "{ AgioCrypto",
            "mutation { smartWalletExecute",
        ];
        for (kind, document) in OPERATIONS {
            if served.iter().any(|begin| document.starts_with(begin)) {
                let document = document.replace("ID", &things[kind].to_string());
                let answer = jane.ask(&document, &json!({})).await.to_string();
                assert!(
                    !answer.contains("[]") && !answer.contains("\"success\":false"),
                    "{answer}"
                );
            }
        }
    }
}

#[tokio::test]
async fn every_operation_of_the_schema_is_asked_for() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let document = "{ __schema { queryType { fields { name } } mutationType { fields { name } } \
                    subscriptionType { fields { name } } } }";
    let schema = jane.field(document).await;
    for (root, asked) in [
        ("queryType", &OPERATIONS[..]),
        ("mutationType", &OPERATIONS[..]),
        ("subscriptionType", &SUBSCRIPTIONS[..]),
    ] {
        for field in schema[root]["fields"].as_array().unwrap() {
            let name = field["name"].as_str().unwrap();
            let call = format!(" {name}(");
            let is_asked = asked.iter().any(|(_, document)| document.contains(&call));
            assert!(is_asked != WITHOUT.contains(&name), "{root} {name}");
        }
    }
}
