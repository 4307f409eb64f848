//! The journal of a world, as it is written (SB 13.2).

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes, HttpBody},
    http::header,
    response::{IntoResponse, Response},
};
use http_body::{Frame, SizeHint};

use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    control::{
        Problem,
        extract::InWorld,
        query::{Flag, Number, Query},
    },
    world::strip::stripped,
};

/// Range of records of a journal.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::control) struct Records {
    /// The first record, from 0; the first of all when absent.
    #[param(inline, value_type = Option<Number>)]
    from: Option<Number>,
    /// The last record; the last of all when absent.
    #[param(inline, value_type = Option<Number>)]
    to: Option<Number>,
    /// Replaces sealed values by samples of the same kind, equal ones by equal ones.
    #[serde(default)]
    #[param(inline, value_type = Option<Flag>)]
    strip: Flag,
}

/// Exports the journal of a world.
///
/// Answers the records from `from` up to and including `to`, one a line. Their bytes are shared
/// with the journal and sent piece by piece: the world is not held up, and no copy is made.
#[utoipa::path(get, path = "/worlds/{world}/journal", params(Records),
    responses((status = 200, description = "A record a line.", content_type = "application/x-ndjson", body = String)))]
pub(in crate::control) async fn export(
    InWorld(handle): InWorld,
    Query(records): Query<Records>,
) -> Result<Response, Problem> {
    let from = records.from.map_or(0, |from| from.0);
    let to = records.to.map_or(u64::MAX, |to| to.0.saturating_add(1));
    if from >= to {
        return Err(Problem::invalid("?from", "it comes behind `to`"));
    }
    if records.strip.0 {
        let journal = stripped(&handle.journal()).map_err(super::refusal::invalid)?;
        let range = journal.iter().filter(|record| (from..to).contains(&record.n));
        let lines: String = range.map(|record| format!("{}\n", record.line())).collect();
        return Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], lines).into_response());
    }
    let lines = handle.lines();
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
