//! The duties of a surface, each with the detector that judges it.

use std::sync::Arc;

use super::{History, Judgement, Tally};
use crate::{log::Entry, surface::Surface};

/// One duty.
pub struct Duty<R: 'static> {
    /// The id of its requirement.
    pub id: &'static str,
    /// The occasion for it, as a noun phrase.
    pub occasion: &'static str,
    /// Makes a detector that has seen nothing.
    pub detector: fn() -> Box<dyn Detector<R>>,
}

/// The judge of one duty: it sees every request of a surface, oldest first, and tells what became
/// of the duty at the end. What it keeps of the requests is bounded by their number.
pub trait Detector<R> {
    /// Looks at the next request.
    fn see(&mut self, _request: &R, _history: &History) {}

    /// The occasions that were met and missed.
    fn finish(self: Box<Self>, history: &History) -> Tally;
}

/// The duties of one surface, in the order of the register.
pub struct DutyList<R: 'static> {
    /// The surface.
    pub surface: Surface,
    /// Reads an entry of the log once, for all detectors.
    pub read: fn(&Arc<Entry>, &History) -> R,
    /// The duties.
    pub duties: &'static [Duty<R>],
}

/// A duty and what became of it.
pub struct Judged {
    /// The id of its requirement.
    pub id: &'static str,
    /// The verdict.
    pub judgement: Judgement,
}

/// The duties of a surface, whatever its requests are read as.
pub trait ClientDuties: Send + Sync {
    /// The id of each duty and what gives occasion to it.
    fn occasions(&self) -> Vec<(&'static str, &'static str)>;

    /// Judges what the clients of a world did.
    fn judge(&self, history: &History) -> Vec<Judged>;
}

impl<R> ClientDuties for DutyList<R> {
    fn occasions(&self) -> Vec<(&'static str, &'static str)> {
        self.duties.iter().map(|duty| (duty.id, duty.occasion)).collect()
    }

    fn judge(&self, history: &History) -> Vec<Judged> {
        let mut detectors: Vec<_> =
            self.duties.iter().map(|duty| (duty, (duty.detector)())).collect();
        for entry in history.of_surface(self.surface) {
            let request = (self.read)(entry, history);
            for (_, detector) in &mut detectors {
                detector.see(&request, history);
            }
        }
        let judged = detectors.into_iter().map(|(duty, detector)| {
            let judgement = detector.finish(history).judgement(duty.occasion);
            Judged { id: duty.id, judgement }
        });
        judged.collect()
    }
}
