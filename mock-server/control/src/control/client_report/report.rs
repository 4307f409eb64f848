//! The client report as data.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    client_duties::{History, Judged, Moment, Verdict},
    control::Control,
    register::register,
    surface::Surface,
    world::clock,
    worlds::Handle,
};

/// The verdicts on all duties of a world's clients.
#[derive(Serialize, ToSchema)]
pub(in crate::control) struct ClientReport {
    /// The id of the world.
    pub(super) world: String,
    /// The duties, by surface and in the order of the register.
    pub(super) duties: Vec<DutyReport>,
    /// Numbers of duties by verdict.
    pub(super) summary: Summary,
    /// Number of requests that have left the log, which the report therefore does not cover.
    pub(super) dropped: u64,
}

/// The verdict on one duty.
#[derive(Serialize, ToSchema)]
pub(in crate::control) struct DutyReport {
    /// The id of the requirement.
    pub(super) id: &'static str,
    /// The duty in a few words.
    pub(super) title: &'static str,
    /// The duty in a sentence.
    pub(super) statement: &'static str,
    /// `kept`, `broken` or `unseen`.
    pub(super) verdict: &'static str,
    /// Number of occasions that were missed; where none was, of those that were met.
    pub(super) times: u64,
    /// The finding, for people.
    pub(super) says: String,
    /// A remark on a duty that was met only just, or not as advised.
    pub(super) remark: Option<String>,
    /// Numbers of the requests that show it, at most 20.
    pub(super) evidence: Vec<u64>,
    /// Deliveries that show it, each `d-<n>`, at most 20.
    pub(super) deliveries: Vec<String>,
    /// Requirements on the server that the duty rests on.
    pub(super) requirements: &'static [String],
    /// The level of the requirement, which is `client`.
    pub(super) level: &'static str,
    /// Document and section.
    pub(super) source: &'static str,
    /// The code of its surface.
    #[serde(skip)]
    pub(super) surface: Surface,
}

/// Numbers of duties by verdict.
#[derive(Clone, Copy, Default, Serialize, ToSchema)]
pub(in crate::control) struct Summary {
    /// There was occasion, and every occasion was met.
    pub(super) kept: usize,
    /// At least one occasion was missed.
    pub(super) broken: usize,
    /// There was no occasion.
    pub(super) unseen: usize,
}

impl ClientReport {
    /// The report of a world as it is now; `exit` is the exit status of the client's run, where
    /// somebody told it.
    pub(super) fn of(control: &Control, handle: &Handle, exit: Option<i64>) -> Self {
        let now = Moment { world: handle.now(), real: clock::real_now() };
        let mut history = History::of(handle, control.redaction(handle), now);
        history.exit = exit;
        let mut summary = Summary::default();
        let mut duties = Vec::new();
        for api in control.apis(None) {
            for judged in api.client_duties().judge(&history) {
                match judged.judgement.verdict {
                    Verdict::Kept => summary.kept += 1,
                    Verdict::Broken => summary.broken += 1,
                    Verdict::Unseen => summary.unseen += 1,
                }
                duties.push(DutyReport::of(api.surface(), judged, &history));
            }
        }
        Self { world: handle.id().to_owned(), duties, summary, dropped: history.dropped }
    }
}

impl DutyReport {
    fn of(surface: Surface, Judged { id, judgement }: Judged, history: &History) -> Self {
        let duty =
            register().requirement(id).expect("a test compares the duties with the register");
        let clean = |text: String| history.redaction.scrubbed(&text).into_owned();
        Self {
            id,
            title: &duty.title,
            statement: &duty.statement,
            verdict: judgement.verdict.word(),
            times: judgement.times,
            says: clean(judgement.says),
            remark: judgement.remark.map(clean),
            evidence: judgement.requests,
            deliveries: judgement.deliveries.iter().map(|number| format!("d-{number}")).collect(),
            requirements: &duty.rests_on,
            level: &duty.level,
            source: &duty.source,
            surface,
        }
    }

    /// Requests and deliveries that show it, in words.
    pub(super) fn shown_by(&self) -> String {
        let requests: Vec<_> = self.evidence.iter().map(ToString::to_string).collect();
        let mut parts = Vec::new();
        if !requests.is_empty() {
            let noun = if requests.len() == 1 { "request" } else { "requests" };
            parts.push(format!("{noun} {}", requests.join(", ")));
        }
        if !self.deliveries.is_empty() {
            let noun = if self.deliveries.len() == 1 { "delivery" } else { "deliveries" };
            parts.push(format!("{noun} {}", self.deliveries.join(", ")));
        }
        parts.join("; ")
    }
}

impl Summary {
    /// All duties.
    pub(super) fn all(self) -> usize {
        self.kept + self.broken + self.unseen
    }

    /// The numbers in a line.
    pub(super) fn told(self) -> String {
        let Self { kept, broken, unseen } = self;
        format!("{} duties: {kept} kept, {broken} broken, {unseen} unseen", self.all())
    }
}

#[cfg(test)]
mod tests {
    use mock_server_apis::SURFACES;

    use crate::register::register;

    /// A duty that is judged and not in the register, or the other way round, is found here.
    #[test]
    fn the_duties_are_those_of_the_register_in_its_order() {
        let mut checked = 0;
        for api in SURFACES.iter() {
            let code = api.surface().code();
            let of_surface = |id: &str| id.split('-').next() == Some(code);
            let ours = register().requirements.iter();
            let ours = ours.filter(|one| one.level == "client" && of_surface(&one.id));
            let wanted: Vec<_> = ours.map(|one| one.id.as_str()).collect();
            let judged: Vec<_> =
                api.client_duties().occasions().into_iter().map(|(id, _)| id).collect();
            assert_eq!(judged, wanted, "{code}");
            checked += judged.len();
        }
        assert_eq!(checked, 33);
    }

    #[test]
    fn a_duty_rests_on_requirements_that_there_are() {
        for duty in register().requirements.iter().filter(|one| one.level == "client") {
            assert!(!duty.rests_on.is_empty(), "{}", duty.id);
            assert!(duty.bad_client.is_some(), "{}", duty.id);
            for id in &duty.rests_on {
                let rests_on = register().requirement(id);
                assert!(rests_on.is_some_and(|one| one.level != "client"), "{}: {id}", duty.id);
            }
        }
    }

    /// The doctor sends people from a mistake to the duty that it breaks.
    #[test]
    fn the_duties_that_causes_name_are_judged() {
        for api in SURFACES.iter() {
            let judged = api.client_duties().occasions();
            for cause in api.log_renderer().causes() {
                let Some(duty) = cause.duty else { continue };
                assert!(judged.iter().any(|(id, _)| *id == duty), "{}: {duty}", cause.name);
            }
        }
    }
}
