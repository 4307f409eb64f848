//! The journal of a world, as it is written (SB 13.2).

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use http_body::{Frame, SizeHint};

use super::{Control, Parameters, Problem};

/// Answers the records from `from` up to and including `to`, one a line. Their bytes are shared
/// with the journal and sent piece by piece: the world is not held up, and no copy is made.
pub(super) async fn export(
    State(control): State<Control>,
    Path(id): Path<String>,
    parameters: Parameters,
) -> Result<Response, Problem> {
    let number = |name: &str| {
        let wrong = |_| Problem::invalid(&format!("?{name}"), "the number of a record, from 0");
        parameters.text(name).map(str::parse::<u64>).transpose().map_err(wrong)
    };
    let (from, to) = (number("from")?.unwrap_or(0), number("to")?);
    let to = to.map_or(u64::MAX, |to| to.saturating_add(1));
    if from >= to {
        return Err(Problem::invalid("?from", "it comes behind `to`"));
    }
    let lines = control.world(&id)?.lines();
    let pieces: Vec<_> =
        lines.part(from, to).map(|(piece, range)| Bytes::from_owner(piece).slice(range)).collect();
    let pieces = Pieces(pieces.into_iter());
    Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], Body::new(pieces)).into_response())
}

/// A body in pieces that are there already.
struct Pieces(std::vec::IntoIter<Bytes>);

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Poll::Ready(self.0.next().map(|piece| Ok(Frame::data(piece))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_slice().iter().map(|piece| piece.len() as u64).sum())
    }
}
