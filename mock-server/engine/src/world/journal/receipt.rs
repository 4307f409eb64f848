//! Receipts for records: an engine that stores them later than it takes them says so when it has.

use std::ops::RangeInclusive;

use tokio::sync::watch;

use super::Unavailable;

/// Progress of an engine that numbers what it takes, from 1, and stores it in that order.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// Number up to which it is known what became of each.
    decided: u64,
    /// Numbers among them that were not stored, and never will be; adjacent ranges are one.
    lost: Vec<RangeInclusive<u64>>,
}

impl Progress {
    /// Number up to which it is known what became of each.
    pub fn decided(&self) -> u64 {
        self.decided
    }

    /// Tells that everything up to a number is stored.
    pub fn store(&mut self, to: u64) {
        self.decided = self.decided.max(to);
    }

    /// Tells that nothing after what is decided up to a number is stored.
    pub fn lose(&mut self, to: u64) {
        if to <= self.decided {
            return;
        }
        let from = self.decided + 1;
        self.decided = to;
        match self.lost.pop() {
            Some(last) if *last.end() + 1 == from => self.lost.push(*last.start()..=to),
            Some(last) => self.lost.extend([last, from..=to]),
            None => self.lost.push(from..=to),
        }
    }

    /// True when a number was not stored and never will be.
    pub fn is_lost(&self, number: u64) -> bool {
        self.lost.iter().any(|range| range.contains(&number))
    }

    /// Result for a number; none while it is not known.
    pub fn result(&self, number: u64) -> Option<Result<(), Unavailable>> {
        let is_known = number <= self.decided;
        is_known.then(|| if self.is_lost(number) { Err(Unavailable::Storage) } else { Ok(()) })
    }
}

/// Receipt for everything that an engine has taken of one journal so far.
#[derive(Clone, Debug, Default)]
pub struct Receipt(Option<(watch::Receiver<Progress>, u64)>);

impl Receipt {
    /// The receipt for a number.
    pub fn of(progress: watch::Receiver<Progress>, number: u64) -> Self {
        Self(Some((progress, number)))
    }

    /// The result, if it is known already.
    pub fn known(&self) -> Option<Result<(), Unavailable>> {
        match &self.0 {
            None => Some(Ok(())),
            Some((progress, number)) => progress.borrow().result(*number),
        }
    }

    /// Waits until it is stored; an error when it was not stored, and what it tells was taken back.
    pub async fn stored(self) -> Result<(), Unavailable> {
        let Some((mut progress, number)) = self.0 else { return Ok(()) };
        let known = progress.wait_for(|progress| progress.result(number).is_some()).await;
        // An engine that has ended has stored everything that it ever will.
        known.ok().and_then(|progress| progress.result(number)).unwrap_or(Err(Unavailable::Storage))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_lost_stays_lost_when_more_is_stored() {
        let mut progress = Progress::default();
        progress.store(3);
        assert_eq!((progress.result(3), progress.result(4)), (Some(Ok(())), None));
        progress.lose(5);
        progress.lose(7);
        progress.store(9);
        progress.lose(9);
        progress.lose(10);
        let lost: Vec<_> = (1..=10).filter(|number| progress.is_lost(*number)).collect();
        assert_eq!(lost, [4, 5, 6, 7, 10]);
        assert_eq!(progress.lost.len(), 2);
    }
}
