//! Provisioning hook of the issuer: its operators make programs and pay money in.

use axum::{Json, extract::State};
use serde_json::{Value, json};

use super::{Desk, TOKENS};

/// An order of the suite, answered in the suite's format.
pub(super) async fn act(State(desk): State<Desk>, Json(order): Json<Value>) -> Json<Value> {
    let input = &order["input"];
    let mut books = desk.books.lock().unwrap();
    let output = match order["action"].as_str().unwrap_or_default() {
        "describe" => json!({ "actions": ["make-program", "deposit"] }),
        "cleanup" => json!({}),
        "make-program" => {
            let listed = input["enabled"] == true && input["routed"] == true;
            json!({ "program": books.make_scheme(listed).to_string() })
        }
        "deposit" => {
            let amount = input["amount"].as_str().unwrap_or_default();
            match amount.replace('.', "").parse() {
                Ok(cents) if amount.len() > 3 && amount[amount.len() - 3..].starts_with('.') => {
                    books.pay(TOKENS[0].0, cents);
                }
                _ => return Json(json!({ "ok": false, "error": format!("no amount: {amount}") })),
            }
            json!({})
        }
        other => {
            let detail = format!("nobody here does {other}");
            return Json(json!({ "ok": false, "unsupported": true, "detail": detail }));
        }
    };
    Json(json!({ "ok": true, "output": output }))
}
