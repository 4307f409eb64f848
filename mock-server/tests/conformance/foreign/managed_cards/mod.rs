//! Managed cards of a server of which only the source document and a target file are known: a
//! dialect, a hook, logins or a ready token, things that exist already, and time to settle.

mod lag;
mod translation;

use std::time::Duration;

use conformance::{Plan, Report, report::Outcome, run, target::Target};
use serde_json::{Value, json};

use self::{lag::Lag, translation::Translation};
use super::{Foreign, WORLD, judged, passed};
use crate::proxy;

/// All capabilities of the hook.
const CAPABILITIES: &str = "capabilities = ['provision', 'review', 'deposit']\n";

/// A time to settle that no test waits for in vain.
const REST: &str = "[timeouts]\nsettle_s = 1\npoll_ms = 20\n";

impl Foreign {
    /// A world for a whole run: nobody is limited, and time stands still, so that no delivery is
    /// tried again.
    async fn with_managed_cards(test: &str) -> Self {
        let foreign = Self::start(test).await;
        let rules = json!({ "mc.rate.limit": 0, "mc.card.max_per_program": 1000 });
        foreign.control(reqwest::Method::PATCH, "rules", &rules).await;
        foreign.control(reqwest::Method::PUT, "clock", &json!({ "mode": "frozen" })).await;
        foreign
    }

    async fn control(&self, method: reqwest::Method, place: &str, body: &Value) -> Value {
        self.control_at(&self.url, method, place, body).await
    }

    /// The control plane of the world, at the server or at a proxy before it.
    async fn control_at(
        &self,
        url: &str,
        method: reqwest::Method,
        place: &str,
        body: &Value,
    ) -> Value {
        let url = format!("{url}/_sandbox/worlds/{WORLD}/{place}");
        let sent = crate::client().build().unwrap().request(method, url).json(body);
        let answer = sent.send().await.unwrap();
        assert!(answer.status().is_success(), "{place}: {}", answer.status());
        answer.json().await.unwrap()
    }

    /// Name and password of a user.
    fn login(&self, label: &str) -> (String, String) {
        let users = self.born["surfaces"]["MC"]["users"].as_array().unwrap();
        let user = users.iter().find(|user| user["label"] == label).unwrap();
        let text = |name: &str| user[name].as_str().unwrap().to_owned();
        (text("username"), text("password"))
    }

    /// `[surfaces.MC]` of a target file, with two logins whose fields have these names.
    fn managed_cards(&self, url: &str, fields: [&str; 2]) -> String {
        let mut table = format!("[surfaces.MC]\nurl = '{url}'\n");
        for (place, label) in [("primary", "amara"), ("second", "baraka")] {
            let (name, password) = self.login(label);
            let file = self.file_of(&format!("{label}.password"));
            std::fs::write(&file, password).unwrap();
            let [user, secret] = fields;
            table += &format!(
                "credentials.{place} = {{ {user} = '{name}', {secret} = {{ file = '{file}' }} }}\n"
            );
        }
        table
    }

    /// An access token of a user.
    async fn access(&self, label: &str) -> String {
        let (username, password) = self.login(label);
        let login = json!({ "username": username, "password": password });
        let url = format!("{}/api/v1/token/", self.url);
        let sent = crate::client().build().unwrap().post(url).json(&login).send().await.unwrap();
        let tokens: Value = sent.json().await.unwrap();
        tokens["access"].as_str().unwrap().to_owned()
    }
}

/// An address of this machine at which nothing listens.
fn free_address() -> String {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// Requirements that were judged and kept, by id.
fn kept(report: &Report) -> Vec<&str> {
    let passed = report.cases.iter().filter(|case| case.outcome.word() == "passed");
    passed.flat_map(|case| &case.requirements).map(String::as_str).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn managed_cards_are_judged_through_another_dialect() {
    let foreign = Foreign::with_managed_cards("mc-dialect").await;
    let office = foreign.office().await;
    let url = proxy::start(&foreign.url, Translation { too_much: 0 }).await;
    let table = foreign.managed_cards(&url, ["email", "pass_phrase"]) + translation::DIALECT;
    let file = format!("{CAPABILITIES}{table}{}{REST}", office.over_http());
    let report = judged(&file, &["MC"]).await;
    let count = passed(&report, "MC");
    assert!(count >= 25, "{count}: {:?}", report.skips());
    for id in ["MC-PROG-02", "MC-CARD-10", "MC-TERM-07", "MC-DISPUTE-01", "MC-WALLET-02"] {
        assert!(kept(&report).contains(&id), "{id}: {:?}", report.skips());
    }
    for action in ["make-card", "make-program", "deposit"] {
        assert!(office.was_asked(action) > 0, "{action} was not asked for");
    }
}

/// The verdicts on webhooks of a server that translates them.
async fn judged_webhooks(test: &str, too_much: i64) -> Report {
    let foreign = Foreign::with_managed_cards(test).await;
    let url = proxy::start(&foreign.url, Translation { too_much }).await;
    let sink = free_address();
    let receiver = json!({ "surface": "MC", "url": format!("http://{sink}/") });
    foreign.control_at(&url, reqwest::Method::POST, "receivers", &receiver).await;
    let table = foreign.managed_cards(&url, ["email", "pass_phrase"]) + translation::DIALECT;
    let file = format!(
        "capabilities = ['deposit', 'webhook-sink']\n{table}[webhook_sink]\nlisten = '{sink}'\n{REST}"
    );
    judged(&file, &["MC-HOOK-01", "MC-HOOK-02", "MC-HOOK-03"]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn events_are_judged_through_another_dialect() {
    let report = judged_webhooks("mc-events", 0).await;
    assert_eq!(passed(&report, "MC-HOOK"), 3, "{:?}", report.skips());
}

#[tokio::test(flavor = "multi_thread")]
async fn events_with_a_wrong_amount_are_found_through_another_dialect() {
    let report = judged_webhooks("mc-wrong-events", 1).await;
    assert_eq!(report.count("failed"), 3, "{}", conformance::report::text(&report));
}

/// A target file without a hook: a ready token, a dialect that is the contract's, and a program and a
/// card that exist already.
struct Known {
    foreign: Foreign,
    token: String,
    card: String,
    program: String,
}

impl Known {
    async fn start(test: &str) -> Self {
        let foreign = Foreign::with_managed_cards(test).await;
        let token = foreign.access("amara").await;
        std::fs::write(foreign.file_of("amara.token"), &token).unwrap();
        let program = json!({ "name": "Known", "currency": "USD" });
        let program = foreign.op("make-program", &program).await["program"].clone();
        let card = json!({ "user": "amara", "program": program });
        let card = foreign.op("make-card", &card).await["card"].clone();
        let text = |value: Value| value.as_str().unwrap().to_owned();
        Self { foreign, token, card: text(card), program: text(program) }
    }

    fn file(&self) -> String {
        let Self { foreign, card, program, .. } = self;
        let token = foreign.file_of("amara.token");
        format!(
            "capabilities = ['deposit']\n[surfaces.MC]\nurl = '{}'\ncredentials.primary = {{ token \
             = {{ file = '{token}' }} }}\n[surfaces.MC.dialect]\n[known.MC]\nprogram = \
             '{program}'\ncard = '{card}'\n{REST}",
            foreign.url
        )
    }

    /// The answer to a reading of the first user.
    async fn read(&self, path: &str) -> Value {
        let client = crate::client().build().unwrap();
        let sent = client.get(format!("{}{path}", self.foreign.url)).bearer_auth(&self.token);
        sent.send().await.unwrap().json().await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ready_token_and_a_known_program_are_enough_for_managed_cards() {
    let known = Known::start("mc-token").await;
    let report = judged(&format!("environment = 'local'\n{}", known.file()), &["MC"]).await;
    let count = passed(&report, "MC");
    assert!(count >= 15, "{count}: {:?}", report.skips());
    let path = format!("/cards/api/v1/managed-cards/?limit=100&program={}", known.program);
    let made = known.read(&path).await["results"].as_array().unwrap().len();
    assert!(made > 10, "{made} cards of the known program");
    let other = known.read("/cards/api/v1/managed-cards/?limit=100").await;
    assert_eq!(other["results"].as_array().unwrap().len(), made, "cards of another program");
    let skipped = |id: &str| {
        let case = report.cases.iter().find(|case| case.requirements.iter().any(|one| one == id));
        matches!(case.unwrap().outcome, Outcome::Skipped { .. })
    };
    // Whoever has a token and no login cannot be asked for one.
    assert!(skipped("MC-TOKEN-01") && skipped("MC-CARD-10"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_card_is_used_where_none_may_be_made() {
    let known = Known::start("mc-known").await;
    let file = format!("environment = 'production'\n{}[safe]\nallow = ['money']\n", known.file());
    let report = judged(&file, &["MC-FUND-01", "MC-CARD-01"]).await;
    assert_eq!(kept(&report), ["MC-FUND-01"], "{:?}", report.skips());
    let cards = known.read("/cards/api/v1/managed-cards/").await;
    assert_eq!(cards["results"].as_array().unwrap().len(), 1);
    assert_eq!(cards["results"][0]["balance"]["available"], "50.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_shows_late_is_waited_for_as_long_as_the_file_says() {
    let foreign = Foreign::with_managed_cards("mc-lag").await;
    let office = foreign.office().await;
    let url = proxy::start(&foreign.url, Lag).await;
    let file = format!(
        "{CAPABILITIES}{}[surfaces.MC.dialect]\n{}{REST}",
        foreign.managed_cards(&url, ["username", "password"]),
        office.over_http()
    );
    let of = ["MC-FUND-01", "MC-FREEZE-01"];
    let mut target = Target::from_toml(&file, "late.toml").unwrap();
    let plan = |target: &Target| Plan {
        filter: of.iter().map(|id| (*id).to_owned()).collect(),
        ..Plan::of(target.clone())
    };
    let report = run(&plan(&target)).await.unwrap();
    assert_eq!(passed(&report, "MC"), of.len(), "{:?}", report.skips());
    target.settle_for = Duration::ZERO;
    let report = run(&plan(&target)).await.unwrap();
    assert!(report.count("failed") > 0, "what shows late was not noticed");
}
