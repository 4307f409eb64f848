//! Memory of accepted requests, for replay protection (PG 3.4, ER 4.2).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{AlreadyClaimed, Claim, recent_digests::RecentDigests};
use crate::rulebook::Rulebook;

/// Claims of accepted requests.
///
/// A claim is looked up in constant time, and forgotten when its window has passed by the clock for
/// nonces and slots. If that clock stands still, no window ever passes; so their number is bounded,
/// and beyond it the claim whose window ends first is forgotten early, of equal ones the oldest.
///
/// # Rationale
/// The claim of a request is in its record, reads included, and replay takes it again: a request that
/// was accepted once is not accepted twice, on this server or the next. Only a full journal forgets
/// the claims of reads, which it lets go on; so claims are not part of the state that two worlds are
/// compared by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Claims {
    nonces: RecentDigests,
    slots: RecentDigests,
    /// Number of claims that were forgotten before their window had passed.
    early: u64,
}

impl Claims {
    /// Number of claims held.
    pub fn len(&self) -> usize {
        self.nonces.len() + self.slots.len()
    }

    /// True when no claim is held.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of claims that were forgotten before their window had passed, because there were too
    /// many.
    pub fn forgotten_early(&self) -> u64 {
        self.early
    }

    /// Refuses a request whose claim is held.
    pub fn check(&self, claim: &Claim, rules: &Rulebook) -> Result<(), AlreadyClaimed> {
        let seen = match claim {
            Claim::Nonce { digest, at } => {
                rules.replay.enabled && self.nonces.holds(digest, nonces_since(*at, rules))
            }
            Claim::Slot { digest, at, .. } => self.slots.holds(digest, *at),
        };
        if seen { Err(AlreadyClaimed) } else { Ok(()) }
    }

    /// Takes a claim, or refuses the request because the claim is held. Keeps `most` claims of each
    /// kind at a time.
    pub fn take(
        &mut self,
        claim: &Claim,
        rules: &Rulebook,
        most: usize,
    ) -> Result<(), AlreadyClaimed> {
        self.check(claim, rules)?;
        self.early += match claim {
            Claim::Nonce { digest, at } => {
                self.nonces.forget_before(nonces_since(*at, rules));
                self.nonces.take(digest.key(), at.as_microsecond(), most)
            }
            Claim::Slot { digest, at, until } => {
                self.slots.forget_before(*at);
                self.slots.take(digest.key(), until.as_microsecond(), most)
            }
        };
        Ok(())
    }

    /// Gives back the claim of a request that a limit has refused (SB 18).
    pub fn release(&mut self, claim: &Claim) {
        match claim {
            Claim::Nonce { digest, .. } => self.nonces.forget(digest.key()),
            Claim::Slot { digest, .. } => self.slots.forget(digest.key()),
        }
    }
}

/// Earliest time of acceptance whose nonces are still held at `now`.
fn nonces_since(now: Timestamp, rules: &Rulebook) -> Timestamp {
    let window = SignedDuration::from_millis(rules.auth.replay_window_ms);
    now.checked_sub(window).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::access::Nonce;

    const START: i64 = 1_893_456_000_000_000;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_microsecond(START + seconds * 1_000_000).unwrap()
    }

    fn nonce(n: u32, seconds: i64) -> Claim {
        Claim::Nonce { digest: Nonce::of(&[&n.to_le_bytes()]), at: at(seconds) }
    }

    fn slot(n: u32, seconds: i64, until: i64) -> Claim {
        Claim::Slot { digest: Nonce::of(&[&n.to_le_bytes()]), at: at(seconds), until: at(until) }
    }

    #[test]
    fn a_nonce_is_remembered_for_its_window_and_not_longer() {
        let rules = Rulebook::default();
        let mut claims = Claims::default();
        assert_eq!(claims.take(&nonce(1, 0), &rules, 100), Ok(()));
        assert_eq!(claims.take(&nonce(1, 600), &rules, 100), Err(AlreadyClaimed));
        assert_eq!(claims.take(&nonce(2, 600), &rules, 100), Ok(()));
        assert_eq!(claims.len(), 2);
        assert_eq!(claims.take(&nonce(1, 601), &rules, 100), Ok(()));
        assert_eq!(claims.len(), 2, "the first is forgotten");
        let mut shorter = Rulebook::default();
        shorter.auth.replay_window_ms = 1000;
        assert_eq!(claims.check(&nonce(1, 603), &shorter), Ok(()), "by the rules of the moment");
    }

    #[test]
    fn a_slot_is_remembered_until_its_own_end() {
        let rules = Rulebook::default();
        let mut claims = Claims::default();
        assert_eq!(claims.take(&slot(1, 0, 60), &rules, 100), Ok(()));
        assert_eq!(claims.take(&slot(2, 1, 31), &rules, 100), Ok(()));
        assert_eq!(claims.take(&slot(2, 31, 61), &rules, 100), Err(AlreadyClaimed));
        assert_eq!(claims.take(&slot(2, 32, 62), &rules, 100), Ok(()));
        assert_eq!(claims.check(&slot(1, 60, 90), &rules), Err(AlreadyClaimed));
        assert_eq!(claims.check(&slot(1, 61, 91), &rules), Ok(()));
        assert_eq!(claims.check(&nonce(1, 0), &rules), Ok(()), "slots are no nonces");
    }

    #[test]
    fn steady_traffic_takes_no_more_and_no_more_room() {
        let rules = Rulebook::default();
        let mut claims = Claims::default();
        for n in 0..100_000_u32 {
            assert_eq!(claims.take(&nonce(n, i64::from(n)), &rules, 1_000_000), Ok(()));
        }
        assert_eq!((claims.len(), claims.nonces.ordered()), (601, 601));
        assert_eq!(claims.forgotten_early(), 0);
    }

    #[test]
    fn where_time_stands_still_the_oldest_goes_early() {
        let rules = Rulebook::default();
        let mut claims = Claims::default();
        for n in 0..1_000_u32 {
            assert_eq!(claims.take(&nonce(n, 0), &rules, 100), Ok(()));
        }
        assert_eq!((claims.len(), claims.forgotten_early()), (100, 900));
        assert_eq!(claims.nonces.ordered(), 100);
        assert_eq!(claims.check(&nonce(900, 0), &rules), Err(AlreadyClaimed));
        assert_eq!(claims.check(&nonce(899, 0), &rules), Ok(()));
    }

    #[test]
    fn what_is_released_may_come_again() {
        let rules = Rulebook::default();
        let mut claims = Claims::default();
        for claim in [nonce(1, 0), slot(1, 0, 30)] {
            claims.take(&claim, &rules, 100).unwrap();
            claims.release(&claim);
            assert_eq!(claims.take(&claim, &rules, 100), Ok(()));
        }
        assert_eq!(claims.len(), 2);
        let text = serde_json::to_string(&claims).unwrap();
        let again: Claims = serde_json::from_str(&text).unwrap();
        assert_eq!(again.check(&nonce(1, 0), &rules), Err(AlreadyClaimed));
        assert_eq!(serde_json::to_string(&again).unwrap(), text);
    }
}
