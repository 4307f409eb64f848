//! Requests and answers of the partner surface.

use serde_json::Value;

use super::World;
use crate::{
    Mismatch, StepResult,
    drivers::{
        Answer,
        http::Sent,
        partner::{Draft, Partner, session_key::PinCodec},
    },
};

impl World {
    /// The actor of that name: "the partner", "the second partner".
    pub fn partner(&self, name: &str) -> StepResult<Partner> {
        self.partner.partners.get(name)
    }

    /// The byte layout of encrypted PINs and secrets on this target.
    pub fn pin_codec(&self) -> StepResult<PinCodec> {
        self.target()?.pin_codec().ok_or_else(|| {
            Mismatch::suite("a scenario that asks for the capability pin-codec", "no pin_codec")
        })
    }

    /// `actor` sends a document, signed by the rules; the answer becomes the last one.
    pub async fn ask(
        &mut self,
        actor: &str,
        document: &str,
        variables: &Value,
    ) -> StepResult<Answer> {
        let document = self.partner(actor)?.renamed(document).await?;
        self.deliver(actor, &Draft::query(&document, variables)).await
    }

    /// `actor` sends a draft; the answer becomes the last one.
    pub async fn deliver(&mut self, actor: &str, draft: &Draft) -> StepResult<Answer> {
        let partner = self.partner(actor)?;
        let sent = partner.sign(draft);
        self.deliver_bytes(actor, sent).await
    }

    /// `actor` sends exactly these bytes; the answer becomes the last one.
    pub async fn deliver_bytes(&mut self, actor: &str, sent: Sent) -> StepResult<Answer> {
        let partner = self.partner(actor)?;
        self.partner.sent = Some(sent.clone());
        let answer = partner.resend(&sent).await?;
        self.partner.answers.push(answer.clone());
        Ok(answer)
    }

    /// The last answer of the surface.
    pub fn answer(&self) -> StepResult<&Answer> {
        self.partner
            .answers
            .last()
            .ok_or_else(|| Mismatch::suite("an answer", "nothing was sent yet"))
    }

    /// `data.<field>` of the last answer; its absence is the target's fault.
    pub fn result(&self, field: &str) -> StepResult<&Value> {
        let answer = self.answer()?;
        answer
            .result(field)
            .ok_or_else(|| Mismatch::behaviour(format!("a result of {field}"), answer.summary()))
    }
}
