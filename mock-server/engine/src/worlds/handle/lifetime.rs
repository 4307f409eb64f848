//! The life of a world: its uses, its expiry and its end.

use std::sync::atomic::Ordering;

use jiff::{SignedDuration, Timestamp};

use super::Handle;
use crate::{
    world::{Idle, clock},
    worlds::DEFAULT,
};

impl Handle {
    /// True once the world was deleted, or replaced by another one.
    pub fn is_over(&self) -> bool {
        self.shared.is_over.load(Ordering::Acquire)
    }

    /// Marks the world as deleted or replaced: no webhook leaves it any more, and those who watch
    /// it or wait for something in it hear that it has ended.
    pub(in crate::worlds) fn end(&self) {
        self.shared.is_over.store(true, Ordering::Release);
        self.locked(|state| state.watched = None);
        self.log().feed().grown().notify_waiters();
    }

    /// Records a use, from which the idle time counts.
    pub fn touch(&self) {
        self.shared.used.store(clock::real_now().as_microsecond(), Ordering::Release);
    }

    /// True for a world that never expires, except the default world.
    pub(in crate::worlds) fn never_expires(&self) -> bool {
        self.id() != DEFAULT && self.read(|world| world.definition.idle == Idle::Never)
    }

    /// Real time at which the world expires if it is not used; none when it never does.
    pub fn expires(&self) -> Option<Timestamp> {
        let Idle::For(idle) = self.read(|world| world.definition.idle) else { return None };
        let used = self.shared.used.load(Ordering::Acquire);
        let used = Timestamp::from_microsecond(used).ok()?;
        used.checked_add(SignedDuration::try_from(idle).ok()?).ok()
    }
}
