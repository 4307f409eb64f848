//! Requests to the control plane, and the worlds that a scenario makes and goes to.

use std::sync::Arc;

use serde_json::{Value, json};

use super::things::Place;
use crate::{
    Mismatch, StepResult, World,
    drivers::{Answer, Control},
    target::Surface,
};

/// The name of the world that a scenario begins in.
const FIRST: &str = "the first world";

impl World {
    /// The last answer of the control plane to what the scenario asked.
    pub fn told(&self) -> StepResult<&Answer> {
        let none = || Mismatch::suite("an answer of the control plane", "nothing was asked yet");
        self.sandbox.answers.last().ok_or_else(none)
    }

    /// Asks the control plane; the answer becomes its last one. A place that begins with
    /// `/_sandbox` is one of the server, any other one of the present world.
    pub async fn ask_control(
        &mut self,
        method: &str,
        place: &str,
        body: &str,
    ) -> StepResult<Answer> {
        let control = self.control()?;
        let answer = control.exchange(method, place, body).await?;
        let moves = ["/clock", "/restore", "/reset"].iter().any(|end| place.contains(end));
        if method != "GET" && moves {
            control.follow_clock().await?;
        }
        self.sandbox.answers.push(answer.clone());
        Ok(answer)
    }

    /// Makes a world called `name` as the scenario's own was made, but for the members of `wanted`.
    pub async fn make_world(&mut self, name: &str, wanted: &Value) -> StepResult {
        let control = self.control()?;
        let first = self.first_world()?;
        let mut definition = self.sandbox.definition.clone();
        for (member, value) in wanted.as_object().into_iter().flatten() {
            definition[member] = value.clone();
        }
        let id = definition["id"].as_str().map(str::to_owned);
        let id = id.unwrap_or_else(|| format!("{first}-{}", self.sandbox.worlds.all().count()));
        let made = Control { world: id, clock: Arc::default(), ..control };
        let born = made.make(definition).await?;
        let place = Place { born, clock: made.clock.clone(), control: made };
        self.sandbox.worlds.name(name, place);
        Ok(())
    }

    /// Calls a world `name` that the scenario has made by a request of its own.
    pub fn take_world(&mut self, name: &str, id: String, born: Value) -> StepResult {
        self.first_world()?;
        let control = Control { world: id, clock: Arc::default(), ..self.control()? };
        control.take_clock(&born["clock"]);
        let place = Place { born, clock: control.clock.clone(), control };
        self.sandbox.worlds.name(name, place);
        Ok(())
    }

    /// The id of the world that the scenario began in, which has its name from then on.
    fn first_world(&mut self) -> StepResult<String> {
        if !self.sandbox.worlds.has(FIRST) {
            let control = self.control()?;
            let (born, clock) = (self.born.clone(), self.clock.clone());
            self.sandbox.worlds.name(FIRST, Place { control, born, clock });
        }
        Ok(self.sandbox.worlds.get(FIRST)?.control.world)
    }

    /// From now on everybody acts in the world called `name`.
    pub fn go_to(&mut self, name: &str) -> StepResult {
        let Place { control, born, clock } = self.sandbox.worlds.get(name)?;
        (self.control, self.born, self.clock) = (Some(control), born, clock);
        let target = self.target()?;
        let http = self.http.clone().ok_or_else(|| Mismatch::suite("a client", "none"))?;
        target.surfaces.set_stage(self, Surface::SB, &target, &http)
    }

    /// A text with `{name}` replaced: by what was noted under the name, by the id of the card (of
    /// whichever surface), application, session, person or world of that name; `{world}` is the id of
    /// the present world.
    pub fn named_in(&self, text: &str) -> StepResult<String> {
        let mut out = text.to_owned();
        let mut fill = |name: &str, value: &str| out = out.replace(&format!("{{{name}}}"), value);
        fill("world", &self.control()?.world);
        for (name, value) in &self.values {
            fill(name, &value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        }
        for (name, card) in self.graphql.cards.all() {
            fill(name, &card.id.to_string());
        }
        for (name, application) in self.graphql.applications.all() {
            fill(name, &application.id.to_string());
        }
        for (name, session) in self.graphql.sessions.all() {
            fill(name, &session.id);
        }
        for (name, person) in self.partner.card_users.all() {
            fill(name, &person.id);
        }
        for (name, card) in self.envelope.cards.all() {
            fill(name, &card.id);
        }
        for (name, card) in self.managed.cards.all() {
            fill(name, &card.reference);
        }
        for (name, place) in self.sandbox.worlds.all() {
            fill(name, &place.control.world);
        }
        Ok(out)
    }

    /// The control planes of all worlds of the scenario.
    pub(crate) fn controls(&self) -> Vec<Control> {
        let mut all: Vec<_> = self.control.iter().cloned().collect();
        let others = self.sandbox.worlds.all().map(|(_, place)| place.control.clone());
        let others: Vec<_> =
            others.filter(|one| all.iter().all(|own| own.world != one.world)).collect();
        all.extend(others);
        all
    }

    /// Switches further deviations on in the present world, whatever acts in it already.
    pub async fn break_too(&self, id: &str) -> StepResult {
        let control = self.control()?;
        let mut active: Vec<_> =
            control.deviations().await?.into_iter().map(|(id, _)| id).collect();
        active.push(id.to_owned());
        let body = json!({ "active": active }).to_string();
        let answer = control.exchange("PUT", "/deviations", &body).await?;
        if answer.status == 200 {
            return Ok(());
        }
        Err(Mismatch::precondition(format!("the deviation {id} is switched on"), answer.summary()))
    }
}
