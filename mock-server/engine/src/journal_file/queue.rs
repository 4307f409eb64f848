//! Lines that wait for the writer, and what became of those before them.

use std::{
    sync::{
        Condvar, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::sync::watch;

use crate::world::journal::{Progress, Unavailable};

/// Lines that wait, in one piece.
#[derive(Default)]
pub(super) struct Group {
    pub(super) lines: Vec<u8>,
    /// Number of the last taking.
    pub(super) last: u64,
    /// True when it must be stored as a whole or not at all, even if the server ends meanwhile.
    pub(super) is_whole: bool,
}

/// Lines that wait for the writer, and the state in which it takes more.
#[derive(Default)]
pub(super) struct Queue {
    waiting: Group,
    /// Number of takings so far.
    pub(super) taken: u64,
    /// Number of times at which what waited was lost.
    losses: u64,
    /// Reason why nothing is taken.
    pub(super) trouble: Option<String>,
    /// True when the writer is to end.
    is_ending: bool,
}

/// Next piece of work of the writer.
pub(super) enum Work {
    /// Lines to write.
    Write(Group),
    /// The time is over that was given.
    Wake,
    /// Everything is written, and the writer is to end.
    End,
}

/// State that the writer shares with those who have lines for it.
pub(super) struct Shared {
    name: String,
    queue: Mutex<Queue>,
    /// Told when there is work.
    work: Condvar,
    /// Told when progress was made.
    done: Condvar,
    progress: watch::Sender<Progress>,
    /// Copy of the number of losses, read without the lock.
    losses: AtomicU64,
}

impl Shared {
    pub(super) fn new(name: String) -> Self {
        Self {
            name,
            queue: Mutex::default(),
            work: Condvar::new(),
            done: Condvar::new(),
            progress: watch::Sender::new(Progress::default()),
            losses: AtomicU64::new(0),
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn locked<T>(&self, step: impl FnOnce(&mut Queue) -> T) -> T {
        step(&mut self.queue.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn losses(&self) -> u64 {
        self.losses.load(Ordering::Acquire)
    }

    pub(super) fn watch(&self) -> watch::Receiver<Progress> {
        self.progress.subscribe()
    }

    pub(super) fn progress(&self) -> watch::Ref<'_, Progress> {
        self.progress.borrow()
    }

    /// Takes lines for the writer, unless something was lost since `losses`.
    pub(super) fn take(
        &self,
        lines: &[u8],
        losses: u64,
        is_whole: bool,
    ) -> Result<u64, Unavailable> {
        self.locked(|queue| {
            if queue.trouble.is_some() || queue.is_ending || queue.losses != losses {
                return Err(Unavailable::Storage);
            }
            queue.taken += 1;
            queue.waiting.lines.extend_from_slice(lines);
            queue.waiting.last = queue.taken;
            queue.waiting.is_whole |= is_whole;
            self.work.notify_one();
            Ok(queue.taken)
        })
    }

    /// Waits until it is known what became of a taking.
    pub(super) fn wait(&self, number: u64) -> Result<(), Unavailable> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(result) = self.progress.borrow().result(number) {
                return result;
            }
            queue = self.done.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Tells the writer to store what waits and to end.
    pub(super) fn end(&self) {
        self.locked(|queue| queue.is_ending = true);
        self.work.notify_all();
    }

    /// Waits for work, at most so long.
    pub(super) fn next(&self, most: Option<Duration>) -> Work {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if !queue.waiting.lines.is_empty() {
                return Work::Write(std::mem::take(&mut queue.waiting));
            }
            if queue.is_ending {
                return Work::End;
            }
            let Some(most) = most else {
                queue = self.work.wait(queue).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let waited = self.work.wait_timeout(queue, most);
            let (again, waited) = waited.unwrap_or_else(PoisonError::into_inner);
            queue = again;
            if waited.timed_out() && queue.waiting.lines.is_empty() {
                return Work::Wake;
            }
        }
    }

    /// Tells that everything up to a taking is stored.
    pub(super) fn stored(&self, last: u64) {
        self.progress.send_modify(|progress| progress.store(last));
        self.locked(|_| self.done.notify_all());
    }

    /// Tells that everything that is not stored is lost, and that nothing is taken until
    /// [`Shared::recovered`].
    pub(super) fn lost(&self, why: String) {
        self.locked(|queue| {
            queue.waiting = Group::default();
            queue.trouble = Some(why);
            queue.losses += 1;
            // In this order: who sees the loss sees what was lost.
            self.progress.send_modify(|progress| progress.lose(queue.taken));
            self.losses.store(queue.losses, Ordering::Release);
            self.done.notify_all();
        });
    }

    /// Tells that lines are taken again.
    pub(super) fn recovered(&self) {
        self.locked(|queue| queue.trouble = None);
    }
}
