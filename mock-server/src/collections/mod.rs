//! Lists and tables whose copies share what is equal, so that a copy of a world costs next to
//! nothing.

mod list;
pub mod pairs;
mod row_change;
mod rows;

pub use list::List;
pub(crate) use row_change::entities;
pub use row_change::{BalanceChange, RowChange};
pub(crate) use rows::row_id;
pub use rows::{Row, RowId, Rows};
