//! Socket of a connection, between HTTP and the network; it reports its progress to the
//! connection's timing.

use std::{
    convert::Infallible,
    io::{self, IoSlice},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    sync::oneshot,
};

use super::timing::Timing;

/// Largest head that is read, in bytes: the longest target, the largest block of headers, and the
/// rest of the lines. A larger head is answered 431.
pub(super) const LARGEST_HEAD: usize = 64 * 1024;

/// A socket that reports its progress.
pub(super) struct Socket {
    pub(super) stream: Arc<TcpStream>,
    pub(super) timing: Arc<Timing>,
    /// Dropped with the socket, which tells its connection that nobody uses the socket any more.
    pub(super) _in_use: oneshot::Sender<Infallible>,
}

/// Error that ends a connection whose request line alone exceeds [`LARGEST_HEAD`].
#[derive(Debug, thiserror::Error)]
#[error("the request line has no end")]
pub(super) struct EndlessLine;

impl Socket {
    /// Tries to write until a write succeeds or the client takes nothing.
    fn poll_writing(
        &self,
        context: &mut Context<'_>,
        attempt: impl Fn(&TcpStream) -> io::Result<usize>,
    ) -> Poll<io::Result<usize>> {
        loop {
            match self.stream.poll_write_ready(context) {
                Poll::Pending => {
                    self.timing.blocked();
                    return Poll::Pending;
                }
                Poll::Ready(ready) => ready?,
            }
            match attempt(&self.stream) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
                Ok(count) => {
                    self.timing.sent(count);
                    return Poll::Ready(Ok(count));
                }
            }
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        loop {
            ready!(self.stream.poll_read_ready(context))?;
            match self.stream.try_read_buf(into) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
                Ok(_) => break,
            }
        }
        if self.timing.received(&into.filled()[before..]) >= LARGEST_HEAD {
            return Poll::Ready(Err(io::Error::other(EndlessLine)));
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.poll_writing(context, |stream| stream.try_write(bytes))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.poll_writing(context, |stream| stream.try_write_vectored(bytes))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    /// Called when everything was handed to the operating system.
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.timing.flushed();
        Poll::Ready(Ok(()))
    }

    /// Does nothing: the owner of the connection closes it, and may have more to write.
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
