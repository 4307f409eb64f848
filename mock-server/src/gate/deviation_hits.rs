//! Counts the requests to which a deviation made a difference.
//!
//! A world with active deviations answers each request once more for every one of them, on a copy
//! on which that deviation is switched off. If answer or state differ, the deviation was hit. All
//! copies run at one instant of world time, so that only the deviation can make them differ. Worlds
//! without deviations pay nothing, and no other code has to count.

use jiff::Timestamp;

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

/// Runs an asynchronous step on a world at the instant `now` and counts hits.
pub(super) async fn counting_hits_of<T, F>(
    handle: &Handle,
    now: Timestamp,
    run: impl Fn(Handle) -> F,
) -> T
where
    T: PartialEq,
    F: Future<Output = T>,
{
    let handle = &handle.pinned(now);
    let mut shadows = Vec::new();
    for (id, shadow) in self::shadows(handle, now) {
        let answer = run(shadow.clone()).await;
        shadows.push((id, shadow, answer));
    }
    let real = run(handle.clone()).await;
    for (id, shadow, answer) in shadows {
        count_hit(handle, &id, &shadow, answer == real);
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
