//! A table of things numbered from 1: ids are never reused and nothing is ever deleted.

use std::{any::Any, collections::BTreeMap, fmt, iter, ops::Index, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{List, RowChange};

/// The number of a row in its table, counted per world.
pub trait RowId: Copy {
    /// The id with this number.
    fn of(number: i32) -> Self;
    /// The number, from 1.
    fn number(self) -> i32;
}

/// Declares the id of one kind of row.
macro_rules! row_id {
    ($(#[doc = $doc:literal])+ $name:ident) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i32);

        impl $crate::collections::RowId for $name {
            fn of(number: i32) -> Self { Self(number) }
            fn number(self) -> i32 { self.0 }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
    };
}

pub(crate) use row_id;

/// A thing that lives in a table.
pub trait Row: Send + Sync + 'static {
    /// The type of the id.
    type Id: RowId;
    /// True when changes of rows are noted until they are taken ([`Rows::take_changes`]).
    const TRACKED: bool = false;
}

/// Rows in order of their ids. Copies share the rows that neither has changed.
///
/// # Rationale
/// The list holds rows of any type, and the table knows theirs: so the compiler makes the code of
/// the list once, and not for each of some thirty tables, which were a twentieth of the program.
#[derive(Clone)]
pub struct Rows<T: Row> {
    rows: List<AnyRow>,
    /// Places of rows that were added or changed, each with the row before.
    changed: Vec<(usize, Option<Arc<T>>)>,
}

/// A row, which is of the type of its table.
type AnyRow = Arc<dyn Any + Send + Sync>;

fn typed<T: Row>(row: &AnyRow) -> &T {
    row.downcast_ref().expect("a row has the type of its table")
}

fn shared<T: Row>(row: &AnyRow) -> Arc<T> {
    row.clone().downcast().expect("a row has the type of its table")
}

impl<T: Row + fmt::Debug> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T: Row + Serialize> Serialize for Rows<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de, T: Row + Deserialize<'de>> Deserialize<'de> for Rows<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let rows = Vec::<Arc<T>>::deserialize(deserializer)?.into_iter();
        Ok(Self { rows: rows.map(|row| row as AnyRow).collect(), changed: Vec::new() })
    }
}

impl<T: Row + PartialEq> PartialEq for Rows<T> {
    fn eq(&self, other: &Self) -> bool {
        self.rows.is_equal_by(&other.rows, |one, two| {
            Arc::ptr_eq(one, two) || typed::<T>(one) == typed::<T>(two)
        })
    }
}

impl<T: Row> Default for Rows<T> {
    fn default() -> Self {
        Self { rows: List::default(), changed: Vec::new() }
    }
}

impl<T: Row> Rows<T> {
    /// All rows in order of id.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator + Clone {
        self.rows.iter().map(typed)
    }
}

impl<T: Row + Clone> Rows<T> {
    /// The id that the next row gets.
    pub fn next(&self) -> T::Id {
        T::Id::of(i32::try_from(self.rows.len() + 1).expect("a world has fewer than 2^31 rows"))
    }

    /// Adds the row that was made with [`Rows::next`].
    pub fn push(&mut self, row: T) {
        if T::TRACKED {
            self.changed.push((self.rows.len(), None));
        }
        self.rows.push(Arc::new(row));
    }

    /// The row, or nothing when no row has this id.
    pub fn get(&self, id: T::Id) -> Option<&T> {
        self.rows.get(position(id)?).map(typed)
    }

    /// The row to be changed. Ids come from a check, so the row exists.
    pub fn change(&mut self, id: T::Id) -> &mut T {
        let found = position(id).and_then(|at| Some((at, self.rows.get_mut(at)?)));
        let (at, row) = found.expect("a checked id has a row");
        if T::TRACKED {
            self.changed.push((at, Some(shared(row))));
        }
        if Arc::get_mut(row).is_none() {
            *row = Arc::new(typed::<T>(row).clone());
        }
        let own = Arc::get_mut(row).and_then(|row| row.downcast_mut());
        own.expect("a copy of a row is nobody else's")
    }

    /// Puts others in the place of rows, which is no change that is noted.
    pub fn replace(&mut self, other: impl Fn(&T) -> Option<T>) {
        for row in self.rows.iter_mut() {
            if let Some(other) = other(typed(row)) {
                *row = Arc::new(other);
            }
        }
    }

    /// Takes the changes that were noted since they were taken last, in order of id.
    pub fn take_changes(&mut self) -> Vec<RowChange<T>> {
        if self.changed.is_empty() {
            return Vec::new();
        }
        let mut before = BTreeMap::new();
        for (at, row) in self.changed.drain(..) {
            before.entry(at).or_insert(row);
        }
        let rows = &self.rows;
        let change = |(at, before)| RowChange { before, after: rows.get(at).map(shared) };
        before.into_iter().map(change).collect()
    }

    /// Tells whether two tables of one origin have the same rows, by looking at what they share and
    /// not at the rows themselves. A row that was changed and changed back counts as another one.
    pub fn shares(&self, other: &Self) -> bool {
        /// Lists as short as this are not shared, only their rows are.
        const SHORT: usize = 64;
        self.rows.len() == other.rows.len()
            && (self.rows.ptr_eq(&other.rows)
                || self.rows.len() <= SHORT
                    && self.rows.iter().zip(&other.rows).all(|(one, two)| Arc::ptr_eq(one, two)))
    }

    /// The rows that are others than in `before`, in order of id. Rows that both share are not looked
    /// at.
    pub fn changes_since(&self, before: &Self) -> Vec<RowChange<T>>
    where
        T: PartialEq,
    {
        if self.shares(before) {
            return Vec::new();
        }
        let ours = self.rows.iter().map(Some).chain(iter::repeat(None));
        let theirs = before.rows.iter().map(Some).chain(iter::repeat(None));
        let differs = |pair: &(Option<&AnyRow>, Option<&AnyRow>)| match pair {
            (Some(one), Some(two)) => !Arc::ptr_eq(one, two) && typed::<T>(one) != typed::<T>(two),
            (Some(_), None) | (None, Some(_)) => true,
            (None, None) => false,
        };
        let pairs = ours.zip(theirs).take(self.len().max(before.len())).filter(differs);
        pairs
            .map(|(after, before)| RowChange {
                before: before.map(shared),
                after: after.map(shared),
            })
            .collect()
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Tells whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<T: Row + Clone> Index<T::Id> for Rows<T> {
    type Output = T;
    fn index(&self, id: T::Id) -> &T {
        self.get(id).expect("an id held by the issuer has a row")
    }
}

fn position(id: impl RowId) -> Option<usize> {
    usize::try_from(id.number()).ok()?.checked_sub(1)
}
