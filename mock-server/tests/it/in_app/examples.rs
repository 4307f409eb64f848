//! The examples of the contract, word for word: ids, hashes and the like are those of the world, in
//! the place of the samples (AG 11).

use conformance::drivers::graphql::session_key::{PinCodec, Session};
use serde_json::{Value, json};

use super::{printed, user::User};
use crate::support::{Reply, Sandbox};

/// A text with numbers in one form: `1000` and `1000.0` are the same number (AG 9).
fn normal(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64().unwrap()),
        Value::Array(items) => items.iter().map(normal).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), normal(value))).collect()
        }
        other => other.clone(),
    }
}

/// The answer is the sample, in its order of members. `varying` are pointers to what the world has
/// drawn, which only must be of the same type, and as long where it is text.
fn is(reply: &Reply, sample: &str, varying: &[&str]) -> Value {
    assert_eq!(reply.status, 200, "{}", reply.text());
    let answer = reply.json();
    let mut wanted: Value = serde_json::from_str(sample).unwrap();
    for pointer in varying {
        let found = answer.pointer(pointer).unwrap_or_else(|| panic!("{pointer}: {answer}"));
        let sample = wanted.pointer_mut(pointer).unwrap();
        match (&*sample, found) {
            (Value::String(one), Value::String(other)) => assert_eq!(one.len(), other.len()),
            (one, other) => assert!(one.is_number() && other.is_number(), "{pointer}"),
        }
        *sample = found.clone();
    }
    assert_eq!(normal(&answer).to_string(), normal(&wanted).to_string());
    answer
}

fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap().to_owned()
}

async fn new_user<'a>(sandbox: &'a Sandbox, name: &str) -> User<'a> {
    let made = sandbox.op("make-user", &json!({"surface": "AG", "name": name})).await.json();
    sandbox.user(made["result"]["label"].as_str().unwrap()).await
}

/// 11.2.
async fn apply(user: &User<'_>) -> i64 {
    let document = "mutation($input: CreateRainCardApplicationInput!) { createRainCardApplication(input: $input) { success applicantId rainApplicationId cardApplicationId applicationStatus applicationCompletionUrl error } }";
    let variables = json!({"input":{"walletAddress":"0x1f9840a85d5af5bf1d1762f925bdaddc4201f984","occupation":"Software Developers","annualSalary":"100000_TO_150000","accountPurpose":"PERSONAL_SPENDING","expectedMonthlyVolume":"1000_TO_5000","isTermsOfServiceAccepted":true,"cardNickname":"My Card","requestedLimitAmount":25000,"requestedLimitFrequency":"30 day"}});
    let sample = r#"{"data":{"createRainCardApplication":{"success":true,"applicantId":"64a9c1d2e3f405162738495a","rainApplicationId":"5b0f0c3e-8a4d-4f5e-9a6b-7c8d9e0f1a2b","cardApplicationId":42,"applicationStatus":"pending","applicationCompletionUrl":null,"error":null}}}"#;
    let own = ["applicantId", "rainApplicationId", "cardApplicationId"];
    let own = own.map(|name| format!("/data/createRainCardApplication/{name}"));
    let answer =
        is(&user.send(document, &variables).await, sample, &own.each_ref().map(String::as_str));
    let list = "{ AgioCard_card_application { id application_status } }";
    let sample =
        r#"{"data":{"AgioCard_card_application":[{"id":42,"application_status":"approved"}]}}"#;
    is(&user.send(list, &json!({})).await, sample, &["/data/AgioCard_card_application/0/id"]);
    answer.pointer(&own[2]).unwrap().as_i64().unwrap()
}

/// 11.3, the creation: internal id and issuer id.
async fn create(user: &User<'_>, application: i64) -> (i64, String) {
    let document = "mutation($input: CreateRainCardInput!) { createRainCard(input: $input) { success id cardId cardType status last4 expirationMonth expirationYear error } }";
    let variables = json!({"input":{"cardApplicationId":application,"cardType":"virtual","limit":{"amount":50000,"frequency":"per30DayPeriod"},"displayName":"JANE SMITH"}});
    let sample = r#"{"data":{"createRainCard":{"success":true,"id":7,"cardId":"0d1e2f30-4152-4637-8495-a6b7c8d9e0f1","cardType":"virtual","status":"active","last4":"4242","expirationMonth":"01","expirationYear":"2034","error":null}}}"#;
    let own =
        ["/data/createRainCard/id", "/data/createRainCard/cardId", "/data/createRainCard/last4"];
    let answer = is(&user.send(document, &variables).await, sample, &own);
    (answer.pointer(own[0]).unwrap().as_i64().unwrap(), text(&answer, own[1]))
}

/// 11.3, freezing, and the answer to somebody else.
async fn freeze(sandbox: &Sandbox, user: &User<'_>, (id, card_id): &(i64, String)) {
    let document = |id: i64| {
        format!("mutation {{ freezeRainCard(cardId: {id}) {{ success id cardId status error }} }}")
    };
    let sample = format!(
        r#"{{"data":{{"freezeRainCard":{{"success":true,"id":{id},"cardId":"{card_id}","status":"locked","error":null}}}}}}"#
    );
    is(&user.send(&document(*id), &json!({})).await, &sample, &[]);
    let sample = r#"{"data":{"freezeRainCard":{"success":false,"id":null,"cardId":null,"status":null,"error":"Cannot freeze a card with status locked"}}}"#;
    is(&user.send(&document(*id), &json!({})).await, sample, &[]);
    let other = sandbox.user("jon").await;
    for id in [*id, 999_999] {
        let reply = other.send(&document(id), &json!({})).await;
        assert_eq!(reply.status, 403);
        assert_eq!(
            reply.text(),
            r#"{"data":null,"errors":[{"message":"Not Authorized","extensions":{"code":"FORBIDDEN"}}]}"#
        );
    }
}

/// 11.4: the internal id and the issuer id of the new card.
async fn replace(user: &User<'_>, (id, card_id): &(i64, String)) -> (i64, String) {
    let document = format!(
        "mutation {{ replaceVirtualRainCard(cardId: {id}) {{ success id oldCardId newCard {{ id type status last4 expirationMonth expirationYear }} error }} }}"
    );
    let sample = format!(
        r#"{{"data":{{"replaceVirtualRainCard":{{"success":true,"id":8,"oldCardId":"{card_id}","newCard":{{"id":"9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d","type":"virtual","status":"active","last4":"1881","expirationMonth":"01","expirationYear":"2034"}},"error":null}}}}}}"#
    );
    let at = |name: &str| format!("/data/replaceVirtualRainCard/{name}");
    let own = [at("id"), at("newCard/id"), at("newCard/last4")];
    let answer =
        is(&user.send(&document, &json!({})).await, &sample, &own.each_ref().map(String::as_str));
    (answer.pointer(&own[0]).unwrap().as_i64().unwrap(), text(&answer, &own[1]))
}

/// 11.5.
async fn change(user: &User<'_>, (id, card_id): &(i64, String)) {
    let document = "mutation($input: UpdateRainCardLimitInput!, $cardId: Int!, $nickname: String!, $isStarred: Boolean!) { updateRainCardLimit(input: $input) { success id cardId limitAmount limitFrequency error } updateCardNickname(cardId: $cardId, nickname: $nickname) { success id error } update_AgioCard_card_by_pk(pk_columns: { id: $cardId }, _set: { is_starred: $isStarred }) { id is_starred } }";
    let variables = json!({"input":{"cardId":id,"limitAmount":200_000,"limitFrequency":"perAuthorization"},"cardId":id,"nickname":"Holiday fund","isStarred":true});
    let sample = format!(
        r#"{{"data":{{"updateRainCardLimit":{{"success":true,"id":{id},"cardId":"{card_id}","limitAmount":200000,"limitFrequency":"perAuthorization","error":null}},"updateCardNickname":{{"success":true,"id":{id},"error":null}},"update_AgioCard_card_by_pk":{{"id":{id},"is_starred":true}}}}}}"#
    );
    is(&user.send(document, &variables).await, &sample, &[]);
}

/// 11.6: one session for each step.
async fn pin(user: &User<'_>, id: i64) {
    let keys = "mutation { generateEncryptionKeys { sessionId key iv } }";
    let sample = r#"{"data":{"generateEncryptionKeys":{"sessionId":"3d2c1b0a-9f8e-4d7c-8b6a-5f4e3d2c1b0a","key":"AAECAwQFBgcICQoLDA0ODw==","iv":"oKGio6Slpqeoqaqr"}}}"#;
    let own = ["sessionId", "key", "iv"].map(|name| format!("/data/generateEncryptionKeys/{name}"));
    let own = own.each_ref().map(String::as_str);
    let answer = is(&user.send(keys, &json!({})).await, sample, &own);
    let (session, codec) =
        (Session::read(&answer["data"]["generateEncryptionKeys"]).unwrap(), PinCodec::default());
    let sealed = session.encrypt(&codec, "719305").unwrap();
    assert_eq!(sealed.len(), "nbcBiE68+NHC6viIEM7W2S973TemYA==".len());
    let document = "mutation($input: SetRainCardPinInput!) { setRainCardPin(input: $input) { success id error } }";
    let variables = json!({"input":{"cardId":id,"sessionId":session.id,"encryptedPin":sealed}});
    let sample =
        format!(r#"{{"data":{{"setRainCardPin":{{"success":true,"id":{id},"error":null}}}}}}"#);
    is(&user.send(document, &variables).await, &sample, &[]);
    let sample =
        r#"{"data":{"setRainCardPin":{"success":false,"id":null,"error":"session expired"}}}"#;
    is(&user.send(document, &variables).await, sample, &[]);
    let open = Session::read(&user.field(keys).await).unwrap();
    let document = format!(
        "mutation {{ getRainCardPin(cardId: {id}, sessionId: \"{}\") {{ success id encryptedPin error }} }}",
        open.id
    );
    let sample = format!(
        r#"{{"data":{{"getRainCardPin":{{"success":true,"id":{id},"encryptedPin":"nbcBiE68+NHC6viIEM7W2S973TemYA==","error":null}}}}}}"#
    );
    let at = "/data/getRainCardPin/encryptedPin";
    let read = is(&user.send(&document, &json!({})).await, &sample, &[at]);
    assert_eq!(open.decrypt(&codec, &text(&read, at)).unwrap(), "719305");
}

/// 11.7, and the transactions and the dispute of 11.10.
async fn lists(user: &User<'_>, application: i64, id: i64) {
    let variables = json!({"includeBalance":true,"where":{"status":{"_eq":"active"}}});
    let sample = format!(
        r#"{{"data":{{"cards":[{{"id":{id},"card_type":"virtual","status":"active","last4":"1881","nickname":"Holiday fund","is_starred":true,"created_at":"2030-01-01T00:02:00.000+00:00","last_used_at":null,"balance":{{"credit_limit":1000.0,"spending_power":850.0,"pending_charges":150.0,"posted_charges":0.0,"balance_due":0.0}}}}]}}}}"#
    );
    is(&user.send(printed::VW_CARDS, &variables).await, &sample, &["/data/cards/0/last4"]);
    let document = format!(
        "{{ cardBalance(cardId: {id}) {{ success id balance {{ creditLimit pendingCharges postedCharges balanceDue spendingPower }} error }} }}"
    );
    let sample = format!(
        r#"{{"data":{{"cardBalance":{{"success":true,"id":{id},"balance":{{"creditLimit":1000.0,"pendingCharges":150.0,"postedCharges":0.0,"balanceDue":0.0,"spendingPower":850.0}},"error":null}}}}}}"#
    );
    is(&user.send(&document, &json!({})).await, &sample, &[]);
    let document = "query UserCardTransactions($where: AgioCard_card_transaction_bool_exp, $order_by: [AgioCard_card_transaction_order_by!], $limit: Int, $offset: Int) { transactions: AgioCard_card_transaction(where: $where, order_by: $order_by, limit: $limit, offset: $offset) { id event_type transaction_type status amount currency merchant_name declined_reason posted_at } transactions_aggregate: AgioCard_card_transaction_aggregate(where: $where) { aggregate { count } } }";
    let variables = json!({"where":{"card_application_id":{"_eq":application}},"order_by":[{"created_at":"desc"}],"limit":20,"offset":0});
    let sample = r#"{"data":{"transactions":[{"id":31,"event_type":"authorization","transaction_type":"purchase","status":"authorized","amount":150.0,"currency":"USD","merchant_name":"BLUE BOTTLE","declined_reason":null,"posted_at":null}],"transactions_aggregate":{"aggregate":{"count":1}}}}"#;
    let rows = is(&user.send(document, &variables).await, sample, &["/data/transactions/0/id"]);
    let transaction = &rows["data"]["transactions"][0]["id"];
    let document = format!(
        "mutation {{ createCardDispute(input: {{transactionId: {transaction}}}) {{ success disputeId error }} }}"
    );
    let sample = r#"{"data":{"createCardDispute":{"success":false,"disputeId":null,"error":"Only posted purchases can be disputed"}}}"#;
    is(&user.send(&document, &json!({})).await, sample, &[]);
}

#[tokio::test]
async fn a_card_from_its_application_to_a_dispute() {
    let mut sandbox = Sandbox::new().await;
    let (application, card) = {
        let user = new_user(&sandbox, "Una Approved").await;
        let application = apply(&user).await;
        let card = create(&user, application).await;
        freeze(&sandbox, &user, &card).await;
        sandbox.op("set-card-status", &json!({"card": card.0, "status": "active"})).await;
        sandbox.op("deposit", &json!({"card": card.0, "amount": "1000.00"})).await;
        let merchant = json!({"name": "BLUE BOTTLE"});
        let spent = json!({"card": card.0, "amount": "150.00", "merchant": merchant});
        let spent = sandbox.op("authorize", &spent).await.json();
        assert_eq!(spent["result"]["status"], "authorized", "{spent}");
        (application, card)
    };
    sandbox.advance(120).await;
    let user = sandbox.user("una").await;
    let new = replace(&user, &card).await;
    change(&user, &new).await;
    pin(&user, new.0).await;
    lists(&user, application, new.0).await;
}

/// 11.1.
#[tokio::test]
async fn a_refused_token() {
    let sandbox = Sandbox::new().await;
    let body = json!({"query": "{ AgioCard_vw_card { id } }"});
    let reply = sandbox.send(super::user::post(None, &body)).await;
    assert_eq!(reply.status, 401);
    assert_eq!(reply.headers["www-authenticate"], "Bearer");
    assert!(reply.headers["content-type"].to_str().unwrap().starts_with("application/json"));
    assert_eq!(
        reply.text(),
        r#"{"errors":[{"message":"Not Authenticated","extensions":{"code":"UNAUTHORIZED"}}]}"#
    );
}

/// 11.8.
#[tokio::test]
async fn wallet_quote_and_execution() {
    let mut sandbox = Sandbox::new().await;
    const USDC: &str = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
    let execute = |quote: &Value| {
        format!(
            "mutation {{ smartWalletExecuteSwapQuote(input: {{quoteId: {quote}}}) {{ success transactionHash quoteId status error }} }}"
        )
    };
    let (first, second) = {
        let jane = sandbox.user("jane").await;
        let users = jane.field("{ AgioCard_card_application { user_id } }").await;
        let variables = json!({"userId": users[0]["user_id"]});
        let sample = r#"{"data":{"AgioCrypto_digital_wallet":[{"id":123,"nickname":"Smart wallet","wallet_type_id":3,"network_id":60}]}}"#;
        let at = "/data/AgioCrypto_digital_wallet/0/id";
        let check = jane.send(printed::CHECK_CARD_FUNDING_WALLET_EXISTS, &variables).await;
        let wallet = is(&check, sample, &[at]).pointer(at).unwrap().to_string();
        let cards = jane.field("{ AgioCard_vw_card { deposit_address } }").await;
        let variables = json!({"input":{"digitalWalletId":wallet,"fromToken":USDC,"toToken":USDC,"amount":"100000000","recipient":cards[0]["deposit_address"]}});
        let document = "mutation SmartWalletSwapQuote($input: SmartWalletSwapInput!) { smartWalletSwapQuote(input: $input) { success quote { quoteId fromAmount minimumToAmount expiry priceImpactPct amountInUsd amountOutUsd networkFeeUsd estimatedFillSeconds route { provider providersQueried } } error } }";
        let sample = r#"{"data":{"smartWalletSwapQuote":{"success":true,"quote":{"quoteId":456,"fromAmount":"100000000","minimumToAmount":"100000000","expiry":"2030-01-01T00:01:00.000+00:00","priceImpactPct":0.0,"amountInUsd":100.0,"amountOutUsd":100.0,"networkFeeUsd":0.0,"estimatedFillSeconds":2,"route":{"provider":"RELAY","providersQueried":["RELAY","ALCHEMY","SYMBIOSIS"]}},"error":null}}}"#;
        let at = "/data/smartWalletSwapQuote/quote/quoteId";
        let mut quotes = Vec::new();
        for _ in 0..2 {
            let answer = is(&jane.send(document, &variables).await, sample, &[at]);
            quotes.push(answer.pointer(at).unwrap().clone());
        }
        (quotes[0].clone(), quotes[1].clone())
    };
    sandbox.advance(5).await;
    {
        let jane = sandbox.user("jane").await;
        let sample = format!(
            r#"{{"data":{{"smartWalletExecuteSwapQuote":{{"success":true,"transactionHash":"0x6f2c1d0b9a8e7f605142332415061728394a5b6c7d8e9fa0b1c2d3e4f5061728","quoteId":{first},"status":"executed","error":null}}}}}}"#
        );
        let at = "/data/smartWalletExecuteSwapQuote/transactionHash";
        is(&jane.send(&execute(&first), &json!({})).await, &sample, &[at]);
    }
    sandbox.advance(55).await;
    let jane = sandbox.user("jane").await;
    let sample = r#"{"data":{"smartWalletExecuteSwapQuote":{"success":false,"transactionHash":null,"quoteId":null,"status":null,"error":"Quote has expired, request a new one"}}}"#;
    is(&jane.send(&execute(&second), &json!({})).await, sample, &[]);
}
