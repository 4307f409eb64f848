//! Lists and their pages (MC 4.4).

use serde_json::json;

use super::user::CARDS;
use crate::support::Sandbox;

#[tokio::test]
async fn programs_are_those_of_the_market() {
    let sandbox = Sandbox::new().await;
    let references = async |label: &str, query: &str| {
        let list =
            sandbox.holder(label).await.get(&format!("/cards/api/v1/programs/{query}")).await;
        let list = list.json()["results"].as_array().unwrap().clone();
        list.iter().map(|one| one["reference"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let kenya = [
        "prg_ke_usd_instant",
        "prg_ke_usd_delayed",
        "prg_ke_usd_failing",
        "prg_ke_usd_review",
        "prg_ke_kes_instant",
    ];
    assert_eq!(references("amara", "").await, kenya);
    assert_eq!(references("chipo", "").await, ["prg_ug_ugx_instant", "prg_ug_usd_instant"]);
    let user = sandbox.holder("amara").await;
    let shown = user.get("/cards/api/v1/programs/?currency=KES").await.text();
    let wanted = r#"{"results":[{"reference":"prg_ke_kes_instant","name":"Kenya KES virtual","country":"KE","currency":"KES","type":"virtual","network":"visa","provider":{"code":"atlas","adapter":"instant"},"routed":true,"enabled":true,"limits":{"min_funding":"100.00","max_funding":"500000.00","max_balance":"1000000.00","max_authorization":"200000.00","max_cards":5},"blocked_mccs":["7995","6051"]}],"next_cursor":null}"#;
    assert_eq!(shown, wanted);
}

#[tokio::test]
async fn a_cursor_marks_a_place_in_one_list_of_one_user() {
    let sandbox = Sandbox::new().await;
    let user = sandbox.holder("amara").await;
    for _ in 0..4 {
        user.card("prg_ke_usd_instant").await;
    }
    let page = user.get(&format!("{CARDS}?limit=3")).await.json();
    let cursor = page["next_cursor"].as_str().unwrap();
    user.card("prg_ke_usd_instant").await;
    let rest = user.get(&format!("{CARDS}?limit=3&cursor={cursor}")).await.json();
    assert_eq!(
        (page["results"].as_array().unwrap().len(), rest["results"].as_array().unwrap().len()),
        (3, 1)
    );
    assert_eq!(rest["next_cursor"], json!(null));
    let refused = async |path: String| user.get(&path).await.json()["errors"].clone();
    let wrong = json!({"cursor": ["Is not a cursor of this list."]});
    assert_eq!(refused(format!("{CARDS}?status=active&cursor={cursor}")).await, wrong);
    assert_eq!(refused(format!("/accounting/api/v1/operations/?cursor={cursor}")).await, wrong);
    let other = sandbox.holder("baraka").await.get(&format!("{CARDS}?cursor={cursor}")).await;
    assert_eq!(other.json()["errors"], wrong);
    let both = refused(format!("{CARDS}?limit=101&status=gone")).await;
    assert_eq!(both.as_object().unwrap().keys().collect::<Vec<_>>(), ["status", "limit"]);
    for limit in ["0", "-1", "x", "", "1.0"] {
        assert!(refused(format!("{CARDS}?limit={limit}")).await["limit"].is_array(), "{limit}");
    }
    let none = user.get(&format!("{CARDS}?program=prg_nowhere&colour=red")).await.json();
    assert_eq!(none, json!({"results": [], "next_cursor": null}));
}

#[tokio::test]
async fn nobody_sees_the_things_of_others() {
    let sandbox = Sandbox::new().await;
    let user = sandbox.holder("amara").await;
    let card = user.card("prg_ke_usd_instant").await;
    let funded = user.done(&format!("{card}fund/"), &json!({"amount": "100.00"})).await;
    let authorization = user.authorize(&card, "10.00", "5999").await;
    user.done(&format!("{authorization}settle/"), &json!({})).await;
    let reference = authorization.rsplit('/').nth(1).unwrap();
    let body = json!({"authorization": reference, "reason": "other"});
    let dispute = user.done("/cards/api/v1/disputes/", &body).await;
    let dispute = format!("/cards/api/v1/disputes/{}/", dispute["reference"].as_str().unwrap());
    let operation = funded["operation"]["reference"].as_str().unwrap();
    let operation = format!("/accounting/api/v1/operations/{operation}/");
    let stranger = sandbox.holder("baraka").await;
    let missing = r#"{"detail":"Not found.","code":"not_found"}"#;
    for path in [&card, &authorization, &dispute, &operation, &format!("{card}ledger/")] {
        assert_eq!(user.get(path).await.status, 200, "{path}");
        assert_eq!(stranger.get(path).await.text(), missing, "{path}");
    }
    for path in ["fund", "withdraw", "freeze", "unfreeze", "terminate", "authorize"] {
        let refused = stranger.refused(&format!("{card}{path}/"), &json!({"amount": "1.00"})).await;
        assert_eq!(refused.0, 404, "{path}");
    }
    assert_eq!(stranger.refused("/cards/api/v1/disputes/", &body).await.0, 404);
    for path in [
        CARDS,
        "/cards/api/v1/authorizations/",
        "/cards/api/v1/disputes/",
        "/accounting/api/v1/operations/",
    ] {
        assert_eq!(stranger.get(path).await.json()["results"], json!([]), "{path}");
        assert_eq!(user.get(path).await.json()["results"].as_array().unwrap().len(), 1, "{path}");
    }
}

#[tokio::test]
async fn the_log_shows_what_a_list_was_asked_for() {
    let sandbox = Sandbox::new().await;
    let user = sandbox.holder("amara").await;
    user.get(&format!("{CARDS}?status=active&limit=3&cursor=bGF0ZXI&program=a%20b&colour=red"))
        .await;
    let path = format!("/worlds/{}/requests?order=desc&limit=1", sandbox.world);
    let entry = sandbox.control("GET", &path, &json!(null)).await.json()["items"][0].clone();
    let shown = json!({"status": "active", "limit": "3", "cursor": "[text 7]",
                       "program": "[text 5]", "colour": "[text 3]"});
    assert_eq!(entry["request"]["query"], shown, "{entry:#}");
}
