//! One live query: its first answer, and every further one (AG 8.3).

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{body::Bytes, http::StatusCode};
use serde_json::Value;

use super::{
    super::{execute, ownership, rate::RETRY_AFTER, refusal::RequestError, schema::EXECUTOR},
    source::{Turn, VersionSource},
};
use crate::{
    card_graphql::{
        LiveField, Posted, admitted_live_query, entries, judged, live_answer, read_body,
    },
    gate::{Answer, Content, Done, RequestContext, rewrite},
    graphql::Prepared,
    issuer::Caller,
    log::Reason,
    rulebook::CollateralTouch,
    tables::Budget,
    world::{Principal, World},
    worlds::Version,
};

/// The live query that tells of deposits.
const APPLICATIONS: &str = "AgioCard_card_application";

/// Where an operation over WebSocket leaves the live query that it has begun. The gate may run a
/// request on copies of the world before it runs on the world itself; the last one counts.
#[derive(Clone, Default)]
pub(in crate::in_app) struct Slot {
    cursor: Arc<Mutex<Option<Cursor>>>,
    /// True when the connection has its maximum of subscriptions.
    is_full: bool,
}

impl Slot {
    pub(super) fn new(is_full: bool) -> Self {
        Self { is_full, ..Self::default() }
    }

    /// The live query that has begun; none when the operation was another one.
    pub(super) fn take(&self) -> Option<Cursor> {
        self.locked().take()
    }

    fn locked(&self) -> MutexGuard<'_, Option<Cursor>> {
        self.cursor.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The place up to which a live query has been answered.
#[derive(Clone, Debug)]
pub(in crate::in_app) struct Cursor {
    field: LiveField,
    /// Number of the version that was answered from.
    since: u64,
    /// Digest of the last answer.
    digest: u64,
    /// Deposit steps that the user was told of.
    deposit_steps: u64,
}

/// Begins a live query, and answers it from the present version of the world.
pub(in crate::in_app) async fn begin(
    context: &RequestContext,
    slot: &Slot,
    posted: &Posted,
    prepared: &Prepared,
) -> Result<Answer, RequestError> {
    let permit = ownership::permit(context);
    let field = admitted_live_query(&EXECUTOR, context.rules(), posted, prepared, permit)?;
    if slot.is_full {
        context.expect(vec![field.name]);
        return Err(RequestError::RateLimited { retry_after_s: RETRY_AFTER });
    }
    let version = context.version();
    let principal = context.principal().unwrap_or_else(Principal::nobody);
    let source = VersionSource {
        version: version.clone(),
        principal: principal.clone(),
        turn: Turn::First,
        budget: Arc::default(),
    };
    let response = live_answer(&EXECUTOR, Arc::new(source), posted, prepared).await;
    let Ok(body) = judged(&response) else { return execute::answer(context, &response) };
    context.note(&field.name, Some(&field.key), Reason::Ok);
    let deposit_steps = deposit_steps(&version.world, &principal);
    let cursor = Cursor { field, since: version.number, digest: digest(&body), deposit_steps };
    *slot.locked() = Some(cursor);
    let mut answer = Answer::json(StatusCode::OK, Value::Null, Reason::Ok);
    answer.content = Content::Bytes(body);
    Ok(answer.answering(context.done()))
}

/// A live query that has begun. It keeps the request and no answer.
pub(super) struct Subscription {
    pub(super) id: String,
    /// The body that a POST would have.
    pub(super) payload: Bytes,
    pub(super) cursor: Cursor,
}

/// The answer of a live query to a version.
pub(super) enum Renewed {
    /// The answer is the one that was sent last.
    Same,
    /// Another answer: the body of a result.
    Changed(String),
    /// The query cannot be answered any more: its errors.
    Failed(Value),
}

impl Cursor {
    /// The root field.
    pub(super) fn field(&self) -> &str {
        &self.field.name
    }
}

impl Subscription {
    /// Bytes of memory that the client has a say in.
    pub(super) fn weight(&self) -> usize {
        self.id.len() + self.payload.len()
    }

    /// Answers a version on behalf of a user. The version is older than the last answer where
    /// changes came together with the subscription; then nothing is new.
    pub(super) async fn renew(
        &mut self,
        version: &Arc<Version>,
        principal: &Principal,
        budget: &Arc<Budget>,
    ) -> Renewed {
        if version.number <= self.cursor.since {
            return Renewed::Same;
        }
        self.cursor.since = version.number;
        let body = match self.answered(version, principal, budget).await {
            Ok(body) => body,
            Err(errors) => return Renewed::Failed(errors),
        };
        let (digest, steps) = (digest(&body), deposit_steps(&version.world, principal));
        let is_due_again = self.cursor.field.name == APPLICATIONS
            && steps > self.cursor.deposit_steps
            && version.world.rules.ag.sub.collateral_touch == CollateralTouch::Resend;
        if digest == self.cursor.digest && !is_due_again {
            return Renewed::Same;
        }
        (self.cursor.digest, self.cursor.deposit_steps) = (digest, steps);
        Renewed::Changed(self.falsified(version, body))
    }

    /// The body of the answer from a version, or the errors in its place.
    pub(super) async fn answered(
        &self,
        version: &Arc<Version>,
        principal: &Principal,
        budget: &Arc<Budget>,
    ) -> Result<Bytes, Value> {
        let source = VersionSource {
            version: version.clone(),
            principal: principal.clone(),
            turn: Turn::Next,
            budget: budget.clone(),
        };
        let documents = &EXECUTOR.judge(&version.world.rules).documents;
        let posted = read_body(&self.payload).ok();
        let prepared = posted.as_ref().and_then(|posted| documents.read(&posted.query).ok());
        let (Some(posted), Some(prepared)) = (posted, prepared) else {
            return Err(Value::Array(Vec::new()));
        };
        let response = live_answer(&EXECUTOR, Arc::new(source), &posted, &prepared).await;
        judged(&response).map_err(|(errors, _)| entries(&errors))
    }

    /// The ids of the deviations without which another body would have been sent.
    pub(super) async fn falsifying(
        &self,
        version: &Arc<Version>,
        principal: &Principal,
        sent: &str,
    ) -> Vec<String> {
        let mut found = Vec::new();
        for active in version.world.deviations.iter() {
            let without = Arc::new(version.showing(version.world.without(&active.id)));
            let body = self.answered(&without, principal, &Arc::default()).await;
            if body.is_ok_and(|body| self.falsified(&without, body) != sent) {
                found.push(active.id.clone());
            }
        }
        found
    }

    /// The body as the deviations of the world leave it.
    fn falsified(&self, version: &Version, body: Bytes) -> String {
        let text = String::from_utf8_lossy(&body).into_owned();
        if version.world.deviations.is_empty() {
            return text;
        }
        let key = &self.cursor.field.key;
        let done = Done {
            operation: Turn::Next.operation(&self.cursor.field.name),
            key: Some(key.clone()),
            reason: Reason::Ok,
        };
        let Ok(mut body) = serde_json::from_str::<Value>(&text) else { return text };
        let rows = body["data"][key.as_str()].take();
        body["data"][key.as_str()] = rewrite(&version.world, &done, rows);
        body.to_string()
    }
}

/// Deposit steps of which the applications of a user tell.
fn deposit_steps(world: &World, principal: &Principal) -> u64 {
    let Caller::InAppUser(user) = principal.caller else { return 0 };
    let program = &world.issuer.collateral;
    let Some(user) = program.users.get(user) else { return 0 };
    user.applications.iter().map(|id| program.applications[id].deposit_steps).sum()
}

fn digest(body: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    hasher.finish()
}
