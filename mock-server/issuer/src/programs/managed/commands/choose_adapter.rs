//! `ChooseAdapter`: the partner's part, set by the operator (MC 8.1, 19).

use serde::{Deserialize, Serialize};

use crate::{
    command::Command,
    programs::managed::{
        ApplyContext, CheckContext, Managed, Refusal,
        adapter::AdapterChoice,
        ids::{CardId, CardProgramId},
    },
};

/// The adapter of a card or a program is set (`set-adapter`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChooseAdapter {
    /// The thing whose adapter it is.
    pub target: AdapterTarget,
    /// The choice; an empty one gives the decision back to what stands behind.
    pub choice: AdapterChoice,
}

/// The thing whose adapter is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdapterTarget {
    /// A card.
    Card(CardId),
    /// A program.
    Program(CardProgramId),
}

impl Command for ChooseAdapter {
    type Program = Managed;
    type Plan = ();
    type Done = ();

    fn check(&self, managed: &Managed, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let is_known = match self.target {
            AdapterTarget::Card(id) => managed.cards.get(id).is_some(),
            AdapterTarget::Program(id) => managed.programs.get(id).is_some(),
        };
        if is_known { Ok(()) } else { Err(Refusal::NotFound) }
    }

    fn apply(&self, (): (), managed: &mut Managed, _: &mut ApplyContext<'_>) {
        match self.target {
            AdapterTarget::Card(id) => managed.cards.change(id).set = self.choice,
            AdapterTarget::Program(id) => managed.programs.change(id).set = self.choice,
        }
    }
}
