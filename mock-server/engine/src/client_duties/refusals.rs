//! Things that were refused, and must not come again.

use std::collections::BTreeMap;

/// Things that were refused once, each by its mark, and whether they came again.
pub struct Refusals<M> {
    first: BTreeMap<M, (u64, bool)>,
}

impl<M> Default for Refusals<M> {
    fn default() -> Self {
        Self { first: BTreeMap::new() }
    }
}

impl<M: Ord> Refusals<M> {
    /// Notes that a thing was refused in a request.
    pub fn note(&mut self, mark: M, request: u64) {
        self.first.insert(mark, (request, false));
    }

    /// The request in which a thing was refused that comes again now; none for one that was not.
    pub fn again(&mut self, mark: &M) -> Option<u64> {
        let (first, again) = self.first.get_mut(mark)?;
        *again = true;
        Some(*first)
    }

    /// The requests whose refused thing never came again, in order.
    pub fn left_alone(&self) -> Vec<u64> {
        let mut left: Vec<_> =
            self.first.values().filter(|(_, again)| !again).map(|(first, _)| *first).collect();
        left.sort_unstable();
        left
    }
}
