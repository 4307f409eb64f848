//! The managed cards surface: programs, cards with a balance, authorizations and disputes of a
//! user, REST with user tokens.

mod costs;
mod dialect;
mod doctor;
mod pointer;
mod stage;
mod table;
pub mod target;
pub mod things;
mod world;

use self::{
    table::ManagedTable,
    target::{Dialect, Known, ManagedSurface},
};
use super::{JudgedSurface, Proof, Written, second_credential};
use crate::{
    StepResult, World,
    budget::{Operation, costs::Row, of_call},
    doctor::{Action, Finding},
    drivers::{Http, sent::Sent},
    target::{
        Capability::{self, Deposit, Provision, Review},
        Problems, Surface, Target,
    },
};

impl JudgedSurface for ManagedSurface {
    type Table = ManagedTable;
    type Known = Known;

    const TITLE: &'static str = "managed cards REST";
    const TEMPLATE: &'static str = include_str!("template.toml");
    const COSTS: &'static [Row] = costs::ROWS;
    const ACTIONS: &'static [Action] = &[
        Action::new("make-card", Provision).or_without("cards in states that no caller makes"),
        Action::new("make-program", Provision).or_without("programs that are not listed"),
        Action::new("make-user", Provision).or_without("callers of other markets"),
        Action::new("deposit", Deposit),
        Action::new("set-card-status", Review),
        Action::new("decide-dispute", Review).or_without("decided disputes"),
        Action::new("decide-operation", Review).or_without("decided operations"),
    ];

    /// A target has paths of its own, so requests name their operation. One that stands at no path
    /// of the contract costs everything.
    fn operations(sent: &Sent) -> Vec<Operation> {
        let (name, cents) = match &sent.operation {
            Some(operation) => (operation.name.as_str(), operation.cents),
            None => (sent.url.as_str(), None),
        };
        of_call(Surface::MC, &sent.method, name, cents)
    }

    fn of_sandbox(url: &str) -> Self {
        Self { url: url.to_owned(), dialect: Some(Dialect::default()), ..Self::default() }
    }

    fn of_table(
        table: &ManagedTable,
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
            (Capability::Dialect, has(|one| one.dialect.is_some()), "surfaces.MC.dialect"),
        ]
    }

    fn set_stage(
        &self,
        world: &mut World,
        judged: Surface,
        target: &Target,
        http: &Http,
    ) -> StepResult {
        match judged {
            Surface::MC | Surface::SB => stage::set(self, world, target, http),
            Surface::PG | Surface::AG | Surface::ER => Ok(()),
        }
    }

    async fn examine(&self, target: &Target, http: &Http) -> Vec<Finding> {
        doctor::examine(self, target, http).await
    }
}
