//! Commands that make, match and delete faults (SB 8).

use serde::{Deserialize, Serialize};

use super::{Change, CommandContext, World};
use crate::{
    register::ArgumentReading,
    world::faults::{About, ChosenFault, Fault, Overlooked, RequestedCalls, Then, When},
};

/// Most faults that a world may have (SB 18).
pub const MOST_FAULTS: usize = 1000;

/// Reason why a fault was not made or deleted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultError {
    /// The world has its maximum of faults.
    #[error("there are {MOST_FAULTS} faults already")]
    TooMany,
    /// No fault has this number.
    #[error("there is no fault f-{0}")]
    Unknown(u64),
}

/// Makes a fault (`POST …/faults`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrderFault {
    /// Name that the user gives it.
    pub label: Option<String>,
    /// Requests that the fault matches.
    pub about: About,
    /// Schedule: which of the matching requests it strikes.
    pub when: When,
    /// Effect on those.
    pub then: Then,
}

impl OrderFault {
    pub(super) const NAME: &'static str = "fault.order";
}

impl Change for OrderFault {
    type Plan = ();
    type Done = u64;
    type Refusal = FaultError;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), FaultError> {
        if world.faults.len() >= MOST_FAULTS {
            return Err(FaultError::TooMany);
        }
        Ok(())
    }

    fn apply(&self, (): (), world: &mut World, _: &CommandContext) -> u64 {
        world.faults.add(Fault {
            number: 0,
            label: self.label.clone(),
            about: self.about.clone(),
            when: self.when,
            then: self.then.clone(),
            matched: 0,
            fired: 0,
        })
    }
}

/// Deletes one fault, or all of them (`DELETE …/faults`).
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct CallOffFault {
    /// Number of the fault; none for all faults.
    pub fault: Option<u64>,
}

impl CallOffFault {
    pub(super) const NAME: &'static str = "fault.call_off";
}

impl Change for CallOffFault {
    type Plan = ();
    type Done = ();
    type Refusal = FaultError;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), FaultError> {
        match self.fault {
            Some(number) if world.faults.get(number).is_none() => Err(FaultError::Unknown(number)),
            _ => Ok(()),
        }
    }

    fn apply(&self, (): (), world: &mut World, _: &CommandContext) {
        world.faults.remove(self.fault);
    }
}

/// Compares a request with the faults when it arrives: every fault that it matches counts it, and
/// one may act.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MeetFaults {
    /// Operations that the request calls.
    pub asked: RequestedCalls,
}

/// Name of the comparison in deviations.
const MEETING: &str = "fault.meet";

/// Refusal: no live fault matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoMatchingFault;

impl MeetFaults {
    pub(super) const NAME: &'static str = "fault.meet";
}

impl Change for MeetFaults {
    type Plan = ();
    type Done = Option<ChosenFault>;
    type Refusal = NoMatchingFault;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), NoMatchingFault> {
        let matches = world.faults.any_matches(&self.asked, overlooked(world));
        if matches { Ok(()) } else { Err(NoMatchingFault) }
    }

    fn apply(&self, (): (), world: &mut World, _: &CommandContext) -> Option<ChosenFault> {
        let overlooked = overlooked(world);
        world.faults.choose(&self.asked, overlooked, &mut world.dice)
    }
}

/// Members of a request that a deviation lets faults overlook.
fn overlooked(world: &World) -> Overlooked {
    let ignores = |name| world.deviations.reading(MEETING, name) == Some(ArgumentReading::Ignored);
    Overlooked { operation: ignores("operation"), entity: ignores("entity"), by: ignores("by") }
}

/// Uses up a fault with a named error, at the place where the surface asks for that error.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct StrikeFault {
    /// Number of the fault.
    pub fault: u64,
}

impl StrikeFault {
    pub(super) const NAME: &'static str = "fault.strike";
}

impl Change for StrikeFault {
    type Plan = ();
    type Done = ();
    type Refusal = NoMatchingFault;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), NoMatchingFault> {
        world.faults.get(self.fault).map(|_| ()).ok_or(NoMatchingFault)
    }

    fn apply(&self, (): (), world: &mut World, _: &CommandContext) {
        world.faults.fire(self.fault);
    }
}
