//! Signals that end the process.

use std::io;

use tokio::sync::mpsc;

/// The signals that end a process: SIGINT and SIGTERM; on Windows, Ctrl-C and the closing of the
/// console.
#[derive(Debug)]
pub struct Signals {
    came: mpsc::Receiver<()>,
}

impl Signals {
    /// Listens for them from now on; none of them ends the process by itself any more.
    pub fn catch() -> io::Result<Self> {
        let (tell, came) = mpsc::channel(8);
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            for kind in [SignalKind::interrupt(), SignalKind::terminate()] {
                let (mut signal, tell) = (signal(kind)?, tell.clone());
                tokio::spawn(async move {
                    while signal.recv().await.is_some() && tell.send(()).await.is_ok() {}
                });
            }
        }
        #[cfg(windows)]
        {
            use tokio::signal::windows;
            let (mut key, mut close, keyed) =
                (windows::ctrl_c()?, windows::ctrl_close()?, tell.clone());
            tokio::spawn(async move {
                while key.recv().await.is_some() && keyed.send(()).await.is_ok() {}
            });
            tokio::spawn(async move {
                while close.recv().await.is_some() && tell.send(()).await.is_ok() {}
            });
        }
        Ok(Self { came })
    }

    /// Waits for the next signal.
    pub async fn next(&mut self) {
        if self.came.recv().await.is_none() {
            std::future::pending::<()>().await;
        }
    }
}
