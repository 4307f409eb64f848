//! The partner surface: card issuing for partners, signed GraphQL.

mod costs;
mod doctor;
mod stage;
mod table;
pub mod target;
pub mod things;
mod world;

use self::{
    table::PartnerTable,
    target::{Known, PartnerSurface},
};
use super::{JudgedSurface, Proof, Written, second_credential};
use crate::{
    StepResult, World,
    budget::{Operation, costs::Row, graphql},
    doctor::{Action, Finding},
    drivers::{Http, graphql::session_key::PinCodec, sent::Sent},
    target::{
        Capability::{self, Provision, Review},
        Problems, Surface, Target,
    },
};

/// The path of the surface on a sandbox.
const PATH: &str = "/partner/cards/graphql";

impl JudgedSurface for PartnerSurface {
    type Table = PartnerTable;
    type Known = Known;

    const TITLE: &'static str = "partner GraphQL";
    const HAS_TABLES: bool = true;
    const TEMPLATE: &'static str = include_str!("template.toml");
    const COSTS: &'static [Row] = costs::ROWS;
    const ACTIONS: &'static [Action] = &[
        Action::new("make-card-user", Provision),
        Action::new("make-credential", Provision).or_without("tokens"),
        Action::new("revoke-credential", Provision).or_without("revoked tokens"),
        Action::new("expire-credential", Provision).or_without("expired tokens"),
        Action::new("activate-card", Provision).or_without("activated plastic"),
        Action::new("decide-application", Review),
        Action::new("confirm-deposit", Capability::Deposit).or_without("pending deposits"),
    ];

    fn operations(sent: &Sent) -> Vec<Operation> {
        graphql::operations(Surface::PG, sent)
    }

    fn of_sandbox(url: &str) -> Self {
        Self {
            url: format!("{url}{PATH}"),
            pin_codec: Some(PinCodec::default()),
            ..Self::default()
        }
    }

    fn of_table(
        table: &PartnerTable,
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
            (Capability::PinCodec, has(|one| one.pin_codec.is_some()), "surfaces.PG.pin_codec"),
        ]
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

    async fn examine(&self, target: &Target, http: &Http) -> Vec<Finding> {
        doctor::examine(self, target, http).await
    }
}
