//! Bodies of requests and answers, watched for their ends.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;
use hyper::body::Incoming;

use super::timing::Timing;

/// Most bytes of an unread body that are read to keep a connection open.
const WORTH_READING: u64 = 64 * 1024;

/// Time for reading them.
const READ_TIME: Duration = Duration::from_millis(500);

/// Body of a request, shared between the surface that reads it and the connection that must know
/// how far it was read.
#[derive(Clone)]
pub(super) struct RequestBody(Arc<Mutex<Inner>>);

struct Inner {
    body: Incoming,
    timing: Arc<Timing>,
    was_read: bool,
    ended: bool,
}

impl RequestBody {
    pub(super) fn new(body: Incoming, timing: Arc<Timing>) -> Self {
        let ended = body.is_end_stream();
        if ended {
            timing.body_arrived();
        }
        Self(Arc::new(Mutex::new(Inner { body, timing, was_read: false, ended })))
    }

    /// Reads and discards the rest of the body if it is short. True when the whole body has been
    /// read.
    pub(super) async fn discard_rest(mut self, waits_for_a_sign: bool) -> bool {
        let (ended, was_read, left) = {
            let inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            (inner.ended, inner.was_read, inner.body.size_hint().upper())
        };
        // Reading on would send `100 Continue` and so invite a body that nobody wants.
        if ended || (waits_for_a_sign && !was_read) {
            return ended;
        }
        if left.is_none_or(|left| left > WORTH_READING) {
            return false;
        }
        let rest = async { while let Some(Ok(_)) = self.frame().await {} };
        let _ = tokio::time::timeout(READ_TIME, rest).await;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).ended
    }
}

impl HttpBody for RequestBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inner.was_read = true;
        let frame = ready!(Pin::new(&mut inner.body).poll_frame(context));
        if frame.is_none() || inner.body.is_end_stream() {
            inner.ended = true;
            inner.timing.body_arrived();
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).ended
    }

    fn size_hint(&self) -> SizeHint {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).body.size_hint()
    }
}

/// Body of an answer. Dropping it ends the request.
pub(super) struct AnswerBody {
    body: Body,
    _running: RunningRequest,
}

/// Marks a request as running for as long as this value lives.
pub(super) struct RunningRequest(Arc<Timing>);

impl RunningRequest {
    pub(super) fn begin(timing: Arc<Timing>) -> Self {
        timing.request_began();
        Self(timing)
    }
}

impl Drop for RunningRequest {
    fn drop(&mut self) {
        self.0.request_ended();
    }
}

impl AnswerBody {
    pub(super) fn new(body: Body, running: RunningRequest) -> Self {
        Self { body, _running: running }
    }
}

impl HttpBody for AnswerBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
