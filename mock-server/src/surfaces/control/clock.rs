//! Moving world time (SB 4).

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, Control, Parameters, Problem, act_at, duration, input};
use crate::{
    rulebook::AuthTime,
    world::{
        Act, Clock, EFFECTS_A_SPAN, Fired, Moment,
        clock::{real_now, written},
        steer::{Advance, ClockFault, PatchRules, SetClock, Target},
    },
    worlds::{Handle, Turnstile},
};

/// The clock of a world as it shows.
pub(super) fn shown(handle: &Handle) -> Value {
    let now = handle.now();
    handle.read(|world| {
        let next = world.timeline.next().map(|(at, effect)| {
            json!({"at": written(at), "effect": effect.name(), "entity": effect.entity()})
        });
        let mut clock = match world.clock {
            Clock::Frozen { .. } => json!({"mode": "frozen", "now": written(now)}),
            Clock::Running { offset_us } => json!({
                "mode": "running", "now": written(now), "offset": duration::written(offset_us)
            }),
        };
        clock["auth_time"] = json!(world.rules.sandbox.auth_time.word());
        clock["pending"] = json!(world.timeline.len());
        clock["next"] = json!(next);
        clock
    })
}

pub(super) async fn show(State(control): State<Control>, Path(id): Path<String>) -> Answer {
    Ok(Json(shown(&control.world(&id)?)))
}

pub(super) async fn timers(
    State(control): State<Control>,
    Path(id): Path<String>,
    parameters: Parameters,
) -> Answer {
    let handle = control.world(&id)?;
    parameters.page(super::look(&handle, |world| {
        let row = |(at, effect): (Timestamp, &crate::issuer::Effect)| json!({"at": written(at), "effect": effect.name(), "entity": effect.entity()});
        world.timeline.iter().map(row).collect()
    }))
}

/// A clock setting.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Setting {
    mode: Mode,
    at: Option<Timestamp>,
    offset: Option<String>,
    /// Which time judges signatures; as before when absent (SB 4.4).
    auth_time: Option<AuthTime>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    Running,
    Frozen,
}

impl Setting {
    /// The rule that `auth_time` stands for, and its value.
    pub(super) fn rule(&self) -> Option<(String, Value)> {
        self.auth_time.map(|time| ("sb.clock.auth_time".to_owned(), json!(time.word())))
    }

    /// The clock that this asks for and what it shows now, when the world is at `now`.
    pub(super) fn clock(
        &self,
        now: Timestamp,
        real: Timestamp,
    ) -> Result<(Clock, Timestamp), Problem> {
        let offset = match &self.offset {
            None => None,
            Some(_) if self.mode == Mode::Frozen || self.at.is_some() => {
                return Err(Problem::invalid("/offset", "give one of `at` and a running `offset`"));
            }
            Some(text) => Some(duration::micros(text, "/offset")?),
        };
        let at = match offset {
            Some(offset_us) => real
                .checked_add(SignedDuration::from_micros(offset_us))
                .map_err(|_| ClockFault::Range)?,
            None => self.at.unwrap_or(now),
        };
        Ok(match self.mode {
            Mode::Frozen => (Clock::Frozen { at }, at),
            Mode::Running => (Clock::running_at(at, real), at),
        })
    }
}

pub(super) async fn set(
    State(control): State<Control>,
    Path(id): Path<String>,
    body: Bytes,
) -> Answer {
    let handle = control.world(&id)?;
    let setting: Setting = input::body(&body)?;
    let _turn = handle.enter().await;
    let present = handle.now();
    let (clock, now) = setting.clock(present, real_now())?;
    act_at(&handle, present, "clock.set", &SetClock { clock, now })?;
    if let Some((key, value)) = setting.rule() {
        let values = [(key, Some(value))].into();
        act_at(&handle, present, "clock.set", &PatchRules { values, clear: false })?;
    }
    handle.settle();
    Ok(Json(shown(&handle)))
}

/// How far to move time.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    by: Option<String>,
    to: Option<String>,
}

impl Step {
    fn target(&self) -> Result<Target, Problem> {
        Ok(match (&self.by, self.to.as_deref()) {
            (Some(by), None) => Target::By(duration::micros(by, "/by")?),
            (None, Some("next")) => Target::Next,
            (None, Some(to)) => Target::To(
                to.parse().map_err(|_| Problem::invalid("/to", format!("{to:?} is no instant")))?,
            ),
            _ => return Err(Problem::invalid("", "give exactly one of `by` and `to`")),
        })
    }
}

pub(super) async fn advance(
    State(control): State<Control>,
    Path(id): Path<String>,
    parameters: Parameters,
    body: Bytes,
) -> Answer {
    let dry_run = parameters.flag("dry_run")?;
    let handle = control.world(&id)?;
    let body = input::object(&body)?;
    let turn = handle.enter().await;
    if dry_run {
        let scratch = handle.shadow("").map_err(|_| {
            Problem::new(503, "journal_unavailable", "The journal cannot be written", "")
        })?;
        return move_on(&scratch, body).map(Json);
    }
    if handle.read(|world| world.outbox.is_watched()) {
        let to = input::read::<Step>(body)?.target()?;
        let from = handle.now();
        let (now, fired) = told_on_the_way(&control, &handle, turn, to).await?;
        return Ok(Json(moved(&handle, from, now, &fired)));
    }
    move_on(&handle, body).map(Json)
}

/// Moves the time of a world on, and tells what fired.
pub(super) fn move_on(handle: &Handle, body: Value) -> Result<Value, Problem> {
    let to = input::read::<Step>(body)?.target()?;
    let from = handle.now();
    let (now, fired) = advanced(handle, to)?;
    Ok(moved(handle, from, now, &fired))
}

fn moved(handle: &Handle, from: Timestamp, now: Timestamp, fired: &[Fired]) -> Value {
    let row = |fired: &Fired| {
        json!({"at": written(fired.at), "effect": fired.effect.name(),
               "entity": fired.effect.entity(), "from": fired.from, "to": fired.to})
    };
    json!({
        "from": written(from),
        "now": written(now),
        "fired": fired.iter().take(1000).map(row).collect::<Vec<_>>(),
        "fired_total": fired.len(),
        "next": shown(handle)["next"].take(),
    })
}

fn advanced(handle: &Handle, to: Target) -> Result<(Timestamp, Vec<Fired>), Problem> {
    let now = act_at(handle, handle.now(), "clock.advance", &Advance { to })?;
    Ok((now, handle.settle().1))
}

/// Advances effect by effect, so that a delivery is tried while the clock stands at its due time.
/// The world goes on answering meanwhile: a receiver may call back.
async fn told_on_the_way(
    control: &Control,
    handle: &Handle,
    turn: Turnstile,
    to: Target,
) -> Result<(Timestamp, Vec<Fired>), Problem> {
    let moment = Moment::ops(handle.now(), "clock.advance");
    let goal = handle.read(|world| Advance { to }.check(world, &moment))?;
    let mut turn = Some(turn);
    let mut fired = Vec::new();
    loop {
        let next = handle.read(|world| world.timeline.next().map(|(at, _)| at));
        let stop = next.filter(|at| *at <= goal);
        // A running clock may be further by now.
        let to = stop.unwrap_or(goal).max(handle.now());
        let (now, more) = advanced(handle, Target::To(to))?;
        fired.extend(more);
        drop(turn.take());
        control.postman.deliver(handle).await;
        if stop.is_none() || fired.len() >= EFFECTS_A_SPAN {
            return Ok((now, fired));
        }
        turn = Some(handle.enter().await);
    }
}
