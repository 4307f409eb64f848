//! Hostile requests to every surface.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use conformance::{
    drivers::{envelope::sealer::Sealer, partner::sign},
    surfaces::envelope::target::EnvelopeCodec,
};
use serde_json::{Value, json};

use crate::{
    SEED,
    client::{Answer, Client, latest},
    dice::Dice,
    process::Server,
};

const REQUESTS: usize = 20_000;
const CLIENTS: usize = 8;

/// Most memory that the server may use afterwards, in KiB.
const MOST_MEMORY: u64 = 600 * 1024;

const TOKEN: &str = "ac3e0000-0000-4000-8000-000000000001";
const ENDPOINTS: [&str; 6] =
    ["/users/get", "/cards/topup", "/cards/create", "/cardholders/create", "/wh/subscribe", "/x"];
const OPS: [&str; 6] = ["deposit", "authorize", "make-card-user", "clear", "refund", "fly"];

/// Sends all hostile requests and checks every answer.
pub(crate) fn run() {
    let flags = ["--head-timeout", "1s", "--body-timeout", "1s", "--max-worlds", "20"];
    let server = Server::start(&flags);
    let seen: Vec<_> = thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|n| {
                let address = server.address;
                scope.spawn(move || client(n, Client::new(address)))
            })
            .collect();
        clients.into_iter().map(|one| one.join().expect("a client found no fault")).collect()
    });
    let mut statuses = BTreeMap::<u16, usize>::new();
    let mut slowest = Duration::ZERO;
    for (some, took) in seen {
        slowest = slowest.max(took);
        for (status, count) in some {
            *statuses.entry(status).or_default() += count;
        }
    }
    println!("  answers by status: {statuses:?}; the slowest {slowest:?}");
    let memory = server.resident();
    println!("  memory {} MiB", memory / 1024);
    assert!(memory < MOST_MEMORY, "{memory} KiB");
    let mut client = Client::new(server.address);
    let health = client.send(b"GET /_sandbox/health HTTP/1.1\r\nhost: localhost\r\n\r\n", true);
    assert_eq!(health.status, 200);
    server.end();
}

fn client(number: usize, mut client: Client) -> (BTreeMap<u16, usize>, Duration) {
    let mut dice = Dice::new(SEED + number as u64);
    let mut statuses = BTreeMap::new();
    let mut slowest = Duration::ZERO;
    for _ in 0..REQUESTS / CLIENTS {
        let (bytes, whole) = request(&mut dice);
        let answer = client.send(&bytes, whole);
        judge(&bytes, &answer);
        slowest = slowest.max(answer.took);
        *statuses.entry(answer.status).or_default() += 1;
    }
    (statuses, slowest)
}

/// Checks an answer: a 5xx is only allowed where it is documented for a limit.
fn judge(sent: &[u8], answer: &Answer) {
    let sent = || String::from_utf8_lossy(&sent[..sent.len().min(2000)]).into_owned();
    let documented = match answer.status {
        0..500 => true,
        503 => {
            answer.text.contains("retry-after") || answer.text.contains("Nonce store unavailable")
        }
        _ => false,
    };
    assert!(documented, "{}\n\nto\n\n{}", answer.text, sent());
    assert!(answer.took < latest(), "{:?} for {}", answer.took, sent());
}

/// A random request, and whether it is complete.
fn request(dice: &mut Dice) -> (Vec<u8>, bool) {
    match dice.below(10) {
        0..4 => partner(dice),
        4..6 => envelope(dice),
        6..8 => control(dice),
        8 => anywhere(dice),
        _ => (noise(dice), false),
    }
}

fn posted(path: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\n{headers}content-length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn partner(dice: &mut Dice) -> (Vec<u8>, bool) {
    let body = match dice.below(8) {
        0 => dice.bytes(2000),
        1 => json!({"query": document(dice), "variables": value(dice, 4)}).to_string().into_bytes(),
        2 => format!("{{\"query\":{}", "[".repeat(dice.below(200_000))).into_bytes(),
        3 => value(dice, 6).to_string().into_bytes(),
        _ => json!({"query": document(dice)}).to_string().into_bytes(),
    };
    let stamp = (micros() / 1000).to_string();
    let signature = sign::hex("sandbox-acme-client-secret", &stamp, &body);
    let mut headers = format!(
        "content-type: application/json\r\nx-agio-api-key: {TOKEN}\r\nx-agio-timestamp: \
         {stamp}\r\nx-agio-signature: {signature}\r\n"
    );
    match dice.below(12) {
        0 => headers = headers.replace(TOKEN, "nobody"),
        1 => headers.push_str("x-agio-timestamp: 1\r\n"),
        2 => headers.push_str("content-encoding: gzip\r\n"),
        3 => headers = String::new(),
        _ => {}
    }
    (posted("/partner/cards/graphql", &headers, &body), true)
}

/// A GraphQL document that asks for too much, or is not a document at all.
fn document(dice: &mut Dice) -> String {
    let depth = dice.below(60);
    match dice.below(9) {
        0 => String::from_utf8_lossy(&dice.bytes(500)).into_owned(),
        1 => format!("{}id{}", "{ a ".repeat(dice.below(20_000)), " }".repeat(dice.below(20_000))),
        2 => format!(
            "{{ AgioCard_card {{ {}id{} }} }}",
            "card_company { cards { ".repeat(depth),
            " } }".repeat(depth)
        ),
        3 => {
            let fields = "fields { name type { name ofType { ".repeat(depth);
            format!("{{ __schema {{ types {{ {fields}name{} }} }} }}", " } } }".repeat(depth))
        }
        4 => {
            (0..dice.below(3000)).fold("{".to_owned(), |all, n| format!("{all} a{n}: __typename"))
                + "}"
        }
        5 => "query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }".to_owned(),
        6 => {
            let number = dice.of(&["-1", "99999999999999999999", "1e999", "null", "\"\"", "[]"]);
            format!("mutation {{ freezeCard(cardId: {number}) {{ success }} }}")
        }
        7 => format!(
            "{{ AgioCard_card(where: {{{}id: {{_eq: 1}}{}}}, limit: {}) {{ id }} }}",
            "_not: {".repeat(depth),
            "}".repeat(depth),
            dice.of(&["0", "-1", "2147483647"])
        ),
        _ => "{ AgioCard_vw_card { id status last4 } }".to_owned(),
    }
}

/// A random JSON value, nested `depth` levels at most.
fn value(dice: &mut Dice, depth: usize) -> Value {
    let text = |dice: &mut Dice| String::from_utf8_lossy(&dice.bytes(40)).into_owned();
    match dice.below(if depth == 0 { 6 } else { 8 }) {
        0 => Value::Null,
        1 => Value::from(dice.one_in(2)),
        2 => Value::from(i64::MIN.wrapping_add(dice.below(usize::MAX) as i64)),
        3 => Value::from(dice.of(&["", "-0", "1e999", "9".repeat(400).as_str(), "\u{0}", "%s"])),
        4 => Value::from(text(dice)),
        5 => Value::from(1e300),
        6 => (0..dice.below(6)).map(|_| value(dice, depth - 1)).collect(),
        _ => (0..dice.below(6)).map(|_| (text(dice), value(dice, depth - 1))).collect(),
    }
}

fn envelope(dice: &mut Dice) -> (Vec<u8>, bool) {
    let sealer = Sealer::new(EnvelopeCodec::default(), "sandbox-main-secret").expect("the layout");
    let mut members = match value(dice, 3) {
        Value::Object(members) => members,
        other => [("amount".to_owned(), other)].into_iter().collect(),
    };
    for name in ["user_id", "card_id", "amount", "url", "limit"] {
        if dice.one_in(3) {
            members.insert(name.to_owned(), value(dice, 2));
        }
    }
    if !dice.one_in(10) {
        members.insert("request_timestamp".to_owned(), Value::from(micros()));
    }
    let mut nonce = [0; 24];
    nonce[..8].copy_from_slice(&micros().to_le_bytes());
    let mut sealed = sealer.seal(Value::Object(members).to_string().as_bytes(), nonce);
    if dice.one_in(4) {
        let at = dice.below(sealed.len());
        sealed[at] ^= 1;
        sealed.truncate(dice.below(sealed.len() + 1).max(1));
    }
    let body = match dice.below(8) {
        0 => dice.bytes(3000),
        1 => value(dice, 5).to_string().into_bytes(),
        _ => json!({"encrypted": sealer.write(&sealed)}).to_string().into_bytes(),
    };
    let key = dice.of(&["sandbox-main-key", "sandbox-main-key", "sandbox-poor-key", "nobody", ""]);
    let headers = format!("api-key: {key}\r\nidempotency-key: k{}\r\n", dice.below(100));
    (posted(&format!("/api/v1{}", dice.of(&ENDPOINTS)), &headers, &body), true)
}

fn control(dice: &mut Dice) -> (Vec<u8>, bool) {
    let world = dice.of(&["victim", "victim", "default", "nowhere", "%00", "..%2f"]);
    let (method, path) = match dice.below(14) {
        0 => ("POST", "/worlds".to_owned()),
        1 => ("PUT", "/worlds/victim".to_owned()),
        2 => ("PATCH", "/worlds/victim/rules".to_owned()),
        3 => ("POST", "/worlds/victim/faults".to_owned()),
        4 => ("POST", format!("/worlds/{world}/clock/advance")),
        5 => ("POST", format!("/worlds/{world}/ops/{}?dry_run=true", dice.of(&OPS))),
        6 => ("POST", format!("/worlds/{world}/ops/{}", dice.of(&OPS))),
        7 => ("GET", format!("/worlds/{world}/requests?limit={}", dice.below(3000))),
        8 => ("GET", format!("/worlds/{world}/journal?after={}", dice.below(3000))),
        9 => ("GET", format!("/worlds/{world}?a={}", "%ff".repeat(dice.below(50)))),
        10 => ("GET", format!("/catalog/{}", dice.of(&["rules", "faults", "causes", "x"]))),
        11 => ("POST", "/whoami".to_owned()),
        12 => ("DELETE", "/worlds?label=x".to_owned()),
        _ => ("GET", "/unrouted?limit=10".to_owned()),
    };
    let body = match dice.below(4) {
        0 => dice.bytes(500),
        1 => json!({"id": "victim", "seed": value(dice, 1)}).to_string().into_bytes(),
        2 => json!({"card": value(dice, 1), "amount": value(dice, 1), "by": "1s"})
            .to_string()
            .into_bytes(),
        _ => value(dice, 5).to_string().into_bytes(),
    };
    let headers =
        dice.of(&["", "", "", "origin: http://evil.example\r\n", "content-type: multipart/x\r\n"]);
    let request = posted(&format!("/_sandbox{path}"), headers, &body);
    let request = String::from_utf8_lossy(&request[..4])
        .replace("POST", method)
        .into_bytes()
        .into_iter()
        .chain(request[4..].iter().copied())
        .collect();
    (request, true)
}

/// A request with any method and path.
fn anywhere(dice: &mut Dice) -> (Vec<u8>, bool) {
    let method =
        dice.of(&["GET", "HEAD", "OPTIONS", "PUT", "TRACE", "CONNECT", "BREW", "P\u{0}ST"]);
    let path = dice.of(&[
        "/",
        "//",
        "/..",
        "/%2e%2e/",
        "/api/v1/",
        "/api/v1//users",
        "/partner/cards/graphql/",
        "/_sandbox/../_sandbox",
        "/%00",
        "*",
        "http://a/b",
        "/?",
        "/\u{7f}",
    ]);
    let host = dice.of(&["host: localhost\r\n", "", "host: a\r\nhost: b\r\n", "host: evil\r\n"]);
    let ask = format!("{method} {path} HTTP/1.1\r\n{host}content-length: 0\r\n\r\n");
    (ask.into_bytes(), false)
}

/// Bytes that are hardly HTTP, or an incomplete request.
fn noise(dice: &mut Dice) -> Vec<u8> {
    let head = "POST /api/v1/users/get HTTP/1.1\r\nhost: localhost\r\n";
    match dice.below(9) {
        0 => dice.bytes(4000),
        1 => format!("GET /{} HTTP/1.1\r\n", "a".repeat(dice.below(100_000))).into_bytes(),
        2 => format!("{head}{}\r\n", "x: y\r\n".repeat(dice.below(5000))).into_bytes(),
        3 => format!(
            "{head}content-length: {}\r\n\r\nab",
            dice.of(&["-1", "x", "3", "18446744073709551616"])
        )
        .into_bytes(),
        4 => format!(
            "{head}transfer-encoding: chunked\r\n\r\n{}\r\n",
            dice.of(&["zz", "ffffffffffffffff", "1\r\nab", "0"])
        )
        .into_bytes(),
        5 => format!("{head}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n")
            .into_bytes(),
        6 => head.as_bytes()[..dice.below(head.len())].to_vec(),
        7 => {
            format!("{head}expect: 100-continue\r\ncontent-length: {}\r\n\r\n", dice.below(1 << 30))
                .into_bytes()
        }
        _ => format!("GET / HTTP/{}.{}\r\n\r\n", dice.below(12), dice.below(12)).into_bytes(),
    }
}

/// Time of the machine's clock, in microseconds; each value is returned once.
fn micros() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    #[expect(clippy::disallowed_methods, reason = "clients stamp by the machine's clock")]
    let now = SystemTime::now();
    let now = now.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros() as u64);
    LAST.fetch_max(now, Ordering::AcqRel);
    LAST.fetch_add(1, Ordering::AcqRel)
}
