//! Deliveries that fail, and receivers that are refused (ER 11, SB 11).

use super::*;

/// Last attempt of a delivery to this URL.
async fn attempted(url: &str) -> Value {
    let sandbox = Sandbox::new().await;
    rule(&sandbox, "er.hook.timeout_ms", json!(700)).await;
    subscribe(&sandbox, url).await;
    raise(&sandbox, 1).await;
    WebhookSender::new(surfaces::webhook_format).deliver(&world(&sandbox)).await;
    let delivery = deliveries(&sandbox, "").await.remove(0);
    assert_eq!(delivery["state"], "retrying", "{delivery}");
    delivery["attempts"][0].clone()
}

#[tokio::test]
async fn a_delivery_tells_why_it_failed() {
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed_port = closed.local_addr().unwrap().port();
    drop(closed);
    let plain = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let plain_port = plain.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = plain.accept().await {
            let _ = stream.write_all(says(400, "plain HTTP").as_bytes()).await;
        }
    });
    for (url, error) in [
        (format!("http://127.0.0.1:{closed_port}/"), "no-connection"),
        (format!("https://127.0.0.1:{closed_port}/"), "no-connection"),
        ("http://nowhere.invalid/".to_owned(), "unknown-host"),
        (format!("https://127.0.0.1:{plain_port}/"), "tls"),
    ] {
        let attempt = attempted(&url).await;
        assert_eq!(attempt["error"], error, "{url}: {attempt}");
        assert!(attempt["detail"].as_str().is_some_and(|text| !text.is_empty()), "{attempt}");
        assert_eq!(attempt["status"], Value::Null);
    }
    let half = "HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{\"succ".to_owned();
    let reactions = [
        (Some(says(500, "oops")), json!(500), json!(null), "status 500"),
        (Some(says(201, r#"{"success":true}"#)), json!(201), json!(null), "status 201"),
        (Some(says(302, "")), json!(302), json!(null), "redirect"),
        (Some(says(200, "")), json!(200), json!("acknowledgement"), "empty"),
        (Some(says(200, "ok")), json!(200), json!("acknowledgement"), "not JSON"),
        (Some(says(200, "[true]")), json!(200), json!("acknowledgement"), "not an object"),
        (Some(says(200, "{}")), json!(200), json!("acknowledgement"), "no member"),
        (
            Some(says(200, r#"{"success":"true"}"#)),
            json!(200),
            json!("acknowledgement"),
            "not true",
        ),
        (
            Some(says(200, r#"{"encrypted":"Ag=="}"#)),
            json!(200),
            json!("acknowledgement"),
            "sealed",
        ),
        (Some("SSH-2.0-x\r\n\r\n".to_owned()), json!(null), json!("not-http"), ""),
        (Some(half.clone()), json!(200), json!("timeout"), "700 ms"),
        (None, json!(null), json!("broken-off"), ""),
    ];
    join_all(reactions.map(async |(reaction, status, error, detail)| {
        let answer = reaction.clone();
        let receiver = Receiver::that(move |_| {
            let answer = answer.clone();
            async move { answer.map_or(Reaction::Close, Reaction::Say) }
        })
        .await;
        let attempt = attempted(&receiver.url()).await;
        let told = (&attempt["status"], &attempt["error"]);
        assert_eq!(told, (&status, &error), "{reaction:?}: {attempt}");
        let text = attempt["detail"].as_str().unwrap();
        assert!(text.contains(detail), "{reaction:?}: {attempt}");
    }))
    .await;
    let silent = Receiver::that(hang).await;
    assert_eq!(attempted(&silent.url()).await["error"], "timeout");
    let cut = Receiver::that(move |_| {
        let half = half.clone();
        async move { Reaction::OneShot(half) }
    })
    .await;
    let attempt = attempted(&cut.url()).await;
    assert_eq!((&attempt["status"], &attempt["error"]), (&json!(200), &json!("broken-off")));
    assert_eq!(attempt["body_start"], "{\"succ");
}

#[tokio::test]
async fn little_is_kept_of_what_a_receiver_answers() {
    let answer = says(200, &"é".repeat(5_000_000));
    let receiver = Receiver::saying(&answer).await;
    let attempt = attempted(&receiver.url()).await;
    assert_eq!(attempt["error"], "acknowledgement");
    assert_eq!(attempt["body_start"].as_str().unwrap().chars().count(), 200);
}

#[tokio::test]
async fn addresses_that_lead_nowhere_are_refused_and_secrets_in_them_are_masked() {
    let sandbox = Sandbox::new().await;
    for url in [
        "",
        "sinks",
        " http:///x",
        "http:///x",
        "http:/h/x",
        "http:h",
        "http://h/a b",
        "http://h\n",
    ] {
        let body = json!({"surface": "ER", "url": url});
        let reply = sandbox.control("POST", "/worlds/test/receivers", &body).await;
        assert_eq!(reply.status.as_u16(), 422, "{url:?}");
        assert_eq!(reply.json()["pointer"], "/url");
    }
    let id = subscribe(&sandbox, "http://user:secret@127.0.0.1:9/hook?token=secret").await;
    for path in ["/worlds/test/receivers".to_owned(), format!("/worlds/test/receivers/{id}")] {
        let shown = sandbox.control("GET", &path, &Value::Null).await.text();
        assert!(shown.contains("http://***@127.0.0.1:9/hook?***"), "{shown}");
        assert!(!shown.contains("secret"), "{shown}");
    }
}

#[tokio::test]
async fn what_cannot_be_is_refused() {
    let sandbox = Sandbox::new().await;
    let id = subscribe(&sandbox, "sink").await;
    raise(&sandbox, 1).await;
    WebhookSender::new(surfaces::webhook_format).deliver(&world(&sandbox)).await;
    for (filter, place) in [
        ("state=meh", "?state"),
        ("state=", "?state"),
        ("receiver=h-2", "?receiver"),
        ("receiver=1", "?receiver"),
        ("event=e-999", "?event"),
        ("event=e-0", "?event"),
        ("event=x", "?event"),
    ] {
        let path = format!("/worlds/test/deliveries?{filter}");
        let reply = sandbox.control("GET", &path, &Value::Null).await;
        assert_eq!((reply.status.as_u16(), &reply.json()["pointer"]), (422, &json!(place)));
    }
    for filter in ["?state=delivered", "?receiver=h-1", "?event=e-15"] {
        assert_eq!(deliveries(&sandbox, filter).await.len(), 1, "{filter}");
    }
    assert_eq!(deliveries(&sandbox, "?state=failed").await.len(), 0);
    sandbox.control("DELETE", &format!("/worlds/test/receivers/{id}"), &Value::Null).await;
    let again = sandbox.control("POST", "/worlds/test/deliveries/d-1/resend", &json!({})).await;
    assert_eq!(again.status.as_u16(), 409, "{}", again.text());
    assert_eq!(again.json()["state"], "removed");
    assert_eq!(deliveries(&sandbox, "").await[0]["state"], "delivered");
}
