//! The in-app surface: cards, wallets and swaps of an app's users, GraphQL with user tokens.

mod costs;
mod doctor;
mod stage;
mod table;
pub mod target;
pub mod things;
mod world;

use self::{
    table::InAppTable,
    target::{InAppSurface, Known},
};
use super::{JudgedSurface, Proof, Written, second_credential};
use crate::{
    StepResult, World,
    budget::{Operation, costs::Row, graphql},
    doctor::{Action, Finding},
    drivers::{Http, graphql::session_key::PinCodec, in_app::generation::Generation, sent::Sent},
    target::{
        Capability::{self, Provision, Review, WebhookSink},
        Problems, Surface, Target,
    },
};

/// The path of the surface on a sandbox.
const PATH: &str = "/graphql";

impl JudgedSurface for InAppSurface {
    type Table = InAppTable;
    type Known = Known;

    const TITLE: &'static str = "in-app GraphQL";
    const HAS_TABLES: bool = true;
    const TEMPLATE: &'static str = include_str!("template.toml");
    const COSTS: &'static [Row] = costs::ROWS;
    const ACTIONS: &'static [Action] = &[
        Action::new("make-user", Provision),
        Action::new("make-wallet", Provision).or_without("wallets of other kinds"),
        Action::new("mint-jwt", Provision).or_without("bad tokens"),
        Action::new("set-user", Provision).or_without("disabled users"),
        Action::new("decide-dispute", Review).or_without("decided disputes"),
        Action::new("add-receiver", WebhookSink).or_without("events of the app"),
    ];

    /// Operations go by three generations of names (AMB-AG-01); the rows have the first.
    fn row(name: &str) -> Option<&'static Row> {
        let generations = [Generation::Rain, Generation::Agio, Generation::Plain];
        let called = |row: &&Row| generations.iter().any(|one| one.named(row.name) == name);
        costs::ROWS.iter().find(called)
    }

    fn operations(sent: &Sent) -> Vec<Operation> {
        graphql::operations(Surface::AG, sent)
    }

    fn of_sandbox(url: &str) -> Self {
        let url = format!("{url}{PATH}");
        Self {
            ws_url: Self::socket_of(&url),
            url,
            pin_codec: Some(PinCodec::default()),
            ..Self::default()
        }
    }

    fn of_table(
        table: &InAppTable,
        known: Known,
        written: &Written<'_>,
        problems: &mut Problems<'_>,
    ) -> Self {
        table.read(known, written, problems)
    }

    fn url(&self) -> &str {
        &self.url
    }

    fn moved_to(self, Self { url, ws_url, headers, .. }: Self) -> Self {
        Self { url, ws_url, headers, ..self }
    }

    fn known(&self) -> &Known {
        &self.known
    }

    fn proofs(surface: Option<&Self>) -> Vec<Proof> {
        let has = |part: fn(&Self) -> bool| surface.is_some_and(part);
        vec![
            second_credential(has(|one| one.second.is_some())),
            (Capability::PinCodec, has(|one| one.pin_codec.is_some()), "surfaces.AG.pin_codec"),
        ]
    }

    /// Tokens of users end while the clock moves; they are kept alive only where users act.
    fn set_stage(
        &self,
        world: &mut World,
        judged: Surface,
        target: &Target,
        http: &Http,
    ) -> StepResult {
        match judged {
            Surface::AG | Surface::SB => stage::set(self, world, target, http),
            Surface::PG | Surface::ER | Surface::MC => Ok(()),
        }
    }

    async fn examine(&self, target: &Target, http: &Http) -> Vec<Finding> {
        doctor::examine(self, target, http).await
    }
}
