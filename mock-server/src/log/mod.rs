//! The request log of a world: what came in at its doors and what was answered (SB 9).
//!
//! While a request runs nothing is written here but what arrived and what went out, as bytes in a
//! type that cannot be printed. An [`Entry`] becomes the JSON that people see only when somebody
//! reads it, and then from lists of what may be shown ([`List`], one a surface): what no list names
//! is told by name, type and length. So a request costs a copy of its bytes, and a mistake in a list
//! hides too much rather than too little.
//!
//! The log is no part of a world's value: it is not replayed, and it does not survive a restart.

mod class;
mod diagnosis;
mod doors;
mod entry;
mod nowhere;
mod outcome;
mod ring;
mod scribe;
mod scrub;
mod shown;
mod sight;
mod views;
mod words;

pub use class::{Class, List};
pub use diagnosis::{Cause, Certainty, Diagnosis, Proof, SHARED};
pub use doors::{nearest, words};
pub use entry::{Answered, Entry, Head, Kept, Request, Strike};
pub use nowhere::Nowhere;
pub use outcome::Outcome;
pub use ring::{Log, Page, Position, STREAMS, USUAL_ENTRIES};
pub use scribe::{Reading, Scribe};
pub use sight::{Elsewhere, Known, OpenSession, Sight};
