//! Lists and tables whose copies share what is equal, so that a copy of a world costs next to
//! nothing.

mod balances;
mod ids;
mod list;
pub mod pairs;
mod row_change;
mod rows;

pub use balances::{BalanceChange, Balances};
pub use ids::Ids;
pub use list::List;
pub use row_change::RowChange;
pub(crate) use row_change::entities;
pub(crate) use rows::row_id;
pub use rows::{Row, RowId, Rows};
