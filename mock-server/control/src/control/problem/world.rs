//! Refusals of a world's own commands, and of new worlds, as problems.
#![warn(clippy::wildcard_enum_match_arm)]

use super::{Problem, ProblemCode};
use crate::{
    control::pointer::escaped,
    rulebook::{Kind, RuleError},
    world::{
        CreationError, clock,
        commands::{
            ClockFault, CredentialError, FaultError, MOST_FAULTS, ReceiverError, SnapshotError,
            WorldCommandError,
        },
        outbox::MOST_RECEIVERS,
        snapshots::MOST_SNAPSHOTS,
    },
    worlds::MakeError,
};

impl From<CredentialError> for Problem {
    fn from(error: CredentialError) -> Self {
        let text = error.to_string();
        match error {
            CredentialError::Unknown => {
                Self::new(ProblemCode::EntityUnknown, "Nothing by that name", text)
            }
            CredentialError::Taken(_) => Self::state("taken", Vec::new()),
        }
    }
}

impl From<ClockFault> for Problem {
    fn from(fault: ClockFault) -> Self {
        match fault {
            ClockFault::Backwards { now } => Self::new(
                ProblemCode::ClockBackwards,
                "World time does not go back",
                format!("The world is at {}; nothing was changed. Reset the world, restore a snapshot, or make a world that starts earlier.", clock::written(now)),
            )
            .with("pointer", "/at"),
            ClockFault::Range => {
                Self::new(ProblemCode::ClockRange, "World time stays between 2000 and 2100", "nothing was changed")
            }
            ClockFault::NothingScheduled => Self::state("nothing scheduled", Vec::new()),
        }
    }
}

impl From<FaultError> for Problem {
    fn from(error: FaultError) -> Self {
        let detail = format!("{error}; nothing was done");
        match error {
            FaultError::TooMany => Self::new(ProblemCode::TooMany, "Too many faults", detail)
                .with("limit", MOST_FAULTS),
            FaultError::Unknown(_) => Self::new(ProblemCode::ItemUnknown, "No such fault", detail),
        }
    }
}

impl From<ReceiverError> for Problem {
    fn from(error: ReceiverError) -> Self {
        let text = error.to_string();
        match error {
            ReceiverError::NotYours | ReceiverError::Unknown => {
                Self::new(ProblemCode::EntityUnknown, "Nothing by that name", text)
            }
            ReceiverError::TooMany => Self::new(ProblemCode::TooMany, "Too many receivers", text)
                .with("limit", MOST_RECEIVERS),
            ReceiverError::Removed => Self::state("removed", Vec::new()),
            ReceiverError::TakenBack => Self::state("taken back", Vec::new()),
            ReceiverError::NotHeld(_) => Self::new(ProblemCode::StateConflict, "Not held", text)
                .with("allowed", vec!["held"]),
            ReceiverError::NothingYet => {
                Self::new(ProblemCode::StateConflict, "Nothing to make a probe of", text)
            }
            ReceiverError::TooManyDeliveries(limit) | ReceiverError::TooManySecrets(limit) => {
                Self::new(ProblemCode::TooMany, "Too many", text).with("limit", limit)
            }
        }
    }
}

impl From<SnapshotError> for Problem {
    fn from(error: SnapshotError) -> Self {
        let detail = format!("{error}; nothing was done");
        match error {
            SnapshotError::Exists(_) => {
                Self::new(ProblemCode::SnapshotExists, "The snapshot exists", detail)
                    .with("pointer", "/name")
            }
            SnapshotError::Unknown(_) => {
                Self::new(ProblemCode::ItemUnknown, "No such snapshot", detail)
            }
            SnapshotError::TooMany => Self::new(ProblemCode::TooMany, "Too many snapshots", detail)
                .with("limit", MOST_SNAPSHOTS),
        }
    }
}

impl From<RuleError> for Problem {
    fn from(error: RuleError) -> Self {
        let detail = format!("{error}; nothing was changed.");
        match error {
            RuleError::Unknown { key, near } => {
                Self::new(ProblemCode::RuleUnknown, "Unknown rulebook key", detail)
                    .with("pointer", format!("/{}", escaped(&key)))
                    .with("did_you_mean", near)
            }
            RuleError::Type { key, expected } => {
                Self::new(ProblemCode::RuleType, "Wrong type", detail)
                    .with("pointer", format!("/{key}"))
                    .with("expected", expected)
            }
            RuleError::Range { key, kind, .. } => {
                let problem = Self::new(ProblemCode::RuleRange, "Not a value of this rule", detail)
                    .with("pointer", format!("/{key}"));
                match kind {
                    Kind::Int { min, max } => problem.with("min", min).with("max", max),
                    Kind::Enum(words) | Kind::ListOf(words) => {
                        problem.with("choices", words.to_vec())
                    }
                    Kind::Bool | Kind::Text | Kind::List | Kind::Numbers => problem,
                }
            }
        }
    }
}

impl From<WorldCommandError> for Problem {
    fn from(error: WorldCommandError) -> Self {
        let detail = format!("{error}; nothing was changed.");
        match error {
            WorldCommandError::Rule(error) => error.into(),
            WorldCommandError::Reading { id, choices, .. } => {
                Self::new(ProblemCode::ReadingUnknown, "Unknown reading", detail)
                    .with("pointer", format!("/{}", escaped(&id)))
                    .with("choices", choices)
            }
            WorldCommandError::Deviation { at, near, .. } => {
                Self::new(ProblemCode::DeviationUnknown, "Unknown deviation", detail)
                    .with("pointer", format!("/{at}"))
                    .with("did_you_mean", near)
            }
            WorldCommandError::Patch { at, .. } => {
                Self::new(ProblemCode::DeviationUnknown, "No deviation", detail)
                    .with("pointer", format!("/{at}"))
            }
            WorldCommandError::Clash(..) => {
                Self::new(ProblemCode::StateConflict, "Two deviations of one rule", detail)
            }
        }
    }
}

impl From<MakeError> for Problem {
    fn from(error: MakeError) -> Self {
        let detail = error.to_string();
        match error {
            MakeError::Exists(_) => Self::new(ProblemCode::WorldExists, "The world exists", detail)
                .with("pointer", "/id"),
            MakeError::NeverExpiring { limit } => {
                Self::new(ProblemCode::TooMany, "Too many worlds that never expire", detail)
                    .with("pointer", "/idle")
                    .with("limit", limit)
            }
            MakeError::Full { limit, next } => {
                let detail = match next {
                    Some(next) => format!("{detail}; {next:?} expires next"),
                    None => detail,
                };
                Self::new(ProblemCode::WorldsFull, "Too many worlds", detail).with("limit", limit)
            }
            MakeError::Creation(CreationError::Fixture(_)) => Self::invalid("/fixture", detail),
            MakeError::Creation(CreationError::Clock) => {
                Self::from(ClockFault::Range).with("pointer", "/clock")
            }
            MakeError::Creation(CreationError::WorldCommand(error)) => {
                let place = match &error {
                    WorldCommandError::Rule(_) => "/rules",
                    WorldCommandError::Reading { .. } => "/readings",
                    WorldCommandError::Deviation { .. }
                    | WorldCommandError::Patch { .. }
                    | WorldCommandError::Clash(..) => "/deviations",
                };
                Self::from(error).below(place)
            }
            MakeError::Journal(why) => Self::unavailable(why),
        }
    }
}
