//! Explaining in advance why an application would fail (SB 6.2).

use serde_json::{Value, json};

use super::{done, records, refused};
use crate::support::Sandbox;

const APPLY: &str = "mutation($input: CreateCardApplicationForPartnerUserInput!) { \
    createCardApplicationForPartnerUser(input: $input) { success error } }";

async fn explained(sandbox: &Sandbox, user: &str) -> Value {
    let path = format!("/worlds/test/explain/card-users/{user}");
    done(sandbox, "GET", &path, &Value::Null).await
}

/// The answer of the API to an application for a person.
async fn applied(sandbox: &mut Sandbox, user: &Value) -> Value {
    let input = json!({"cardUserId": user, "occupation": "15-1252", "annualSalary": "100000",
                       "accountPurpose": "travel", "expectedMonthlyVolume": "1000",
                       "walletAddress": "0x52908400098527886E0F7030069857D2E4169EE7",
                       "isTermsOfServiceAccepted": true});
    let answer = sandbox.ask(APPLY, &json!({"input": input})).await;
    answer.json()["data"]["createCardApplicationForPartnerUser"].clone()
}

#[tokio::test]
async fn sb_expl_01_missing_rows_and_fields_are_named() {
    let mut sandbox = Sandbox::new().await;
    let kyc = json!({"birthDate": null, "nationalId": null});
    let person = json!({"partner": "acme", "organization": "acme-north", "name": "Olga Open",
                        "label": "olga", "kyc": kyc, "applicant": false});
    done(&sandbox, "POST", "/worlds/test/ops/make-card-user", &person).await;
    let before = records(&sandbox).await;
    let olga = explained(&sandbox, "olga").await;
    assert_eq!((&olga["label"], &olga["partner"]), (&json!("olga"), &json!("acme")), "{olga:#}");
    let rows = json!([
        {"row": "AgioCard_card_user", "present": true, "missing": []},
        {"row": "KycData_kyc_profile", "present": true, "missing": ["birthDate", "nationalId"]},
        {"row": "Sumsub applicant", "present": false, "missing": []},
    ]);
    assert_eq!(olga["rows"], rows);
    for name in ["olga", "nora", "quinn", "phil", "abel"] {
        let one = explained(&sandbox, name).await;
        let block = &one["blocks"][0];
        assert_eq!(block["operation"], "createCardApplicationForPartnerUser", "{one:#}");
        let answer = applied(&mut sandbox, &one["card_user_id"]).await;
        assert_eq!(answer, json!({"success": false, "error": block["error"]}), "{name}");
        let repair = &one["repair"][0];
        let path = format!("/worlds/test/ops/{}", repair["op"].as_str().unwrap());
        done(&sandbox, "POST", &path, &repair["input"]).await;
        let after = explained(&sandbox, name).await;
        assert_eq!((&after["blocks"], &after["repair"]), (&json!([]), &json!([])), "{name}");
        let answer = applied(&mut sandbox, &one["card_user_id"]).await;
        assert_eq!(answer["success"], true, "{name}: {answer}");
    }
    let ada = explained(&sandbox, "ada").await;
    assert_eq!(ada["blocks"], json!([]));
    assert!(ada["rows"].as_array().unwrap().iter().all(|row| row["missing"] == json!([])));
    assert_ne!(records(&sandbox).await, before, "the ops stand in the journal");
}

#[tokio::test]
async fn explaining_changes_nothing_and_unknown_people_are_named() {
    let sandbox = Sandbox::new().await;
    let before = records(&sandbox).await;
    let nora = explained(&sandbox, "nora").await;
    assert_eq!(nora["rows"][1]["present"], false);
    let path = "/worlds/test/explain/card-users/norra";
    refused(&sandbox, "GET", path, &Value::Null, ("entity_unknown", "none")).await;
    assert_eq!(records(&sandbox).await, before);
}
