//! The program as a whole, by the numbers of its contract.

mod adapters;
mod authorizations;
mod bench;
mod cards;
mod conservation;
mod disputes;
mod story;
mod terminations;
mod transitions;
