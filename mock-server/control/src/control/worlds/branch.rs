//! The records of a world under another id (SB 13.2, 14): those of its origin, with requests that name
//! the credentials of the new world and with the answers that they get there.
//!
//! Most answers are the same bytes in both worlds. Those that show credentials, or are encrypted
//! under them, are given anew.

use crate::{
    control::{create_world, journal::answered},
    mocked_api::MockedApi,
    surface::Surface,
    world::{
        Idle, Record, World,
        fork::{Branch, Fork, ForkError},
        replay::ReplayError,
    },
    worlds::Handle,
};

/// Records after which a long journal lets others have the thread.
const TURN: u64 = 64;

/// The fork to which these records of its origin lead, and its own records.
pub(super) async fn forked(
    fork: &Fork<'_>,
    origin: (&World, &[Record]),
    apis: &'static [&'static dyn MockedApi],
) -> Result<(World, Vec<Record>), ForkError> {
    grown((fork.id, Some(fork.idle)), origin, apis).await?.forked(fork)
}

/// The world with this id to which these records of an original lead, and its own records.
pub(in crate::control) async fn renamed(
    id: &str,
    original: (&World, &[Record]),
    apis: &'static [&'static dyn MockedApi],
) -> Result<(World, Vec<Record>), ReplayError> {
    Ok(grown((id, None), original, apis).await?.into_world())
}

/// The branch with this id, and with this idle time if one is given, that has taken all records.
async fn grown<'a>(
    named: (&'a str, Option<Idle>),
    (origin, records): (&World, &[Record]),
    apis: &'static [&'static dyn MockedApi],
) -> Result<Branch<'a>, ReplayError> {
    let (first, rest) = records.split_first().ok_or(ReplayError::NoWorld)?;
    let mut branch = Branch::begin(first, named, create_world)?;
    for record in rest {
        let record = anew(&mut branch, origin, record, apis).await?;
        branch.take(record)?;
        if branch.taken().is_multiple_of(TURN) {
            tokio::task::yield_now().await;
        }
    }
    Ok(branch)
}

/// The next record of the origin as the branch has it.
async fn anew(
    branch: &mut Branch<'_>,
    origin: &World,
    record: &Record,
    apis: &'static [&'static dyn MockedApi],
) -> Result<Record, ReplayError> {
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
