//! Inputs of every operation that can be explained, right and wrong ones, from the state of a world.

use mock_server::{
    crypto::{jwt, session_key},
    world::World,
};
use serde_json::{Value, json};

/// An operation and an input.
pub(super) type Case = (&'static str, Value);

fn address() -> Value {
    json!({"line1": "123 Main St", "city": "Miami", "region": "FL", "postalCode": "33101",
           "countryCode": "US"})
}

fn answers(terms: bool, occupation: &str) -> Value {
    json!({"occupation": occupation, "annualSalary": "100000", "accountPurpose": "travel",
           "expectedMonthlyVolume": "1000", "isTermsOfServiceAccepted": terms,
           "walletAddress": "0x52908400098527886E0F7030069857D2E4169EE7"})
}

fn with(mut one: Value, name: &str, value: &Value) -> Value {
    one[name] = value.clone();
    one
}

/// Id of the newest session, and a PIN that is sealed under it.
fn sealed(world: &World, pin: &str) -> (String, String) {
    let Some(session) = world.access.sessions.iter().last() else {
        return ("none".to_owned(), "none".to_owned());
    };
    let sealed = session_key::encrypt(&session.key_bytes(), &session.iv_bytes(), pin).unwrap();
    (session.id.clone(), sealed)
}

/// Operations of the partner API.
pub(super) fn partner(world: &World) -> Vec<Case> {
    let program = &world.issuer.collateral;
    let mut all = vec![
        ("createPartnerCustomerOrganization", json!({"name": "North"})),
        ("createPartnerCustomerOrganization", json!({"name": " "})),
        ("generateEncryptionKeys", json!({})),
        ("createCardApplication", json!({})),
        ("createCardCorporateApplication", json!({})),
        ("cardWithdraw", json!({})),
        ("payInvoiceWithCardBalance", json!({})),
        ("freezeCardByCardId", json!({"cardId": "1"})),
        ("unfreezeCardByCardId", json!({"cardId": "1"})),
        ("cancelCardByCardId", json!({"cardId": "1"})),
        (
            "updateCardLimitByCardId",
            json!({"cardId": "1", "limitAmount": 1, "limitFrequency": "allTime"}),
        ),
        (
            "chargeCardByCardUserId",
            json!({"cardUserId": "1", "feeCents": 1, "feeDescription": "x"}),
        ),
        ("createCardByCardUserId", json!({"cardUserId": "1"})),
        ("validateAddress", json!({"address": address()})),
        ("validateAddress", json!({"address": with(address(), "city", &json!(" "))})),
        ("validateCardShippingAddress", json!({"address": address()})),
        ("validateCardShippingAddress", json!({"address": with(address(), "line1", &json!(""))})),
        ("autocompleteAddress", json!({"input": "123 Main"})),
        ("autocompleteAddress", json!({"input": 5})),
        ("resolvePlaceAddress", json!({"placeId": "nowhere"})),
    ];
    for user in program.users.iter().take(14) {
        let id = json!(user.external_id);
        let apply = "createCardApplicationForPartnerUser";
        all.push((apply, with(answers(true, "15-1252"), "cardUserId", &id)));
        all.push((apply, with(answers(false, "15-1252"), "cardUserId", &id)));
        all.push((apply, with(answers(true, "wizard"), "cardUserId", &id)));
        all.push(("chargeCard", json!({"cardUserId": id, "feeCents": 5, "feeDescription": "Fee"})));
        all.push(("chargeCard", json!({"cardUserId": id, "feeCents": 0, "feeDescription": "Fee"})));
    }
    let (session, pin) = sealed(world, "7193");
    let (_, bad) = sealed(world, "1111");
    for application in 1..=(program.applications.len() as i32 + 1) {
        let id = json!({"cardApplicationId": application, "cardType": "virtual"});
        all.push(("createCard", id.clone()));
        all.push((
            "createCard",
            with(id.clone(), "displayName", &json!("A name that is far too long")),
        ));
        all.push(("createCard", with(id.clone(), "cardType", &json!("physical"))));
        let sealed = with(id.clone(), "sessionId", &json!(session));
        all.push(("createCard", with(sealed.clone(), "encryptedPin", &json!(pin))));
        all.push(("createCard", with(sealed, "encryptedPin", &json!(bad))));
        all.push(("createCard", with(id, "encryptedPin", &json!(pin))));
        let profile = json!({"cardApplicationId": application, "address": address()});
        all.push(("updateCardUserProfile", profile.clone()));
        all.push(("updateCardCompanyAddress", profile));
    }
    for card in 1..=(program.cards.len() as i32 + 1).min(12) {
        let id = json!({"cardId": card});
        for name in ["freezeCard", "unfreezeCard", "lockCard", "unlockCard", "replaceVirtualCard"] {
            all.push((name, id.clone()));
        }
        let input = json!({ "cardId": card });
        all.push(("cancelCard", with(input.clone(), "reason", &json!("lost"))));
        all.push(("replaceCard", with(input.clone(), "reason", &json!("lost"))));
        all.push(("updateCardNickname", json!({"cardId": card, "nickname": "Trips"})));
        all.push(("updateCardNickname", json!({"cardId": card, "nickname": "<>"})));
        let limit = json!({"cardId": card, "limitAmount": 5000, "limitFrequency": "allTime"});
        all.push(("updateCardLimit", limit.clone()));
        all.push(("updateCardLimit", with(limit, "limitAmount", &json!(0))));
        all.push((
            "setCardPin",
            json!({"cardId": card, "sessionId": session, "encryptedPin": pin}),
        ));
        all.push((
            "setCardPin",
            json!({"cardId": card, "sessionId": session, "encryptedPin": bad}),
        ));
        all.push(("getCardPin", json!({"cardId": card, "sessionId": session})));
        all.push(("revealCardSecrets", json!({"cardId": card, "sessionId": session})));
        all.push(("revealCardSecrets", json!({"cardId": card, "sessionId": "none"})));
    }
    all
}

/// Operations of the in-app API.
pub(super) fn in_app(world: &World) -> Vec<Case> {
    const USDC: &str = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
    const WETH: &str = "0x4200000000000000000000000000000000000006";
    let program = &world.issuer.collateral;
    let mut all = vec![
        ("generateEncryptionKeys", json!({})),
        ("createRainCardApplication", answers(true, "15-1252")),
        ("createRainCardApplication", answers(false, "15-1252")),
        ("cardWithdraw", json!({"tokenAddress": USDC, "amount": "10.5"})),
        ("cardWithdraw", json!({"tokenAddress": USDC, "amount": "ten"})),
        ("cardWithdraw", json!({"tokenAddress": USDC, "amount": "10000"})),
    ];
    let (session, pin) = sealed(world, "7193");
    for application in 5..=(program.applications.len() as i32).max(5) {
        let id = json!({"cardApplicationId": application, "cardType": "virtual"});
        all.push(("createRainCard", id.clone()));
        all.push(("createRainCard", with(id.clone(), "cardType", &json!("physical"))));
        let sealed = with(id, "sessionId", &json!(session));
        all.push(("createRainCard", with(sealed, "encryptedPin", &json!(pin))));
    }
    for card in program.cards.iter().map(|card| card.id.0).filter(|id| *id >= 5).take(8) {
        let id = json!({ "cardId": card });
        let names = [
            "freezeRainCard",
            "unfreezeRainCard",
            "lockRainCard",
            "unlockRainCard",
            "replaceVirtualRainCard",
        ];
        for name in names {
            all.push((name, id.clone()));
        }
        all.push(("cancelRainCard", with(id.clone(), "reason", &json!("lost"))));
        all.push(("replaceRainCard", with(id.clone(), "reason", &json!("lost"))));
        all.push(("updateCardNickname", json!({"cardId": card, "nickname": "Trips"})));
        let limit = json!({"cardId": card, "limitAmount": 5000, "limitFrequency": "allTime"});
        all.push(("updateRainCardLimit", limit));
        all.push((
            "setRainCardPin",
            json!({"cardId": card, "sessionId": session, "encryptedPin": pin}),
        ));
        all.push(("getRainCardPin", json!({"cardId": card, "sessionId": session})));
        all.push(("revealRainCardSecrets", json!({"cardId": card, "sessionId": session})));
        let star = json!({"pk_columns": {"id": card}, "_set": {"is_starred": true}});
        all.push(("update_AgioCard_card_by_pk", star));
    }
    for wallet in 1..=2 {
        let swap = json!({"digitalWalletId": wallet, "fromToken": USDC, "toToken": WETH,
                          "amount": "5000000"});
        all.push(("smartWalletSwapQuote", swap.clone()));
        all.push(("smartWalletSwapQuote", with(swap.clone(), "amount", &json!("900000000000"))));
        all.push(("smartWalletSwap", swap.clone()));
        all.push(("smartWalletSwap", with(swap, "toToken", &json!("0x00"))));
    }
    for quote in 1..=(program.quotes.len() as i32 + 1).min(4) {
        all.push(("smartWalletExecuteSwapQuote", json!({ "quoteId": quote })));
    }
    for transaction in 1..=(program.transactions.len() as i32 + 1) {
        all.push(("createCardDispute", json!({"transactionId": transaction})));
    }
    all
}

/// Operations of the envelope API.
pub(super) fn envelope(world: &World) -> Vec<Case> {
    let mut all = vec![
        ("/users/create", json!({"external_user_id": "ext-ada"})),
        ("/users/create", json!({"external_user_id": "ext-fresh"})),
        ("/users/create", json!({"external_user_id": 5})),
        ("/wh/subscribe", json!({"url": "http://127.0.0.1:9/hook"})),
        ("/wh/subscribe", json!({"url": "nowhere"})),
        ("/wh/unsubscribe", json!({"subscription_id": "none"})),
    ];
    let kyc = json!({"first_name": "Ada", "last_name": "Approved", "birth_date": "1990-01-31",
                     "country_iso": "US", "email": "ada@example.com", "phone": "+15555551234",
                     "address": "1 Main St", "city": "Miami", "postal_code": "33101"});
    for user in ["ext-ada", "ext-new", "ext-kyc", "ext-nobody"] {
        let holder = json!({"external_user_id": user, "subprovider_code": "alpha"});
        all.push(("/cardholders/create", with(holder.clone(), "kyc_data", &kyc)));
        all.push(("/cardholders/create", holder));
        let card = json!({"external_user_id": user, "product_code": "VUSD-STD"});
        let key = json!(format!("key-{}", world.issuer.prepaid.orders.len()));
        all.push(("/cards/create", card.clone()));
        all.push(("/cards/create", with(card.clone(), "idempotency_key", &key)));
        let dear = with(card, "initial_topup_amount", &json!("15000.00"));
        all.push(("/cards/create", with(dear, "idempotency_key", &key)));
    }
    for card in world.issuer.prepaid.cards.iter().take(4) {
        let named = json!({"card_id": card.external_id, "external_user_id": "ext-ada"});
        all.push(("/cards/freeze", named.clone()));
        all.push(("/cards/unfreeze", named.clone()));
        let key = json!(format!("top-{}", world.issuer.prepaid.orders.len()));
        let topup = with(named.clone(), "idempotency_key", &key);
        all.push(("/cards/topup", with(topup.clone(), "amount", &json!("20.00"))));
        all.push(("/cards/topup", with(topup.clone(), "amount", &json!("19000.00"))));
        all.push(("/cards/topup", with(topup, "amount", &json!("0.10"))));
        all.push(("/cards/topup", with(named, "amount", &json!("20.00"))));
    }
    all
}

/// Operations of the managed cards.
pub(super) fn managed(world: &World) -> Vec<Case> {
    let program = &world.issuer.managed;
    let mut all = vec![
        ("token.create", json!({"username": "nobody@test.sandbox.test", "password": "x"})),
        ("token.create", json!({"username": "amara@test.sandbox.test"})),
        ("token.refresh", json!({"refresh": "no token"})),
        ("token.verify", json!({"token": "no token"})),
        ("deliveries.retry", json!({"reference": "dlv_none"})),
    ];
    for user in program.users.iter() {
        let named = json!({"username": format!("{}@test.sandbox.test", user.label)});
        let password = json!(world.managed_password(user).reveal());
        all.push(("token.create", with(named.clone(), "password", &password)));
        all.push(("token.create", with(named, "password", &json!("wrong"))));
        for kind in ["access", "refresh"] {
            let claims = json!({"token_type": kind, "exp": 1_893_500_000, "jti": user.reference,
                                "user_id": user.reference, "world": "test"});
            let token = json!(jwt::signed(&claims.to_string(), world.managed_token_key()));
            all.push(("token.refresh", json!({"refresh": token})));
            all.push(("token.verify", json!({"token": token})));
        }
    }
    for delivery in world.outbox.deliveries().values().take(3) {
        all.push(("deliveries.retry", json!({"reference": delivery.message_id})));
    }
    for one in program.programs.iter() {
        all.push(("cards.create", json!({"program": one.reference})));
    }
    all.push(("cards.create", json!({"label": "no program"})));
    for card in program.cards.iter().take(5) {
        let named = json!({ "reference": card.reference });
        for name in ["cards.freeze", "cards.unfreeze", "cards.terminate"] {
            all.push((name, named.clone()));
        }
        for amount in ["25.00", "9000.00", "0.50", "much"] {
            all.push(("cards.fund", with(named.clone(), "amount", &json!(amount))));
            all.push(("cards.withdraw", with(named.clone(), "amount", &json!(amount))));
        }
        let asked = json!({"amount": "5.00", "merchant": {"mcc": "5411"}});
        all.push(("cards.authorize", with(asked, "reference", &json!(card.reference))));
    }
    all.push(("cards.freeze", json!({"reference": "crd_none"})));
    for row in program.authorizations.iter().rev().take(4) {
        let named = json!({ "reference": row.reference });
        all.push(("authorizations.settle", named.clone()));
        all.push(("authorizations.settle", with(named.clone(), "amount", &json!("500.00"))));
        all.push(("authorizations.reverse", named));
        all.push(("disputes.create", json!({"authorization": row.reference, "reason": "fraud"})));
    }
    for row in program.disputes.iter().take(3) {
        all.push(("disputes.cancel", json!({"reference": row.reference})));
    }
    all
}
