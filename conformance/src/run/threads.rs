//! The threads that play scenarios.

use std::{num::NonZero, sync::LazyLock, thread::available_parallelism};

use tokio_util::task::{AbortOnDropHandle, LocalPoolHandle};

/// A thread for each processor, each with an executor of its own.
///
/// # Rationale
/// Threads that play scenarios. A scenario of the engine cannot move between them, so one task
/// plays many scenarios, and keeps one processor busy at most. Each thread serves the connections
/// that it opens itself: a scenario is not woken from another thread for each answer.
static THREADS: LazyLock<LocalPoolHandle> = LazyLock::new(|| LocalPoolHandle::new(count()));

/// The number of these threads.
pub(super) fn count() -> usize {
    available_parallelism().map_or(1, NonZero::get)
}

/// Plays something on the thread that has least to do. It ends early when nobody waits for it.
pub(super) async fn play<F, Playing>(play: F) -> anyhow::Result<()>
where
    F: FnOnce() -> Playing + Send + 'static,
    Playing: Future<Output = ()> + 'static,
{
    Ok(AbortOnDropHandle::new(THREADS.spawn_pinned(play)).await?)
}
