//! Copies of a world, which snapshots, trial runs and the counting of deviations are made of.

use std::time::{Duration, Instant};

use mock_server::{
    programs::collateral::{ApplicationId, card::CardType, commands::IssueCard},
    world::{
        CommandContext, Effect, Journal, World,
        access::{Claim, Nonce},
    },
};
use serde_json::json;

use crate::support::Sandbox;

/// A world with this many cards, claims of requests, scheduled effects and, up to their limit,
/// deliveries.
async fn world_of(cards: usize) -> World {
    let sandbox = Sandbox::new().await;
    let receiver = json!({"surface": "AG", "url": "sink", "events": ["*"]});
    let made = sandbox.control("POST", "/worlds/test/receivers", &receiver).await;
    assert!(made.status.is_success(), "{}", made.text());
    let handle = sandbox.worlds.get("test").unwrap();
    let now = handle.now();
    let mut world = handle.read(World::clone);
    let mut journal = Journal::unstored(&world);
    let context = CommandContext::ops(now, "make-card");
    let card = IssueCard {
        application: ApplicationId(1),
        kind: CardType::Virtual,
        limit: None,
        display_name: None,
        shipping: None,
        billing: None,
        pin: None,
    };
    for n in 0..cards {
        world.act(&mut journal, &context, &card).unwrap();
        let digest = Nonce::of(&[&n.to_le_bytes()]);
        world.access.claims.take(&Claim::Nonce { digest, at: now }, &world.rules, cards).unwrap();
        world.timeline.schedule(now, Effect::AttemptDelivery(n as u64));
    }
    world
}

/// The median time of one of these steps.
#[expect(clippy::disallowed_methods, reason = "a measurement needs real time")]
fn took<T>(mut step: impl FnMut() -> T) -> Duration {
    let mut all: Vec<_> = (0..51)
        .map(|_| {
            let begun = Instant::now();
            let done = step();
            let took = begun.elapsed();
            drop(done);
            took
        })
        .collect();
    all.sort_unstable();
    all[all.len() / 2]
}

#[tokio::test]
#[ignore = "a measurement: `cargo test --test it -- copies --ignored --nocapture`"]
async fn a_copy_costs_the_same_whatever_the_number_of_cards() {
    let (few, many) = (world_of(1_000).await, world_of(100_000).await);
    let copy = [&few, &many].map(|world| took(|| world.clone()));
    let changed = [&few, &many].map(|world| {
        let mut other = world.clone();
        other
            .issuer
            .collateral
            .cards
            .change(mock_server::programs::collateral::CardId(7))
            .nickname = Some("changed".to_owned());
        other
    });
    let compared = [(&few, &changed[0]), (&many, &changed[1])]
        .map(|(one, other)| took(|| one.same_state(other)));
    let without = [&few, &many].map(|world| took(|| world.without("")));
    println!("copy {copy:?}, comparison {compared:?}, copy without a deviation {without:?}");
    assert!(copy[1] < Duration::from_millis(5), "{copy:?}");
    assert!(copy[1] < copy[0] * 4 + Duration::from_micros(200), "{copy:?}");
}
