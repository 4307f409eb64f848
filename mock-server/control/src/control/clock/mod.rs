//! Moving world time (SB 4).

mod answer;

use std::time::Duration;

use axum::{Json, extract::State};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) use answer::{ClockAnswer, MoveAnswer, TimerAnswer, clock_moved};
use utoipa::{IntoParams, ToSchema};

use super::{
    Answer, Control, Problem, ProblemCode, Turn, act_at,
    duration::TimeSpan,
    extract::{Body, InWorld},
    input,
    page::{Listed, Page, Paging},
    query::{Flag, Query},
    turn,
};
use crate::{
    gate::WebhookSender,
    register::Repeat,
    rulebook::AuthTime,
    world::{
        Clock,
        commands::{ClockFault, PatchRules, SetClock, Target},
        journal::Receipt,
    },
    worlds::{ClockMove, Handle, Worlds},
};

/// Shows the clock of a world.
#[utoipa::path(get, path = "/worlds/{world}/clock", responses((status = 200, description = "The clock.", body = ClockAnswer)))]
pub(super) async fn show(InWorld(handle): InWorld) -> Answer<ClockAnswer> {
    Ok(Json(ClockAnswer::of(&handle)))
}

/// Lists what the timeline does by itself, in the order in which it falls due.
#[utoipa::path(get, path = "/worlds/{world}/timers", params(Paging), responses((status = 200, description = "Timers.", body = Page)))]
pub(super) async fn timers(InWorld(handle): InWorld, Query(paging): Query<Paging>) -> Listed {
    let timers: Vec<Value> = super::look(&handle, |world| {
        let row = |(at, effect): (_, _)| json!(TimerAnswer::of(at, effect));
        world.timeline.iter().map(row).collect()
    });
    paging.of(timers.into_iter(), |timer| timer)
}

/// A clock setting.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Setting {
    mode: Mode,
    /// The instant that the clock shows; as it is when absent.
    #[schema(value_type = Option<String>, format = DateTime)]
    at: Option<Timestamp>,
    /// The time by which a running clock is ahead of real time, in the place of `at`.
    offset: Option<TimeSpan>,
    /// The time that judges signatures; as before when absent (SB 4.4).
    #[schema(value_type = Option<String>)]
    auth_time: Option<AuthTime>,
}

/// Mode of a clock.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Mode {
    /// With real time.
    Running,
    /// Not by itself.
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
            Some(offset) => Some(offset.micros),
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

/// Sets the clock of a world.
#[utoipa::path(put, path = "/worlds/{world}/clock", request_body = Setting, responses((status = 200, description = "The clock.", body = ClockAnswer)))]
pub(super) async fn set(
    InWorld(handle): InWorld,
    Body(setting): Body<Setting>,
) -> Answer<ClockAnswer> {
    let _turn = Turn::of(&handle).await;
    // What was promised to somebody who moves time is not taken back.
    let present = handle.after_moves();
    let (clock, now) = setting.clock(present, handle.real_now())?;
    act_at(&handle, present, "clock.set", &SetClock { clock, now })?;
    if let Some((key, value)) = setting.rule() {
        let values = [(key, Some(value))].into();
        act_at(&handle, present, "clock.set", &PatchRules { values, clear: false })?;
    }
    handle.settle();
    Ok(Json(ClockAnswer::of(&handle)))
}

/// Move of world time that is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClockStep {
    /// A duration; give exactly one of `by` and `to`.
    by: Option<TimeSpan>,
    /// An instant, or `next`: when the next effect is due.
    to: Option<String>,
}

/// Whether something is only told and not done.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct DryRun {
    /// Tells what would happen, and changes nothing.
    #[serde(default)]
    #[param(inline, value_type = Option<Flag>)]
    pub(super) dry_run: Flag,
}

impl ClockStep {
    /// The target of the move, and the member that names it.
    fn target(&self) -> Result<(Target, &'static str), Problem> {
        Ok(match (&self.by, self.to.as_deref()) {
            (Some(by), None) => (Target::By(by.micros), "/by"),
            (None, Some("next")) => (Target::Next, "/to"),
            (None, Some(text)) => {
                let detail = format!("{text:?} is neither an instant nor \"next\"");
                let to = text.parse().map_err(|_| Problem::invalid("/to", detail))?;
                (Target::To(to), "/to")
            }
            _ => return Err(Problem::invalid("", "give exactly one of `by` and `to`")),
        })
    }
}

/// Moves the time of a world on; effects fire in the order in which they fall due.
#[utoipa::path(post, path = "/worlds/{world}/clock/advance", params(DryRun), request_body = ClockStep, responses((status = 200, description = "What has fired.", body = MoveAnswer)))]
pub(super) async fn advance(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Query(DryRun { dry_run }): Query<DryRun>,
    Body(step): Body<ClockStep>,
) -> Answer<MoveAnswer> {
    let turn = Turn::of(&handle).await;
    let (to, place) = step.target()?;
    if dry_run.0 {
        let scratch = handle.shadow("");
        return gone(&scratch, begin_move(&scratch, to, place)?).map(Json);
    }
    let clock_move = begin_move(&handle, to, place)?;
    for sibling in moved_too(&control.worlds, &handle) {
        // What cannot move stays.
        let _ = begin_move(&sibling, to, place).and_then(|moved| gone(&sibling, moved));
    }
    if !handle.read(|world| world.outbox.has_receivers()) {
        return gone(&handle, clock_move).map(Json);
    }
    turn.leave()?;
    // A client that goes away does not leave the world on the way.
    let (sender, described) = (control.sender.clone(), turn::described_request());
    let told =
        tokio::spawn(
            async move { told_on_the_way(&sender, &handle, (clock_move, described)).await },
        );
    match told.await {
        Ok(answer) => {
            // The answer tells of what all of the steps have done.
            let (answer, receipts) = answer?;
            turn::waits_for(receipts);
            Ok(Json(answer))
        }
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(Problem::new(
                ProblemCode::Draining,
                "The server ends",
                "time was moved in part",
            )),
        },
    }
}

/// Moves the time of a world on, and tells what fired.
pub(super) fn move_on(handle: &Handle, body: Value) -> Result<MoveAnswer, Problem> {
    let (to, place) = input::read::<ClockStep>(body)?.target()?;
    gone(handle, begin_move(handle, to, place)?)
}

/// The label of the worlds that belong together.
const SCENARIO: &str = "scenario";

/// The other worlds of the same scenario, if a deviation lets an advance move them as well.
fn moved_too(worlds: &Worlds, handle: &Handle) -> Vec<Handle> {
    if handle.read(|world| world.deviations.repeat("worlds.advance")) != Some(Repeat::Twice) {
        return Vec::new();
    }
    let scenario = |one: &Handle| one.definition().labels.get(SCENARIO).cloned();
    let own = scenario(handle);
    let is_sibling = |one: &Handle| !one.is(handle) && own.is_some() && scenario(one) == own;
    worlds.all().into_iter().filter(is_sibling).collect()
}

fn begin_move(handle: &Handle, to: Target, place: &str) -> Result<ClockMove, Problem> {
    handle.begin_move(to).map_err(|fault| Problem::from(fault).with("pointer", place))
}

/// Goes all the way at once: nobody is told on it.
fn gone(handle: &Handle, mut clock_move: ClockMove) -> Result<MoveAnswer, Problem> {
    let mut fired = Vec::new();
    loop {
        let stretch = handle.step(&mut clock_move, false).map_err(Problem::unavailable)?;
        fired.extend(stretch.fired);
        if stretch.is_last {
            return Ok(MoveAnswer::of(handle, &clock_move, &fired, stretch.is_cut));
        }
    }
}

/// Time for which a move of world time waits for attempts that were under way before it. It may be
/// a receiver that asks: then it waits for itself, and is answered before its own attempt times out.
const GRACE: Duration = Duration::from_secs(1);

/// Goes effect by effect, so that a delivery is tried while the clock shows its due time. The world
/// goes on answering meanwhile: a receiver may call back. Each step is a record; the first one holds
/// the request, as it was described.
async fn told_on_the_way(
    sender: &WebhookSender,
    handle: &Handle,
    (mut clock_move, mut described): (ClockMove, Option<Value>),
) -> Result<(MoveAnswer, Vec<Receipt>), Problem> {
    let earlier = handle.in_flight();
    let begun = sender.dispatch(handle);
    let is_patient = tokio::time::timeout(GRACE, handle.wait_for(&earlier)).await.is_ok();
    if is_patient {
        handle.wait_for(&begun).await;
    }
    let (mut fired, mut receipts) = (Vec::new(), Vec::new());
    loop {
        let turn = Turn::of(handle).await;
        let stretch = handle.step(&mut clock_move, true).map_err(Problem::unavailable)?;
        fired.extend(stretch.fired);
        receipts.push(turn.end_of(described.take())?);
        // A step that was lost was taken back, and the way ends where it began.
        for receipt in &receipts {
            receipt.known().unwrap_or(Ok(())).map_err(Problem::unavailable)?;
        }
        receipts.retain(|receipt| receipt.known().is_none());
        sender.dispatch(handle);
        if is_patient {
            handle.wait_for(&handle.in_flight()).await;
        }
        if stretch.is_last {
            let answer = MoveAnswer::of(handle, &clock_move, &fired, stretch.is_cut);
            return Ok((answer, receipts));
        }
    }
}
