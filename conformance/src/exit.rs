//! The exit codes of the command line.

/// Conform: at least one scenario was judged, none failed, none was blocked.
pub const CONFORM: u8 = 0;
/// At least one scenario failed.
pub const BEHAVIOUR: u8 = 1;
/// Target file, credentials, reachability or preconditions.
pub const CONFIGURATION: u8 = 2;
/// A defect of the suite.
pub const SUITE: u8 = 3;
/// A signal ended the run: this and the number of the signal (130 after SIGINT, 143 after SIGTERM).
pub const SIGNAL: u8 = 128;
/// No scenario was judged and no reading was found.
pub const NOTHING_RAN: u8 = 4;
