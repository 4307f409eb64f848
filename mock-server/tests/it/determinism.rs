//! Determinism: two servers, the same world, and the same commands at the same world times give the
//! same bytes, in one process and in two.

use std::{env, fmt::Write, fs, process::Command};

use proptest::prelude::*;
use serde_json::json;

use crate::{
    replay::session::session,
    story::{event, happen, wait},
    support::Sandbox,
};

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn equal_worlds_answer_equal_bytes(story in prop::collection::vec(event(), 250)) {
        wait(async {
            let (mut one, mut two) = (Sandbox::new().await, Sandbox::new().await);
            for event in &story {
                let (first, second) = (happen(&mut one, event).await, happen(&mut two, event).await);
                prop_assert_eq!(first.text(), second.text());
                prop_assert_eq!(first, second);
            }
            let journals = [&one, &two].map(|one| one.worlds.get("test").unwrap().journal());
            prop_assert_eq!(&journals[0], &journals[1]);
            Ok(())
        })?;
    }
}

/// Name of the variable that makes the test of two processes one of these, with its file.
const TRANSCRIPT: &str = "MOCK_TEST_TRANSCRIPT";

/// Runs the session of the replay tests; every answer, the journal and the events, as text.
async fn transcript() -> String {
    let (sandbox, journal) = session().await;
    let mut out = String::new();
    for entry in sandbox.worlds.get("test").unwrap().log().page().entries {
        let answer = entry.answer.as_ref();
        let body = answer.and_then(|answer| answer.body.bytes()).map(hex::encode);
        writeln!(out, "{} {} {:?} {body:?}", entry.n, entry.at, entry.status()).unwrap();
    }
    out += &journal;
    out += &sandbox.control("GET", "/worlds/test/events?limit=1000", &json!({})).await.text();
    out
}

#[tokio::test]
async fn the_same_session_in_two_processes_gives_the_same_bytes() {
    if let Some(file) = env::var_os(TRANSCRIPT) {
        return fs::write(file, transcript().await).unwrap();
    }
    let folder = env::temp_dir().join(format!("mock-server-transcripts-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let transcript = |name: &str| {
        let file = folder.join(name);
        let run = Command::new(env::current_exe().unwrap())
            .args([
                "--exact",
                "determinism::the_same_session_in_two_processes_gives_the_same_bytes",
            ])
            .env(TRANSCRIPT, &file)
            .output()
            .unwrap();
        assert!(run.status.success(), "{run:?}");
        fs::read_to_string(file).unwrap()
    };
    let (one, two) = (transcript("one"), transcript("two"));
    fs::remove_dir_all(&folder).unwrap();
    assert!(one.lines().count() > 800, "{} lines", one.lines().count());
    let differs = one.lines().zip(two.lines()).find(|(one, two)| one != two);
    assert_eq!(differs, None);
    assert!(one == two);
}
