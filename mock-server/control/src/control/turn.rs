//! A request's turn in a world, and its record in the world's journal (SB 13.1).

use std::{cell::RefCell, future::Future};

use axum::{
    body::{Body, Bytes},
    http::{Method, request::Parts},
    response::{IntoResponse, Response},
};
use http_body_util::BodyExt;
use serde_json::{Map, Value, json};

use super::{Problem, ROOT};
use crate::{
    gate::{BodySecrets, described_body},
    journal_file::JournalFile,
    log::{Class, List},
    surface::Surface,
    world::journal::{AnswerDigest, DescribedRequest, Receipt, RequestEnd, Unavailable},
    worlds::{Handle, RequestPermit, Worlds},
};

/// Members of bodies that are secrets: inputs of the control plane have many names. The secrets of
/// the world itself are found wherever they stand.
static NAMES: List =
    List::new(&[(Class::Secret, &["client_secret", "password", "pin", "secret", "token"])]);

/// A request that is being answered.
struct Asked {
    /// The request, as its record holds it.
    described: Value,
    /// The permit of its turn, once its handler has ended.
    permit: Option<RequestPermit>,
    /// Receipts of turns that it has left before.
    receipts: Vec<Receipt>,
}

tokio::task_local! {
    static ASKED: RefCell<Asked>;
}

/// The right to be the one request that runs in a world. It lasts until the answer is recorded,
/// unless the request leaves before.
pub(super) struct Turn(Option<RequestPermit>);

impl Turn {
    /// Waits for the turn.
    pub(super) async fn of(handle: &Handle) -> Self {
        let permit = handle.enter().await;
        permit.hold_real_time();
        Self(Some(permit))
    }

    /// Ends the turn before the answer is known, which then is not in the record. For requests that
    /// go on to wait for receivers of webhooks, which may ask something themselves.
    pub(super) fn leave(self) -> Result<(), Problem> {
        waits_for([self.end()?]);
        Ok(())
    }

    /// Ends the turn like [`Turn::leave`]; the request has to wait for the receipt.
    pub(super) fn end(self) -> Result<Receipt, Problem> {
        self.end_of(described_request())
    }

    /// Ends the turn like [`Turn::end`], in a task of its request, which is described in the record.
    pub(super) fn end_of(mut self, described: Option<Value>) -> Result<Receipt, Problem> {
        let Some(mut permit) = self.0.take() else { return Ok(Receipt::default()) };
        permit.close(Some(end(described, None))).map_err(Problem::unavailable)
    }
}

/// The request that runs, as its record holds it; none in a task.
pub(super) fn described_request() -> Option<Value> {
    ASKED.try_with(|asked| asked.borrow().described.clone()).ok()
}

/// Lets the answer of the request that runs wait for these receipts.
pub(super) fn waits_for(receipts: impl IntoIterator<Item = Receipt>) {
    let _ = ASKED.try_with(|asked| asked.borrow_mut().receipts.extend(receipts));
}

impl Drop for Turn {
    fn drop(&mut self) {
        let Some(permit) = self.0.take() else { return };
        // Outside of a request, such as in a task, there is no answer to wait for.
        let _ = ASKED.try_with(|asked| asked.borrow_mut().permit = Some(permit));
    }
}

/// Answers a request, and stores its record before the answer leaves if it has changed the world.
/// A request whose record cannot be stored has not happened; nor is an answer given of what was seen
/// and then taken back.
pub(super) async fn stored(
    worlds: &Worlds,
    asked: (&Parts, &Bytes),
    answer: impl Future<Output = Response>,
) -> Response {
    let losses = worlds.file().map(JournalFile::losses);
    let is_read = [Method::GET, Method::HEAD].contains(&asked.0.method);
    let (response, receipts) = match is_read {
        true => (answer.await, Vec::new()),
        false => recorded(asked, answer).await,
    };
    let Some(file) = worlds.file() else { return response };
    for receipt in receipts {
        if let Err(why) = receipt.stored().await {
            return Problem::unavailable(why).into_response();
        }
    }
    // Others may have recorded what was seen. Its loss concerns a request only if it came meanwhile.
    let _ = worlds.receipt().stored().await;
    match is_read && losses != Some(file.losses()) {
        true => Problem::unavailable(Unavailable::Storage).into_response(),
        false => response,
    }
}

/// Answers a request and records it; what it has recorded is stored when the receipts say so.
async fn recorded(
    (parts, body): (&Parts, &Bytes),
    answer: impl Future<Output = Response>,
) -> (Response, Vec<Receipt>) {
    let described = described(parts, body);
    let asked = Asked { described, permit: None, receipts: Vec::new() };
    let answered = async {
        let response = answer.await;
        let (described, permit, receipts) = ASKED.with(|asked| {
            let mut asked = asked.borrow_mut();
            (asked.described.take(), asked.permit.take(), std::mem::take(&mut asked.receipts))
        });
        (response, described, permit, receipts)
    };
    let (response, described, permit, mut receipts) =
        ASKED.scope(RefCell::new(asked), answered).await;
    let Some(mut permit) = permit.filter(RequestPermit::has_begun) else {
        return (response, receipts);
    };
    let (head, body) = response.into_parts();
    // The answer is in memory already, so that reading it does not fail.
    let body = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    let digest = AnswerDigest::of(head.status.as_u16(), &body);
    match permit.close(Some(end(Some(described), Some(digest)))) {
        Ok(receipt) => {
            receipts.push(receipt);
            (Response::from_parts(head, Body::from(body)), receipts)
        }
        Err(why) => (Problem::unavailable(why).into_response(), receipts),
    }
}

fn end(request: Option<Value>, answer: Option<AnswerDigest>) -> RequestEnd {
    RequestEnd {
        at: None,
        surface: Surface::SB,
        operation: None,
        by: None,
        request: request.map(DescribedRequest::Marked),
        claim: None,
        fault: None,
        answer,
    }
}

/// The request as its record holds it: method, body, and the path below that of its world.
fn described(parts: &Parts, body: &[u8]) -> Value {
    let place = parts.uri.path_and_query().map_or("/", |place| place.as_str());
    let place = place.strip_prefix(ROOT).unwrap_or(place);
    let below =
        place.strip_prefix("/worlds/").and_then(|rest| rest.find('/').map(|at| &rest[at..]));
    let (name, body) = described_body(BodySecrets::Named(&NAMES), body);
    let mut members = Map::new();
    members.insert("method".to_owned(), json!(parts.method.as_str()));
    members.insert("path".to_owned(), json!(below.unwrap_or(place)));
    members.insert(name.to_owned(), body);
    Value::Object(members)
}
