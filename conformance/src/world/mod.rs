//! The state of one scenario: actors, things by name, and answers.
//!
//! Steps ask the world for an actor by the name that the scenario uses (`world.partner("the
//! partner")`), for a thing by its name (`world.graphql.cards.get("the card")`) and for the last
//! answer (`world.answer()`); each surface has a room for its own. Where things come from on this
//! target (a back office, or known ids of the target file) is decided in `stage` and in the steps
//! that prepare.

mod graphql;

use std::{collections::BTreeMap, convert::Infallible, sync::Arc, time::Duration};

use serde_json::Value;

use crate::{
    Mismatch, StepResult,
    budget::Preparing,
    clock::TargetClock,
    drivers::{Control, Http, hook::Office, managed::Caller, webhook_sink::WebhookSink},
    mismatch::Class,
    surfaces::{
        envelope::things::EnvelopeThings, in_app::things::InAppThings,
        managed::things::ManagedThings, partner::things::PartnerThings,
        sandbox::things::SandboxThings,
    },
    target::Target,
    things::graphql::GraphqlThings,
};

/// The last answer of a recorded session.
#[derive(Debug, Default)]
pub(crate) enum RecordedAnswer {
    /// Nothing was asked yet.
    #[default]
    Nothing,
    /// Status, and the body in clear: opened where it was sealed.
    Whole(u16, Value),
    /// No whole answer came.
    Lost(Mismatch),
}

/// The state of one scenario.
#[derive(Debug, Default)]
pub struct World {
    /// The implementation under test; absent until the stage is set.
    pub(crate) target: Option<Arc<Target>>,
    /// The HTTP client of this scenario.
    pub(crate) http: Option<Http>,
    /// The clock everybody signs by.
    pub clock: Arc<TargetClock>,
    /// The control plane of this scenario's world, on a sandbox.
    pub(crate) control: Option<Control>,
    /// The provision hook, on a foreign target that has one.
    pub(crate) office: Option<Office>,
    /// The sandbox's answer when it made the world: credentials and people.
    pub(crate) born: Value,
    /// The readings that the sandbox's world was made with: ambiguity to name.
    pub(crate) chosen_readings: BTreeMap<String, String>,
    /// Why the stage could not be set: no step is begun.
    pub(crate) trouble: Option<Mismatch>,
    /// Everything that the scenario knows of cards on the two GraphQL surfaces.
    pub graphql: GraphqlThings,
    /// Everything that the scenario knows of the in-app surface alone.
    pub in_app: InAppThings,
    /// Everything that the scenario knows of the partner surface alone.
    pub partner: PartnerThings,
    /// Everything that the scenario knows of the envelope surface.
    pub envelope: EnvelopeThings,
    /// Everything that the scenario knows of the managed cards surface.
    pub managed: ManagedThings,
    /// Everything that the scenario knows of the sandbox itself.
    pub sandbox: SandboxThings,
    /// The listener behind all receivers of webhooks, once there is one.
    pub(crate) sink: Option<WebhookSink>,
    /// The last answer of a recorded session.
    pub(crate) recorded: RecordedAnswer,
    /// Callers of the managed cards surface in a recorded session, by label: each logs in once.
    pub(crate) recorded_callers: BTreeMap<String, Caller>,
    /// Anything else that a scenario remembers by name.
    pub values: BTreeMap<String, Value>,
    /// The name of the reading that an ambiguous scenario found.
    pub reading: Option<String>,
}

impl cucumber::World for World {
    type Error = Infallible;

    async fn new() -> Result<Self, Infallible> {
        Ok(Self::empty())
    }
}

impl World {
    /// A scenario that knows nothing yet.
    pub(crate) fn empty() -> Self {
        Self::default()
    }

    /// The back office of this scenario's world. A scenario that uses it needs a capability that
    /// only a sandbox has, and is skipped elsewhere.
    pub fn control(&self) -> StepResult<Control> {
        self.control
            .clone()
            .ok_or_else(|| Mismatch::missing("a control plane", "only a sandbox has one"))
    }

    /// Has the back office do something: the control plane of a sandbox, or the hook of the target
    /// file. Answers its result.
    pub async fn op(&self, action: &str, input: &Value) -> StepResult<Value> {
        match (&self.control, &self.office) {
            (Some(control), _) => control.op(action, input).await,
            (None, Some(office)) => office.act(action, input).await,
            (None, None) => Err(Mismatch::missing(
                format!("a back office that does {action}"),
                "no [provision]",
            )),
        }
    }

    /// From now on, as long as the answer lives, things are made that the scenario starts from and
    /// that a target file may name instead.
    pub(crate) fn preparing(&self) -> Option<Preparing> {
        self.http.as_ref().map(|http| http.budget().preparing())
    }

    /// The scenario acts on something that the target file names: nothing is done to it that
    /// cannot be undone.
    pub(crate) fn spare_what_is_known(&self) {
        if let Some(http) = &self.http {
            http.budget().spare();
        }
    }

    /// Whether people and things can be made: by a control plane or by a hook.
    pub fn has_back_office(&self) -> bool {
        self.control.is_some() || self.office.is_some()
    }

    /// Whether the target is a sandbox.
    pub fn on_sandbox(&self) -> bool {
        self.control.is_some()
    }

    /// The implementation under test.
    pub fn target(&self) -> StepResult<Arc<Target>> {
        self.target.clone().ok_or_else(|| Mismatch::suite("a target", "none on this stage"))
    }

    /// Something that the scenario remembered under `name`.
    pub fn value(&self, name: &str) -> StepResult<&Value> {
        self.values
            .get(name)
            .ok_or_else(|| Mismatch::suite(format!("something called \"{name}\""), "nothing"))
    }

    /// Repeats `read` until it holds or the target's time to settle is over (at once on a
    /// sandbox). `read` must send anew each time.
    pub async fn until_settled<F>(&mut self, mut read: F) -> StepResult
    where
        F: AsyncFnMut(&mut Self) -> StepResult,
    {
        let target = self.target()?;
        let mut left = target.settle();
        loop {
            match read(self).await {
                Err(mismatch) if mismatch.class == Class::Behaviour && !left.is_zero() => {
                    let pause = left.min(Duration::from_millis(500));
                    tokio::time::sleep(pause).await;
                    left -= pause;
                }
                outcome => return outcome,
            }
        }
    }

    /// The reading that the target follows, found by an ambiguous scenario.
    pub fn found_reading(&mut self, name: &str) {
        self.reading = Some(name.to_owned());
    }
}
