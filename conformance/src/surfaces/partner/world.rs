//! Requests and answers of the partner surface.

use crate::{
    StepResult, World,
    drivers::{
        Answer,
        partner::{Draft, Partner},
        sent::Sent,
    },
};

impl World {
    /// The actor of that name: "the partner", "the second partner".
    pub fn partner(&self, name: &str) -> StepResult<Partner> {
        self.partner.partners.get(name)
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
        self.graphql.answers.push(answer.clone());
        self.graphql.answered_user = false;
        Ok(answer)
    }
}
