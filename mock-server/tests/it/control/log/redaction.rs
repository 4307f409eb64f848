//! Redaction of the log: it shows no names, addresses, secrets or made-up words (SB-LOG-02).

use super::*;

#[tokio::test]
async fn what_no_contract_lists_is_told_by_name_type_and_length() {
    let mut sandbox = Sandbox::new().await;
    let canaries = ["canary-body", "canary-header", "canary-query", "canary-extra", "canary-arg"];
    let body = json!({"query": format!("{{ AgioCard_card(where: {{memo: {{_eq: \"{}\"}}}}) {{ id }} }}",
                                       canaries[4]),
                      "variables": {"memo": canaries[0]}, "extra": {"deep": canaries[3]}});
    let mut request = sandbox.signed(0, body.to_string().as_bytes());
    request.headers_mut().insert("x-memo", canaries[1].parse().unwrap());
    let path = format!("/partner/cards/graphql?memo={}&n=5", canaries[2]);
    *request.uri_mut() = path.parse().unwrap();
    sandbox.send(request).await;
    let mut main = Project::named(&sandbox, "main").await;
    let fields = json!({"user_id": "ext-ada", "memo": canaries[0], "more": [canaries[3]]});
    main.ask(&sandbox, "/users/get", &fields).await;

    let list = log(&sandbox, "").await;
    for canary in canaries {
        assert!(!list.to_string().contains(canary), "{canary}: {list:#}");
    }
    let request = &entry(&sandbox, 1).await["request"];
    assert_eq!(request["body"]["variables"]["memo"], "[text 11]");
    assert_eq!(request["body"]["extra"], "[object 1]");
    assert_eq!(request["headers"]["x-memo"], "[text 13]");
    assert_eq!(request["query"], json!({"memo": "[text 12]", "n": "[text 1]"}));
    let shown = "{ AgioCard_card(where: {memo: {_eq: \"[text 10]\"}}) { id } }";
    assert_eq!(request["body"]["query"], shown);
    let sealed = entry(&sandbox, 2).await;
    let inside = &sealed["request"]["decrypted"];
    assert_eq!((&inside["memo"], &inside["more"]), (&json!("[text 11]"), &json!("[list 1]")));
    assert_eq!(inside["user_id"], "ext-ada");
    assert_eq!(sealed["answer"]["decrypted"]["external_user_id"], "ext-ada");
    let envelope = sealed["request"]["body"]["encrypted"].as_str().unwrap();
    assert!(envelope.starts_with("[sealed "), "{envelope}");
    assert_eq!(sealed["entities"], json!(["user:ext-ada"]));
}

#[tokio::test]
async fn what_is_personal_is_masked_where_the_server_is_told_so() {
    let mut sandbox = Sandbox::configured(&["--mask-personal"]).await;
    let document = "mutation($n: String!) { updateCardNickname(input: {cardId: 1, cardNickname: \
                    $n}) { success error } }";
    sandbox.ask(document, &json!({"n": "Ada's own"})).await;
    let shown = entry(&sandbox, 1).await;
    assert_eq!(shown["request"]["body"]["variables"]["n"], "[text 9]");
    assert_eq!(shown["by"], "acme/primary");
}

/// A documented text is in the log as it was answered, whatever its words (SB 9.1): only texts of
/// syntax and validation errors repeat what was sent.
#[tokio::test]
async fn documented_texts_are_shown_as_they_were_answered() {
    let mut sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    let texts = [
        ("{\"user_id\": \"ext-ada\"}", "Request timestamp not found in encrypted payload"),
        ("{\"request_timestamp\": 1}", "Request timestamp outside allowed window"),
        ("{\"request_timestamp\": \"x\"}", "Invalid timestamp format"),
        ("[]", "Invalid encrypted payload format"),
    ];
    for (inside, text) in texts {
        let sealed =
            mock_server::crypto::sealed::seal(&main.secret, 2, &[3; 24], inside.as_bytes());
        let request = Request::post("/api/v1/users/get")
            .header("API-KEY", &main.key)
            .header("content-type", "application/json")
            .body(Body::from(json!({ "encrypted": sealed }).to_string()));
        let reply = sandbox.send(request.unwrap()).await;
        assert_eq!(reply.json()["error"], text);
        let shown = &log(&sandbox, "limit=1").await["items"][0];
        assert_eq!(shown["error"], text, "{shown}");
        assert_eq!(shown["answer"]["body"]["error"], text);
        let found = log(&sandbox, &format!("text={}", text.replace(' ', "%20"))).await;
        assert_eq!(found["total"], 1, "{text}");
    }
    let fields = json!({"external_user_id": 7});
    main.post(&sandbox, "/users/create", &fields, None).await;
    let shown = &log(&sandbox, "limit=1").await["items"][0];
    assert_eq!(shown["error"], "Invalid request: external_user_id must be a string");
    sandbox.ask_wrongly(READ).await;
    assert_eq!(log(&sandbox, "limit=1").await["items"][0]["error"], "Invalid signature");
    // What may repeat something still does not.
    sandbox.ask("{ AgioCard_card(limit: \"hunter2\") { id } }", &json!({})).await;
    let shown = log(&sandbox, "limit=1").await;
    assert!(!shown.to_string().contains("hunter2"), "{shown}");
}

/// Names and methods that a client makes up, and secrets in any encoding (SB-LOG-02, 03).
#[tokio::test]
async fn made_up_names_and_methods_are_told_by_length_and_no_wrapping_hides_a_secret() {
    let mut sandbox = Sandbox::new().await;
    let pan = sandbox.worlds.get("test").unwrap().read(|world| {
        world.issuer.collateral.cards.iter().next().unwrap().secrets.pan.reveal().to_owned()
    });
    let body = json!({"query": READ}).to_string();
    let escaped: String = pan.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let dotted = format!("{}.{}", &pan[..8], &pan[8..]);
    for (path, method) in [
        (format!("/partner/cards/graphql?%70%61%6e=1&{escaped}=2&a.b[0]=3"), "POST"),
        (format!("/partner/cards/graphql?{}=1", "x".repeat(70) + &pan), "POST"),
        ("/partner/cards/graphql".to_owned(), "HUNTER2"),
        (format!("/api/v1/cards/{escaped}"), "POST"),
        (format!("/elsewhere/{escaped}/{dotted}"), "POST"),
    ] {
        let mut request = sandbox.signed(0, body.as_bytes());
        *request.uri_mut() = path.parse().unwrap();
        *request.method_mut() = method.parse().unwrap();
        sandbox.send(request).await;
    }
    let world = log(&sandbox, "").await.to_string();
    let unrouted = done(&sandbox, "GET", "/unrouted", &json!({})).await.to_string();
    for text in [&world, &unrouted] {
        for piece in [pan.as_str(), &pan[..10], &escaped, &escaped.to_lowercase(), "HUNTER2"] {
            assert!(!text.contains(piece), "{piece}: {text}");
        }
    }
    let first = &entry(&sandbox, 1).await["request"]["query"];
    assert_eq!(first["a.b[0]"], "[text 1]");
    assert_eq!(first["[text 9]"], "[text 1]");
    assert_eq!(entry(&sandbox, 3).await["method"], "[text 7]");

    // In a plain field, wrapped.
    use base64::{Engine, engine::general_purpose::STANDARD};
    let token = sandbox.signed_token();
    for secret in [
        STANDARD.encode(format!("a{pan}")),
        STANDARD.encode(STANDARD.encode(&pan)),
        escaped.clone(),
        dotted,
        token.clone(),
        STANDARD.encode(format!("xy{token}")),
    ] {
        let text = "mutation($n: String!) { updateCardNickname(input: {cardId: 1, cardNickname: $n}) \
                    { success error } }";
        sandbox.ask(text, &json!({ "n": secret })).await;
        let shown = log(&sandbox, "limit=1").await["items"][0]["request"]["body"].to_string();
        assert!(!shown.contains(&secret), "{secret}: {shown}");
    }
}

/// A URL is shown without its credentials (SB 9.2), and a label without secrets.
#[tokio::test]
async fn addresses_and_labels_show_no_credentials() {
    let sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    let url = "http://ada:hunter2@127.0.0.1:1/hook?token=hunter2";
    main.post(&sandbox, "/wh/subscribe", &json!({ "url": url }), None).await;
    main.post(&sandbox, "/wh/subscriptions", &json!({}), None).await;
    let new = json!({"surface": "ER", "url": url});
    let receiver = done(&sandbox, "POST", "/worlds/test/receivers", &new).await;
    assert_eq!(receiver["url"], "http://***@127.0.0.1:1/hook?***");
    let fault = json!({"label": format!("for {}", main.secret), "then": {"drop": "after"}});
    let made = done(&sandbox, "POST", "/worlds/test/faults", &fault).await;
    assert_eq!(made["label"], "for [secret]");
    for path in ["/requests", "/receivers", "/deliveries", "/faults", "/events"] {
        let shown = sandbox.control("GET", &format!("/worlds/test{path}"), &json!({})).await.text();
        assert!(!shown.contains("hunter2"), "{path}: {shown}");
        assert!(!shown.contains(&main.secret), "{path}: {shown}");
    }
}

/// A field belongs to an endpoint: one of another endpoint is hidden, and names no entity.
#[tokio::test]
async fn fields_of_other_endpoints_are_hidden_and_name_nothing() {
    let sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    let fields =
        json!({"user_id": "ext-ada", "card_id": "hunter2-card", "product_code": "hunter2"});
    main.ask(&sandbox, "/users/get", &fields).await;
    let shown = entry(&sandbox, 1).await;
    let inside = &shown["request"]["decrypted"];
    assert_eq!(inside["user_id"], "ext-ada");
    assert_eq!(inside["card_id"], "[text 12]");
    assert_eq!(inside["product_code"], "[text 7]");
    assert_eq!(shown["entities"], json!(["user:ext-ada"]));
}

/// The name of an operation is shown where the document has it.
#[tokio::test]
async fn a_name_of_no_operation_of_the_document_is_told_by_its_length() {
    let mut sandbox = Sandbox::new().await;
    for (name, expected) in [("Cards", "Cards"), ("hunter2", "[text 7]")] {
        let document = format!("query Cards {READ}");
        let body = json!({"query": document, "operationName": name}).to_string();
        let request = sandbox.signed(0, body.as_bytes());
        sandbox.send(request).await;
        let shown = &log(&sandbox, "limit=1").await["items"][0]["request"]["body"];
        assert_eq!(shown["operationName"], expected);
    }
}

/// Identifiers of credentials are blotted out in texts that are shown, but for their end.
#[tokio::test]
async fn tokens_are_hidden_in_texts_that_are_shown() {
    let mut sandbox = Sandbox::new().await;
    let token = sandbox.signed_token();
    let end = &token[token.len() - 4..];
    let text =
        format!("{{ AgioCard_card(where: {{nickname: {{_eq: \"my {token} key\"}}}}) {{ id }} }}");
    sandbox.ask(&text, &json!({})).await;
    let shown = log(&sandbox, "limit=1").await["items"][0]["request"]["body"]["query"].to_string();
    assert!(shown.contains(&format!("my [token ****{end}] key")), "{shown}");
}
