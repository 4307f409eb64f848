//! A table of things numbered from 1: ids are never reused and nothing is ever deleted.

use std::{marker::PhantomData, ops::Index, sync::Arc};

use serde::{Deserialize, Serialize};

use super::List;

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
pub trait Row {
    /// The type of the id.
    type Id: RowId;
}

/// Rows in order of their ids. Copies share the rows that neither has changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rows<T: Row> {
    rows: List<Arc<T>>,
    #[serde(skip)]
    ids: PhantomData<T::Id>,
}

impl<T: Row + PartialEq> PartialEq for Rows<T> {
    fn eq(&self, other: &Self) -> bool {
        self.rows.is_equal_by(&other.rows, |one, two| Arc::ptr_eq(one, two) || one == two)
    }
}

impl<T: Row> Default for Rows<T> {
    fn default() -> Self {
        Self { rows: List::default(), ids: PhantomData }
    }
}

impl<T: Row + Clone> Rows<T> {
    /// The id that the next row gets.
    pub fn next(&self) -> T::Id {
        T::Id::of(i32::try_from(self.rows.len() + 1).expect("a world has fewer than 2^31 rows"))
    }

    /// Adds the row that was made with [`Rows::next`].
    pub fn push(&mut self, row: T) {
        self.rows.push(Arc::new(row));
    }

    /// The row, or nothing when no row has this id.
    pub fn get(&self, id: T::Id) -> Option<&T> {
        self.rows.get(position(id)?).map(AsRef::as_ref)
    }

    /// The row to be changed. Ids come from a check, so the row exists.
    pub fn change(&mut self, id: T::Id) -> &mut T {
        let row = position(id).and_then(|at| self.rows.get_mut(at));
        Arc::make_mut(row.expect("a checked id has a row"))
    }

    /// All rows in order of id.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator + Clone {
        self.rows.iter().map(AsRef::as_ref)
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
