//! Rows to which an index leads.

/// Ids, ascending and each once; looked at one by one, so that a limit stops early.
pub(super) struct IndexRows<'v> {
    len: usize,
    ids: Box<dyn Iterator<Item = i32> + 'v>,
}

impl<'v> IndexRows<'v> {
    /// No row.
    pub(super) fn none() -> Self {
        Self { len: 0, ids: Box::new(std::iter::empty()) }
    }

    /// One row.
    pub(super) fn one(id: i32) -> Self {
        Self { len: 1, ids: Box::new(std::iter::once(id)) }
    }

    /// Rows that ascend already.
    pub(super) fn of(ids: impl ExactSizeIterator<Item = i32> + 'v) -> Self {
        Self { len: ids.len(), ids: Box::new(ids) }
    }

    /// Rows in any order.
    pub(super) fn sorted(ids: impl Iterator<Item = i32>) -> Self {
        let mut ids: Vec<_> = ids.collect();
        ids.sort_unstable();
        ids.dedup();
        Self::of(ids.into_iter())
    }

    /// Number of rows.
    pub(super) fn len(&self) -> usize {
        self.len
    }
}

impl Iterator for IndexRows<'_> {
    type Item = i32;

    fn next(&mut self) -> Option<i32> {
        self.ids.next()
    }
}
