//! A fault as it is asked for.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    control::{Control, Problem, duration::TimeSpan},
    world::{
        commands::OrderFault,
        faults::{About, FaultKind, Side, Then, When},
    },
};

/// A fault as it is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct FaultBody {
    label: Option<String>,
    #[serde(rename = "match", default)]
    about: MatchBody,
    when: Option<Schedule>,
    then: Consequence,
}

impl FaultBody {
    /// The order; a problem names the member that does not do.
    pub(super) fn read(self, control: &Control) -> Result<OrderFault, Problem> {
        Ok(OrderFault {
            label: self.label,
            about: self.about.read(control)?,
            when: self.when.map_or(Ok(When::Next(1)), |schedule| schedule.read())?,
            then: self.then.read()?,
        })
    }
}

/// Match of a fault, as it is asked for.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MatchBody {
    surface: Option<String>,
    operation: Option<String>,
    entity: Option<String>,
    by: Option<String>,
}

impl MatchBody {
    fn read(self, control: &Control) -> Result<About, Problem> {
        let surface = self.surface.map(|code| {
            let none = || Problem::choice("/match/surface", &code, &control.codes());
            control.served(&code).ok_or_else(none)
        });
        let Self { operation, entity, by, .. } = self;
        Ok(About { surface: surface.transpose()?, operation, entity, by })
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Schedule {
    next: Option<u64>,
    nth: Option<u64>,
    from: Option<u64>,
    to: Option<u64>,
    every: Option<u64>,
    one_in: Option<u64>,
    always: Option<bool>,
}

impl Schedule {
    fn read(&self) -> Result<When, Problem> {
        let counted = [
            self.next.map(|n| (n, When::Next(n))),
            self.nth.map(|n| (n, When::Nth(n))),
            self.every.map(|n| (n, When::Every(n))),
            self.one_in.map(|n| (n, When::OneIn(n))),
            self.from.zip(self.to).map(|(from, to)| (from, When::Between { from, to })),
            self.always.map(|always| (u64::from(always), When::Always)),
        ];
        let mut given = counted.into_iter().flatten();
        let range = self.from.is_some() == self.to.is_some() && self.from <= self.to;
        match (given.next(), given.next()) {
            (Some((1.., when)), None) if range => Ok(when),
            _ => Err(Problem::invalid(
                "/when",
                "give exactly one of next, nth, from and to, every, one_in (from 1) and always",
            )),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Consequence {
    error: Option<String>,
    #[schema(value_type = Option<String>)]
    drop: Option<Side>,
    cut_body_after: Option<usize>,
    /// A duration of 0s to 60s before the answer.
    delay: Option<TimeSpan>,
}

/// The longest delay, in microseconds.
const LONGEST_DELAY: i64 = 60_000_000;

impl Consequence {
    fn read(self) -> Result<Then, Problem> {
        let kind = match (self.error, self.drop, self.cut_body_after) {
            (Some(name), None, None) => Some(FaultKind::Error(name)),
            (None, Some(side), None) => Some(FaultKind::Drop(side)),
            (None, None, Some(bytes)) => Some(FaultKind::CutBodyAfter(bytes)),
            (None, None, None) if self.delay.is_some() => None,
            _ => {
                return Err(Problem::invalid(
                    "/then",
                    "give exactly one of error, drop and cut_body_after, or a delay",
                ));
            }
        };
        let delay = self.delay.map_or(0, |delay| delay.micros);
        match u64::try_from(delay) {
            Ok(delay_us) if delay <= LONGEST_DELAY => Ok(Then { kind, delay_us }),
            _ => Err(Problem::invalid("/then/delay", "a delay is 0s to 60s")),
        }
    }
}
