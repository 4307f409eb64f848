//! Effects of an injected fault on a request and on its connection (SB 8).
//!
//! A fault acts in one of two places: here, on the connection, or where a surface asks for a named
//! error ([`RequestContext::strikes`]). Both follow from one decision, which is made when the
//! request arrives.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use http_body::Frame;

use super::{NamedFault, RequestContext, request_fault::RequestFault};
use crate::{
    log::FaultHit,
    register::Repeat,
    world::{
        commands::{MeetFaults, StrikeFault},
        faults::{ChosenFault, FaultKind, RequestedCalls, Side, Then},
    },
};

impl RequestContext {
    /// Compares the request with the faults of its world and keeps the one that matches. `look`
    /// reads from the request which operations it calls, without consuming anything; it runs only
    /// if the world has faults.
    ///
    /// A world knows a named error only by its name; the surface says here which of the names can
    /// strike which call.
    pub(super) fn choose_fault(&self, named: &[NamedFault], look: impl FnOnce() -> RequestedCalls) {
        // A request whose credential does not belong to the world uses up nothing in it (SB 2.3).
        if !self.is_identified() || self.read(|world| world.faults.is_empty()) {
            return;
        }
        if self.was_let_in() {
            let calls = self.repeat.as_ref().and_then(|repeat| repeat.calls.clone());
            return calls.into_iter().for_each(|asked| self.meet_faults(asked));
        }
        let mut asked = look().bounded();
        let ordered = self.read(|world| world.faults.errors());
        for call in &mut asked.calls {
            let strikes = |one: &&NamedFault| one.strikes_request(&call.operation);
            let names = named.iter().filter(strikes).map(|one| one.name);
            call.errors = names.filter(|name| ordered.contains(*name)).map(Into::into).collect();
        }
        self.meet_faults(asked);
    }

    fn meet_faults(&self, asked: RequestedCalls) {
        // When the journal is full no fault acts: everything that happens must be journalled.
        let Ok(Some(chosen)) = self.act("fault.meet", &MeetFaults { asked }) else { return };
        let acted = chosen.error().is_none();
        self.progress().fault = Some(RequestFault { chosen, acted });
    }

    /// True when the named error strikes the request as a whole. The call itself uses the fault up,
    /// once per request.
    pub fn strikes(&self, error: &str) -> bool {
        self.struck_by(error, |_| true)
    }

    /// True when the named error strikes this operation of the request. The call itself uses the
    /// fault up, once per request.
    pub fn strikes_operation(&self, error: &str, operation: &str) -> bool {
        self.struck_by(error, |chosen| chosen.operations.iter().any(|name| name == operation))
    }

    fn struck_by(&self, error: &str, matches: impl FnOnce(&ChosenFault) -> bool) -> bool {
        let Some((fault, acted)) = self.progress().fault.as_ref().and_then(|fault| {
            let is_matching = fault.chosen.error() == Some(error) && matches(&fault.chosen);
            is_matching.then_some((fault.chosen.fault, fault.acted))
        }) else {
            return false;
        };
        // One request counts once, however many of its operations are struck.
        let acted = acted || self.act("fault.strike", &StrikeFault { fault }).is_ok();
        if let Some(fault) = &mut self.progress().fault {
            fault.acted = acted;
        }
        acted
    }

    /// Effect on the connection of the fault that acted; none when no fault acted.
    pub(super) fn connection_fault(&self) -> Option<Then> {
        self.progress()
            .fault
            .as_ref()
            .filter(|fault| fault.acted)
            .map(|fault| fault.chosen.then.clone())
    }

    /// True when a fault drops the request before the surface runs.
    pub(super) fn is_dropped_before(&self) -> bool {
        self.connection_fault().is_some_and(|fault| fault.drops_before())
            && self.read(|world| world.deviations.repeat("fault.drop")) != Some(Repeat::Lost)
    }

    /// Log entry of the fault that acted; none when no fault acted.
    pub(super) fn fault_hit(&self) -> Option<FaultHit> {
        let progress = self.progress();
        let fault = progress.fault.as_ref().filter(|fault| fault.acted)?;
        let kind = &fault.chosen.then.kind;
        let is_loss = matches!(kind, Some(FaultKind::Drop(_) | FaultKind::CutBodyAfter(_)));
        Some(FaultHit { fault: fault.chosen.fault, is_blow: kind.is_some(), is_loss })
    }
}

impl Then {
    /// True when the connection is dropped before the surface runs.
    fn drops_before(&self) -> bool {
        self.kind == Some(FaultKind::Drop(Side::Before))
    }

    /// True when the client does not get the whole answer.
    pub(super) fn loses_answer(&self) -> bool {
        matches!(self.kind, Some(FaultKind::Drop(_) | FaultKind::CutBodyAfter(_)))
    }

    /// Additional time before the answer is written.
    pub(super) fn delay(&self) -> Duration {
        Duration::from_micros(self.delay_us)
    }

    /// Cuts the body of the response where the fault says so.
    pub(super) fn cut_body(&self, response: Response) -> Response {
        let (mut parts, body) = response.into_parts();
        let cut = match self.kind {
            Some(FaultKind::Drop(_)) => {
                if parts.status == StatusCode::SWITCHING_PROTOCOLS {
                    // Such an answer has no body that could fail, and what follows it is no HTTP.
                    parts = Response::new(()).into_parts().0;
                }
                CutBody { body, left: 0, pauses: false }
            }
            Some(FaultKind::CutBodyAfter(left)) => {
                if let Some(length) = body.size_hint().exact() {
                    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
                }
                CutBody { body, left, pauses: true }
            }
            Some(FaultKind::Error(_)) | None => return Response::from_parts(parts, body),
        };
        Response::from_parts(parts, Body::new(cut))
    }
}

/// A body that ends in an error.
///
/// hyper closes a connection whose body fails. When the body fails before its first byte, the head
/// of the answer is still in hyper's buffer, so nothing is sent at all. A body that pauses once
/// before it fails gives hyper the time to send what came before.
struct CutBody {
    body: Body,
    left: usize,
    pauses: bool,
}

impl HttpBody for CutBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.left > 0 {
            let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
            if let Some(mut data) = frame.and_then(Result::ok).and_then(|one| one.into_data().ok())
            {
                data.truncate(self.left);
                self.left -= data.len();
                return Poll::Ready(Some(Ok(Frame::data(data))));
            }
        }
        if self.pauses {
            self.pauses = false;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(axum::Error::new(std::io::Error::other("cut by a fault")))))
    }
}
