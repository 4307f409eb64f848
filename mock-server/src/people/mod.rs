//! What is written about people, whatever program they use: names, addresses, occupations.

pub mod address;
pub mod gazetteer;
pub mod name;
pub mod occupation;

pub use address::PostalAddress;
