//! Each named error of the catalogue, ordered once and met once: what is told is what the surface's
//! documents say (SB 8.2).

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{HeaderMap, Request},
};
use serde_json::{Value, json};

use super::{READ, catalogued};
use crate::{envelope::Project, support::Sandbox};

/// Errors that answer a request at once: surface, name, the operation that meets it, and the
/// documented answer.
const AT_ONCE: [(&str, &str, &str, u16, &str); 16] = [
    (
        "PG",
        "nonce-store-503",
        READ,
        503,
        r#"{"error":"Service Unavailable","description":"Nonce store unavailable"}"#,
    ),
    (
        "PG",
        "hasura-503",
        READ,
        503,
        r#"{"error":"Service Unavailable","description":"Hasura unavailable"}"#,
    ),
    (
        "PG",
        "hasura-502",
        READ,
        502,
        r#"{"data":null,"errors":[{"message":"Upstream Hasura error","extensions":{"code":"UPSTREAM_HASURA_ERROR"}}]}"#,
    ),
    (
        "PG",
        "issuer-error",
        "mutation { freezeCard(cardId: 1) { success error } }",
        200,
        r#"{"data":{"freezeCard":{"success":false,"error":"CARD_API_ERROR: issuer unavailable"}}}"#,
    ),
    (
        "AG",
        "rate-limited",
        "{ AgioCard_vw_card { id } }",
        429,
        r#"{"errors":[{"message":"Too many requests","extensions":{"code":"RATE_LIMITED"}}]}"#,
    ),
    (
        "AG",
        "issuer-error",
        "mutation { freezeRainCard(cardId: #) { success error } }",
        200,
        r#"{"data":{"freezeRainCard":{"success":false,"error":"CARD_API_ERROR: issuer unavailable"}}}"#,
    ),
    (
        "AG",
        "signature-conflict",
        "mutation { cardWithdraw(input: {tokenAddress: \"0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913\", \
         amount: \"1\", chainId: 8453}) { success error retryAfterSec } }",
        200,
        r#"{"data":{"cardWithdraw":{"success":false,"error":"An active signature blocks this withdrawal, retry later","retryAfterSec":30}}}"#,
    ),
    (
        "ER",
        "internal-error",
        "/users/get",
        500,
        r#"{"success":false,"error":"Internal server error","error_slug":"internal_error"}"#,
    ),
    (
        "ER",
        "provider-error",
        "/cards/details",
        502,
        r#"{"success":false,"error":"Card provider error","error_slug":"provider_error"}"#,
    ),
    (
        "ER",
        "topup-attempts-exceeded",
        "/cards/topup",
        503,
        r#"{"success":false,"error":"Maximum retry attempts exceeded. Try again later.","error_slug":"topup_attempts_exceeded"}"#,
    ),
    (
        "ER",
        "provider-invalid-card-status",
        "/cards/freeze",
        502,
        r#"{"success":false,"error":"Card provider reported an unexpected card status","error_slug":"provider_invalid_card_status"}"#,
    ),
    (
        "ER",
        "project-wallet-failed",
        "/project/wallet/trc20",
        500,
        r#"{"success":false,"error":"Wallet is not available","error_slug":"project_wallet_failed"}"#,
    ),
    (
        "ER",
        "project-balance-failed",
        "/project/balance",
        500,
        r#"{"success":false,"error":"Balance is not available","error_slug":"project_balance_failed"}"#,
    ),
    (
        "MC",
        "rate-limited",
        "/cards/api/v1/programs/",
        429,
        r#"{"detail":"Request was throttled. Expected available in 1 second.","code":"throttled"}"#,
    ),
    (
        "MC",
        "internal-error",
        "/cards/api/v1/programs/",
        500,
        r#"{"detail":"Internal server error.","code":"internal_error"}"#,
    ),
    (
        "MC",
        "unavailable",
        "/cards/api/v1/programs/",
        503,
        r#"{"detail":"The service is temporarily unavailable.","code":"service_unavailable"}"#,
    ),
];

/// Errors that an order meets later, on its way to the provider.
const LATER: [&str; 2] = ["provider-error-later", "provider-attempt-fails"];

/// Clients of all surfaces, as the contract's world has them.
struct Clients {
    sandbox: Sandbox,
    project: Project,
    user: String,
    user_card: i64,
    holder: String,
    prepaid: Value,
}

impl Clients {
    async fn new() -> Self {
        let sandbox = Sandbox::new().await;
        let project = Project::named(&sandbox, "main").await;
        let user = sandbox.mint("cora", "valid").await;
        let user_card = sandbox.user("cora").await.cards().await[0];
        let holder = sandbox.holder("amara").await.access;
        let world = sandbox.worlds.get("test").unwrap();
        let prepaid = world.read(|world| {
            json!(world.issuer.prepaid.cards.iter().next().map(|card| card.external_id.clone()))
        });
        Self { sandbox, project, user, user_card, holder, prepaid }
    }

    async fn order(&self, surface: &str, name: &str) {
        self.sandbox.order(json!({"match": {"surface": surface}, "then": {"error": name}})).await;
    }

    /// Status, body (opened, where it is sealed) and headers of the answer to an operation.
    async fn ask(&mut self, surface: &str, operation: &str) -> (u16, Value, HeaderMap) {
        let request = match surface {
            "PG" => {
                let body = json!({ "query": operation }).to_string();
                self.sandbox.signed(0, body.as_bytes())
            }
            "AG" => {
                let query = operation.replace('#', &self.user_card.to_string());
                let request = Request::post("/graphql")
                    .header("content-type", "application/json")
                    .header("authorization", format!("Bearer {}", self.user));
                request.body(Body::from(json!({ "query": query }).to_string())).unwrap()
            }
            "MC" => {
                let bearer = format!("Bearer {}", self.holder);
                Request::get(operation).header("authorization", bearer).body(Body::empty()).unwrap()
            }
            _ => {
                let card = &self.prepaid;
                let fields = match operation {
                    "/users/get" => json!({"user_id": "ext-ada"}),
                    "/cards/details" => json!({ "card_id": card }),
                    "/cards/topup" => json!({"card_id": card, "amount": "20.00"}),
                    "/cards/freeze" | "/cards/unfreeze" => {
                        json!({"external_user_id": "ext-ada", "card_id": card})
                    }
                    _ => json!({}),
                };
                let key = format!("key-{}", self.project.requests);
                self.project.request(&self.sandbox, operation, &fields, Some(&key))
            }
        };
        let reply = self.sandbox.send(request).await;
        let body = match surface {
            "ER" => {
                let opened = self.project.open(reply.status, &reply.body);
                assert!(opened.is_sealed, "{}", opened.body);
                opened.body
            }
            _ => reply.json(),
        };
        (reply.status.as_u16(), body, reply.headers)
    }

    async fn balance(&mut self) -> Value {
        let (_, body, _) = self.ask("ER", "/project/balance").await;
        body["available"].clone()
    }
}

#[tokio::test]
async fn sb_fault_04_named_errors_are_the_documented_ones() {
    let mut clients = Clients::new().await;
    let mut met = BTreeSet::new();
    for (surface, name, operation, status, body) in AT_ONCE {
        let before = clients.balance().await;
        clients.order(surface, name).await;
        let told = clients.ask(surface, operation).await;
        let wanted: Value = serde_json::from_str(body).unwrap();
        assert_eq!((told.0, &told.1), (status, &wanted), "{surface} {name}");
        if status == 429 || name == "unavailable" {
            let seconds = if surface == "AG" { "60" } else { "1" };
            assert_eq!(told.2["retry-after"], seconds, "{surface} {name}");
        }
        let again = clients.ask(surface, operation).await;
        assert_ne!((again.0, &again.1), (status, &wanted), "{surface} {name} was ordered once");
        if operation != "/cards/topup" {
            assert_eq!(clients.balance().await, before, "{surface} {name}");
        }
        met.insert(format!("{surface} {name}"));
    }
    // The fault over, the card was frozen.
    let (status, thawed, _) = clients.ask("ER", "/cards/unfreeze").await;
    assert_eq!(status, 200, "{thawed}");
    for name in LATER {
        let before = clients.balance().await;
        clients.order("ER", name).await;
        let (status, order, _) = clients.ask("ER", "/cards/topup").await;
        assert_eq!((status, &order["success"]), (200, &json!(true)), "{name}: {order}");
        assert_eq!(order["topup_status"], "new", "{name}: {order}");
        clients.sandbox.advance(3600).await;
        let check = json!({"order_id": order["order_id"]});
        let done = clients.project.ask(&clients.sandbox, "/orders/check", &check).await;
        // What fails later fails for good and is refunded; an attempt that fails is repeated.
        let fails = name == "provider-error-later";
        assert_eq!(done["status"], if fails { "failed" } else { "completed" }, "{name}: {done}");
        assert_eq!(clients.balance().await == before, fails, "{name}");
        met.insert(format!("ER {name}"));
    }
    let catalogue = clients.sandbox.control("GET", "/catalog/faults", &Value::Null).await.json();
    let items = catalogue["items"].as_array().unwrap().iter();
    let named = |one: &'_ Value| format!("{} {}", one["surfaces"][0], one["name"]).replace('"', "");
    let all: BTreeSet<_> = items.map(named).collect();
    assert_eq!(met, all, "the whole catalogue was met");
    // What the catalogue promises is that answer as well.
    for name in ["nonce-store-503", "hasura-503", "hasura-502"] {
        let (.., status, body) = AT_ONCE.into_iter().find(|one| one.1 == name).unwrap();
        let body: Value = serde_json::from_str(body).unwrap();
        let promised = catalogued(&clients.sandbox, name).await;
        assert_eq!(promised, json!({"status": status, "body": body}), "{name}");
    }
}
