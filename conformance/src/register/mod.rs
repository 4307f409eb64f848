//! What is demanded: the requirements of `fixtures/requirements`, by id, with level and source.

mod level;

pub use level::Level;
