//! Servers with one broken operation, in every way that an operation can be broken. A target that
//! fails is at fault (exit 1), or leaves something that could not be judged (exit 2); an error of
//! the suite itself (exit 3) must never follow from the behaviour of a target.

mod ways;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use conformance::{Plan, Report, report::Case, run, target::Target};
use futures::{StreamExt, stream};
use serde_json::Value;

use self::ways::{Broken, WAYS, Way};
use crate::proxy;

/// The endpoints of the envelope surface.
const ENDPOINTS: [&str; 19] = [
    "/cardholders/create",
    "/cardholders/get",
    "/cards/balance",
    "/cards/create",
    "/cards/details",
    "/cards/freeze",
    "/cards/get",
    "/cards/products",
    "/cards/topup",
    "/cards/txs",
    "/cards/unfreeze",
    "/orders/check",
    "/project/balance",
    "/project/wallet/trc20",
    "/users/create",
    "/users/get",
    "/wh/subscribe",
    "/wh/subscriptions",
    "/wh/unsubscribe",
];

/// The operations of the partner surface that its documents name, and reads that scenarios lean on.
const OPERATIONS: [&str; 27] = [
    "createPartnerCustomerOrganization",
    "createCardApplicationForPartnerUser",
    "createCard",
    "freezeCard",
    "unfreezeCard",
    "lockCard",
    "unlockCard",
    "cancelCard",
    "replaceCard",
    "replaceVirtualCard",
    "updateCardLimit",
    "updateCardNickname",
    "updateCardUserProfile",
    "updateCardCompanyAddress",
    "validateAddress",
    "validateCardShippingAddress",
    "autocompleteAddress",
    "resolvePlaceAddress",
    "chargeCard",
    "generateEncryptionKeys",
    "setCardPin",
    "getCardPin",
    "revealCardSecrets",
    "cardBalance",
    "__schema",
    "AgioCard_vw_card",
    "AgioCard_card_application",
];

/// Number of scenarios of an operation that run in one way; each way gets others, so an operation is
/// broken in thirteen of its scenarios. With all scenarios the test would take more than half an
/// hour.
const OF_EACH: usize = 1;

/// Scenarios that send each operation, found by a run against an unbroken server.
async fn senders() -> BTreeMap<&'static str, Vec<String>> {
    let report = crate::whole().await;
    let sends = |case: &Case, operation: &str| {
        case.exchanges.iter().any(|exchange| ways::asks(&exchange.url, &exchange.body, operation))
    };
    let of = |operation: &'static str| {
        let cases = report.cases.iter().filter(|case| sends(case, operation));
        (operation, cases.map(|case| case.id.clone()).collect())
    };
    ENDPOINTS.into_iter().chain(OPERATIONS).map(of).collect()
}

/// A selection of the scenarios, another one for each way.
fn some(ids: &[String], way: usize) -> BTreeSet<String> {
    let count = ids.len().min(OF_EACH);
    (0..count).map(|at| ids[(way + at * ids.len() / count) % ids.len()].clone()).collect()
}

async fn judged(
    sandbox: &str,
    operation: &'static str,
    way: Way,
    only: BTreeSet<String>,
) -> Report {
    let url = proxy::start(sandbox, Broken { operation, way }).await;
    let mut plan = Plan {
        only: Some(only),
        name: format!("{operation} {way:?}"),
        jobs: 6,
        ..Plan::of(Target::sandbox(&url, None))
    };
    if way == Way::Hang {
        plan.target.request_timeout = Duration::from_millis(1_500);
    }
    run(&plan).await.unwrap()
}

fn errors(report: &Report) -> Vec<String> {
    let bad = report.cases.iter().filter(|case| case.outcome.word() == "error");
    bad.map(|case| format!("{} {}: {}", case.id, case.scenario, case.outcome.reason())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_operation_is_never_a_defect_of_the_suite() {
    let sandbox = crate::address().await;
    let senders = senders().await;
    let unsent: Vec<_> = senders.iter().filter(|(_, ids)| ids.is_empty()).collect();
    assert!(unsent.is_empty(), "no scenario sends {unsent:?}");
    let all = senders.iter().flat_map(|(operation, ids)| {
        WAYS.into_iter().enumerate().map(|(at, way)| (*operation, way, some(ids, at)))
    });
    let wrong: Vec<_> = stream::iter(all)
        .map(|(operation, way, only)| {
            let sandbox = sandbox.clone();
            async move {
                let report = judged(&sandbox, operation, way, only).await;
                let code = report.exit_code();
                let noticed = matches!(code, 1 | 2) || (way.may_go_unnoticed() && code == 0);
                (!noticed).then(|| format!("{operation} {way:?}: {code} {:#?}", errors(&report)))
            }
        })
        .buffer_unordered(6)
        .filter_map(std::future::ready)
        .collect()
        .await;
    for one in &wrong {
        eprintln!("{one}");
    }
    assert!(wrong.is_empty(), "{} of the broken servers", wrong.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_there_or_says_nonsense_is_no_defect_of_the_suite() {
    let nowhere = Plan::of(Target::sandbox("http://127.0.0.1:1", None));
    let report = run(&nowhere).await.unwrap();
    assert_eq!(report.exit_code(), 2, "{:#?}", errors(&report));
    for said in [Value::Null, Value::from("x"), serde_json::json!([1]), serde_json::json!({})] {
        let sandbox = crate::address().await;
        let url = proxy::start(&sandbox, ways::ControlSays(said.clone())).await;
        let filter = ["PG-CARD", "PG-AUTH", "ER-CARD", "ER-TS"].map(str::to_owned).to_vec();
        let plan = Plan { filter, ..Plan::of(Target::sandbox(&url, None)) };
        let report = run(&plan).await.unwrap();
        assert_eq!(report.exit_code(), 2, "{said}: {:#?}", errors(&report));
    }
}
