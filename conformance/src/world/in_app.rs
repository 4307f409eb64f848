//! Requests and answers of the in-app surface.

use super::World;
use crate::{
    StepResult,
    drivers::{
        Answer,
        in_app::{Draft, User},
    },
};

impl World {
    /// The actor of that name: "the user", "the second user".
    pub fn user(&self, name: &str) -> StepResult<User> {
        self.in_app.users.get(name)
    }

    /// `actor` sends a draft; the answer becomes the last one.
    pub async fn deliver_as(&mut self, actor: &str, draft: &Draft) -> StepResult<Answer> {
        let answer = self.user(actor)?.send(draft).await?;
        self.graphql.answers.push(answer.clone());
        self.graphql.answered_user = true;
        Ok(answer)
    }
}
