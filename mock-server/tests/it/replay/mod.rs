//! Replay: a journal leads to the world that wrote it.

mod influences;
mod renamed;
pub(crate) mod session;

use mock_server::{surfaces::control::create_world, world::World};
use proptest::prelude::*;

use crate::{
    story::{event, happen, wait},
    support::Sandbox,
};

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn replaying_a_journal_gives_an_equal_world(story in prop::collection::vec(event(), 1..80)) {
        wait(async {
            let mut sandbox = Sandbox::new().await;
            for event in &story {
                happen(&mut sandbox, event).await;
            }
            let handle = sandbox.worlds.get("test").unwrap();
            // What is due has fired in the original; the replay is brought to the same instant.
            let now = handle.now();
            let mut replayed = World::replay(&handle.journal(), create_world).unwrap();
            replayed.settle(now);
            prop_assert!(handle.read(|world| world.same_state(&replayed)));
            Ok(())
        })?;
    }
}
