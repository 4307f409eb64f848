//! Refused requests have no effect.

use proptest::prelude::*;
use serde_json::Value;

use crate::{
    story::{Event, event, happen, wait},
    support::{Reply, Sandbox},
};

/// True when nothing of a request was done: every result is a refusal, or there is none.
fn refused(event: &Event, reply: &Reply) -> bool {
    match event {
        Event::Ask { .. } => {
            let json = reply.json();
            let results = json["data"].as_object().cloned().unwrap_or_default();
            !reply.status.is_success()
                || results.values().all(|result| result["success"] == Value::Bool(false))
        }
        Event::Seal { .. } | Event::Op { .. } | Event::Pass { .. } => !reply.status.is_success(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn a_refusal_changes_nothing(story in prop::collection::vec(event(), 1..80)) {
        wait(async {
            let mut sandbox = Sandbox::new().await;
            for event in &story {
                let handle = sandbox.worlds.get("test").unwrap();
                handle.settle();
                let before = handle.read(Clone::clone);
                let reply = happen(&mut sandbox, event).await;
                if refused(event, &reply) {
                    let handle = sandbox.worlds.get("test").unwrap();
                    let same = handle.read(|world| {
                        // A nonce is used up by a refused request as well (PG 2.3 step 7).
                        world.issuer == before.issuer
                            && world.timeline == before.timeline
                            && world.events == before.events
                            && world.access.credentials == before.access.credentials
                    });
                    prop_assert!(same, "{event:?} was refused with {} and changed the world", reply.text());
                }
            }
            Ok(())
        })?;
    }
}
