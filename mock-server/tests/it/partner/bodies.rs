//! Unusable bodies: the answer says what is wrong with them, in the right media type.

use serde_json::Value;

use crate::support::{Reply, Sandbox};

async fn told(body: &[u8]) -> String {
    let reply = Sandbox::new().await.post(0, body).await;
    assert_eq!(reply.status, 400, "{}", reply.text());
    let error = &reply.json()["errors"][0];
    assert_eq!(error["extensions"]["code"], "BAD_REQUEST");
    error["message"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_member_that_is_wrong_is_named() {
    let query = r#""query":"{ AgioCard_card { id } }""#;
    for (members, said) in [
        ("\"variables\":\"\"", "\"variables\" must be an object or null, not an empty string"),
        ("\"variables\":[]", "\"variables\" must be an object or null, not an array"),
        (
            "\"variables\":\"{}\"",
            "\"variables\" must be an object or null, not a string; send the object itself, not its \
             text",
        ),
        ("\"operationName\":0", "\"operationName\" must be a string or null, not a number"),
        ("\"extensions\":[]", "\"extensions\" must be an object or null, not an array"),
    ] {
        assert_eq!(told(format!("{{{query},{members}}}").as_bytes()).await, said);
    }
    assert_eq!(told(b"{\"query\":7}").await, "\"query\" must be a string, not a number");
    assert_eq!(
        told(b"{\"extensions\":{\"persistedQuery\":{}}}").await,
        "Request body has no member \"query\"; persisted queries are not kept here"
    );
    assert_eq!(
        told(b"[]").await,
        "Request body must be a JSON object with a string \"query\", not an array; batches are not \
         executed"
    );
}

#[tokio::test]
async fn the_place_that_is_wrong_is_named() {
    for (body, said) in [
        (
            &b"{\"query\":\"{ a }\",\"variables\":{\"name\":\"caf\xe9\"}}"[..],
            "Request body is not UTF-8: byte 0xE9 at offset 41",
        ),
        (
            br#"{"query":"q","variables":{"n":"\ud83d"}}"#,
            "Request body has half of a surrogate pair: unexpected end of hex escape at line 1 \
             column 38, in \"variables.n\"",
        ),
        (
            b"{\"query\":\"q\",\"variables\":{\"l\":1e400}}",
            "Request body has a number out of range at line 1 column 35, in \"variables.l\"",
        ),
    ] {
        assert_eq!(told(body).await, said);
    }
    let deep = format!(
        "{{\"query\":\"q\",\"variables\":{{\"a\":{}{}}}}}",
        "[".repeat(90_000),
        "]".repeat(90_000)
    );
    assert!(
        told(deep.as_bytes()).await.starts_with("Request body is nested more than 127 levels deep")
    );
}

fn media_type(reply: &Reply) -> &str {
    reply.headers["content-type"].to_str().unwrap()
}

/// PG 2.4 and GraphQL over HTTP: an answer that is not a GraphQL response must not have its media
/// type.
#[tokio::test]
async fn a_plain_refusal_is_plain_json() {
    let mut sandbox = Sandbox::new().await;
    let query = br#"{"query":"{ AgioCard_card { id } }"}"#;
    let too_large = format!("{{\"query\":\"{}\"}}", "a".repeat(1_100_000));
    let fault = serde_json::json!({"then": {"error": "hasura-503"}, "when": {"nth": 1}});
    for (body, header, status) in [
        (&query[..], ("x", "y"), 200),
        (query, ("x-agio-signature", "0"), 401),
        (query, ("x-agio-timestamp", "1"), 401),
        (query, ("x-agio-api-key", "x"), 401),
        (too_large.as_bytes(), ("x", "y"), 413),
        (br#"{"query":"{ nope }"}"#, ("x", "y"), 400),
        (query, ("x-fault", "hasura-503"), 503),
    ] {
        if status == 503 {
            sandbox.control("POST", "/worlds/test/faults", &fault).await;
        }
        let mut request = sandbox.signed(0, body);
        let accept = "application/graphql-response+json, application/json;q=0.9";
        request.headers_mut().insert("accept", accept.parse().unwrap());
        request.headers_mut().insert(header.0, header.1.parse().unwrap());
        let reply = sandbox.send(request).await;
        assert_eq!(reply.status, status, "{}", reply.text());
        let json: Value = reply.json();
        let responds = json.get("data").or(json.get("errors")).is_some();
        let wanted =
            if responds { "application/graphql-response+json" } else { "application/json" };
        assert_eq!(media_type(&reply), format!("{wanted}; charset=utf-8"), "{json}");
    }
}
