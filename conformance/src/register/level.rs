//! Levels of requirements.

use serde::{Deserialize, Serialize};

/// The origin of a requirement, which decides on which targets it is judged.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::Display,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Level {
    /// The sources allow several readings: always run, only reported.
    Ambiguous,
    /// A source document states it: judged on every target.
    Documented,
    /// A newer public page states it: judged by default.
    Public,
    /// All is silent and the sandbox chose: judged on a sandbox.
    Decided,
    /// A duty of the client: never judged on a target.
    Client,
}
