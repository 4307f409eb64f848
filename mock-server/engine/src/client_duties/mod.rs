//! Duties that the documents put on clients, and how they are judged (SB 10).
//!
//! A duty is a requirement of level `client` in the register. Each surface lists its duties once,
//! as a [`DutyList`]: the id, what gives occasion to it, and a [`Detector`]. When somebody asks for
//! the client report, the requests that the log still holds pass every detector in their order, and
//! each detector tells how often its duty was met and missed. Nothing is done for it while a
//! request is answered, and nothing is kept between two reports: the cost is one reading of the
//! log, which holds at most 10,000 requests, and a report covers what the log covers.
//!
//! # Rationale
//! Detectors that run with every request would outlive the log, but would cost each request their
//! price, and would not be able to show the requests that they name.

mod history;
mod judgement;
mod list;
mod moment;
mod refusals;

pub use history::History;
pub use judgement::Tally;
pub use judgement::{Judgement, Verdict};
pub use list::{ClientDuties, Judged};
pub use list::{Detector, Duty, DutyList};
pub use moment::Moment;
pub use moment::shown;
pub use refusals::Refusals;
