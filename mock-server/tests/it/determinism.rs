//! Determinism: two servers, the same world, and the same commands at the same world times give the
//! same bytes.

use proptest::prelude::*;

use crate::{
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
