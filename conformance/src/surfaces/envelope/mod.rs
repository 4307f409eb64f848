//! The encrypted-envelope surface: prepaid cards for projects, REST with sealed bodies.

mod costs;
mod doctor;
mod stage;
mod table;
pub mod target;
pub mod things;
mod world;

use std::collections::BTreeSet;

use self::{
    table::EnvelopeTable,
    target::{Dialect, EnvelopeCodec, EnvelopeSurface, Known},
};
use super::{JudgedSurface, Proof, Written, second_credential};
use crate::{
    StepResult, World,
    budget::{Operation, costs::Row, of_call},
    doctor::{Action, Finding},
    drivers::{Http, sent::Sent},
    target::{
        Capability::{self, Provision, Review},
        Problems, Surface, Target,
    },
};

/// The path of the surface on a sandbox.
const PATH: &str = "/api/v1";

impl JudgedSurface for EnvelopeSurface {
    type Table = EnvelopeTable;
    type Known = Known;

    const TITLE: &'static str = "envelope REST";
    const TEMPLATE: &'static str = include_str!("template.toml");
    const COSTS: &'static [Row] = costs::ROWS;
    const ACTIONS: &'static [Action] = &[
        Action::new("set-card-status", Provision).or_without("closed cards"),
        Action::new("decide-kyc", Review),
    ];

    /// A slash at the end is none of an endpoint's name.
    fn row(name: &str) -> Option<&'static Row> {
        costs::ROWS.iter().find(|row| row.name == name.trim_end_matches('/'))
    }

    /// The endpoint stands in what is sealed: targets have other paths, or one for all.
    fn operations(sent: &Sent) -> Vec<Operation> {
        let (path, cents) = match &sent.asked {
            Some(asked) => (asked.path.as_str(), asked.cents),
            None => (sent.url.as_str(), None),
        };
        of_call(Surface::ER, &sent.method, path, cents)
    }

    fn of_sandbox(url: &str) -> Self {
        Self {
            url: format!("{url}{PATH}"),
            codec: Some(EnvelopeCodec::default()),
            dialect: Some(Dialect::of_the_contract()),
            ..Self::default()
        }
    }

    fn of_table(
        table: &EnvelopeTable,
        known: Known,
        written: &Written<'_>,
        problems: &mut Problems<'_>,
    ) -> Self {
        table.read(known, written.foreign, problems)
    }

    fn url(&self) -> &str {
        &self.url
    }

    fn moved_to(self, Self { url, headers, .. }: Self) -> Self {
        Self { url, headers, ..self }
    }

    fn known(&self) -> &Known {
        &self.known
    }

    fn proofs(surface: Option<&Self>) -> Vec<Proof> {
        let has = |part: fn(&Self) -> bool| surface.is_some_and(part);
        vec![
            second_credential(has(|one| one.second.is_some())),
            (
                Capability::NoAccessKey,
                has(|one| one.no_access.is_some()),
                "surfaces.ER.credentials.no_access",
            ),
            (Capability::EnvelopeCodec, has(|one| one.codec.is_some()), "surfaces.ER"),
            (Capability::Dialect, has(|one| one.dialect.is_some()), "surfaces.ER.dialect"),
        ]
    }

    /// The public layout is the one that is meant where no other is written.
    fn assume(&mut self, claims: &BTreeSet<Capability>) {
        if claims.contains(&Capability::EnvelopeCodec) {
            self.codec = Some(self.codec.unwrap_or_default());
        }
    }

    fn set_stage(
        &self,
        world: &mut World,
        _judged: Surface,
        target: &Target,
        http: &Http,
    ) -> StepResult {
        stage::set(self, world, target, http)
    }

    async fn tidy(world: &World) {
        stage::tidy(world).await;
    }

    async fn examine(&self, target: &Target, http: &Http) -> Vec<Finding> {
        doctor::examine(self, target, http).await
    }
}
