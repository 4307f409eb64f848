//! The tables of one surface.

use super::{Kind, Table};

/// The tables that a surface shows: which there are, and which of their columns are aggregated.
/// Types, root fields and filters of its schema follow from this.
pub trait Catalogue: Send + Sync + 'static {
    /// Every table, in the order of the contract; those too that are only reached by a relation.
    const TABLES: &'static [&'static Table];

    /// The tables whose lists can be subscribed to.
    const LIVE: &'static [&'static Table] = &[];

    /// Whether columns of a type have sums, averages and extremes, as far as the type has any.
    fn aggregates(kind: Kind) -> bool;
}
