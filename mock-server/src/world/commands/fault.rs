//! Ordering faults, meeting them, and calling them off (SB 8).

use serde::{Deserialize, Serialize};

use super::{Act, CommandContext, World};
use crate::world::faults::{About, Fault, RequestedCalls, Struck, Then, When};

/// How many faults a world may have (SB 18).
pub const MOST_FAULTS: usize = 1000;

/// Why a fault was not made, or not removed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultError {
    /// There are as many as there may be.
    #[error("there are {MOST_FAULTS} faults already")]
    TooMany,
    /// No fault has this number.
    #[error("there is no fault f-{0}")]
    Unknown(u64),
}

/// Orders a fault (`POST …/faults`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrderFault {
    /// What it is called.
    pub label: Option<String>,
    /// Which requests it is about.
    pub about: About,
    /// Which of those it strikes.
    pub when: When,
    /// What happens to them.
    pub then: Then,
}

impl OrderFault {
    pub(super) const NAME: &'static str = "fault.order";
}

impl Act for OrderFault {
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

/// Calls a fault off, or all of them (`DELETE …/faults`).
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct CallOffFault {
    /// Its number; all without one.
    pub fault: Option<u64>,
}

impl CallOffFault {
    pub(super) const NAME: &'static str = "fault.call_off";
}

impl Act for CallOffFault {
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

/// A request comes to the door: the faults that it matches count it, and one may act.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MeetFaults {
    /// What it asks for.
    pub asked: RequestedCalls,
}

/// No live fault is about this request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unconcerned;

impl MeetFaults {
    pub(super) const NAME: &'static str = "fault.meet";
}

impl Act for MeetFaults {
    type Plan = ();
    type Done = Option<Struck>;
    type Refusal = Unconcerned;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), Unconcerned> {
        if world.faults.concern(&self.asked) { Ok(()) } else { Err(Unconcerned) }
    }

    fn apply(&self, (): (), world: &mut World, _: &CommandContext) -> Option<Struck> {
        world.faults.meet(&self.asked, &mut world.dice)
    }
}

/// The named error that a request met has been asked for, and strikes.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct StrikeFault {
    /// The fault's number.
    pub fault: u64,
}

impl StrikeFault {
    pub(super) const NAME: &'static str = "fault.strike";
}

impl Act for StrikeFault {
    type Plan = ();
    type Done = ();
    type Refusal = Unconcerned;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), Unconcerned> {
        world.faults.get(self.fault).map(|_| ()).ok_or(Unconcerned)
    }

    fn apply(&self, (): (), world: &mut World, _: &CommandContext) {
        world.faults.fire(self.fault);
    }
}
