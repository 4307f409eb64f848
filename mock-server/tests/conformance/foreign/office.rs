//! A provisioning hook, as the operators of a server would write it: it takes an action of the
//! suite, calls the back office, and answers in the suite's format.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};

use axum::{Json, Router, extract::State, routing::post};
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle};

/// Actions that the hook supports.
const ACTIONS: [&str; 25] = [
    "make-card-user",
    "make-applicant",
    "make-user",
    "make-wallet",
    "make-card",
    "make-program",
    "mint-jwt",
    "set-user",
    "decide-dispute",
    "add-receiver",
    "drop-applicant",
    "set-kyc",
    "make-credential",
    "revoke-credential",
    "expire-credential",
    "decide-application",
    "decide-kyc",
    "activate-card",
    "set-card-status",
    "finish-order",
    "deposit",
    "confirm-deposit",
    "authorize",
    "clear",
    "refund",
];

/// A running hook; it ends when dropped.
pub(super) struct Office {
    /// URL of the hook.
    pub(super) url: String,
    /// Actions that it was asked for, in order, each with the credential.
    pub(super) asked: Arc<Mutex<Vec<(String, String)>>>,
    serving: JoinHandle<()>,
}

#[derive(Clone)]
struct Desk {
    /// The world's place in the control plane.
    world: String,
    asked: Arc<Mutex<Vec<(String, String)>>>,
    client: reqwest::Client,
}

impl Office {
    pub(super) async fn open(sandbox: &str, world: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<_>>> = Arc::default();
        let desk = Desk {
            world: format!("{sandbox}/_sandbox/worlds/{world}"),
            asked: asked.clone(),
            client: crate::client().build().unwrap(),
        };
        let router = Router::new().route("/hook", post(act)).with_state(desk);
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, asked, serving }
    }

    /// `[provision]` of a target file, over HTTP.
    pub(super) fn over_http(&self) -> String {
        format!("[provision]\nhttp = {{ url = '{}' }}\n", self.url)
    }

    /// `[provision]` of a target file, as a command: a program that reads one JSON value and writes
    /// one.
    pub(super) fn as_command(&self) -> String {
        let url = &self.url;
        format!(
            "[provision]\ncommand = ['curl', '-sS', '--fail', '-H', 'content-type: \
             application/json', '--data-binary', '@-', '{url}']\n"
        )
    }

    pub(super) fn was_asked(&self, action: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|(_, asked)| asked == action).count()
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn act(State(desk): State<Desk>, Json(order): Json<Value>) -> Json<Value> {
    let action = order["action"].as_str().unwrap_or_default();
    let credential = order["credential"].as_str().unwrap_or_default();
    desk.asked.lock().unwrap().push((credential.to_owned(), action.to_owned()));
    if action == "describe" {
        return Json(json!({ "ok": true, "output": { "actions": ACTIONS } }));
    }
    if action == "cleanup" {
        return Json(json!({ "ok": true, "output": {} }));
    }
    if !ACTIONS.contains(&action) {
        let detail = format!("nobody here does {action}");
        return Json(json!({ "ok": false, "unsupported": true, "detail": detail }));
    }
    let input = with_places(action, credential, order["input"].clone());
    let input = if order["surface"] == "MC" { of_managed_cards(action, input) } else { input };
    let is_receiver = action == "add-receiver";
    let place = if is_receiver { "receivers".to_owned() } else { format!("ops/{action}") };
    let done =
        desk.client.post(format!("{}/{place}", desk.world)).json(&input).send().await.unwrap();
    let conflict = done.status() == 409;
    let said: Value = done.json().await.unwrap();
    let result = if is_receiver { said.get("id").map(|_| &said) } else { said.get("result") };
    Json(match result {
        Some(result) => json!({ "ok": true, "output": result }),
        // What cannot be done in that state cannot be done here at all.
        None if conflict => json!({ "ok": false, "unsupported": true, "detail": said["detail"] }),
        None => json!({ "ok": false, "error": said["detail"] }),
    })
}

/// Adds the partner and organization that belong to the credential of an action.
fn with_places(action: &str, credential: &str, mut input: Value) -> Value {
    let (partner, organization) =
        if credential == "second" { ("globex", "globex-main") } else { ("acme", "acme-north") };
    if matches!(action, "make-card-user" | "make-credential") {
        input["partner"] = json!(partner);
    }
    if action == "make-card-user" {
        input["organization"] = json!(organization);
    }
    input
}

/// Number of programs that were made, so that each has a name of its own.
static MADE: AtomicU64 = AtomicU64::new(0);

/// Names the users of managed cards, whom the suite knows by their credentials, and what the back
/// office wants to know of a program.
fn of_managed_cards(action: &str, mut input: Value) -> Value {
    for member in ["user", "wallet"] {
        if let Some(named) = input.get(member).and_then(Value::as_str) {
            let named = named.replacen("primary", "amara", 1).replacen("second", "baraka", 1);
            input[member] = json!(named);
        }
    }
    if action == "make-program" {
        input = json!({
            "name": format!("Made {}", MADE.fetch_add(1, Ordering::Relaxed)), "currency": "USD",
            "enabled": input["enabled"], "routed": input["routed"],
        });
    }
    input
}
