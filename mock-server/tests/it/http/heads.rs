//! The head of a request: its target, its size, headers that occur twice.

use super::{KEY, Served, body, get_once, post, status};

const PARTNER: &str = "/partner/cards/graphql";
const ENVELOPE: &str = "/api/v1/users/get";
const JSON: &str = "content-type: application/json\r\n";

/// A refusal of the server in the format of each surface.
fn words(path: &str, error: &str, why: &str) -> String {
    match path {
        PARTNER => format!(r#"{{"error":"{error}","description":"{why}"}}"#),
        ENVELOPE => format!(r#"{{"error":"{error}"}}"#),
        _ => String::new(),
    }
}

#[tokio::test]
async fn a_request_says_once_where_it_goes_to() {
    let served = Served::with(&[]).await;
    for path in [PARTNER, ENVELOPE, "/_sandbox/health", "/nowhere"] {
        for (hosts, why) in [
            ("", "The Host header is missing"),
            ("host: a\r\nhost: b\r\n", "There is more than one Host header"),
            ("host: a\r\nHost: a\r\n", "There is more than one Host header"),
            ("host: a b\r\n", "The Host header is no host"),
            ("host: user@a\r\n", "The Host header is no host"),
            ("host: http://a/\r\n", "The Host header is no host"),
        ] {
            let answer = served.send(format!("GET {path} HTTP/1.1\r\n{hosts}\r\n")).await;
            assert_eq!(status(&answer), 400, "{path} {hosts}: {answer}");
            assert!(answer.contains("connection: close"), "{answer}");
            if path.starts_with("/_sandbox") {
                assert!(
                    answer.contains("application/problem+json") && answer.contains(why),
                    "{answer}"
                );
            } else {
                assert_eq!(body(&answer), words(path, "Bad Request", why), "{hosts}");
            }
        }
    }
    let old = served.send("GET /_sandbox/health HTTP/1.0\r\n\r\n").await;
    assert_eq!(status(&old), 200, "{old}");
    let absolute = "GET http://localhost/_sandbox/health HTTP/1.1\r\nhost: localhost\r\n\
        connection: close\r\n\r\n";
    assert_eq!(status(&served.send(absolute).await), 200);
}

#[tokio::test]
async fn a_head_has_limits() {
    let served = Served::with(&[]).await;
    let target = |length: usize| format!("/_sandbox/health?{}", "a".repeat(length));
    let ask = |target: String, headers: String| {
        format!("GET {target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}\r\n")
    };
    let long = |length| ask(target(length), String::new());
    // At the limit it is the control plane that refuses a parameter that it does not know.
    assert_eq!(status(&served.send(long(8192 - 17)).await), 422);
    assert_eq!(status(&served.send(long(8192 - 16)).await), 414);
    assert_eq!(status(&served.send(long(50_000)).await), 414);
    assert_eq!(status(&served.send(long(70_000)).await), 414);
    assert_eq!(status(&served.send(long(2_000_000)).await), 414);
    let headers = |length: usize| ask(target(0), format!("x: {}\r\n", "a".repeat(length)));
    assert_eq!(status(&served.send(headers(32_000)).await), 200);
    assert_eq!(status(&served.send(headers(33_000)).await), 431);
    assert_eq!(status(&served.send(headers(2_000_000)).await), 431);
    let many = ask(target(0), "x: y\r\n".repeat(500));
    assert_eq!(status(&served.send(many).await), 431);
    let partner = format!("POST {PARTNER}?{} HTTP/1.1\r\nhost: a\r\n\r\n", "a".repeat(9000));
    let answer = served.send(partner).await;
    let why = "The request target is longer than 8192 bytes";
    assert_eq!(body(&answer), words(PARTNER, "URI Too Long", why), "{answer}");
}

#[tokio::test]
async fn what_is_no_http_is_told_so() {
    let served = Served::with(&[]).await;
    for noise in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 TLS\r\n\r\n"[..],
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
    ] {
        let answer = served.send(noise).await;
        assert_eq!(status(&answer), 400, "{:?}: {answer}", String::from_utf8_lossy(noise));
    }
    assert_eq!(status(&served.send(get_once("/health")).await), 200);
}

#[tokio::test]
async fn a_header_that_decides_is_sent_once() {
    let served = Served::with(&[]).await;
    let ask = |headers: String| post(PARTNER, &headers, r#"{"query":"{ AgioCard_card { id } }"}"#);
    let twice = served.send(ask(format!("{JSON}{KEY}{KEY}"))).await;
    assert_eq!(status(&twice), 401, "{twice}");
    assert_eq!(body(&twice), words(PARTNER, "Unauthorized", "Invalid API key"));
    let time = "x-agio-timestamp: 1\r\n";
    let stamped = served.send(ask(format!("{JSON}{KEY}{time}{time}"))).await;
    assert_eq!(body(&stamped), words(PARTNER, "Unauthorized", "Timestamp outside allowed window"));
    let key = "API-KEY: sandbox-main-key\r\n";
    let envelope = served.send(post(ENVELOPE, &format!("{JSON}{key}{key}"), "{}")).await;
    assert_eq!((status(&envelope), body(&envelope)), (404, r#"{"error":"API key not found"}"#));
}

#[tokio::test]
async fn a_coding_that_is_not_read_is_refused() {
    let served = Served::with(&[]).await;
    let key = "API-KEY: sandbox-main-key\r\n";
    let gzip = "Content-Encoding: gzip\r\n";
    let envelope = served.send(post(ENVELOPE, &format!("{JSON}{key}{gzip}"), "{}")).await;
    assert_eq!(
        (status(&envelope), body(&envelope)),
        (415, r#"{"error":"Unsupported Media Type"}"#),
        "{envelope}"
    );
    assert!(envelope.contains("accept-encoding: identity"), "{envelope}");
    let control = served.send(post("/_sandbox/whoami", gzip, "{}")).await;
    assert_eq!(status(&control), 415, "{control}");
    let plain = "Content-Encoding: identity\r\n";
    let same = served.send(post(ENVELOPE, &format!("{JSON}{key}{plain}"), "{}")).await;
    assert_eq!(body(&same), r#"{"error":"Encrypted payload not found"}"#);
}
