//! Bodies that were rewritten between signing and sending, by one change or several: each diagnosis
//! is proved and names the change, or claims nothing; and a client that signs what it sends is
//! never blamed.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{causes, diagnosis, signers::given};
use crate::{
    control::done,
    story::wait,
    support::{START_MS, Sandbox},
};

/// A body as a real client sends it: with letters that libraries escape, line ends, additional
/// members, and a number.
fn body() -> Value {
    json!({
        "operationName": "A",
        "variables": {"n": "a<b> & 'c' \u{1b} é / = 😀", "m": null, "x": 1.5},
        "extensions": {"clientLibrary": {"name": "@apollo/client", "version": "4.3.8"}},
        "query": "query A($n: String) {\r\n  AgioCard_card_company(where: {name: {_neq: $n}}) {\r\n    id\r\n    __typename\r\n  }\r\n}"
    })
}

/// The cause that a diagnosis names, and a change of the body before it is signed.
type Change = (&'static str, fn(Value) -> Value);

const MEMBERS: &str = "pg-sig-members";
const QUERY: &str = "pg-sig-query-rewritten";
const ANEW: &str = "pg-sig-reserialised";

fn without(mut body: Value, name: &str) -> Value {
    body.as_object_mut().unwrap().shift_remove(name);
    body
}

fn with_query(mut body: Value, change: impl Fn(&str) -> String) -> Value {
    let text = change(body["query"].as_str().unwrap());
    body["query"] = json!(text);
    body
}

const CHANGES: [Change; 10] = [
    (MEMBERS, |body| without(body, "extensions")),
    (MEMBERS, |body| without(body, "operationName")),
    (MEMBERS, |mut body| {
        // Another change may have made a text of the variables before.
        if let Some(variables) = body["variables"].as_object_mut() {
            variables.retain(|_, value| !value.is_null());
        }
        body
    }),
    ("pg-sig-variables-text", |mut body| {
        body["variables"] = json!(body["variables"].to_string());
        body
    }),
    (QUERY, |body| with_query(body, |query| query.replace("\r\n", "\n"))),
    (QUERY, |body| {
        with_query(body, |query| query.split_whitespace().collect::<Vec<_>>().join(" "))
    }),
    (QUERY, |body| with_query(body, |query| query.replace("    __typename\r\n", ""))),
    (QUERY, |body| with_query(body, |query| format!("{query}\n"))),
    (QUERY, |body| with_query(body, |query| query.replace(['\r', '\n'], ""))),
    (ANEW, |body| {
        let mut members: Vec<_> = body.as_object().unwrap().clone().into_iter().collect();
        members.reverse();
        Value::Object(members.into_iter().collect())
    }),
];

/// The cause that a diagnosis names, and a JSON writer that differs from the one that sent the
/// body.
type Writing = (&'static str, fn(&Value) -> String);

fn escaped(text: &str, is_escaped: impl Fn(char) -> bool, upper: bool) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match is_escaped(letter) {
            true => {
                let mut units = [0; 2];
                for unit in letter.encode_utf16(&mut units) {
                    out += &if upper { format!("\\u{unit:04X}") } else { format!("\\u{unit:04x}") };
                }
            }
            false => out.push(letter),
        }
    }
    out
}

const WRITINGS: [Writing; 8] = [
    ("", |body| body.to_string()),
    (ANEW, |body| serde_json::to_string_pretty(body).unwrap()),
    (ANEW, |body| escaped(&body.to_string(), |c| "<>&".contains(c), false)),
    (ANEW, |body| escaped(&body.to_string(), |c| "<>&='".contains(c), false)),
    (ANEW, |body| escaped(&body.to_string().replace('/', "\\/"), |c| !c.is_ascii(), false)),
    (ANEW, |body| escaped(&body.to_string(), |c| !c.is_ascii(), false)),
    (ANEW, |body| {
        escaped(&body.to_string(), |c| !c.is_ascii(), true).replace("\\u001b", "\\u001B")
    }),
    (ANEW, |body| body.to_string().replace("\\u001b", "\\u001B")),
];

/// A change of the whole text after it was written.
type End = fn(String) -> String;

/// Changes of the text by their cause; the first changes nothing.
const ENDS: [(&str, End); 4] = [
    ("", |text| text),
    ("pg-sig-newline", |text| text + "\n"),
    ("pg-sig-bom", |text| format!("\u{feff}{text}")),
    ("pg-sig-stringified", |text| json!(text).to_string()),
];

/// Diagnosis of a body when another text was signed.
async fn told(sandbox: &Sandbox, sent: &str, signed: &str, n: i64) -> Value {
    let given = given(sandbox).await;
    let reply = sandbox.deliver(given.signed_as(sent, signed, START_MS + n)).await;
    assert_eq!(reply.status, 401, "{}", reply.text());
    diagnosis(sandbox, &reply).await
}

#[tokio::test]
async fn each_change_of_a_body_is_told_and_so_are_two() {
    let sandbox = Sandbox::new().await;
    let sent = body().to_string();
    let mut wrong = Vec::new();
    let mut others = Vec::new();
    let mut check = |name: String, found: Value, expected: &[&str]| {
        let mut all: Vec<_> = causes(&found).into_iter().map(ToOwned::to_owned).collect();
        all.sort();
        let mut expected: Vec<_> = expected.iter().filter(|one| !one.is_empty()).collect();
        expected.sort();
        expected.dedup();
        if all.iter().ne(expected) || found.to_string().contains("possible") {
            wrong.push(format!("{name}: {found}"));
        }
    };
    for (at, (cause, change)) in CHANGES.iter().enumerate() {
        let signed = change(body()).to_string();
        check(format!("change {at}"), told(&sandbox, &sent, &signed, 0).await, &[cause]);
        for (way, (anew, write)) in WRITINGS.iter().enumerate().skip(2).step_by(2 + at % 2) {
            let signed = write(&change(body()));
            let name = format!("change {at} written {way}");
            check(name, told(&sandbox, &sent, &signed, 0).await, &[cause, anew]);
        }
        let (end, finish) = ENDS[1 + at % 3];
        let signed = finish(change(body()).to_string());
        check(format!("change {at} {end}"), told(&sandbox, &sent, &signed, 0).await, &[cause, end]);
    }
    for (one, (first, change)) in CHANGES.iter().enumerate() {
        for (two, (second, again)) in CHANGES.iter().enumerate().skip(one + 1) {
            // What shortens the variables does nothing to a text, and a query has one end.
            let signed = again(change(body())).to_string();
            if (one == 2 && two == 3) || change(body()) == again(change(body())) {
                continue;
            }
            let found = told(&sandbox, &sent, &signed, 0).await;
            let all = causes(&found);
            if found[0]["certainty"] != "proved"
                || !all.iter().all(|cause| [*first, *second, ANEW].contains(cause))
            {
                others.push(format!("changes {one} and {two}: {found}"));
            }
        }
    }
    for (at, (cause, write)) in WRITINGS.iter().enumerate().skip(1) {
        check(format!("written {at}"), told(&sandbox, &sent, &write(&body()), 0).await, &[cause]);
    }
    wrong.extend(others);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_body_that_was_compressed_after_it_was_signed_is_told() {
    use std::io::Write;
    let sandbox = Sandbox::new().await;
    let given = given(&sandbox).await;
    let plain = body().to_string();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(plain.as_bytes()).unwrap();
    let mut sent = given.signed_as("", &plain, START_MS);
    sent.body = gzip.finish().unwrap();
    let reply = sandbox.deliver(sent).await;
    let found = diagnosis(&sandbox, &reply).await;
    assert_eq!(causes(&found), ["pg-sig-compressed"], "{found}");
    assert_eq!(found[0]["certainty"], "proved");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Every cause that a diagnosis claims was applied, and is proved.
    #[test]
    fn a_composition_is_proved_with_its_causes_or_not_claimed(
        steps in prop::collection::vec(0..CHANGES.len(), 0..4),
        way in 0..WRITINGS.len(),
        end in 0..ENDS.len(),
        noise in any::<bool>(),
    ) {
        wait(async {
            let sandbox = Sandbox::new().await;
            let sent = body().to_string();
            let mut made = body();
            let mut done_causes = vec![ANEW];
            for step in &steps {
                made = CHANGES[*step].1(made);
                done_causes.push(CHANGES[*step].0);
            }
            let mut signed = ENDS[end].1(WRITINGS[way].1(&made));
            done_causes.push(ENDS[end].0);
            if noise {
                signed.push_str("noise");
            }
            let given = given(&sandbox).await;
            let reply = sandbox.deliver(given.signed_as(&sent, &signed, START_MS)).await;
            if signed == sent {
                prop_assert_eq!(reply.status, 200);
                let place = reply.headers["sandbox-request"].to_str().unwrap().to_owned();
                let path = place.strip_prefix("/_sandbox").unwrap();
                let entry = done(&sandbox, "GET", path, &json!({})).await;
                prop_assert_eq!(&entry["diagnosis"], &json!([]));
                return Ok(());
            }
            let found = diagnosis(&sandbox, &reply).await;
            for one in found.as_array().unwrap() {
                let cause = one["cause"].as_str().unwrap();
                prop_assert!(!noise, "{found}");
                prop_assert_eq!(&one["certainty"], "proved");
                prop_assert!(done_causes.contains(&cause), "{:?}: {}", done_causes, found);
            }
            Ok(())
        })?;
    }
}

/// A right signature is not blamed when the request is refused for another reason.
#[tokio::test]
async fn an_honest_signature_is_not_accused() {
    let sandbox = Sandbox::new().await;
    let given = given(&sandbox).await;
    let sent = body().to_string();
    for stamp in [START_MS - 600_000, START_MS / 1000, START_MS * 1000, 7] {
        let reply = sandbox.deliver(given.signed_as(&sent, &sent, stamp)).await;
        assert_eq!(reply.status, 401);
        let found = diagnosis(&sandbox, &reply).await;
        assert!(causes(&found).iter().all(|cause| cause.starts_with("pg-ts-")), "{found}");
    }
}
