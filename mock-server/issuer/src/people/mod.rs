//! Data about people that every program uses: names, addresses, occupations.

pub mod address;
pub mod gazetteer;
pub mod name;
pub mod occupation;

pub use address::PostalAddress;
