//! Changes of rows: each with the row as it was and as it is.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A row that was made, changed or taken away. Both states are shared with the tables they stand in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(serialize = "T: Serialize", deserialize = "T: Deserialize<'de>"))]
pub struct RowChange<T> {
    /// The row before; none when it was made.
    pub before: Option<Arc<T>>,
    /// The row afterwards; none when it was taken away.
    pub after: Option<Arc<T>>,
}

impl<T> RowChange<T> {
    /// The row in one of the two states: its id is the same in both.
    pub fn either(&self) -> &T {
        let row = self.after.as_ref().or(self.before.as_ref());
        row.expect("a change has a row before or after")
    }
}

/// Declares the things of a program that can be looked into, table by table, and how their changes
/// are found.
macro_rules! entities {
    ($program:ty { $($(#[doc = $doc:literal])+ $kind:ident($table:ident, $row:ty, $id:ty),)+ }) => {
        /// A thing of the program that can be looked into.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Entity {
            $($(#[doc = $doc])+ $kind($id),)+
        }

        /// A thing that was made, changed or taken away.
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum ChangedEntity {
            $($(#[doc = $doc])+ $kind($crate::collections::RowChange<$row>),)+
        }

        impl ChangedEntity {
            /// The thing.
            pub fn entity(&self) -> Entity {
                match self {
                    $(Self::$kind(change) => Entity::$kind(change.either().id),)+
                }
            }

            /// True for a thing that was taken away.
            pub fn is_gone(&self) -> bool {
                match self {
                    $(Self::$kind(change) => change.after.is_none(),)+
                }
            }

            /// True for a thing that was made.
            pub fn is_new(&self) -> bool {
                match self {
                    $(Self::$kind(change) => change.before.is_none(),)+
                }
            }
        }

        impl $program {
            /// The things that were made or changed since they were asked for last.
            pub fn take_changed_entities(&mut self) -> Vec<ChangedEntity> {
                let mut all = Vec::new();
                $(all.extend(self.$table.take_changes().into_iter().map(ChangedEntity::$kind));)+
                all
            }

            /// The things that are others than `before`.
            pub fn entities_changed_since(&self, before: &Self) -> Vec<ChangedEntity> {
                let mut all = Vec::new();
                $(all.extend(
                    self.$table.changes_since(&before.$table).into_iter().map(ChangedEntity::$kind),
                );)+
                all
            }
        }
    };
}

pub(crate) use entities;
