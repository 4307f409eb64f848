//! Random sessions on a disk that fails: nothing that was answered is lost.

use std::time::Duration;

use clap::Parser;
use mock_server::{
    config::Config,
    journal_file::{JournalFile, JournalSync, OpenError, Scan},
    server,
    worlds::{Handle, Worlds},
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use serde_json::json;

use super::{Dice, Directory, disk::Disk, lines, opened};
use crate::{
    story::{Event, event, happen, wait},
    support::Sandbox,
};

/// Time after which the writer tries again.
pub(crate) const RETRY: Duration = Duration::from_millis(4);

fn config() -> Config {
    Config::parse_from(["mock-server", "--no-default-world"])
}

/// A sandbox whose journals are on this disk.
pub(crate) async fn sandbox(disk: &Disk) -> Sandbox {
    let name = ("the disk".to_owned(), 0);
    let file = JournalFile::on(Box::new(disk.clone()), name, JournalSync::Always, RETRY).unwrap();
    let config = config();
    let worlds = server::worlds_in(Some((file, Scan::default())), &config).unwrap();
    Sandbox::over(worlds, json!({"fixture": "standard@1"}), &config).await
}

fn journal(worlds: &Worlds) -> Vec<u8> {
    worlds.get("test").map(|world| world.lines().joined()).unwrap_or_default()
}

fn story(seed: u8) -> Vec<Event> {
    let source = proptest::test_runner::TestRng::from_seed(
        proptest::test_runner::RngAlgorithm::ChaCha,
        &[seed; 32],
    );
    let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), source);
    prop::collection::vec(event(), 40..90).new_tree(&mut runner).unwrap().current()
}

/// One session. Whatever was in the journal when an answer came is in the file after a crash.
async fn session(seed: u8) -> u64 {
    let disk = Disk::new(u64::from(seed));
    let mut sandbox = sandbox(&disk).await;
    disk.state().fails_once_in = 6 + u64::from(seed % 5) * 8;
    let mut dice = Dice(u64::from(seed) + 1000);
    let mut answered = journal(&sandbox.worlds);
    for event in story(seed) {
        let reply = happen(&mut sandbox, &event).await;
        // A request that failed has told nobody of anything: what it has recorded, the first steps of
        // a move of time for instance, may still be lost.
        if !reply.status.is_server_error() {
            answered = journal(&sandbox.worlds);
        }
        let world = sandbox.worlds.get("test").unwrap();
        // A move of time may have been refused.
        sandbox.now = world.now().as_millisecond();
        if dice.once_in(6) {
            // The world is what its journal says, also after something was taken back.
            at_rest(&world).await;
            let records = world.journal();
            let now = world.now();
            let create = mock_server::surfaces::control::create_world;
            let mut again = mock_server::world::World::replay(&records, create).unwrap();
            again.settle(now);
            world.read(|world| assert!(world.same_state(&again), "seed {seed}: {event:?}"));
        }
        if dice.once_in(8) {
            crashed(&disk, (&sandbox, &answered), &mut dice, seed);
        }
        if dice.once_in(5) {
            tokio::time::sleep(RETRY * 2).await;
        }
        if dice.once_in(30) {
            // Anew, in the place of the old one.
            let reply = sandbox.control("POST", "/worlds/test/reset", &json!({})).await;
            if reply.status.is_success() {
                answered = journal(&sandbox.worlds);
            }
        }
    }
    disk.state().failures
}

/// Waits until everything has fired that is due, and its records are stored: nothing of it can be
/// taken back any more.
async fn at_rest(world: &Handle) {
    let fires = || !world.settle().1.is_empty();
    // What is lost before the receipt is asked for is not in it, but then something is due again.
    while fires() || world.stored().await.is_err() || fires() {
        tokio::time::sleep(RETRY).await;
    }
}

/// Starts from what a crash leaves, and looks for everything that was answered.
fn crashed(disk: &Disk, (sandbox, answered): (&Sandbox, &[u8]), dice: &mut Dice, seed: u8) {
    let directory = Directory::new();
    let file = directory.file();
    disk.crash(&file);
    let opened =
        opened(&file, JournalSync::Off).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    let life = opened.scan.lives.iter().find(|life| life.world == "test").unwrap();
    if life.generation != sandbox.worlds.get("test").unwrap().generation() {
        // A reset that was refused, because nobody could know whether it was stored. It was.
        return;
    }
    assert!(
        life.lines.starts_with(answered),
        "seed {seed}: lost {} of {} bytes",
        answered.len() - answered.iter().zip(&life.lines).take_while(|(a, b)| a == b).count(),
        answered.len()
    );
    let is_same = life.lines == answered;
    let worlds = server::worlds_in(Some((opened.file, opened.scan)), &config()).unwrap();
    if is_same {
        let now = sandbox.worlds.get("test").unwrap().now();
        let theirs = worlds.get("test").unwrap();
        assert_eq!(theirs.now(), now);
        let theirs = theirs.read(Clone::clone);
        let ours = sandbox.worlds.get("test").unwrap();
        ours.read(|ours| assert!(ours.same_state(&theirs), "seed {seed}"));
    }
    worlds.close();
    drop(worlds);
    flipped(&file, dice, seed);
}

/// A flipped bit before the last line stops every start.
fn flipped(file: &std::path::Path, dice: &mut Dice, seed: u8) {
    let good = std::fs::read(file).unwrap();
    let all = lines(&good);
    let Some((_, before)) = all.split_last() else { return };
    let most = before.iter().map(|line| line.len() as u64).sum::<u64>();
    for _ in 0..8.min(most) {
        let mut bad = good.clone();
        let at = usize::try_from(dice.below(most)).unwrap();
        bad[at] ^= 1 << dice.below(8);
        std::fs::write(file, &bad).unwrap();
        let found = opened(file, JournalSync::Off).map(|opened| opened.scan.torn);
        assert!(
            matches!(found, Err(OpenError::Damaged { .. })),
            "seed {seed}: byte {at} of {} was flipped, and opening found {found:?}",
            bad.len()
        );
        assert_eq!(std::fs::read(file).unwrap(), bad, "seed {seed}");
    }
}

#[test]
fn nothing_that_was_answered_is_lost_on_a_disk_that_fails() {
    let sessions = std::env::var("JOURNAL_SESSIONS").map_or(6, |text| text.parse().unwrap());
    let failures: u64 = (0..sessions).map(|seed| wait(session(seed))).sum();
    assert!(failures > u64::from(sessions), "{failures} failures");
}

#[tokio::test]
async fn while_nothing_can_be_stored_commands_are_refused_and_reads_go_on() {
    const FREEZE: &str = "mutation { freezeCard(cardId: 1) { success } }";
    const STATUS: &str = "{ AgioCard_card(where: {id: {_eq: 1}}) { id } }";
    let disk = Disk::new(1);
    let mut sandbox = sandbox(&disk).await;
    let ready = async |sandbox: &Sandbox| {
        let ready = sandbox.control("GET", "/ready", &json!(null)).await;
        (ready.status.as_u16(), ready.json())
    };
    assert_eq!(ready(&sandbox).await, (200, json!({"status": "ready"})));
    let before = sandbox.worlds.get("test").unwrap().read(Clone::clone);
    let records = journal(&sandbox.worlds);
    disk.state().is_full = true;
    // The first finds it out, and the second knows.
    for _ in 0..2 {
        let refused = sandbox.ask(FREEZE, &json!(null)).await;
        let body =
            json!({"error": "Service Unavailable", "description": "Nonce store unavailable"});
        assert_eq!((refused.status.as_u16(), refused.json()), (503, body));
    }
    let (status, body) = ready(&sandbox).await;
    assert_eq!((status, &body["status"]), (503, &json!("journal_unavailable")));
    assert!(body["detail"].as_str().unwrap().contains("the disk"), "{body}");
    let user = json!({"surface": "ER", "external_user_id": "v"});
    let refused = sandbox.op("make-user", &user).await;
    assert_eq!(
        (refused.status.as_u16(), &refused.json()["code"]),
        (503, &json!("journal_unavailable"))
    );
    assert_eq!(sandbox.control("POST", "/worlds", &json!({})).await.status, 503);
    assert_eq!(sandbox.control("POST", "/worlds/test/reset", &json!({})).await.status, 503);
    assert_eq!(sandbox.control("DELETE", "/worlds/test", &json!({})).await.status, 503);
    let read = sandbox.ask(STATUS, &json!(null)).await;
    assert_eq!(
        (read.status.as_u16(), &read.json()["data"]["AgioCard_card"][0]["id"]),
        (200, &json!(1))
    );
    assert_eq!(sandbox.control("GET", "/worlds/test", &json!(null)).await.status, 200);
    let world = sandbox.worlds.get("test").unwrap();
    assert_eq!(journal(&sandbox.worlds), records);
    world.read(|world| assert!(world.same_state(&before)));
    let log = sandbox.control("GET", "/worlds/test/requests?order=asc", &json!(null)).await.json();
    let cause = &log["items"][0]["diagnosis"][0]["cause"];
    assert_eq!(*cause, "journal-storage", "{log}");
    disk.state().is_full = false;
    tokio::time::sleep(RETRY * 20).await;
    assert_eq!(ready(&sandbox).await, (200, json!({"status": "ready"})));
    let done = sandbox.ask(FREEZE, &json!(null)).await;
    assert_eq!(done.json()["data"]["freezeCard"]["success"], true, "{}", done.text());
    let directory = Directory::new();
    disk.crash(&directory.file());
    let opened = opened(&directory.file(), JournalSync::Always).unwrap();
    assert_eq!(opened.scan.lives[0].lines, journal(&sandbox.worlds));
}

/// Requests that come together share one sync, and the world is not held meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn requests_share_a_sync() {
    let disk = Disk::new(2);
    let sandbox = sandbox(&disk).await;
    let before = disk.state().syncs;
    // Nothing is synced while this is held, and everybody gets as far as the wait for it.
    let held = disk.state();
    let many = 40;
    let requests = (0..many).map(|n| {
        let router = sandbox.router.clone();
        let user = json!({"surface": "ER", "external_user_id": format!("u{n}")}).to_string();
        let request = axum::http::Request::post("/_sandbox/worlds/test/ops/make-user")
            .header("content-type", "application/json")
            .body(axum::body::Body::from(user))
            .unwrap();
        tokio::spawn(tower::ServiceExt::oneshot(router, request))
    });
    let requests: Vec<_> = requests.collect();
    let world = sandbox.worlds.get("test").unwrap();
    let recorded = world.records();
    for _ in 0..500 {
        if world.records() >= recorded.max(many) {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(world.records() >= many, "they wait for each other");
    drop(held);
    for request in requests {
        assert_eq!(request.await.unwrap().unwrap().status(), 200);
    }
    let syncs = disk.state().syncs - before;
    assert!(syncs <= 3, "{syncs} syncs for {many} requests");
}

/// A move of time that takes several records succeeds only when all of them are stored.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_move_of_time_in_steps_fails_when_one_of_them_is_lost() {
    let (mut whole, mut lost) = (0, 0);
    for seed in 0..24 {
        let disk = Disk::new(seed);
        let sandbox = sandbox(&disk).await;
        // Each deposit is confirmed at an instant of its own, which is a step.
        let late = json!({"fund.confirm_delay_ms": 600_000});
        assert_eq!(sandbox.control("PATCH", "/worlds/test/rules", &late).await.status, 200);
        let receiver = json!({"surface": "ER", "project": "main", "url": "sink"});
        let made = sandbox.control("POST", "/worlds/test/receivers", &receiver).await;
        assert_eq!(made.status, 201, "{}", made.text());
        for amount in ["1.00", "2.00", "3.00"] {
            let deposit = json!({"card": 1, "amount": amount});
            assert_eq!(sandbox.op("deposit", &deposit).await.status, 200);
            let wait = json!({"by": "7s"});
            sandbox.control("POST", "/worlds/test/clock/advance", &wait).await;
        }
        let world = sandbox.worlds.get("test").unwrap();
        let from = world.now();
        disk.state().fails_once_in = 3 + 2 * seed;
        let far = json!({"by": "4000s"});
        let reply = sandbox.control("POST", "/worlds/test/clock/advance", &far).await;
        let (status, answer) = (reply.status.as_u16(), reply.json());
        let moved = world.now().duration_since(from).as_secs();
        match status {
            200 => {
                whole += 1;
                assert_eq!(moved, 4000, "seed {seed}: {answer}");
                assert_eq!(answer["now"], mock_server::world::clock::written(world.now()));
            }
            _ => {
                lost += 1;
                assert_eq!((status, &answer["code"]), (503, &json!("journal_unavailable")));
            }
        }
        at_rest(&world).await;
        let create = mock_server::surfaces::control::create_world;
        let mut again = mock_server::world::World::replay(&world.journal(), create).unwrap();
        again.settle(world.now());
        world.read(|world| assert!(world.same_state(&again), "seed {seed}"));
    }
    assert!(whole > 2 && lost > 2, "{whole} moves were whole, {lost} were lost");
}
