//! The records of a fork (SB 14): those of its origin, with requests that name the credentials of the
//! fork and with the answers that they get there.
//!
//! Most answers are the same bytes in both worlds. Those that show credentials, or are encrypted
//! under them, are given anew.

use crate::{
    surface::Surface,
    surfaces::{
        MockedApi,
        control::{create_world, journal::answered},
    },
    world::{
        Record, World,
        fork::{Branch, Fork, ForkError},
        replay::ReplayError,
    },
    worlds::Handle,
};

/// Records after which a long journal lets others have the thread.
const TURN: u64 = 64;

/// The fork to which these records of its origin lead, and its own records.
pub(super) async fn made(
    fork: Fork<'_>,
    (origin, records): (&World, &[Record]),
    apis: &'static [&'static dyn MockedApi],
) -> Result<(World, Vec<Record>), ForkError> {
    let (first, rest) = records.split_first().ok_or(ReplayError::NoWorld)?;
    let mut branch = fork.begin(first, create_world)?;
    for record in rest {
        let record = anew(&mut branch, origin, record, apis).await?;
        branch.take(record)?;
        if branch.taken().is_multiple_of(TURN) {
            tokio::task::yield_now().await;
        }
    }
    branch.end()
}

/// The next record of the origin as the fork has it.
async fn anew(
    branch: &mut Branch<'_>,
    origin: &World,
    record: &Record,
    apis: &'static [&'static dyn MockedApi],
) -> Result<Record, ForkError> {
    let api = record.surface.and_then(|surface| apis.iter().find(|api| api.surface() == surface));
    let operation = record.op.as_deref().unwrap_or_default();
    let differs = match api {
        Some(api) => api.answers_follow_from_id(operation),
        None => record.surface == Some(Surface::SB),
    };
    // Only requests that are answered with credentials of their world name some.
    let named = |text: &str| {
        api.filter(|_| differs).and_then(|api| api.renamed(text, origin, branch.world()))
    };
    let mut ours = branch.renamed(record, &mut { named })?;
    if !differs || ours.request.is_none() || ours.answer.is_none() {
        return Ok(ours);
    }
    let Some(recorded) = branch.read(&ours)? else { return Ok(ours) };
    let world = branch.world().clone();
    let handle = Handle::repeating(world, recorded.n, recorded.at, recorded.real());
    let answer = answered(&handle, &recorded, apis).await;
    let status = |record: &Record| record.answer.as_ref().map(|answer| answer.status);
    ours.answer = answer;
    if status(&ours) != status(record) {
        // The request holds something that only its origin knows.
        (ours.request, ours.answer) = (None, record.answer.clone());
    }
    Ok(ours)
}
