//! A session, run again in a world of its own that has no deviation.
//!
//! Requests of the log are sent again as they came, at the instants at which they came: the world
//! has the id and the seed of the original, so that keys, signatures and tokens count in it.
//! Requests that only the journal has are answered again from their records.

mod journalled;
mod logged;
mod office;

use jiff::Timestamp;
use serde_json::Value;

use super::Material;
use crate::{
    control::create_world,
    log::Entry,
    world::{
        CreationError, Definition, World,
        journal::Kind,
        replay::{Replay, ReplayError},
        strip::{Samples, stripped_with},
    },
};

/// A session that was run again.
pub(super) struct Ran {
    /// Definition of the world.
    pub(super) definition: Definition,
    /// The world at its birth, setup included.
    pub(super) born: World,
    /// Everything that happened, in order.
    pub(super) items: Vec<Item>,
    /// The samples that stand for secrets in control requests.
    pub(super) samples: Samples,
}

/// Something that happened.
pub(super) enum Item {
    /// A request to a mocked API.
    Call(Box<Call>),
    /// A request to the control plane that changed the world.
    Control(ControlCall),
    /// A request that is told of and not repeated.
    Left {
        /// Its number; none for one of the control plane.
        n: Option<u64>,
        /// The reason.
        why: &'static str,
    },
}

/// A request to a mocked API, with the answer that a world without deviations gives.
pub(super) struct Call {
    /// Number of the request.
    pub(super) n: u64,
    /// World time.
    pub(super) at: Timestamp,
    /// The request and the right answer, as a log has them.
    pub(super) entry: Entry,
    /// Label of the caller; none before authentication.
    pub(super) by: Option<String>,
    /// True when the request changed the world.
    pub(super) changes: bool,
    /// True when no whole answer came.
    pub(super) is_lost: bool,
    /// The world before the request.
    pub(super) before: World,
}

/// A request to the control plane.
pub(super) struct ControlCall {
    /// World time.
    pub(super) at: Timestamp,
    /// The method.
    pub(super) method: String,
    /// The path below that of the world.
    pub(super) path: String,
    /// The body, with samples for secrets; null for none.
    pub(super) body: Value,
    /// HTTP status of the recorded answer.
    pub(super) status: u16,
}

fn create_conforming(definition: Definition) -> Result<World, CreationError> {
    create_world(Definition { deviations: Vec::new(), ..definition })
}

/// Runs a session again.
pub(super) async fn run(material: &Material<'_>) -> Result<Ran, ReplayError> {
    let (first, rest) = material.records.split_first().ok_or(ReplayError::NoWorld)?;
    let mut replay = Replay::begin(first, create_conforming)?;
    let mut samples = Samples::default();
    let shown = stripped_with(material.records, &mut samples)?;
    let mut displayed = Replay::begin(&shown[0], create_conforming)?;
    let mut ran = Ran {
        definition: Definition::clone(&replay.world.definition),
        born: replay.world.clone(),
        items: Vec::new(),
        samples,
    };
    let mut entries = material.entries.iter().peekable();
    let mut owned = 0..0;
    let mut has_begun = false;
    for (record, shown) in rest.iter().zip(&shown[1..]) {
        while let Some(entry) = entries.next_if(|entry| entry.records.start <= record.n) {
            owned = entry.records.clone();
            has_begun = true;
            ran.items.push(logged::sent_again(&mut replay.world, entry, material).await);
        }
        let recorded = replay.read(record)?;
        let displayed = displayed.read(shown)?;
        let Some(recorded) = recorded.filter(|_| !owned.contains(&record.n)) else { continue };
        replay.settle(recorded.at);
        match record.kind {
            Kind::Call if recorded.request.is_some() => {
                has_begun = true;
                let n = ran.calls() + 1;
                let item =
                    journalled::answered_again(&mut replay, &recorded, (n, material)).await?;
                ran.items.push(item);
            }
            Kind::Control | Kind::Restore if recorded.request.is_some() => {
                has_begun = true;
                let status = record.answer.as_ref().map(|answer| answer.status);
                let display = displayed.and_then(|one| one.request);
                let item = office::sent_again(&mut replay, &recorded, (display, status), material);
                ran.items.extend(item.await?);
            }
            Kind::World
            | Kind::Call
            | Kind::Control
            | Kind::Fired
            | Kind::Attempt
            | Kind::Restore
            | Kind::Gone => {
                replay.apply(&recorded)?;
                if !has_begun {
                    ran.born = replay.world.clone();
                }
            }
        }
    }
    for entry in entries {
        ran.items.push(logged::sent_again(&mut replay.world, entry, material).await);
    }
    Ok(ran)
}

impl Ran {
    fn calls(&self) -> u64 {
        let calls = self.items.iter().filter(|item| match item {
            Item::Call(_) => true,
            Item::Left { n, .. } => n.is_some(),
            Item::Control(_) => false,
        });
        calls.count() as u64
    }
}
