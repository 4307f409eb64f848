//! Inputs and answers of back office operations (SB 5).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{done, records};
use crate::support::Sandbox;

/// Runs an operation that must be refused at this place.
async fn refuses(sandbox: &Sandbox, op: &str, input: Value, code: &str, place: &str) {
    let reply = sandbox.op(op, &input).await;
    let problem = reply.json();
    let told = (problem["code"].as_str(), problem["pointer"].as_str());
    assert_eq!(told, (Some(code), Some(place)), "{op} {input}: {}", reply.text());
}

#[tokio::test]
async fn a_person_needs_a_partner_an_organization_and_a_name() {
    let sandbox = Sandbox::new().await;
    let before = records(&sandbox).await;
    let person = |name: &str, value: Value| {
        let mut input = json!({"partner": "acme", "organization": "acme-north", "name": "Li Lo"});
        input[name] = value;
        input
    };
    for missing in ["partner", "organization", "name"] {
        let mut input = person("applicant", json!(true));
        input.as_object_mut().unwrap().shift_remove(missing);
        refuses(&sandbox, "make-card-user", input, "missing_field", &format!("/{missing}")).await;
    }
    for (name, value, place) in [
        ("name", json!(""), "/name"),
        ("name", json!("  "), "/name"),
        ("name", json!("x".repeat(100_000)), "/name"),
        ("label", json!("a/b"), "/label"),
        ("kyc", json!({"birthDate": "notadate"}), "/kyc/birthDate"),
        ("kyc", json!({"birthDate": "1990-02-30"}), "/kyc/birthDate"),
    ] {
        refuses(&sandbox, "make-card-user", person(name, value), "invalid_value", place).await;
    }
    let taken = person("label", json!("carla"));
    refuses(&sandbox, "make-card-user", taken, "state_conflict", "/label").await;
    assert_eq!(records(&sandbox).await, before);
    let path = "/worlds/test/ops/make-card-user";
    done(&sandbox, "POST", path, &person("kyc", json!({"birthDate": "1990-02-28"}))).await;
}

#[tokio::test]
async fn short_names_can_stand_in_references() {
    let sandbox = Sandbox::new().await;
    for name in ["", "x/y", "x y", "\n"] {
        let input = json!({"partner": "acme", "name": name});
        refuses(&sandbox, "make-credential", input, "invalid_value", "/name").await;
        refuses(&sandbox, "make-partner", json!({"name": name}), "invalid_value", "/name").await;
    }
}

#[tokio::test]
async fn an_op_of_several_commands_is_done_whole_or_not() {
    let sandbox = Sandbox::new().await;
    let before = records(&sandbox).await;
    let input = json!({"name": "initech", "organizations": ["north", ""]});
    refuses(&sandbox, "make-partner", input, "invalid_value", "/organizations/1").await;
    assert_eq!(records(&sandbox).await, before);
    let input = json!({"name": "initech", "organizations": ["north"]});
    done(&sandbox, "POST", "/worlds/test/ops/make-partner", &input).await;
}

#[tokio::test]
async fn a_terminal_asks_for_purchases_cash_and_balances() {
    let sandbox = Sandbox::new().await;
    let ask = |name: &str, value: Value| {
        let mut input = json!({"card": "carla/1", "amount": "1.00"});
        input[name] = value;
        input
    };
    for kind in ["refund", "fee"] {
        refuses(&sandbox, "authorize", ask("kind", json!(kind)), "invalid_value", "/kind").await;
    }
    for mcc in ["54", "54111", "54a1", ""] {
        let input = ask("merchant", json!({"mcc": mcc}));
        refuses(&sandbox, "authorize", input, "invalid_value", "/merchant/mcc").await;
    }
    for kind in ["purchase", "atm_withdrawal", "balance_inquiry"] {
        done(&sandbox, "POST", "/worlds/test/ops/authorize", &ask("kind", json!(kind))).await;
    }
}

#[tokio::test]
async fn what_expires_and_what_is_closed_has_no_amount() {
    let sandbox = Sandbox::new().await;
    let bought = sandbox.op("authorize", &json!({"card": "carla/1", "amount": "5.00"})).await;
    let transaction = &bought.json()["result"]["transaction"];
    let input = json!({"transaction": transaction, "amount": "1.00"});
    refuses(&sandbox, "expire", input, "unknown_field", "/amount").await;
    let input = json!({"card": "carla/1", "amount": "1.00"});
    refuses(&sandbox, "close-statement", input, "unknown_field", "/amount").await;
    done(&sandbox, "POST", "/worlds/test/ops/expire", &json!({"transaction": transaction})).await;
}

fn due(sandbox: &Sandbox) -> i64 {
    sandbox.worlds.get("test").unwrap().read(|world| {
        let mut users = world.issuer.collateral.users.iter();
        let carla = users.find(|user| user.label.as_deref() == Some("carla")).unwrap();
        carla.account.as_ref().unwrap().due
    })
}

#[tokio::test]
async fn the_statements_of_an_organization_are_those_of_its_people() {
    let sandbox = Sandbox::new().await;
    let bought = sandbox.op("authorize", &json!({"card": "carla/1", "amount": "5.00"})).await;
    let transaction = &bought.json()["result"]["transaction"];
    done(&sandbox, "POST", "/worlds/test/ops/clear", &json!({"transaction": transaction})).await;
    let south = json!({"organization": "acme-south"});
    done(&sandbox, "POST", "/worlds/test/ops/close-statement", &south).await;
    assert_eq!(due(&sandbox), 500);
    let pay = |amount: &str| json!({"organization": "acme-south", "amount": amount});
    refuses(&sandbox, "pay-statement", pay("5.01"), "invalid_value", "/amount").await;
    done(&sandbox, "POST", "/worlds/test/ops/pay-statement", &pay("1.50")).await;
    assert_eq!(due(&sandbox), 350);
    done(&sandbox, "POST", "/worlds/test/ops/pay-statement", &south).await;
    assert_eq!(due(&sandbox), 0);
    let both = json!({"organization": "acme-south", "card": "carla/1"});
    refuses(&sandbox, "close-statement", both, "invalid_value", "").await;
}

#[tokio::test]
async fn a_deposit_tells_its_card_and_whether_it_counts() {
    let sandbox = Sandbox::new().await;
    for (amount, credited) in [("100.00", true), ("0.009", false)] {
        let input = json!({"card": "carla/1", "amount": amount});
        let made = done(&sandbox, "POST", "/worlds/test/ops/deposit", &input).await;
        assert_eq!(made["result"]["credited"], credited, "{made}");
        let card = made["result"]["card"].as_str().unwrap();
        assert!(made["changed"].as_array().unwrap().contains(&json!(format!("card:{card}"))));
    }
}

#[tokio::test]
async fn catalogues_tell_who_and_what_there_is() {
    let sandbox = Sandbox::new().await;
    let list = async |name: &str| {
        let path = format!("/catalog/{name}?limit=1000");
        done(&sandbox, "GET", &path, &json!({})).await["items"].as_array().unwrap().clone()
    };
    let people = list("personas").await;
    let carla = people.iter().find(|one| one["label"] == "carla").unwrap();
    assert_eq!(carla["cards"].as_array().unwrap().len(), 4);
    assert_eq!(carla["organization"], "acme-south");
    let denied = |one: &Value| one["word"] == "denied" && one["means"] == "denied";
    assert!(list("magic").await.iter().any(denied));
    let documented = |one: &Value| one["id"] == "PG-AUTH-01" && one["level"].is_string();
    assert!(list("requirements").await.iter().any(documented));
}

#[tokio::test]
async fn the_environment_comes_as_shell_dotenv_or_target_file() {
    let sandbox = Sandbox::new().await;
    let env = async |form: &str| {
        let path = format!("/worlds/test/env{form}");
        sandbox.control("GET", &path, &json!(null)).await.text()
    };
    assert!(env("").await.contains("export AGIO_PARTNER_API_TOKEN="));
    assert!(env("?as=dotenv").await.starts_with("SANDBOX_URL="));
    let target = env("?as=target").await;
    assert!(target.contains("kind = \"sandbox\"\n"), "{target}");
    assert!(target.contains("[surfaces.SB]\nurl = \"http://127.0.0.1:8080/_sandbox\"\n"));
    assert!(target.contains("# export AGIO_PARTNER_API_TOKEN="), "{target}");
}

/// The catalogue of ops by name.
async fn catalogue(sandbox: &Sandbox) -> BTreeMap<String, Value> {
    let list = done(sandbox, "GET", "/catalog/ops?limit=1000", &json!({})).await;
    let items = list["items"].as_array().unwrap().iter();
    items.map(|item| (item["op"].as_str().unwrap().to_owned(), item.clone())).collect()
}

#[tokio::test]
async fn the_catalogue_has_a_schema_of_every_input_and_result() {
    let sandbox = Sandbox::new().await;
    let ops = catalogue(&sandbox).await;
    assert_eq!(ops.len(), 48);
    for (name, op) in &ops {
        let summary = op["summary"].as_str().unwrap();
        assert!(summary.ends_with('.') && !summary.contains(". "), "{name}: {summary}");
        assert_eq!(op["input"]["additionalProperties"], false, "{name}");
        for schema in ["input", "result"] {
            assert!(jsonschema::meta::is_valid(&op[schema]), "{name}: {}", op[schema]);
            assert!(jsonschema::validator_for(&op[schema]).is_ok(), "{name}: {}", op[schema]);
        }
        let path = format!("/worlds/test/ops/{name}");
        let reply = sandbox.control("POST", &path, &json!({"nonsense": 1})).await;
        let problem = reply.json();
        let told = (problem["code"].as_str(), problem["pointer"].as_str());
        assert_eq!(told, (Some("unknown_field"), Some("/nonsense")), "{name}: {problem}");
    }
    let reply = sandbox.op("autorize", &json!({})).await;
    assert_eq!(
        (reply.status.as_u16(), &reply.json()["did_you_mean"][0]),
        (404, &json!("authorize"))
    );
}

#[tokio::test]
async fn inputs_and_results_are_as_their_schemas_say() {
    let sandbox = Sandbox::new().await;
    let ops = catalogue(&sandbox).await;
    let mut results: BTreeMap<String, Value> = BTreeMap::new();
    let person = json!({"partner": "acme", "organization": "acme-north", "name": "Li Lo",
                        "kyc": {"birthDate": null, "questionnaire": null}, "applicant": false});
    for (as_name, op, input) in [
        ("", "make-partner", json!({"organizations": ["north"]})),
        ("", "make-credential", json!({"partner": "acme", "expires_in": "1h"})),
        ("", "make-credential", json!({"project": "main"})),
        ("", "rotate-credential", json!({"credential": "acme/primary", "overlap": "1h"})),
        ("", "revoke-credential", json!({"credential": "acme/primary"})),
        ("", "make-project", json!({"name": "third", "balance": "100.00"})),
        ("", "make-product", json!({"product_code": "x", "fees": {"topup_fee_fixed": null}})),
        ("", "make-user", json!({"surface": "ER"})),
        ("", "make-organization", json!({"partner": "acme", "name": "west"})),
        ("person", "make-card-user", person),
        ("", "make-application", json!({"card_user": "sam", "occupation": "11-1021"})),
        ("", "make-card", json!({"application": "gus", "type": "virtual"})),
        ("", "make-subprovider", json!({"code": "gamma"})),
        ("", "make-cardholder", json!({"user": "ext-new", "name": "Lena Approved"})),
        ("", "order-card", json!({"user": "ext-ada", "product": "VUSD-STD"})),
        ("", "set-kyc", json!({"card_user": "carla", "kyc": "none"})),
        ("", "drop-applicant", json!({"card_user": "carla"})),
        ("", "satisfy", json!({"card_user": "carla"})),
        (
            "",
            "make-corporate-application",
            json!({"organization": "acme-north", "initial_user": "Nora Nord"}),
        ),
        ("", "set-card-status", json!({"card": "carla/1", "status": "active"})),
        ("", "deposit", json!({"card": "carla/1", "amount": "100.00", "confirm": "now"})),
        ("", "deposit", json!({"project": "main", "amount": "100.00"})),
        ("held", "authorize", json!({"card": "carla/1", "amount": "1.00"})),
        (
            "",
            "authorize",
            json!({"card": "carla/1", "amount": {"amount": "1.00", "currency": "USD"},
                   "decline_reason": "invalid_pin"}),
        ),
        ("", "increment", json!({"transaction": "${held}", "to": "2.00"})),
        ("", "clear", json!({"transaction": "${held}", "final": true})),
        ("", "refund", json!({"transaction": "${held}", "amount": "1.00"})),
        ("", "refund", json!({"card": "carla/1", "amount": "1.00"})),
        ("", "decline", json!({"card": "carla/1", "amount": "1.00", "reason": "suspected_fraud"})),
        ("", "close-statement", json!({"card": "carla/1"})),
    ] {
        let mut input = input;
        if input["transaction"] == "${held}" {
            input["transaction"] = results["held"]["transaction"].clone();
        }
        let valid = |schema: &str, value: &Value| {
            let validator = jsonschema::validator_for(&ops[op][schema]).unwrap();
            if let Err(error) = validator.validate(value) {
                panic!("{op} {schema}: {error}: {value}");
            }
        };
        valid("input", &input);
        let answer = done(&sandbox, "POST", &format!("/worlds/test/ops/{op}"), &input).await;
        valid("result", &answer["result"]);
        results.insert(as_name.to_owned(), answer["result"].clone());
    }
}
