//! Managed cards of a server of which only the source document and a target file are known: a
//! dialect, a hook, logins, and time to settle.

mod lag;
mod translation;

use std::{net::SocketAddr, time::Duration};

use conformance::{Plan, Report, run, target::Target};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use self::{lag::Lag, translation::Translation};
use super::{Foreign, WORLD, judged, passed};
use crate::proxy;

/// All capabilities of the hook.
const CAPABILITIES: &str = "capabilities = ['provision', 'review', 'deposit']\n";

/// A time to settle that no test waits for in vain.
const REST: &str = "[timeouts]\nsettle_s = 1\npoll_ms = 20\n";

/// An address of this machine that nobody listens on.
async fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

impl Foreign {
    /// Tells everything that happens to an address, on its way past a proxy.
    async fn tells(&self, proxy: &str, sink: SocketAddr) {
        let url = format!("{proxy}/_sandbox/worlds/{WORLD}/receivers");
        let receiver = json!({"surface": "MC", "url": format!("http://{sink}/")});
        let made = crate::client().build().unwrap().post(url).json(&receiver);
        let made = made.send().await.unwrap();
        assert!(made.status().is_success(), "{}", made.text().await.unwrap());
    }

    /// `[surfaces.MC.dialect.staff]`: the session that may read the log of deliveries.
    fn staff(&self) -> String {
        let file = self.file_of("staff.session");
        std::fs::write(&file, format!("sessionid=staff-{WORLD}")).unwrap();
        format!("[surfaces.MC.dialect.staff]\nheader = 'cookie'\nvalue = {{ file = '{file}' }}\n")
    }

    /// A world for a whole run: nobody is limited, and time stands still, so that no delivery is
    /// tried again.
    async fn with_managed_cards(test: &str) -> Self {
        let foreign = Self::start(test).await;
        let rules = json!({ "mc.rate.limit": 0, "mc.card.max_per_program": 1000 });
        foreign.control(reqwest::Method::PATCH, "rules", &rules).await;
        foreign.control(reqwest::Method::PUT, "clock", &json!({ "mode": "frozen" })).await;
        foreign
    }

    /// Changes the world at the control plane.
    async fn control(&self, method: reqwest::Method, place: &str, body: &Value) {
        let url = format!("{}/_sandbox/worlds/{WORLD}/{place}", self.url);
        let sent = crate::client().build().unwrap().request(method, url).json(body);
        let answer = sent.send().await.unwrap();
        assert!(answer.status().is_success(), "{place}: {}", answer.status());
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
    let url = proxy::start(&foreign.url, Translation).await;
    let sink = free_address().await;
    foreign.tells(&url, sink).await;
    let table = foreign.managed_cards(&url, ["email", "pass_phrase"]) + translation::DIALECT;
    let file = format!(
        "{CAPABILITIES}{table}{}{}[webhook_sink]\nlisten = '{sink}'\n{REST}",
        foreign.staff(),
        office.over_http()
    );
    let report = judged(&file, &["MC"]).await;
    let count = passed(&report, "MC");
    assert!(count >= 31, "{count}: {:?}", report.skips());
    for id in [
        "MC-PROG-02",
        "MC-CARD-10",
        "MC-TERM-07",
        "MC-DISPUTE-01",
        "MC-WALLET-02",
        "MC-HOOK-01",
        "MC-HOOK-02",
        "MC-HOOK-03",
        "MC-HOOK-12",
        "MC-HOOK-13",
    ] {
        assert!(kept(&report).contains(&id), "{id}: {:?}", report.skips());
    }
    for action in ["make-card", "make-program", "deposit"] {
        assert!(office.was_asked(action) > 0, "{action} was not asked for");
    }
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
