//! Judges a client: a world of a sandbox is made for it, its run is waited for, and the sandbox's
//! client report says which duties it kept or broke.
//!
//! No target is judged here. The duties are the requirements of level `client`; the sandbox watches
//! them in its log, because only the server sees what a client sends.

mod launch;
mod report;
mod text;

use std::sync::Arc;

use anyhow::{Context, anyhow};
use jiff::Timestamp;
use serde_json::{Value, json};

pub use self::{
    launch::{Ended, run_command, wait_for_person},
    report::{ClientReport, Duty, Verdict},
    text::text,
};
use crate::{
    Mismatch,
    drivers::{Client, Control, Http},
    target::{Kind, Target},
};

/// World time that passes after the client's run, so that what is still open is decided: whether a
/// request is sent again, for instance, is known after a minute.
const AFTERWARDS: &str = "61s";

/// A world that was made for a client.
pub struct ClientWorld {
    control: Control,
    /// Variables for the client, in the order of the sandbox.
    pub variables: Vec<(String, String)>,
}

impl ClientWorld {
    /// Makes a world on a sandbox. `definition` is what `POST /_sandbox/worlds` takes; the id is the
    /// named one, else that of the definition, else one of its own.
    pub async fn make(
        target: &Target,
        id: Option<String>,
        mut definition: Value,
    ) -> anyhow::Result<Self> {
        let Kind::Sandbox { control, token } = &target.kind else {
            anyhow::bail!(
                "a client is judged by a sandbox, which sees what it sends: --target embedded or \
                 sandbox=URL"
            );
        };
        let of_definition = definition["id"].as_str().map(ToOwned::to_owned);
        let world = id
            .or(of_definition)
            .unwrap_or_else(|| format!("client-{}", Timestamp::now().as_microsecond()));
        let clock = definition.as_object().is_some_and(|members| members.contains_key("clock"));
        if !clock {
            definition["clock"] = json!({"mode": "running"});
        }
        let client = Client::new(target.request_timeout, &target.tls)?;
        let control = Control {
            base: control.clone(),
            token: token.clone(),
            world,
            clock: Arc::default(),
            http: Http::new(client),
        };
        control.make(definition).await.map_err(refused)?;
        let variables = control.fetch("/env?as=dotenv").await.map_err(refused)?;
        let text =
            String::from_utf8(variables.body.to_vec()).context("the variables of the world")?;
        let variables = text.lines().filter_map(|line| line.split_once('='));
        let variables =
            variables.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Ok(Self { control, variables })
    }

    /// The id of the world.
    pub fn id(&self) -> &str {
        &self.control.world
    }

    /// The address at which the world's requests are explained.
    pub fn requests(&self) -> String {
        format!("{}/worlds/{}/requests", self.control.base, self.id())
    }

    /// Has the sandbox do something wrong that its documents speak of, so that duties have occasion.
    pub async fn fault(&self, fault: &Value) -> anyhow::Result<()> {
        self.control.fault(fault).await.map(drop).map_err(refused)
    }

    /// Lets a minute pass in the world, so that the report finds nothing open.
    pub async fn let_time_pass(&self) -> anyhow::Result<()> {
        self.control.advance(AFTERWARDS).await.map(drop).map_err(refused)
    }

    /// The verdicts; `exit` is the status with which the client's run ended.
    pub async fn report(&self, exit: Option<i32>) -> anyhow::Result<ClientReport> {
        let report = self.control.read(&Self::query("json", exit)).await.map_err(refused)?;
        serde_json::from_value(report).context("the client report is of another form")
    }

    /// The report as the sandbox writes it: `json`, `junit` or `html`.
    pub async fn rendered(&self, form: &str, exit: Option<i32>) -> anyhow::Result<String> {
        let answer = self.control.fetch(&Self::query(form, exit)).await.map_err(refused)?;
        String::from_utf8(answer.body.to_vec()).context("the client report is no text")
    }

    /// Removes the world.
    pub async fn delete(&self) {
        // A world that stays expires by itself.
        let _ = self.control.delete().await;
    }

    fn query(form: &str, exit: Option<i32>) -> String {
        let exit = exit.map(|exit| format!("&exit={exit}")).unwrap_or_default();
        format!("/client-report?as={form}{exit}")
    }
}

/// The error of a step that the sandbox did not do.
fn refused(mismatch: Mismatch) -> anyhow::Error {
    anyhow!("expected: {}; got: {}", mismatch.expected, mismatch.actual)
}
