//! Clocks, timers and moves of time as answers show them (SB 4).

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::super::duration;
use crate::{
    world::{Clock, Effect, Fired, clock::written},
    worlds::{ClockMove, Handle},
};

/// The most effects that an answer lists; `fired_total` counts all of them.
const MOST_LISTED: usize = 1000;

/// The clock of a world.
#[derive(Serialize, ToSchema)]
pub(in crate::control) struct ClockAnswer {
    /// `frozen` or `running`.
    mode: &'static str,
    /// World time.
    #[schema(format = DateTime)]
    now: String,
    /// World time less real time, of a clock that runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<String>,
    /// The clock by which signatures and nonces are judged: `world` or `real`.
    auth_time: &'static str,
    /// Number of effects that the timeline holds.
    pending: usize,
    /// The effect that falls due next.
    next: Option<TimerAnswer>,
}

/// An effect that the timeline does by itself.
#[derive(Serialize, ToSchema)]
pub(in crate::control) struct TimerAnswer {
    /// World time at which it falls due.
    #[schema(format = DateTime)]
    at: String,
    /// The name of the effect.
    effect: &'static str,
    /// The entity that it happens to: `<type>:<id>`.
    entity: String,
}

/// A move of world time that is over.
#[derive(Serialize, ToSchema)]
pub(in crate::control) struct MoveAnswer {
    /// World time before.
    #[schema(format = DateTime)]
    from: String,
    /// World time now.
    #[schema(format = DateTime)]
    now: String,
    /// The first 1000 effects that fired, in their order.
    fired: Vec<FiredAnswer>,
    /// Number of effects that fired.
    fired_total: usize,
    /// The effect that falls due next.
    next: Option<TimerAnswer>,
    /// `limit`, when time stopped because too many effects fired.
    #[serde(skip_serializing_if = "Option::is_none")]
    stopped: Option<&'static str>,
    /// Deliveries that are still being attempted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    under_way: Vec<String>,
}

/// An effect that fired.
#[derive(Serialize, ToSchema)]
struct FiredAnswer {
    /// World time.
    #[schema(format = DateTime)]
    at: String,
    /// The name of the effect.
    effect: &'static str,
    /// The entity that it happened to: `<type>:<id>`.
    entity: String,
    /// The state of the entity before.
    from: &'static str,
    /// The state of the entity after.
    to: &'static str,
}

impl ClockAnswer {
    /// The clock of a world as it is now.
    pub(in crate::control) fn of(handle: &Handle) -> Self {
        let now = written(handle.now());
        handle.read(|world| {
            let (mode, offset) = match world.clock {
                Clock::Frozen { .. } => ("frozen", None),
                Clock::Running { offset_us } => ("running", Some(duration::written(offset_us))),
            };
            let next = world.timeline.next();
            Self {
                mode,
                now,
                offset,
                auth_time: world.rules.sandbox.auth_time.word(),
                pending: world.timeline.len(),
                next: next.map(|(at, effect)| TimerAnswer::of(at, effect)),
            }
        })
    }
}

/// A clock as it was set or moved, and world time by it.
pub(in crate::control) fn clock_moved(clock: Clock, now: Timestamp) -> Value {
    match clock {
        Clock::Frozen { .. } => json!({"mode": "frozen", "now": written(now)}),
        Clock::Running { offset_us } => json!({"mode": "running", "now": written(now),
                                               "offset": duration::written(offset_us)}),
    }
}

impl TimerAnswer {
    /// An effect and the instant at which it falls due.
    pub(super) fn of(at: Timestamp, effect: &Effect) -> Self {
        Self { at: written(at), effect: effect.name(), entity: effect.entity() }
    }
}

impl MoveAnswer {
    /// A move of the time of a world, and the effects that fired; it was cut short at the limit of
    /// effects when `is_cut`.
    pub(super) fn of(
        handle: &Handle,
        clock_move: &ClockMove,
        fired: &[Fired],
        is_cut: bool,
    ) -> Self {
        let deliveries: BTreeSet<_> =
            handle.in_flight().into_iter().map(|(number, _)| number).collect();
        let ClockAnswer { now, next, .. } = ClockAnswer::of(handle);
        Self {
            from: written(clock_move.from),
            now,
            fired: fired.iter().take(MOST_LISTED).map(FiredAnswer::of).collect(),
            fired_total: fired.len(),
            next,
            stopped: is_cut.then_some("limit"),
            under_way: deliveries.iter().map(|number| format!("d-{number}")).collect(),
        }
    }
}

impl FiredAnswer {
    fn of(fired: &Fired) -> Self {
        Self {
            at: written(fired.at),
            effect: fired.effect.name(),
            entity: fired.effect.entity(),
            from: fired.from,
            to: fired.to,
        }
    }
}
