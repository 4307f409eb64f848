//! Programs that the back office makes and changes (MC 19).

use serde_json::{Value, json};

use super::user::CARDS;
use crate::support::Sandbox;

#[tokio::test]
async fn a_program_may_allow_fewer_or_more_cards_than_the_rule() {
    let sandbox = Sandbox::new().await;
    let made = json!({"name": "Few", "currency": "USD", "limits": {"max_cards": 1}});
    let few = sandbox.op("make-program", &made).await.json()["result"]["program"].clone();
    let user = sandbox.holder("amara").await;
    let shown = user.get("/cards/api/v1/programs/?currency=USD").await.json();
    let most = |reference: &Value| {
        let all = shown["results"].as_array().unwrap();
        let one = all.iter().find(|one| one["reference"] == *reference);
        one.unwrap()["limits"]["max_cards"].clone()
    };
    assert_eq!((most(&few), most(&json!("prg_ke_usd_instant"))), (json!(1), json!(5)));
    let wanted = json!({ "program": few });
    user.done(CARDS, &wanted).await;
    let beyond = user.post(CARDS, &wanted).await;
    assert_eq!((beyond.status.as_u16(), &beyond.json()["limit"]), (422, &json!(1)));
    for limits in [json!({"max_cards": 7}), json!({"min_funding": "2.00"})] {
        let changed = json!({"program": few, "limits": limits});
        assert_eq!(sandbox.op("set-program", &changed).await.status, 200);
    }
    for _ in 1..7 {
        user.done(CARDS, &wanted).await;
    }
    assert_eq!(user.refused(CARDS, &wanted).await, (422, "card_limit_reached".to_owned()));
    let path = format!("/worlds/test/entities/program/{}", few.as_str().unwrap());
    let seen = sandbox.control("GET", &path, &Value::Null).await.json();
    assert_eq!(seen["max_cards"], 7, "{seen}");
    for wrong in [json!(1_000_001), json!(-1), json!("5")] {
        let input = json!({"program": few, "limits": {"max_cards": wrong}});
        let problem = sandbox.op("set-program", &input).await.json();
        assert_eq!(problem["pointer"], "/limits/max_cards", "{problem}");
    }
}
