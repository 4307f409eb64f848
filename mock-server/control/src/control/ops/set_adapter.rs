//! `set-adapter` (SB 5.1).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    control::{
        Problem,
        duration::TimeSpan,
        entities::{Reference, managed},
    },
    programs::managed::{
        adapter::{Adapter, AdapterChoice},
        commands::{AdapterTarget, ChooseAdapter},
    },
    world::World,
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SetAdapter {
    /// A card program; give exactly one of `program` and `card`.
    program: Option<Reference>,
    /// A managed card.
    card: Option<Reference>,
    /// The way in which the issuing partner answers; null gives the decision back to the program.
    adapter: Option<Adapter>,
    /// The delay of the delayed adapter; that of the rules when absent.
    delay: Option<TimeSpan>,
}

/// The adapter that was set.
#[derive(Serialize, ToSchema)]
pub(super) struct AdapterNow {
    adapter: Option<&'static str>,
}

impl Op for SetAdapter {
    const NAME: &'static str = "set-adapter";
    const SUMMARY: &'static str = "Says how the issuing partner of managed cards answers.";
    type Result = AdapterNow;

    fn run(self, handle: &Handle) -> Outcome<AdapterNow> {
        let (target, entity) = handle.read(|world| self.target(world))?;
        let delay_ms = self.delay.map(|delay| delay.micros / 1_000);
        let choice = AdapterChoice { adapter: self.adapter, delay_ms };
        act(handle, Self::NAME, &ChooseAdapter { target, choice })?;
        let result = AdapterNow { adapter: self.adapter.map(Adapter::word) };
        Ok(Effect { result, changed: vec![entity] })
    }
}

impl SetAdapter {
    fn target(&self, world: &World) -> Result<(AdapterTarget, String), Problem> {
        match (&self.program, &self.card) {
            (Some(program), None) => {
                let row = managed::program(world, program)?;
                Ok((AdapterTarget::Program(row.id), format!("program:{}", row.reference)))
            }
            (None, Some(card)) => {
                let row = managed::card(world, card);
                let row = row.ok_or_else(|| Problem::entity("managed card", card))?;
                Ok((AdapterTarget::Card(row.id), format!("card:{}", row.reference)))
            }
            _ => Err(Problem::invalid("", "give exactly one of `program` and `card`")),
        }
    }
}
