//! One connection, from its first byte to its last.

use std::{
    convert::Infallible,
    future::{Future, poll_fn},
    net::IpAddr,
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::Poll,
    time::Duration,
};

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::{Notify, oneshot, watch},
    time::{Instant, sleep_until},
};

use super::{
    request::{Peer, ServerState, answer},
    socket::{EndlessLine, LARGEST_HEAD, Socket},
    timing::{Overdue, Timing},
};
use crate::{
    config::Limits,
    gate::{HangUp, HangUpNotice},
    surfaces::control::Stage,
};

/// Time for which a client is still read from after a final answer, so that it reads that answer
/// before its connection is reset (RFC 9112, 9.6).
const LINGERING: Duration = Duration::from_secs(2);

/// A connection, as other tasks see it.
pub(super) struct Connection {
    pub(super) timing: Arc<Timing>,
    /// True once the connection must end to make room for another.
    given_up: AtomicBool,
    notice: Notify,
}

impl Connection {
    pub(super) fn new() -> Self {
        Self {
            timing: Arc::new(Timing::new()),
            given_up: AtomicBool::new(false),
            notice: Notify::new(),
        }
    }

    /// Ends the connection.
    pub(super) fn give_up(&self) {
        self.given_up.store(true, Ordering::Release);
        self.notice.notify_one();
    }

    /// Instant since which the connection has waited for a request; none while a request runs, or
    /// once it is ending.
    pub(super) fn waiting_since(&self) -> Option<Instant> {
        self.timing.waiting_since().filter(|_| !self.given_up.load(Ordering::Acquire))
    }
}

/// Way in which a connection ends.
#[derive(Debug)]
enum End {
    /// All answers are written, or the client has gone: close.
    Done,
    /// The client may still be sending: read and discard for a while, then close.
    Linger,
    /// Write this answer, then read and discard for a while, then close.
    Answer(&'static str),
    /// Close without a word: nothing was sent, or the client reads nothing.
    Dropped,
    /// The connection has left HTTP.
    HandedOver,
}

const HEAD_TIMEOUT: &str =
    "HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
const ENDLESS_LINE: &str =
    "HTTP/1.1 414 URI Too Long\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// Serves a connection until it ends.
pub(super) async fn serve(
    stream: TcpStream,
    connection: Arc<Connection>,
    state: Arc<ServerState>,
    limits: Arc<Limits>,
) {
    let local = stream.local_addr().ok().map(|address| address.ip());
    // A small answer is one packet, and goes at once.
    let _ = stream.set_nodelay(true);
    let stream = Arc::new(stream);
    let end = exchange(&stream, local, &connection, &state, &limits).await;
    let Ok(mut stream) = Arc::try_unwrap(stream) else { return };
    match end {
        End::Dropped | End::HandedOver => {}
        End::Done => {
            let _ = stream.shutdown().await;
        }
        End::Linger => linger(stream).await,
        End::Answer(what) => {
            let sent = tokio::time::timeout(LINGERING, stream.write_all(what.as_bytes())).await;
            if matches!(sent, Ok(Ok(()))) {
                linger(stream).await;
            }
        }
    }
}

/// Requests and answers, until client or server ends the connection.
async fn exchange(
    stream: &Arc<TcpStream>,
    local: Option<IpAddr>,
    connection: &Connection,
    state: &Arc<ServerState>,
    limits: &Limits,
) -> End {
    let timing = &connection.timing;
    let (hang_up, notice) = HangUpNotice::new();
    let service = service_fn({
        let state = state.clone();
        let peer = Peer { timing: timing.clone(), local, hang_up: notice };
        move |request| Box::pin(answer(state.clone(), peer.clone(), request))
    });
    let (_in_use, unused) = oneshot::channel();
    let socket = Socket { stream: stream.clone(), timing: timing.clone(), _in_use };
    let wire = TokioIo::new(socket);
    let mut http = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(None)
        .half_close(true)
        .preserve_header_case(true)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(wire, service)
        .with_upgrades();
    let mut stage = state.stage.clone();
    let mut closing = pin!(closed(&mut stage));
    let mut given_up = pin!(connection.notice.notified());
    let mut wake = pin!(sleep_until(Instant::now() + limits.idle_timeout));
    let mut ends = false;
    let end = poll_fn(|context| {
        // Shutting down is left to the owner of the connection, as the socket says.
        if let Poll::Ready(done) = Pin::new(&mut http).poll(context) {
            let is_handed_over = done.is_ok() && timing.is_upgraded();
            return Poll::Ready(if is_handed_over { End::HandedOver } else { ended(done) });
        }
        if given_up.as_mut().poll(context).is_ready() {
            return Poll::Ready(End::Dropped);
        }
        if !ends && closing.as_mut().poll(context).is_ready() {
            ends = true;
            hang_up.send_replace(Some(HangUp::Closing));
            if timing.waiting_since().is_some() {
                return Poll::Ready(End::Done);
            }
            Pin::new(&mut http).graceful_shutdown();
            context.waker().wake_by_ref();
        }
        // hyper does not read while it answers: a client that leaves a stream is noticed here.
        if timing.is_stream() && has_closed(stream, context) {
            return Poll::Ready(End::Dropped);
        }
        loop {
            match timing.next_deadline(limits) {
                Err(Overdue::Head) => return Poll::Ready(End::Answer(HEAD_TIMEOUT)),
                Err(Overdue::Idle) => return Poll::Ready(End::Done),
                Err(Overdue::Answer) => return Poll::Ready(End::Dropped),
                // The timer is only reset when it would fire too late, or has fired.
                Ok(next) => {
                    if wake.deadline() > next || wake.as_mut().poll(context).is_ready() {
                        wake.as_mut().reset(next);
                        continue;
                    }
                    return Poll::Pending;
                }
            }
        }
    })
    .await;
    if matches!(end, End::HandedOver) {
        return handed_over(timing, limits, (state.stage.clone(), hang_up), unused).await;
    }
    end
}

/// Waits until whoever has taken the connection over from HTTP lets go of it. The notice is given
/// when the client does not read or the server ends.
async fn handed_over(
    timing: &Timing,
    limits: &Limits,
    (mut stage, hang_up): (watch::Receiver<Stage>, watch::Sender<Option<HangUp>>),
    mut unused: oneshot::Receiver<Infallible>,
) -> End {
    let mut closing = pin!(closed(&mut stage));
    let reason = loop {
        let Ok(next) = timing.next_deadline(limits) else { break HangUp::TooSlow };
        // A write may block at any time, and nobody wakes this task then.
        let next = next.min(Instant::now() + limits.write_timeout / 2);
        tokio::select! {
            _ = &mut unused => return End::Linger,
            () = &mut closing => break HangUp::Closing,
            () = sleep_until(next) => {}
        }
    };
    hang_up.send_replace(Some(reason));
    let _ = unused.await;
    End::Linger
}

fn ended(done: hyper::Result<()>) -> End {
    let Err(error) = done else { return End::Linger };
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(one) = cause {
        let inner = one.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if inner.is_some_and(|inner| inner.is::<EndlessLine>()) {
            return End::Answer(ENDLESS_LINE);
        }
        cause = one.source();
    }
    // hyper has answered bytes that are not HTTP; a connection that broke off gets no answer.
    if error.is_parse() { End::Linger } else { End::Dropped }
}

/// Waits until the server closes.
async fn closed(stage: &mut watch::Receiver<Stage>) {
    if stage.wait_for(|stage| *stage == Stage::Closing).await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// True when the client has closed its connection.
fn has_closed(stream: &TcpStream, context: &mut std::task::Context<'_>) -> bool {
    loop {
        let Poll::Ready(ready) = stream.poll_read_ready(context) else { return false };
        if ready.is_err() {
            return true;
        }
        match stream.try_read(&mut [0; 256]) {
            Ok(0) => return true,
            // Bytes that arrive during an event stream are discarded, never read as a request.
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(_) => return true,
        }
    }
}

/// Closes the writing side and discards whatever still arrives. Closing a socket with unread bytes
/// would reset the connection, and a client that is still sending would lose its answer.
pub(super) async fn linger(mut stream: TcpStream) {
    let rest = async {
        if stream.shutdown().await.is_ok() {
            // Not a part of the task, which every connection has from its beginning.
            let mut void = vec![0; 8192];
            while stream.read(&mut void).await.is_ok_and(|count| count > 0) {}
        }
    };
    let _ = tokio::time::timeout(LINGERING, rest).await;
}
