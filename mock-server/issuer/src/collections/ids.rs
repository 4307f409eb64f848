//! Lists of the ids of rows.

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Serialize};

use super::{List, RowId};

/// Ids of rows of one table, in the order in which they were added, which is that of their numbers.
/// Copies share what is equal, as those of a [`List`] do.
///
/// # Rationale
/// The list holds numbers whatever the table, so that the compiler makes its code once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct Ids<I> {
    numbers: List<i32>,
    of: PhantomData<I>,
}

impl<I: RowId> Ids<I> {
    /// Adds an id at the end.
    pub fn push(&mut self, id: I) {
        self.numbers.push(id.number());
    }

    /// All ids in their order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + Clone {
        self.numbers.iter().map(|number| I::of(*number))
    }

    /// The id at a position, from 0.
    pub fn get(&self, at: usize) -> Option<I> {
        self.numbers.get(at).map(|number| I::of(*number))
    }

    /// True when the id is among these.
    pub fn contains(&self, id: I) -> bool {
        self.numbers.binary_search(&id.number()).is_ok()
    }

    /// The id that was added first.
    pub fn first(&self) -> Option<I> {
        self.numbers.front().map(|number| I::of(*number))
    }

    /// The id that was added last.
    pub fn last(&self) -> Option<I> {
        self.numbers.last().map(|number| I::of(*number))
    }

    /// The number of ids.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// True when there is no id.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }
}

impl<I> Default for Ids<I> {
    fn default() -> Self {
        Self { numbers: List::default(), of: PhantomData }
    }
}

impl<I: RowId + fmt::Debug> fmt::Debug for Ids<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
