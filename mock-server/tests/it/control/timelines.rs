//! Looking into the entities of every program, and at what touched them (SB 12).

use serde_json::{Value, json};

use super::{done, refused};
use crate::{envelope::Project, support::Sandbox};

async fn timeline(sandbox: &Sandbox, entity: &str) -> Vec<Value> {
    let path = format!("/worlds/test/entities/{}/timeline", entity.replacen(':', "/", 1));
    done(sandbox, "GET", &path, &Value::Null).await["items"].as_array().unwrap().clone()
}

fn whats(steps: &[Value]) -> Vec<&str> {
    steps.iter().map(|step| step["what"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_card_tells_who_froze_it_and_what_was_spent() {
    let mut sandbox = Sandbox::new().await;
    sandbox.advance(1).await;
    sandbox.op("deposit", &json!({"card": 1, "amount": "25.00"})).await;
    sandbox.ask("mutation { freezeCard(cardId: 1) { success } }", &Value::Null).await;
    sandbox.ask("mutation { freezeCard(cardId: 1) { success } }", &Value::Null).await;
    sandbox.ask("mutation { unfreezeCard(cardId: 1) { success } }", &Value::Null).await;
    let buy = json!({"card": 1, "amount": "12.50"});
    let paid = done(&sandbox, "POST", "/worlds/test/ops/authorize", &buy).await;
    let steps = timeline(&sandbox, "card:1").await;
    let [.., deposit, frozen, unfrozen, authorized] = steps.as_slice() else {
        panic!("{steps:#?}")
    };
    assert_eq!(steps[0]["what"], "make-card", "{steps:#?}");
    assert_eq!(deposit["changed"]["creditLimit"], json!(["1000.00", "1025.00"]), "{deposit:#}");
    assert_eq!(frozen["changed"]["status"], json!(["active", "locked"]));
    assert_eq!((&frozen["what"], &frozen["by"]), (&json!("freezeCard"), &json!("acme/primary")));
    assert_eq!(frozen["request"], 1, "the second request was refused, and touched nothing");
    assert_eq!(unfrozen["request"], 3);
    assert_eq!(authorized["changed"]["pendingCharges"], json!(["0.00", "12.50"]));
    assert_eq!((&authorized["by"], &authorized["request"]), (&json!("ops"), &Value::Null));
    assert_eq!(authorized["journal"], paid["journal"]);
    assert_eq!(authorized["at"], "2030-01-01T00:00:01.000000Z");
    let pages = "/worlds/test/entities/card/1/timeline?limit=1";
    let first = done(&sandbox, "GET", pages, &Value::Null).await;
    assert_eq!(first["total"], steps.len());
    assert_eq!(first["items"][0], steps[0]);
    let gone = "/worlds/test/entities/card/999/timeline";
    refused(&sandbox, "GET", gone, &Value::Null, ("entity_unknown", "none")).await;
}

#[tokio::test]
async fn orders_cards_and_projects_tell_what_the_timeline_did() {
    let mut sandbox = Sandbox::new().await;
    let cards = done(&sandbox, "GET", "/worlds/test/entities?type=card", &Value::Null).await;
    let all = cards["items"].as_array().unwrap();
    let card = all.iter().find(|card| card["ids"].get("ER").is_some()).unwrap();
    let id = card["ids"]["ER"]["card_id"].as_str().unwrap();
    let mut main = Project::named(&sandbox, "main").await;
    let topup = json!({"card_id": id, "amount": "15.00"});
    let ordered = main.post(&sandbox, "/cards/topup", &topup, Some("key-1")).await;
    assert_eq!(ordered.status, 200, "{}", ordered.body);
    sandbox.advance(3600).await;
    let steps = timeline(&sandbox, &format!("card:{id}")).await;
    let effects = steps.iter().filter(|step| step["by"] == "timeline");
    let credited = effects.filter(|step| step["changed"]["balance"].is_array()).count();
    assert!(credited > 0, "{steps:#?}");
    let project = card["project"].as_str().unwrap();
    let paid = timeline(&sandbox, project).await;
    let last = paid.iter().rfind(|step| step["changed"]["balance"].is_array()).unwrap();
    assert_eq!((&last["what"], &last["by"]), (&json!("/cards/topup"), &json!("main")), "{paid:#?}");
}

#[tokio::test]
async fn a_managed_card_tells_how_its_balance_moved() {
    let sandbox = Sandbox::new().await;
    let types = ["user", "wallet", "program", "card", "authorization", "operation"];
    for kind in types {
        let path = format!("/worlds/test/entities?type={kind}");
        let all = done(&sandbox, "GET", &path, &Value::Null).await;
        for one in all["items"].as_array().unwrap() {
            let path = format!(
                "/worlds/test/entities/{}",
                one["id"].as_str().unwrap().replacen(':', "/", 1)
            );
            assert_eq!(done(&sandbox, "GET", &path, &Value::Null).await, *one, "{path}");
            assert!(!timeline(&sandbox, one["id"].as_str().unwrap()).await.is_empty(), "{one}");
        }
    }
    let card = json!({"user": "amara", "program": "prg_ke_usd_instant", "available": "200.00"});
    let made = done(&sandbox, "POST", "/worlds/test/ops/make-card", &card).await;
    let buy = json!({"card": made["result"]["card"], "amount": "60.00"});
    done(&sandbox, "POST", "/worlds/test/ops/authorize", &buy).await;
    let id = format!("card:{}", made["result"]["card"].as_str().unwrap());
    let steps = timeline(&sandbox, &id).await;
    assert_eq!(whats(&steps), ["make-card", "authorize"], "{steps:#?}");
    assert_eq!(steps[0]["changed"]["status"], json!([null, "active"]));
    assert_eq!(steps[0]["changed"]["available"], json!(["0.00", "200.00"]));
    let balances = json!({"available": ["200.00", "140.00"], "held": ["0.00", "60.00"]});
    assert_eq!(steps[1]["changed"], balances);
}
