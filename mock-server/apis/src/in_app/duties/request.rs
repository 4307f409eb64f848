//! A request of a user, as the detectors see it.

use std::sync::Arc;

use super::super::schema;
use crate::{
    card_graphql::{SeenCall, seen_calls},
    client_duties::{History, Moment},
    log::Entry,
};

/// Members of answers that detectors look at.
const MEMBERS: [&str; 1] = ["retryAfterSec"];

/// One request.
pub(super) struct InAppRequest {
    /// Its number in the log.
    pub(super) n: u64,
    /// The instant at which it came.
    pub(super) moment: Moment,
    /// Label of the user whom its token names.
    pub(super) by: Option<String>,
    /// True when it came over a WebSocket.
    pub(super) is_live: bool,
    /// True when the client got no whole answer.
    pub(super) is_lost: bool,
    /// Its root fields.
    pub(super) calls: Vec<SeenCall>,
}

impl InAppRequest {
    /// Reads an entry.
    pub(super) fn read(entry: &Arc<Entry>, history: &History) -> Self {
        Self {
            n: entry.n,
            moment: Moment::of(entry),
            by: entry.by(&history.redaction).map(ToOwned::to_owned),
            is_live: entry.request.method.as_str() == "WS",
            is_lost: entry.fault.is_some_and(|fault| fault.is_loss),
            calls: seen_calls(entry, &schema::log_judge(history.redaction.rules()).1, &MEMBERS),
        }
    }
}
