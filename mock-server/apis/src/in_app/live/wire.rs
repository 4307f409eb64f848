//! The frames of one WebSocket: a queue of messages that wait for the client, and the messages that
//! it sends. Reading and writing go on in one task, so a client that reads nothing is not read from
//! either, and what waits for it is bounded.

use std::{
    collections::VecDeque,
    future::poll_fn,
    task::{Context, Poll},
    time::Duration,
};

use futures::{SinkExt, StreamExt};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Error, Message, Utf8Bytes,
        protocol::{CloseFrame, Role, WebSocketConfig},
    },
};

use super::close::Close;

/// Bytes of waiting messages beyond which no further message is made.
const ROOM: usize = 256 * 1024;

/// Time for a client to take the last frame and to answer it.
const FAREWELL: Duration = Duration::from_secs(2);

/// One WebSocket.
pub(super) struct Wire {
    socket: WebSocketStream<TokioIo<Upgraded>>,
    waiting: VecDeque<String>,
    bytes: usize,
}

/// The next thing that happens on a WebSocket.
pub(super) enum Step {
    /// A message of text came.
    Text(Utf8Bytes),
    /// A message came that is not text.
    NotText,
    /// A message was larger than it may be.
    TooLarge,
    /// The client has taken so much that there is room for messages again.
    Room,
    /// The client has gone.
    Gone,
}

impl Wire {
    /// The server's side of a connection; `largest` is the size of a message that is still read, in
    /// bytes.
    pub(super) async fn new(upgraded: Upgraded, largest: usize) -> Self {
        // The buffers of the library are meant for a few busy sockets, not for many idle ones.
        let config = WebSocketConfig::default()
            .read_buffer_size(4 * 1024)
            .write_buffer_size(0)
            .max_message_size(Some(largest))
            .max_frame_size(Some(largest));
        let stream = TokioIo::new(upgraded);
        let socket = WebSocketStream::from_raw_socket(stream, Role::Server, Some(config)).await;
        Self { socket, waiting: VecDeque::new(), bytes: 0 }
    }

    /// Queues a message.
    pub(super) fn send(&mut self, text: impl Into<String>) {
        let text = text.into();
        self.bytes += text.len();
        self.waiting.push_back(text);
    }

    /// True when the client has taken so much that further messages may be made.
    pub(super) fn has_room(&self) -> bool {
        self.bytes < ROOM
    }

    /// Writes what waits, and waits for the next thing that happens.
    pub(super) async fn step(&mut self) -> Step {
        poll_fn(|context| self.poll_step(context)).await
    }

    fn poll_step(&mut self, context: &mut Context<'_>) -> Poll<Step> {
        let had_room = self.has_room();
        if self.poll_writing(context).is_err() {
            return Poll::Ready(Step::Gone);
        }
        match (had_room, self.has_room()) {
            (false, true) => return Poll::Ready(Step::Room),
            (_, false) => return Poll::Pending,
            (true, true) => {}
        }
        loop {
            let Poll::Ready(message) = self.socket.poll_next_unpin(context) else {
                return Poll::Pending;
            };
            return Poll::Ready(match message {
                Some(Ok(Message::Text(text))) => Step::Text(text),
                Some(Ok(Message::Binary(_))) => Step::NotText,
                // The library answers pings and closes by itself.
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => continue,
                Some(Err(Error::Capacity(_))) => Step::TooLarge,
                Some(Err(Error::Utf8(_))) => Step::NotText,
                Some(Ok(Message::Close(_)) | Err(_)) | None => Step::Gone,
            });
        }
    }

    fn poll_writing(&mut self, context: &mut Context<'_>) -> Result<(), Error> {
        while let Some(text) = self.waiting.front_mut() {
            let Poll::Ready(ready) = self.socket.poll_ready_unpin(context) else { return Ok(()) };
            ready?;
            self.bytes -= text.len();
            let text = std::mem::take(text);
            self.waiting.pop_front();
            self.socket.start_send_unpin(Message::text(text))?;
        }
        match self.socket.poll_flush_unpin(context) {
            Poll::Ready(Err(error)) => Err(error),
            Poll::Ready(Ok(())) | Poll::Pending => Ok(()),
        }
    }

    /// Sends what waits, as far as the client takes it in time, and closes the connection. A client
    /// that has not read what was sent before finds the code behind it.
    pub(super) async fn close(mut self, close: Close) {
        if !self.has_room() {
            self.waiting.clear();
        }
        let farewell = async {
            for text in std::mem::take(&mut self.waiting) {
                if self.socket.feed(Message::text(text)).await.is_err() {
                    return;
                }
            }
            let frame = CloseFrame { code: close.code.into(), reason: close.reason.into() };
            let sent = self.socket.close(Some(frame)).await;
            while sent.is_ok() && matches!(self.socket.next().await, Some(Ok(_))) {}
        };
        let _ = tokio::time::timeout(FAREWELL, farewell).await;
    }

    /// Ends the connection after the client has closed it, once its close was answered.
    pub(super) async fn end(mut self) {
        let _ = tokio::time::timeout(FAREWELL, self.socket.flush()).await;
    }
}
