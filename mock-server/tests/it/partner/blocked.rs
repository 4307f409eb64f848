//! Blocked mutations: they are in the schema and are refused whatever they name.

use serde_json::Value;

use crate::support::Sandbox;

const REFUSED: &str =
    r#"{"data":null,"errors":[{"message":"Not Authorized","extensions":{"code":"FORBIDDEN"}}]}"#;

const BLOCKED: [&str; 10] = [
    "createCardApplication(input: {walletAddress: \"w\", occupation: \"o\", annualSalary: \"1\", \
     accountPurpose: \"p\", expectedMonthlyVolume: \"1\", isTermsOfServiceAccepted: true}) { success }",
    "createCardCorporateApplication(input: {name: \"n\", address: {line1: \"l\", city: \"c\", region: \
     \"r\", postalCode: \"p\", countryCode: \"US\"}, entity: {name: \"n\", description: \"d\", \
     industry: \"i\", registrationNumber: \"r\", taxId: \"t\", website: \"w\", type: \"t\", \
     expectedSpend: \"e\"}, initialUser: {firstName: \"f\", lastName: \"l\", birthDate: \"b\", \
     nationalId: \"n\", countryOfIssue: \"US\", email: \"e\", address: {line1: \"l\", city: \"c\", \
     region: \"r\", postalCode: \"p\", countryCode: \"US\"}, isTermsOfServiceAccepted: true}, \
     representatives: [], ultimateBeneficialOwners: []}) { success }",
    "cardWithdraw(input: {tokenAddress: \"t\", amount: \"1\"}) { success }",
    "payInvoiceWithCardBalance(input: {invoiceId: 1, cardApplicationId: 1}) { success }",
    "freezeCardByCardId(cardId: \"1\") { success }",
    "unfreezeCardByCardId(cardId: \"1\") { success }",
    "cancelCardByCardId(cardId: \"1\") { success }",
    "updateCardLimitByCardId(cardId: \"1\", limitAmount: 1, limitFrequency: allTime) { success }",
    "chargeCardByCardUserId(cardUserId: \"u\", feeCents: 1, feeDescription: \"f\") { success }",
    "createCardByCardUserId(cardUserId: \"u\", input: {cardApplicationId: 1, cardType: virtual}) { \
     success }",
];

#[tokio::test]
async fn blocked_mutations_are_refused_before_anything_runs() {
    let mut sandbox = Sandbox::new().await;
    for blocked in BLOCKED {
        let document = format!("mutation {{ freezeCard(cardId: 1) {{ success }} {blocked} }}");
        let reply = sandbox.ask(&document, &Value::Null).await;
        assert_eq!((reply.status.as_u16(), reply.text().as_str()), (403, REFUSED), "{blocked}");
    }
    let card = "{ AgioCard_card_by_pk(id: 1) { status } }";
    assert_eq!(
        sandbox.ask(card, &Value::Null).await.json()["data"]["AgioCard_card_by_pk"]["status"],
        "active"
    );
}

#[tokio::test]
async fn without_the_check_beforehand_they_are_refused_where_they_stand() {
    let rules = serde_json::json!({"rules": {"shield.precheck": false}});
    let mut sandbox = Sandbox::with(rules).await;
    for blocked in BLOCKED {
        let reply = sandbox.ask(&format!("mutation {{ {blocked} }}"), &Value::Null).await;
        assert_eq!(reply.status, 403, "{blocked}: {}", reply.text());
    }
}

#[tokio::test]
async fn what_does_not_fit_the_schema_is_said_first() {
    let mut sandbox = Sandbox::new().await;
    let reply = sandbox.ask("mutation { freezeCardByCardId { success } }", &Value::Null).await;
    assert_eq!(reply.status, 400, "{}", reply.text());
}
