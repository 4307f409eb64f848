//! Does the in-app surface take the tokens, and no other?

mod known;
mod tokens;

use std::sync::Arc;

use tokio::sync::OnceCell;

use super::{
    costs::ROWS,
    target::{InAppSurface, Known, UserToken},
};
use crate::{
    clock::TargetClock,
    doctor::{
        Finding, Health,
        graphql::{self, Caller as _},
        session,
    },
    drivers::{
        Http,
        in_app::{Endpoint, User, generation::Generation},
    },
    target::{Surface, Target},
};

/// The place to look at where the token is refused.
const TOKEN: &str = "surfaces.AG.credentials.primary.token: is it one of this server, and has it \
                     not ended? Some servers want credentials.primary.organization_key as well";

/// Token, bad token, operations, second token, sessions, known things.
pub(super) async fn examine(surface: &InAppSurface, target: &Target, http: &Http) -> Vec<Finding> {
    let Some(primary) = &surface.primary else { return Vec::new() };
    let user = actor(surface, primary, http);
    let now = TargetClock::default().now().as_second();
    let mut findings = Vec::new();
    if let Some(ending) = tokens::ending("AG token's end", &user, now) {
        let over = ending.health == Health::Problem;
        findings.push(ending);
        if over {
            return findings;
        }
    }
    let taken = graphql::read("AG token", &user, TOKEN).await;
    let takes_tokens = taken.health == Health::Ok;
    findings.push(taken);
    if !takes_tokens {
        return findings;
    }
    findings.push(tokens::altered(&user).await);
    findings.push(operations(&user).await);
    if let Some(second) = &surface.second {
        findings.push(tokens::second(&user, &actor(surface, second, http), now).await);
    }
    if let Some(codec) = &surface.pin_codec {
        findings.push(session::examine(Surface::AG, codec, target, &user).await);
    }
    findings.extend(known::examine(&surface.known, &user).await);
    if surface.known == Known::default() && target.hook.is_none() {
        findings.push(Finding::warning(
            "AG known things",
            "neither a hook nor [known.AG]",
            "name an approved application, a card and a wallet, so that scenarios about them have \
             some to start from",
        ));
    }
    findings
}

fn actor(surface: &InAppSurface, token: &UserToken, http: &Http) -> User {
    User {
        name: "the doctor".to_owned(),
        token: token.token.clone(),
        endpoint: Arc::new(Endpoint {
            url: surface.url.clone(),
            ws_url: surface.ws_url.clone(),
            headers: surface.headers.clone(),
            organization_key: token.organization_key.clone(),
            sandbox_world: None,
            generation: OnceCell::new(),
        }),
        keeps_token: true,
        http: http.clone(),
    }
}

/// Whether the schema has the operations of the documents, under any of their names.
async fn operations(user: &User) -> Finding {
    const WHAT: &str = "AG operations";
    const REPAIR: &str = "let a valid token be enough for introspection; what reads the schema \
                          will fail";
    match user.ask(graphql::SCHEMA).await {
        Ok(answer) if answer.result("__schema").is_some() => {
            let generation = user.generation().await.unwrap_or(Generation::Rain);
            graphql::operations(Surface::AG, ROWS, &answer, |name| generation.named(name))
        }
        Ok(answer) => Finding::warning(WHAT, answer.summary(), REPAIR),
        Err(mismatch) => Finding::warning(WHAT, mismatch.actual, REPAIR),
    }
}
