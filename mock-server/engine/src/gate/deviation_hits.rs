//! Counts the requests to which a deviation made a difference.
//!
//! A world with active deviations answers each request once more for every one of them, on a copy
//! on which that deviation is switched off. If answer or state differ, the deviation was hit. All
//! copies run at one instant of world time, so that only the deviation can make them differ. Worlds
//! without deviations pay nothing, and no other code has to count.

use jiff::Timestamp;

use super::outcome::Outcome;
use crate::worlds::Handle;

/// Runs a synchronous step on a world and counts hits.
pub fn counting_hits<T: PartialEq>(handle: &Handle, run: impl Fn(&Handle) -> T) -> T {
    let now = handle.now();
    let handle = &handle.pinned(now);
    let shadows: Vec<_> = shadows(handle, now)
        .map(|(id, shadow)| {
            let answer = run(&shadow);
            (id, shadow, answer)
        })
        .collect();
    let real = run(handle);
    for (id, shadow, answer) in shadows {
        count_hit(handle, &id, &shadow, answer == real);
    }
    real
}

/// Answers a request to a world at the instant `now` and counts hits. Where a deviation is hidden,
/// the answer is the one without it.
pub(super) async fn counting_hits_of<F>(
    handle: &Handle,
    now: Timestamp,
    run: impl Fn(Handle) -> F,
) -> Outcome
where
    F: Future<Output = Outcome>,
{
    let handle = &handle.pinned(now);
    let mut shadows = Vec::new();
    for (id, shadow) in self::shadows(handle, now) {
        let answer = run(shadow.clone()).await;
        shadows.push((id, shadow, answer));
    }
    let mut real = run(handle.clone()).await;
    let is_hidden = |id: &str| {
        handle
            .read(|world| world.deviations.iter().any(|one| one.id == id && one.patch.is_hidden()))
    };
    for (id, shadow, right) in shadows {
        let is_hidden = is_hidden(&id);
        count_hit(handle, &id, &shadow, is_hidden || right == real);
        if is_hidden {
            real.answer = right.answer;
        }
    }
    real
}

fn shadows(handle: &Handle, now: Timestamp) -> impl Iterator<Item = (String, Handle)> {
    let ids: Vec<String> =
        handle.read(|world| world.deviations.iter().map(|active| active.id.clone()).collect());
    ids.into_iter().map(move |id| {
        let shadow = handle.shadow(&id).pinned(now);
        (id, shadow)
    })
}

fn count_hit(handle: &Handle, id: &str, shadow: &Handle, same_answer: bool) {
    let same_state = same_answer && {
        let other = shadow.read(Clone::clone);
        handle.read(|world| world.same_state(&other))
    };
    if !same_state {
        handle.hit(id);
    }
}
