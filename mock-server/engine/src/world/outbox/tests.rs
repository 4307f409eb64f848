//! Tests of the bound on a world's deliveries (SB 18).

use jiff::SignedDuration;

use super::{fan_out::Addressed, *};
use crate::{
    issuer::Event,
    programs::prepaid::{
        CardId, CardStatus, Notice, ProjectId,
        commands::{OpenProject, RegisterUser},
        notice::What,
    },
    world::{
        CommandContext, Definition, Denied, Journal, World,
        journal::{Limits, Memory},
    },
};

fn now() -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * 365 * 40)
}

/// A world with one paused receiver and the maximum of deliveries to it.
fn full() -> World {
    let mut world = World::bare(Definition::new("test", "7", now())).unwrap();
    let mut journal = Journal::unstored(&world);
    let open = OpenProject { label: "main".to_owned(), access: true };
    let project = world.act(&mut journal, &CommandContext::ops(now(), "open"), &open).unwrap();
    assert_eq!(project, ProjectId(1));
    let audience = Audience::Project(project);
    let receiver = Receiver::new(1, audience, SINK.to_owned(), now());
    world.outbox.add(Receiver { paused: true, ..receiver });
    for _ in 0..MOST_DELIVERIES {
        assert_eq!(world.outbox.room(), Ok(()));
        deliver(&mut world);
    }
    world
}

/// Makes a delivery of the first event.
fn deliver(world: &mut World) {
    let World { outbox, timeline, dice, rules, .. } = world;
    let mut context = FanOutContext { timeline, dice, rules };
    outbox.deliver(&mut context, Addressed { receiver: 1, event: 0 }, now());
}

fn register(
    world: &mut World,
    name: &str,
) -> Result<(), Denied<crate::programs::prepaid::Refusal>> {
    let mut journal =
        Journal::begin(world, Box::new(Memory::default()), Limits::default()).unwrap();
    let command = RegisterUser { project: Some(ProjectId(1)), external_user_id: name.to_owned() };
    world.act(&mut journal, &CommandContext::ops(now(), "register-user"), &command).map(|_| ())
}

#[test]
fn nothing_is_done_that_nobody_could_be_told_of() {
    let mut world = full();
    let before = world.clone();
    let refused = Err(Denied::Unavailable(Unavailable::Deliveries(10_000)));
    assert_eq!(register(&mut world, "one"), refused);
    assert_eq!(world, before);
    // Canceled deliveries make room.
    world.outbox.drop_waiting(&mut world.timeline, 1);
    assert_eq!(register(&mut world, "one"), Ok(()));
}

#[test]
fn the_oldest_that_needs_no_attempt_makes_room() {
    let mut world = full();
    world.outbox.acknowledge(&mut world.timeline, 7);
    world.outbox.acknowledge(&mut world.timeline, 9);
    assert_eq!(world.outbox.room(), Ok(()));
    deliver(&mut world);
    assert_eq!(world.outbox.deliveries().len(), MOST_DELIVERIES);
    assert_eq!(world.outbox.delivery(7), None);
    assert!(world.outbox.delivery(6).is_some() && world.outbox.delivery(9).is_some());
    // Numbers are never used twice.
    assert_eq!(world.outbox.deliveries().keys().next_back(), Some(&10_001));
}

/// A receiver that was removed gets no delivery, not even one that is canceled at once.
#[test]
fn a_removed_receiver_is_told_nothing() {
    let mut world = full();
    world.outbox.drop_waiting(&mut world.timeline, 1);
    let (previous, status) = (CardStatus::Active, CardStatus::Frozen);
    let what = What::CardStatus { previous, status, order: None };
    let notice = Notice { project: ProjectId(1), card: CardId(1), timestamp: 0, what };
    let event =
        Event { at: now(), kind: notice.into(), entity: "card:1".to_owned(), taken_back: false };
    for (active, told) in [(false, 0), (true, 1)] {
        let before = world.outbox.made;
        world.outbox.change(1).unwrap().active = active;
        let World { outbox, timeline, dice, rules, .. } = &mut world;
        outbox.enqueue(&mut FanOutContext { timeline, dice, rules }, (0, &event));
        assert_eq!(world.outbox.made - before, told, "active: {active}");
    }
}
