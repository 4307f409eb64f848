//! Calls and answers of the envelope surface.

use serde_json::{Value, json};

use crate::{
    Mismatch, StepResult, World,
    drivers::{
        envelope::{Call, Project, Reply, SealedCall},
        sent::Sent,
    },
    surfaces::envelope::things::{Order, PrepaidCard},
};

impl World {
    /// The actor of that name: "the project", "the second project".
    pub fn project(&self, name: &str) -> StepResult<Project> {
        self.target()?;
        self.envelope.projects.get(name)
    }

    /// `actor` calls an endpoint by the rules; the answer becomes the last one.
    pub async fn call(&mut self, actor: &str, path: &str, fields: &Value) -> StepResult<Reply> {
        self.make(actor, &Call::to(path, fields)).await
    }

    /// `actor` makes a call; the answer becomes the last one.
    pub async fn make(&mut self, actor: &str, call: &Call) -> StepResult<Reply> {
        let SealedCall { sent, stamp } = self.project(actor)?.write(call)?;
        self.envelope.stamp = stamp.or(self.envelope.stamp);
        self.make_bytes(actor, sent).await
    }

    /// `actor` sends exactly these bytes; the answer becomes the last one.
    pub async fn make_bytes(&mut self, actor: &str, sent: Sent) -> StepResult<Reply> {
        let project = self.project(actor)?;
        self.envelope.sent = Some(sent.clone());
        let reply = project.resend(&sent).await?;
        self.take_order(actor, &reply);
        self.envelope.replies.push(reply.clone());
        Ok(reply)
    }

    /// `actor` reads something without this becoming the last answer.
    pub async fn look(&self, actor: &str, path: &str, fields: &Value) -> StepResult<Reply> {
        let reply = self.project(actor)?.call(path, fields).await?;
        if reply.is_served() {
            return Ok(reply);
        }
        Err(Mismatch::behaviour(format!("{path} is served"), reply.summary()))
    }

    /// The card as its project sees it.
    pub async fn look_at_card(&self, name: &str) -> StepResult<Reply> {
        let card = self.envelope.cards.get(name)?;
        self.look(&card.owner, "/cards/get", &json!({ "card_id": card.id })).await
    }

    /// The last answer of the surface.
    pub fn reply(&self) -> StepResult<&Reply> {
        self.target()?;
        let last = self.envelope.replies.last();
        last.ok_or_else(|| Mismatch::suite("an answer", "nothing was sent yet"))
    }

    /// The last two answers of the surface.
    pub fn two_replies(&self) -> StepResult<[&Reply; 2]> {
        self.target()?;
        match self.envelope.replies.as_slice() {
            [.., first, second] => Ok([first, second]),
            few => Err(Mismatch::suite("two answers", few.len().to_string())),
        }
    }

    /// An order that an answer shows is called "that order" from then on, and its card "that card".
    fn take_order(&mut self, actor: &str, reply: &Reply) {
        let shown = reply.order();
        let Some(id) = shown["order_id"].as_str().filter(|_| reply.is_served()) else {
            self.envelope.orders.missed("that order", reply.summary());
            self.envelope.cards.missed("that card", reply.summary());
            return;
        };
        let card = shown["card_id"].as_str().map(str::to_owned);
        let owner = actor.to_owned();
        // A card names the order that it was made by, too: that is not an order that is shown.
        if shown.get("issued_at").is_some() {
            return;
        }
        let amount = shown["data"]["amount"].as_str().map(str::to_owned);
        let order = Order { id: id.to_owned(), card: card.clone(), amount, owner: owner.clone() };
        self.envelope.orders.name("that order", order);
        self.envelope.cards.missed("that card", reply.summary());
        if let Some(id) = card {
            let user = shown["data"]["external_user_id"].as_str().unwrap_or_default().to_owned();
            let order = Some(shown["order_id"].as_str().unwrap_or_default().to_owned());
            self.envelope.cards.name("that card", PrepaidCard { id, user, order, owner });
        }
    }
}
