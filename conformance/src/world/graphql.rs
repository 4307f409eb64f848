//! Requests and answers of the two GraphQL surfaces, whoever asks.

use serde_json::{Value, json};

use super::World;
use crate::{
    Mismatch, StepResult,
    checks::graphql::refusal::{self, Forms},
    drivers::{
        Answer,
        graphql::{
            names::{is_user, worded},
            session_key::PinCodec,
        },
        in_app, partner,
    },
};

impl World {
    /// The byte layout of encrypted PINs and secrets that this actor sees on this target.
    pub fn pin_codec(&self, actor: &str) -> StepResult<PinCodec> {
        let target = self.target()?;
        let (codec, surface) = match is_user(actor) {
            true => (target.surfaces.in_app.as_ref().and_then(|one| one.pin_codec), "AG"),
            false => (target.surfaces.partner.as_ref().and_then(|one| one.pin_codec), "PG"),
        };
        codec.ok_or_else(|| {
            let place = format!("no [surfaces.{surface}.pin_codec]");
            Mismatch::missing("the layout of encrypted PINs", place)
        })
    }

    /// `actor` sends a document by the rules, and the answer is not remembered as the last one.
    pub async fn query(
        &self,
        actor: &str,
        document: &str,
        variables: &Value,
    ) -> StepResult<Answer> {
        if is_user(actor) {
            return self.user(actor)?.query(&worded(actor, document), variables).await;
        }
        self.partner(actor)?.query(document, variables).await
    }

    /// `actor` sends a document by the rules; the answer becomes the last one.
    pub async fn ask(
        &mut self,
        actor: &str,
        document: &str,
        variables: &Value,
    ) -> StepResult<Answer> {
        if is_user(actor) {
            let document = worded(actor, document);
            return self.deliver_as(actor, &in_app::Draft::query(&document, variables)).await;
        }
        let document = self.partner(actor)?.renamed(document).await?;
        self.deliver(actor, &partner::Draft::query(&document, variables)).await
    }

    /// `actor` sends a document and names the operation of it that is to run; the answer becomes the
    /// last one.
    pub async fn ask_for(
        &mut self,
        actor: &str,
        (operation, document): (&str, &str),
    ) -> StepResult<Answer> {
        let body =
            |document: &str| json!({ "query": document, "operationName": operation }).to_string();
        if is_user(actor) {
            let document = worded(actor, document);
            return self.deliver_as(actor, &in_app::Draft::body(body(&document))).await;
        }
        let document = self.partner(actor)?.renamed(document).await?;
        self.deliver(actor, &partner::Draft::body(body(&document))).await
    }

    /// The last answer of either surface.
    pub fn answer(&self) -> StepResult<&Answer> {
        self.graphql
            .answers
            .last()
            .ok_or_else(|| Mismatch::suite("an answer", "nothing was sent yet"))
    }

    /// The forms of a refusal on the surface that answered last.
    pub fn refusals(&self) -> Forms {
        if self.graphql.answered_user { Forms::IN_APP } else { Forms::PARTNER }
    }

    /// The last answer refuses `field`, in any of the forms of its surface.
    pub fn refused(&self, field: &str) -> StepResult {
        refusal::refused(self.answer()?, field, self.refusals())
    }

    /// The last two answers.
    pub fn two_answers(&self) -> StepResult<[&Answer; 2]> {
        match self.graphql.answers.as_slice() {
            [.., first, second] => Ok([first, second]),
            few => Err(Mismatch::suite("two answers", few.len().to_string())),
        }
    }

    /// `data.<field>` of the last answer; its absence is the target's fault.
    pub fn result(&self, field: &str) -> StepResult<&Value> {
        let answer = self.answer()?;
        answer
            .result(field)
            .ok_or_else(|| Mismatch::behaviour(format!("a result of {field}"), answer.summary()))
    }
}
