//! The sandbox in the role of an unknown server: a target file, credentials, and a provisioning
//! hook. Everything that the suite does through the control plane of its own world has to work here
//! by the means that any server has.

mod dialect;
mod healthy;
mod isolation;
mod known;
mod managed_cards;
mod names;
mod office;
mod runs;
mod safety;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use conformance::{Plan, Report, report, run, target::Target};
use mock_server::{config::Config, server, world::journal::Kind, worlds::Worlds};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use self::office::Office;

/// One world of a sandbox, as its operators see it.
struct Foreign {
    /// URL of the server.
    url: String,
    /// Worlds of the server, for tests that look inside.
    worlds: Worlds,
    /// Answer of the control plane to making the world: credentials and people.
    born: Value,
    /// Folder with the secrets; deleted when this value is dropped.
    folder: PathBuf,
}

const WORLD: &str = "elsewhere";

impl Foreign {
    async fn start(test: &str) -> Self {
        Self::with(test, json!({})).await
    }

    /// A world in other readings. A signature for withdrawals ends soon: the suite waits for that.
    async fn with(test: &str, readings: Value) -> Self {
        let rules = json!({ "withdraw.signature_hold_ms": 2_000 });
        let config = Config::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let worlds = server::worlds(&config).unwrap();
        let served = worlds.clone();
        tokio::spawn(async move {
            server::serve(listener, served, &config, std::future::pending()).await.unwrap();
        });
        let folder =
            std::env::temp_dir().join(format!("conformance-foreign-{}-{test}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let born = crate::client()
            .build()
            .unwrap()
            .post(format!("{url}/_sandbox/worlds"))
            .json(&json!({ "id": WORLD, "seed": test, "readings": readings, "rules": rules }))
            .send()
            .await
            .unwrap();
        let foreign = Self { url, worlds, born: born.json().await.unwrap(), folder };
        foreign.write_secrets();
        foreign
    }

    /// Writes a file for each secret, as a target file names them.
    fn write_secrets(&self) {
        let write = |name: String, value: &Value| {
            std::fs::write(self.folder.join(name), value.as_str().unwrap()).unwrap();
        };
        for partner in self.born["surfaces"]["PG"]["partners"].as_array().unwrap() {
            let (label, pair) = (partner["label"].as_str().unwrap(), &partner["credentials"][0]);
            write(format!("{label}.token"), &pair["api_token"]);
            write(format!("{label}.secret"), &pair["client_secret"]);
        }
        for user in self.born["surfaces"]["AG"]["users"].as_array().unwrap() {
            write(format!("{}.jwt", user["label"].as_str().unwrap()), &user["token"]);
        }
        for project in self.born["surfaces"]["ER"]["projects"].as_array().unwrap() {
            let label = project["label"].as_str().unwrap();
            write(format!("{label}.key"), &project["api_key"]);
            write(format!("{label}.secret"), &project["api_secret"]);
        }
    }

    /// `[surfaces.AG]` of a target file, with the tokens of two users.
    fn in_app(&self, url: &str) -> String {
        let token = |place: &str, label: &str| {
            let file = self.file_of(&format!("{label}.jwt"));
            format!("credentials.{place} = {{ token = {{ file = '{file}' }} }}\n")
        };
        format!(
            "[surfaces.AG]\nurl = '{url}/graphql'\n{PIN_CODEC}{}{}",
            token("primary", "jane"),
            token("second", "jon")
        )
    }

    fn file_of(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    /// `[surfaces.PG]` of a target file, with both credentials.
    fn partner(&self, url: &str) -> String {
        let pair = |place: &str, label: &str| {
            format!(
                "credentials.{place} = {{ api_token = {{ file = '{}' }}, client_secret = {{ file = \
                 '{}' }} }}\n",
                self.file_of(&format!("{label}.token")),
                self.file_of(&format!("{label}.secret"))
            )
        };
        format!(
            "[surfaces.PG]\nurl = '{url}/partner/cards/graphql'\n{PIN_CODEC}{}{}",
            pair("primary", "acme"),
            pair("second", "globex")
        )
    }

    /// `[surfaces.ER]` of a target file, with all three keys; `more` follows.
    fn envelope(&self, url: &str, more: &str) -> String {
        let pair = |place: &str, label: &str| {
            format!(
                "credentials.{place} = {{ api_key = {{ file = '{}' }}, api_secret = {{ file = \
                 '{}' }} }}\n",
                self.file_of(&format!("{label}.key")),
                self.file_of(&format!("{label}.secret"))
            )
        };
        format!(
            "[surfaces.ER]\nurl = '{url}/api/v1'\n{}{}{}{more}",
            pair("primary", "main"),
            pair("second", "poor"),
            pair("no_access", "locked")
        )
    }

    /// Provisioning hook of this server, reachable over HTTP.
    async fn office(&self) -> Office {
        Office::open(&self.url, WORLD).await
    }

    /// Operations that changed the world so far, and how often; effects of time alone are left out.
    fn done(&self) -> BTreeMap<String, usize> {
        let mut done = BTreeMap::new();
        let records = self.worlds.get(WORLD).unwrap().journal().into_iter();
        for record in records.filter(|one| one.kind != Kind::Fired) {
            let whole = record.op.unwrap_or_default();
            for command in record.input.as_array().into_iter().flatten() {
                let op = command["op"].as_str().unwrap_or(&whole);
                *done.entry(op.to_owned()).or_default() += 1;
            }
        }
        done
    }
}

impl Drop for Foreign {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Encryption of PINs, as the sandbox does it.
const PIN_CODEC: &str = "pin_codec = { key = 'base64', iv = 'base64', cipher = 'aes-128-gcm', value \
                         = 'ciphertext+tag', value_text = 'base64', pin_plaintext = 'digits' }\n";

/// Names that no document gives, as the sandbox has them.
const DIALECT: &str = r#"
[surfaces.ER.envelope_codec]
[surfaces.ER.dialect]
initial_topup_amount = "initial_topup_amount"
label = "label"
url = "url"
subscription_id = "subscription_id"
total = "total"
product_code = "VUSD-STD"
amounts = { initial = "10.00", topup = "20.00" }
"#;

/// All capabilities of the hook.
const CAPABILITIES: &str =
    "capabilities = ['provision', 'review', 'deposit', 'authorize', 'webhook-sink']\n";

/// A webhook receiver on this machine, and short time-outs.
const REST: &str =
    "[webhook_sink]\nlisten = '127.0.0.1:0'\n[timeouts]\nsettle_s = 1\npoll_ms = 20\n";

async fn judged(file: &str, filter: &[&str]) -> Report {
    let target = Target::from_toml(file, "foreign.toml").unwrap_or_else(|bad| panic!("{bad}"));
    let plan =
        Plan { filter: filter.iter().copied().map(str::to_owned).collect(), ..Plan::of(target) };
    run(&plan).await.unwrap()
}

/// A run of the first scenario of each requirement of a surface.
async fn judged_by_one_each(file: &str, surface: &str) -> Report {
    let target = Target::from_toml(file, "foreign.toml").unwrap_or_else(|bad| panic!("{bad}"));
    let plan = Plan { filter: vec![surface.to_owned()], ..Plan::of(target) };
    let mut seen = BTreeSet::new();
    let mut only = BTreeSet::new();
    for feature in plan.choose().unwrap().0 {
        let path = feature.path.as_ref().unwrap().display().to_string();
        for scenario in &feature.scenarios {
            let mut tags = scenario.tags.iter().filter(|tag| tag.starts_with(surface));
            if tags.any(|tag| seen.insert(tag.clone())) {
                only.insert(format!("{path}:{}", scenario.position.line));
            }
        }
    }
    run(&Plan { only: Some(only), ..plan }).await.unwrap()
}

/// Number of scenarios of a surface that passed; fails when any scenario failed.
fn passed(report: &Report, surface: &str) -> usize {
    let bad = report.cases.iter().filter(|case| case.outcome.failure().is_some()).count();
    assert_eq!(bad, 0, "{}", report::text(report));
    let of = |case: &&report::Case| case.requirements.iter().any(|id| id.starts_with(surface));
    report.cases.iter().filter(of).filter(|case| case.outcome.word() == "passed").count()
}
