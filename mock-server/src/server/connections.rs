//! All connections of a server: accepted, counted, and ended at last (SB 18).

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    task::JoinSet,
    time::{Instant, sleep},
};

use super::{
    connection::{self, Connection},
    request::ServerState,
};
use crate::config::Limits;

/// Answer to a connection beyond the limit.
const FULL_ANSWER: &str = "HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\nconnection: close\r\n\
    content-length: 0\r\n\r\n";

/// Most rejected connections that get that answer at a time; further ones are closed without a
/// word.
const MOST_REJECTIONS: usize = 32;

/// Time for which a rejected connection is kept open.
const REJECTION_TIME: Duration = Duration::from_millis(500);

/// File descriptors that no client's connection may use: listeners, deliveries, rejected
/// connections.
const RESERVED: u64 = 128 + MOST_REJECTIONS as u64;

/// Most connections, even if the system allows more.
const USUAL: u64 = 10_000;

/// Age below which an idle connection is not closed to make room for another.
const GRACE: Duration = Duration::from_secs(1);

/// The open connections.
pub(super) struct Connections {
    limits: Arc<Limits>,
    most: usize,
    tasks: Mutex<JoinSet<()>>,
    open: Arc<Mutex<BTreeMap<u64, Arc<Connection>>>>,
    rejections: Arc<Semaphore>,
}

impl Connections {
    pub(super) fn new(limits: Limits) -> Self {
        let most = limits.max_connections.map_or_else(by_descriptors, |most| most.get());
        Self {
            limits: Arc::new(limits),
            most,
            tasks: Mutex::default(),
            open: Arc::default(),
            rejections: Arc::new(Semaphore::new(MOST_REJECTIONS)),
        }
    }

    /// Accepts connections for as long as this is polled.
    pub(super) async fn accept(&self, listener: &TcpListener, state: &Arc<ServerState>) {
        loop {
            match listener.accept().await {
                Ok((stream, _)) => self.admit(stream, state),
                Err(error) if is_of_the_client(&error) => {}
                Err(error) => {
                    // Out of file descriptors or memory: other connections have to end first.
                    tracing::warn!(%error, "cannot take a connection");
                    sleep(Duration::from_millis(200)).await;
                }
            }
        }
    }

    fn admit(&self, stream: TcpStream, state: &Arc<ServerState>) {
        let mut open = locked(&self.open);
        if open.len() >= self.most && !make_room(&open) {
            drop(open);
            return self.reject(stream);
        }
        let id = open.last_key_value().map_or(0, |(last, _)| last + 1);
        let connection = Arc::new(Connection::new());
        open.insert(id, connection.clone());
        drop(open);
        let entry = OpenEntry { id, open: self.open.clone() };
        let (state, limits) = (state.clone(), self.limits.clone());
        let mut tasks = locked(&self.tasks);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(async move {
            connection::serve(stream, connection, state, limits).await;
            drop(entry);
        });
    }

    fn reject(&self, mut stream: TcpStream) {
        let Ok(permit) = self.rejections.clone().try_acquire_owned() else { return };
        locked(&self.tasks).spawn(async move {
            let answer = async {
                if stream.write_all(FULL_ANSWER.as_bytes()).await.is_ok() {
                    connection::linger(stream).await;
                }
            };
            let _ = tokio::time::timeout(REJECTION_TIME, answer).await;
            drop(permit);
        });
    }

    /// Waits until no request is owed an answer, for `longest` at most. Returns the number of
    /// requests still unanswered.
    pub(super) async fn drain(&self, longest: Duration) -> usize {
        let end = Instant::now() + longest;
        loop {
            let owed =
                locked(&self.open).values().filter(|one| one.timing.is_owed_an_answer()).count();
            if owed == 0 {
                return 0;
            }
            if Instant::now() >= end {
                return locked(&self.open)
                    .values()
                    .filter(|one| one.timing.is_cut_by_ending())
                    .count();
            }
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until all connections have ended, for `longest` at most, then closes the rest.
    pub(super) async fn close_all(&self, longest: Duration) {
        let mut tasks = std::mem::take(&mut *locked(&self.tasks));
        let all = async { while tasks.join_next().await.is_some() {} };
        let _ = tokio::time::timeout(longest, all).await;
        tasks.shutdown().await;
    }
}

/// Entry in the map of open connections; removed when dropped.
struct OpenEntry {
    id: u64,
    open: Arc<Mutex<BTreeMap<u64, Arc<Connection>>>>,
}

impl Drop for OpenEntry {
    fn drop(&mut self) {
        locked(&self.open).remove(&self.id);
    }
}

/// Ends the connection that has waited longest without a request, if that is longer than [`GRACE`].
/// True when one was ended.
fn make_room(open: &BTreeMap<u64, Arc<Connection>>) -> bool {
    let waiting = open.values().filter_map(|one| Some((one.waiting_since()?, one)));
    match waiting.min_by_key(|(since, _)| *since) {
        Some((since, one)) if since.elapsed() >= GRACE => {
            one.give_up();
            true
        }
        _ => false,
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Most connections by the file descriptors that the process may open, at least 16 and at most
/// [`USUAL`].
fn by_descriptors() -> usize {
    let allowed = rlimit::increase_nofile_limit(USUAL + RESERVED).unwrap_or(1024);
    usize::try_from(allowed.saturating_sub(RESERVED).clamp(16, USUAL)).unwrap_or(16)
}

/// True for an error of one connection that broke before it was accepted; the listener is still
/// well.
fn is_of_the_client(error: &io::Error) -> bool {
    use io::ErrorKind as K;
    matches!(error.kind(), K::ConnectionRefused | K::ConnectionAborted | K::ConnectionReset)
}
