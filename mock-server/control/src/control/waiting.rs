//! Waiting for a list to have enough items, instead of asking again and again (SB 9.1, 11).

use std::{pin::pin, time::Duration};

use serde::{Deserialize, Deserializer, de::Error};
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use super::{Control, Problem, ProblemCode, Stage, duration::TimeSpan};
use crate::{log::WAITS, world::clock::real_now, worlds::Handle};

/// Number of requests that wait at a time unless the server is told otherwise.
pub(super) const USUAL_WAITS: usize = 256;

/// The longest wait, in microseconds of real time.
const LONGEST: i64 = 60_000_000;

/// The most items that can be waited for: as many as a page has.
const MOST_ITEMS: usize = 1000;

/// Effects fire by themselves, and tell nobody; so often they are looked for.
const TICK: Duration = Duration::from_millis(100);

/// The shortest pause between two looks at the list.
const PAUSE: Duration = Duration::from_millis(2);

/// Wait for a list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Waiting {
    /// The longest time to wait, a duration of real time of 0s to 60s; no wait when absent. A wait
    /// also ends when the server is about to end and when the world is deleted or reset.
    #[param(inline, value_type = Option<WaitTime>)]
    wait: Option<WaitTime>,
    /// The number of items to wait for, 1 to 1000; 1 when absent.
    #[param(inline, value_type = Option<ItemCount>)]
    at_least: Option<ItemCount>,
}

/// The longest time of a wait.
#[derive(Clone, Copy)]
struct WaitTime(Duration);

impl<'de> Deserialize<'de> for WaitTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let TimeSpan { micros } = TimeSpan::deserialize(deserializer)?;
        match u64::try_from(micros) {
            Ok(us) if micros <= LONGEST => Ok(Self(Duration::from_micros(us))),
            _ => Err(D::Error::custom("a wait is 0s to 60s")),
        }
    }
}

impl PartialSchema for WaitTime {
    fn schema() -> RefOr<Schema> {
        TimeSpan::schema()
    }
}

impl ToSchema for WaitTime {}

/// A number of items to wait for.
#[derive(Clone, Copy)]
struct ItemCount(usize);

impl<'de> Deserialize<'de> for ItemCount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let count = text.parse().ok().filter(|count| (1..=MOST_ITEMS).contains(count));
        count.map(Self).ok_or_else(|| D::Error::custom(format!("1 to {MOST_ITEMS}")))
    }
}

impl PartialSchema for ItemCount {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(1))
            .maximum(Some(MOST_ITEMS as f64))
            .default(Some(1.into()))
            .into()
    }
}

impl ToSchema for ItemCount {}

impl Waiting {
    /// Waits until there are enough items, as `count` counts them; tells whether there were. None
    /// when no wait was asked for.
    pub(super) async fn until(
        &self,
        control: &Control,
        handle: &Handle,
        mut count: impl FnMut() -> usize,
    ) -> Result<Option<bool>, Problem> {
        let Some(WaitTime(longest)) = self.wait else {
            return match self.at_least {
                None => Ok(None),
                Some(_) => Err(Problem::invalid("?at_least", "give `wait` too")),
            };
        };
        let at_least = self.at_least.map_or(1, |count| count.0);
        let full = |limit: usize| {
            Problem::new(ProblemCode::TooMany, "Too many waits", "wait for one to end")
                .with("limit", limit)
        };
        let _ours = handle.log().wait().ok_or_else(|| full(WAITS))?;
        let all = control.waits.clone();
        let _all = all.try_acquire_owned().map_err(|_| full(control.waits_at_most))?;
        let mut stage = control.stage.clone();
        let mut ends = pin!(async move {
            if stage.wait_for(|stage| *stage > Stage::Serving).await.is_err() {
                std::future::pending::<()>().await;
            }
        });
        let mut over = pin!(tokio::time::sleep(longest));
        loop {
            let grown = handle.log().feed().grown().notified();
            let began = real_now();
            handle.settle();
            if count() >= at_least {
                return Ok(Some(true));
            }
            if handle.is_over() {
                // Deleted, which is a refusal, or replaced by another one.
                control.world(handle.id())?;
                return Ok(Some(false));
            }
            // A look at a large world takes long; most of the time is left to its requests.
            let took = real_now().duration_since(began).unsigned_abs();
            let pause = tokio::time::sleep((took * 4).clamp(PAUSE, TICK));
            let next = async {
                pause.await;
                tokio::select! { () = grown => {}, () = tokio::time::sleep(TICK) => {} }
            };
            tokio::select! {
                () = next => handle.touch(),
                () = &mut ends => return Ok(Some(false)),
                () = &mut over => {
                    handle.settle();
                    return Ok(Some(count() >= at_least));
                }
            }
        }
    }
}
