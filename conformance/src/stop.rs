//! Why a run begins no further scenario: a signal, the first failure, a target that keeps silent.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// Ends a run before its last scenario. Clones end the same run.
#[derive(Debug, Clone)]
pub struct Stop {
    ending: Arc<watch::Sender<Ending>>,
    /// Another stop that ends this run as well.
    outer: Option<Arc<watch::Sender<Ending>>>,
}

/// The end of a run, as far as it was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Ending {
    /// Why no further scenario begins.
    why: Option<String>,
    /// Whether those that run are not waited for.
    at_once: bool,
    /// The signal that asked for it.
    signal: Option<Signal>,
}

/// A signal that ends a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "UPPERCASE")]
#[strum(serialize_all = "UPPERCASE")]
pub enum Signal {
    /// The terminal went away.
    SigHup,
    /// Somebody pressed Ctrl-C.
    SigInt,
    /// Somebody, or a time limit, asked for the end.
    SigTerm,
}

impl Signal {
    /// Its name.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The exit code of a run that it ended: 128 and its number.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::SigHup => 129,
            Self::SigInt => 130,
            Self::SigTerm => 143,
        }
    }
}

impl Default for Stop {
    fn default() -> Self {
        Self { ending: Arc::new(watch::Sender::default()), outer: None }
    }
}

impl Stop {
    /// One that ends together with this one, and also by itself.
    pub(crate) fn within(&self) -> Self {
        Self { outer: Some(self.ending.clone()), ..Self::default() }
    }

    /// No further scenario begins; those that run come to their end. The first reason counts.
    pub fn soon(&self, why: impl Into<String>) {
        self.ending.send_if_modified(|ending| {
            let first = ending.why.is_none();
            ending.why.get_or_insert_with(|| why.into());
            first
        });
    }

    /// A signal came: the first lets what runs come to its end, another does not.
    pub fn signal(&self, signal: Signal) {
        self.ending.send_modify(|ending| {
            ending.at_once = ending.signal.is_some();
            ending.signal.get_or_insert(signal);
            ending.why.get_or_insert_with(|| format!("{} ended the run", signal.name()));
        });
    }

    /// Why no further scenario begins; `None` while they do.
    pub fn why(&self) -> Option<String> {
        let outer = self.outer.as_ref().and_then(|outer| outer.borrow().why.clone());
        self.ending.borrow().why.clone().or(outer)
    }

    /// The signal that ended the run.
    pub fn by_signal(&self) -> Option<Signal> {
        self.ending.borrow().signal
    }

    /// Waits until a signal comes.
    pub(crate) async fn signalled(&self) -> Signal {
        let mut endings = self.ending.subscribe();
        let ending = endings.wait_for(|ending| ending.signal.is_some()).await;
        // The sender lives as long as this value.
        ending.ok().and_then(|ending| ending.signal).unwrap_or(Signal::SigTerm)
    }

    /// Waits until what runs is not waited for any more.
    pub(crate) async fn at_once(&self) {
        let mut endings = self.ending.subscribe();
        // The sender lives as long as this value.
        let _ = endings.wait_for(|ending| ending.at_once).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_first_signal_waits_and_the_second_does_not() {
        let stop = Stop::default();
        let run = stop.within();
        assert_eq!(run.why(), None);
        stop.signal(Signal::SigInt);
        assert_eq!(run.why().as_deref(), Some("SIGINT ended the run"));
        let waits = tokio::time::timeout(std::time::Duration::from_millis(20), stop.at_once());
        assert!(waits.await.is_err());
        stop.signal(Signal::SigTerm);
        stop.at_once().await;
        assert_eq!(stop.by_signal().map(Signal::exit_code), Some(130));
    }

    #[test]
    fn what_ends_one_run_ends_no_other() {
        let stop = Stop::default();
        let run = stop.within();
        run.soon("the first failure");
        run.soon("another reason");
        assert_eq!(run.why().as_deref(), Some("the first failure"));
        assert_eq!((stop.why(), stop.within().why()), (None, None));
    }
}
