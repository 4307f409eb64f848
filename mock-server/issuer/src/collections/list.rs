//! Lists whose copies share what is equal.

use std::ops::{Deref, DerefMut};

use imbl::Vector;
use serde::{Deserialize, Serialize};

/// A list that is copied in constant time: two copies share every part that neither has changed
/// since, and comparing them looks only at the parts that they do not share.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
#[serde(bound(serialize = "T: Clone + Serialize", deserialize = "T: Clone + Deserialize<'de>"))]
pub struct List<T: Clone>(Vector<T>);

impl<T: Clone> List<T> {
    /// Adds an item at the end.
    pub fn push(&mut self, item: T) {
        self.0.push_back(item);
    }

    /// Items from a position to the end; none from the end on. Finding the first takes the same
    /// time in a list of any length, which skipping to it does not.
    pub fn from_position(&self, first: usize) -> impl Iterator<Item = &T> {
        self.0.focus().narrow(first.min(self.0.len())..).into_iter()
    }
}

impl<T: Clone> List<T> {
    /// True when both lists have the same items, by a comparison of two. Parts that they share are
    /// not looked at.
    pub fn is_equal_by(&self, other: &Self, is_equal: impl Fn(&T, &T) -> bool) -> bool {
        if self.0.len() != other.0.len() {
            return false;
        }
        if self.0.ptr_eq(&other.0) {
            return true;
        }
        // Lists of one origin have their leaves at the same places; others may not.
        let mut at = 0;
        for (one, two) in self.0.leaves().zip(other.0.leaves()) {
            if one.len() != two.len() {
                let rest = self.from_position(at).zip(other.from_position(at));
                return rest.into_iter().all(|(one, two)| is_equal(one, two));
            }
            at += one.len();
            let same = || one.iter().zip(two).all(|(one, two)| is_equal(one, two));
            if !std::ptr::eq(one, two) && !same() {
                return false;
            }
        }
        true
    }
}

impl<T: Clone> Default for List<T> {
    fn default() -> Self {
        Self(Vector::new())
    }
}

impl<T: Clone> Deref for List<T> {
    type Target = Vector<T>;
    fn deref(&self) -> &Vector<T> {
        &self.0
    }
}

impl<T: Clone> DerefMut for List<T> {
    fn deref_mut(&mut self) -> &mut Vector<T> {
        &mut self.0
    }
}

impl<T: Clone> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<'a, T: Clone> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = imbl::vector::Iter<'a, T, imbl::shared_ptr::DefaultSharedPtr>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T: Clone + Eq> Eq for List<T> {}

impl<T: Clone + PartialEq> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        self.is_equal_by(other, |one, two| one == two)
    }
}
