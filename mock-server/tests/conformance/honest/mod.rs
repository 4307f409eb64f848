//! A server that differs from the sandbox wherever no document says anything. It must pass at level
//! `public`; otherwise the suite judges by its own inventions.

mod ids;

use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use conformance::{
    Plan,
    register::{Level, register},
    report, run,
    target::Target,
};
use serde_json::{Map, Value, json};

use self::ids::{foreign_ids, own_ids};
use crate::proxy::{self, Answer, Behaviour, Memory, Request, Side};

/// Path of the in-app surface.
const IN_APP: &str = "/graphql";

/// The honest server that differs.
#[derive(Default)]
struct Different {
    count: AtomicUsize,
}

impl Behaviour for Different {
    fn request(&self, request: &mut Request, memory: &Memory) {
        if let Some(said) = memory.said(request) {
            let theirs = said.to_string();
            let own = own_ids(&theirs);
            if own != theirs {
                memory.say(request, &serde_json::from_str(&own).unwrap());
            }
            return;
        }
        let body = String::from_utf8_lossy(&request.body).into_owned();
        let plain = own_ids(&body);
        if plain != body {
            let signed = memory.is_signed(request);
            request.body = plain.into_bytes();
            if signed {
                memory.sign(request);
            }
        }
    }

    fn answer(&self, request: &Request, answer: &mut Answer, memory: &Memory) {
        answer.headers.push(("x-powered-by".to_owned(), "another implementation".to_owned()));
        if request.endpoint().is_some() {
            return self.answer_sealed(request, answer, memory);
        }
        let mut json = answer.json();
        if json.is_null() {
            return;
        }
        if json.get("data").is_some() || json.get("errors").is_some() {
            json["extensions"] = json!({ "served_by": "another implementation" });
            other_words(&mut json);
        }
        if request.path == IN_APP {
            as_another_app(&mut json);
            for (_, value) in answer.headers.iter_mut().filter(|one| one.0 == "www-authenticate") {
                *value = "Bearer realm=\"app\", error=\"invalid_token\"".to_owned();
            }
        }
        if answer.status == 401 {
            json["code"] = json!(7);
        }
        other_description(request, &mut json);
        reverse(&mut json);
        answer.body = foreign_ids(&json.to_string()).into_bytes();
    }

    fn relays(&self) -> bool {
        true
    }

    fn delivery(&self, delivery: &mut Request, memory: &Memory) -> usize {
        if let Some(said) = memory.said(delivery) {
            memory.say(delivery, &differently(said));
        }
        1
    }

    /// Other members, in another order, and a ping before each result.
    fn message(&self, (_, from): (&Request, Side), mut message: Value, _: &Memory) -> Vec<Value> {
        if from == Side::Client || message["type"] != "next" {
            return vec![message];
        }
        message["payload"]["extensions"] = json!({ "served_by": "another implementation" });
        reverse(&mut message);
        vec![json!({ "type": "ping" }), message]
    }

    fn control_request(&self, request: &mut Request) {
        request.body = own_ids(&String::from_utf8_lossy(&request.body)).into_bytes();
    }

    fn control(&self, answer: &mut Answer) {
        let mut json = answer.json();
        if !json.is_null() {
            rename_people(&mut json);
            answer.set_json(&json);
        }
    }

    /// A short delay of every fifth answer.
    fn pause(&self) -> Duration {
        let count = self.count.load(Ordering::Relaxed);
        Duration::from_millis(if count.is_multiple_of(5) { 7 } else { 0 })
    }

    /// Header names in another case, bodies in chunks or closed connections, and a delay now and
    /// then.
    fn bytes(&self, answer: &Answer) -> (Vec<Vec<u8>>, bool) {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let mut head = format!("HTTP/1.1 {} Whatever\r\n", answer.status);
        for (name, value) in &answer.headers {
            let name = if count.is_multiple_of(2) { name.to_uppercase() } else { title(name) };
            head.push_str(&format!("{name}:   {value}\r\n"));
        }
        if matches!(answer.status, 204 | 304) {
            head.push_str("\r\n");
            return (vec![head.into_bytes()], true);
        }
        if count.is_multiple_of(3) {
            head.push_str("Connection: close\r\n\r\n");
            return (vec![head.into_bytes(), answer.body.clone()], false);
        }
        head.push_str("Transfer-Encoding: chunked\r\n\r\n");
        let mut pieces = vec![head.into_bytes()];
        for part in answer.body.chunks(97.max(answer.body.len() / 20)) {
            let mut piece = format!("{:X};note=x\r\n", part.len()).into_bytes();
            piece.extend_from_slice(part);
            piece.extend_from_slice(b"\r\n");
            pieces.push(piece);
        }
        pieces.push(b"0\r\n\r\n".to_vec());
        (pieces, true)
    }
}

impl Different {
    /// Rewords sealed answers, and moves the text of refusals that are not sealed.
    fn answer_sealed(&self, request: &Request, answer: &mut Answer, memory: &Memory) {
        if let Some(told) = memory.told(request, answer) {
            memory.tell(request, answer, &differently(told));
        } else if let Some(text) = answer.json()["error"].as_str() {
            answer.set_json(&json!({ "trace": "t-1", "detail": text }));
        }
    }
}

/// A payload of the envelope surface, as another implementation would write it.
fn differently(mut told: Value) -> Value {
    if told["error_slug"].is_string() {
        told["error"] = json!("this cannot be done");
    }
    if let Some(members) = told.as_object_mut() {
        members.insert("served_by".to_owned(), json!("another implementation"));
    }
    reverse(&mut told);
    serde_json::from_str(&foreign_ids(&told.to_string())).unwrap()
}

fn title(name: &str) -> String {
    let part = |part: &str| part[..1].to_uppercase() + &part[1..];
    name.split('-').map(part).collect::<Vec<_>>().join("-")
}

/// Reverses the order of members.
fn reverse(json: &mut Value) {
    match json {
        Value::Object(members) => {
            let reversed: Map<_, _> = std::mem::take(members).into_iter().rev().collect();
            *members = reversed;
            members.values_mut().for_each(reverse);
        }
        Value::Array(items) => items.iter_mut().for_each(reverse),
        _ => {}
    }
}

/// Rewords messages that no document states.
fn other_words(json: &mut Value) {
    let errors = json.get_mut("errors").and_then(Value::as_array_mut);
    for error in errors.into_iter().flatten() {
        reword(&mut error["message"]);
    }
    let results = json.get_mut("data").and_then(Value::as_object_mut);
    for result in results.into_iter().flat_map(Map::values_mut) {
        if result.get("success") == Some(&Value::Bool(false)) {
            reword(&mut result["error"]);
        }
    }
}

/// Rewords the description of a plain refusal. For a request that lacks what signs it, and is no
/// introspection, the partner guide prints none.
fn other_description(request: &Request, json: &mut Value) {
    let Some(description) = json.get_mut("description") else { return };
    let named = request.header("x-agio-api-key").is_some();
    let signs = ["x-agio-timestamp", "x-agio-signature"];
    let introspects = String::from_utf8_lossy(&request.body).contains("__");
    if named && !introspects && signs.iter().any(|header| request.header(header).is_none()) {
        *description = Value::from("this is not signed");
    } else {
        reword(description);
    }
}

fn reword(text: &mut Value) {
    let Some(said) = text.as_str() else { return };
    if !is_stated(said) {
        *text = Value::from("this cannot be done");
    }
}

/// True for a text that a document states. Looking through all of them takes long, and servers say
/// few texts.
fn is_stated(said: &str) -> bool {
    static KNOWN: Mutex<BTreeMap<String, bool>> = Mutex::new(BTreeMap::new());
    if let Some(known) = KNOWN.lock().unwrap().get(said) {
        return *known;
    }
    let stated = |level: Level, text: &str| level <= Level::Public && text.contains(said);
    let by_requirement = register()
        .requirements
        .iter()
        .any(|one| stated(one.level, &one.statement) || stated(one.level, &one.expect));
    let by_reading = register().ambiguities.iter().any(|one| {
        one.text.contains(said) || one.reading.iter().any(|one| one.meaning.contains(said))
    });
    // The issuer's own code before its text is documented; what follows it partly.
    let is_stated = by_requirement || by_reading || said.starts_with("CARD_API_ERROR");
    KNOWN.lock().unwrap().insert(said.to_owned(), is_stated);
    is_stated
}

/// Rewrites what no document states of the in-app surface: codes of errors, texts inside structured
/// errors, and the form of times.
fn as_another_app(json: &mut Value) {
    const STATED: [&str; 3] = ["UNAUTHORIZED", "FORBIDDEN", "RATE_LIMITED"];
    let errors = json.get_mut("errors").and_then(Value::as_array_mut);
    for error in errors.into_iter().flatten() {
        let code = &mut error["extensions"]["code"];
        if code.as_str().is_some_and(|code| !STATED.contains(&code)) {
            *code = json!("NOT_LIKE_THIS");
        }
    }
    let results = json.get_mut("data").and_then(Value::as_object_mut);
    for result in results.into_iter().flat_map(Map::values_mut) {
        if let Some(structured) = result.get_mut("structuredError").filter(|one| one.is_object()) {
            structured["message"] = json!("this cannot be done");
        }
    }
    other_times(json);
}

/// Writes times in UTC with a `Z`, and without thousandths where there are none.
fn other_times(json: &mut Value) {
    match json {
        Value::String(text) if text.ends_with("+00:00") && text.get(10..11) == Some("T") => {
            let time = text.trim_end_matches("+00:00");
            *text = format!("{}Z", time.strip_suffix(".000").unwrap_or(time));
        }
        Value::Object(members) => members.values_mut().for_each(other_times),
        Value::Array(items) => items.iter_mut().for_each(other_times),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Rewrites the ids of people that the back office returns.
fn rename_people(json: &mut Value) {
    match json {
        Value::Object(members) => {
            for (name, value) in members {
                match value.as_str() {
                    Some(id) if name == "card_user_id" => *value = Value::from(foreign_ids(id)),
                    Some(_) => {}
                    None => rename_people(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(rename_people),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_honest_server_that_differs_in_everything_undocumented_passes() {
    let sandbox = crate::address().await;
    let url = proxy::start(&sandbox, Different::default()).await;
    let plan = Plan { level: Level::Public, ..Plan::of(Target::sandbox(&url, None)) };
    let report = run(&plan).await.unwrap();
    let bad: Vec<_> = report.cases.iter().filter(|case| case.outcome.failure().is_some()).collect();
    // Said here, because the engine keeps panics silent that carry what a step has said.
    if !bad.is_empty() {
        eprintln!("{}", report::text(&report));
    }
    assert!(bad.is_empty());
    let passed = |code: &str| {
        let of = |case: &&report::Case| case.requirements.iter().any(|id| id.starts_with(code));
        report.cases.iter().filter(of).filter(|case| case.outcome.word() == "passed").count()
    };
    let counts = ["PG", "AG", "ER", "MC"].map(passed);
    let enough = counts[0] > 100 && counts[1] > 60 && counts[2] > 100 && counts[3] >= 30;
    assert!(enough, "{counts:?}");
}
