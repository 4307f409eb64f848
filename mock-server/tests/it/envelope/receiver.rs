//! A webhook receiver on a bare socket, which can misbehave in any way.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::Instant,
};

/// Reaction of a receiver to a request.
pub(crate) enum Reaction {
    /// Writes these bytes and waits for the next request.
    Say(String),
    /// Writes these bytes and closes, without having announced it.
    OneShot(String),
    /// Writes these bytes, closes the writing side, and goes on reading.
    HalfClose(String),
    /// Closes without a byte.
    Close,
    /// Never answers.
    Hang,
}

/// A running receiver on this machine.
pub(crate) struct Receiver {
    pub(crate) port: u16,
    arrived: Arc<Mutex<Vec<Arrived>>>,
}

#[derive(Clone)]
pub(crate) struct Arrived {
    pub(crate) at: Instant,
    pub(crate) body: String,
}

/// A well-formed answer with this body.
pub(crate) fn says(status: u16, body: &str) -> String {
    format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

/// A well-formed acknowledgement.
pub(crate) fn acknowledged() -> String {
    says(200, r#"{"success": true}"#)
}

impl Receiver {
    /// A receiver that reacts to the n-th request, from 1, as `react` says.
    pub(crate) async fn that<F>(react: impl Fn(usize) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Reaction> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let arrived: Arc<Mutex<Vec<Arrived>>> = Arc::default();
        let (react, log) = (Arc::new(react), arrived.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, react.clone(), log.clone()));
            }
        });
        Self { port, arrived }
    }

    /// A receiver that always answers this.
    pub(crate) async fn saying(answer: &str) -> Self {
        let answer = answer.to_owned();
        Self::that(move |_| {
            let answer = answer.clone();
            async move { Reaction::Say(answer) }
        })
        .await
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/hook", self.port)
    }

    pub(crate) fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap().clone()
    }

    /// Waits until `count` requests have arrived.
    pub(crate) async fn wait(&self, count: usize) -> Vec<Arrived> {
        let enough = async {
            while self.arrived().len() < count {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(10), enough).await;
        assert!(waited.is_ok(), "{} of {count} arrived", self.arrived().len());
        self.arrived()
    }
}

async fn serve<F>(
    mut stream: TcpStream,
    react: Arc<impl Fn(usize) -> F>,
    log: Arc<Mutex<Vec<Arrived>>>,
) where
    F: Future<Output = Reaction>,
{
    while let Some(body) = request(&mut stream).await {
        let number = {
            let mut log = log.lock().unwrap();
            log.push(Arrived { at: Instant::now(), body });
            log.len()
        };
        let (answer, ends) = match react(number).await {
            Reaction::Say(answer) => (answer, false),
            Reaction::OneShot(answer) => (answer, true),
            Reaction::HalfClose(answer) => {
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
                continue;
            }
            Reaction::Close => return,
            Reaction::Hang => std::future::pending().await,
        };
        if stream.write_all(answer.as_bytes()).await.is_err() || ends {
            return;
        }
    }
}

/// Body of the next request on a connection.
async fn request(stream: &mut TcpStream) -> Option<String> {
    let mut read = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&read).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.to_ascii_lowercase();
            let length = length.lines().find_map(|line| line.strip_prefix("content-length:"));
            if body.len() >= length?.trim().parse().ok()? {
                return Some(body.to_owned());
            }
        }
        let mut chunk = [0; 4096];
        match stream.read(&mut chunk).await {
            Ok(count @ 1..) => read.extend_from_slice(&chunk[..count]),
            _ => return None,
        }
    }
}
