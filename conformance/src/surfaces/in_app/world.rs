//! Requests and answers of the in-app surface.

use serde_json::json;

use crate::{
    StepResult, World,
    checks::json,
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

    /// Has the back office renew the tokens that ended while the clock moved.
    pub(crate) async fn renew_tokens(&mut self) -> StepResult {
        let now = self.clock.now().as_second();
        let ended = |user: &User| !user.keeps_token && user.has_ended(now);
        let users = self.in_app.users.all().filter(|(_, user)| ended(user));
        let users: Vec<_> = users.map(|(name, user)| (name.to_owned(), user.clone())).collect();
        for (name, mut user) in users {
            let input = json!({ "user": user.id(), "ttl": "1h" });
            let minted = self.op("mint-jwt", &input).await?;
            json::text(&minted, "/token")?.clone_into(&mut user.token);
            self.in_app.users.name(name, user);
        }
        Ok(())
    }

    /// `actor` sends a draft; the answer becomes the last one.
    pub async fn deliver_as(&mut self, actor: &str, draft: &Draft) -> StepResult<Answer> {
        let answer = self.user(actor)?.send(draft).await?;
        self.graphql.answers.push(answer.clone());
        self.graphql.answered_user = true;
        Ok(answer)
    }
}
