//! Encryption sessions: each used once, and soon after it was made (PG-CLIENT-12, 13).

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::request::{Mark, PartnerRequest, mark};
use crate::{
    card_graphql::SeenCall,
    client_duties::{Detector, History, Tally, shown},
};

/// Age of a session above which its use is remarked on.
const FRESH: SignedDuration = SignedDuration::from_secs(60);

/// The session that an operation uses; one that creates something uses it only for a PIN.
fn used(call: &SeenCall) -> Option<Mark> {
    let session = call.argument("sessionId")?.as_str()?;
    let needs_none = call.name.starts_with("create") && call.argument("encryptedPin").is_none();
    (!needs_none).then(|| mark(&[session]))
}

/// The duty that no session is used by two operations.
#[derive(Default)]
pub(super) struct Fresh {
    /// Of each session, the request that used it first.
    first: BTreeMap<Mark, u64>,
    tally: Tally,
}

impl Detector<PartnerRequest> for Fresh {
    fn see(&mut self, request: &PartnerRequest, _: &History) {
        for call in &request.calls {
            let Some(session) = used(call) else { continue };
            if let Some(first) = self.first.get(&session) {
                let says = format!("the session of request {first} was used again");
                self.tally.missed(&[*first, request.n], says);
            } else if call.has_run() {
                // A request that was refused before its operation began has used nothing.
                self.first.insert(session, request.n);
                self.tally.met(&[request.n]);
            }
        }
    }

    fn finish(self: Box<Self>, _: &History) -> Tally {
        self.tally
    }
}

/// The duty that sessions are made right before they are used.
#[derive(Default)]
pub(super) struct MadeInTime {
    made: BTreeMap<Mark, Made>,
    tally: Tally,
}

/// A session that was made.
struct Made {
    n: u64,
    at: Timestamp,
    is_used: bool,
}

impl MadeInTime {
    fn use_up(&mut self, session: Mark, request: &PartnerRequest, history: &History) {
        let Some(made) = self.made.get_mut(&session) else { return };
        if std::mem::replace(&mut made.is_used, true) {
            return;
        }
        let (both, age) = ([made.n, request.n], request.moment.world.duration_since(made.at));
        let lifetime = history.redaction.rules().session.lifetime_ms;
        if age > SignedDuration::from_millis(lifetime) {
            let says =
                format!("a session was used when it was {} old, and had expired", shown(age));
            self.tally.missed(&both, says);
        } else if age > FRESH {
            self.tally
                .met_barely(&both, format!("a session was used when it was {} old", shown(age)));
        } else {
            self.tally.met(&both);
        }
    }
}

impl Detector<PartnerRequest> for MadeInTime {
    fn see(&mut self, request: &PartnerRequest, history: &History) {
        for call in &request.calls {
            if let Some(session) = used(call) {
                self.use_up(session, request, history);
            } else if let Some(made) = call.member("sessionId").and_then(|one| one.as_str()) {
                let (n, at) = (request.n, request.moment.world);
                self.made.insert(mark(&[made]), Made { n, at, is_used: false });
            }
        }
    }

    fn finish(mut self: Box<Self>, history: &History) -> Tally {
        let is_stale =
            |made: &&Made| !made.is_used && history.now.world.duration_since(made.at) > FRESH;
        match self.made.values().filter(is_stale).count() {
            0 => {}
            1 => self.tally.remark("a session was made and never used"),
            more => self.tally.remark(format!("{more} sessions were made and never used")),
        }
        self.tally
    }
}
