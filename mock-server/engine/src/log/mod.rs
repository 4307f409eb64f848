//! The request log of a world: what came in at its doors and what was answered (SB 9).
//!
//! While a request runs nothing is written here but what arrived and what went out, as bytes in a
//! type that cannot be printed. An [`Entry`] becomes the JSON that people see only when somebody
//! reads it, and then from lists of what may be shown ([`List`], one a surface): what no list names
//! is told by name, type and length. So a request costs a copy of its bytes, and a mistake in a
//! list hides too much rather than too little.
//!
//! The log is no part of a world's value: it is not replayed, and it does not survive a restart.

mod class;
mod diagnosis;
mod echo;
mod entry;
mod entry_json;
mod feed;
mod heads;
mod masks;
mod near_path;
mod reason;
mod redaction;
mod ring;
mod scrub;
mod secret_search;
mod unrouted;
mod views;

pub use class::{Class, List};
pub use diagnosis::{Cause, Certainty, Diagnosis, Proof, SHARED};
pub use entry::{Answered, Entry, FaultHit, Head, Kept, LogRenderer, Outcome, Reading, Request};
pub use feed::{DeliveryMark, FaultMark, Feed, Following, Happening};
pub use heads::of_head;
pub use near_path::{nearest, words};
pub use reason::Reason;
pub use redaction::{Elsewhere, Known, RedactionContext};
pub use ring::{Log, Page, STREAMS, USUAL_ENTRIES, WAITS};
pub use secret_search::SecretSearch;
pub use unrouted::Unrouted;
