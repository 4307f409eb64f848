//! Signals that end a run from outside: Ctrl-C, a time limit, a terminal that goes away. The first
//! signal lets what runs come to its end; another breaks it off. Both times everything is written.

use std::io;

use anyhow::Context;
use tokio::sync::mpsc;

use crate::stop::{Signal, Stop};

/// From now on signals end runs through `stop`, and not this program.
pub(super) fn heed(stop: &Stop) -> anyhow::Result<()> {
    let stop = stop.clone();
    let mut signals = listen().context("signals cannot be listened to")?;
    tokio::spawn(async move {
        while let Some(signal) = signals.recv().await {
            let first = stop.by_signal().is_none();
            stop.signal(signal);
            let what = match first {
                true => "what runs comes to its end; another signal breaks it off",
                false => "what runs is broken off",
            };
            super::say::aside(format_args!("conformance: {}: {what}", signal.name()));
        }
    });
    Ok(())
}

/// The signals of Unix that ask for an end.
#[cfg(unix)]
fn listen() -> io::Result<mpsc::Receiver<Signal>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (tell, told) = mpsc::channel(8);
    for (kind, name) in [
        (SignalKind::interrupt(), Signal::SigInt),
        (SignalKind::terminate(), Signal::SigTerm),
        (SignalKind::hangup(), Signal::SigHup),
    ] {
        let (mut signal, tell) = (signal(kind)?, tell.clone());
        tokio::spawn(async move {
            while signal.recv().await.is_some() && tell.send(name).await.is_ok() {}
        });
    }
    Ok(told)
}

/// Ctrl-C and the closing of the console, which stand for SIGINT and SIGHUP on Windows.
#[cfg(windows)]
fn listen() -> io::Result<mpsc::Receiver<Signal>> {
    use tokio::signal::windows::{ctrl_c, ctrl_close};
    let (tell, told) = mpsc::channel(8);
    let (mut key, mut close, keyed) = (ctrl_c()?, ctrl_close()?, tell.clone());
    tokio::spawn(async move {
        while key.recv().await.is_some() && keyed.send(Signal::SigInt).await.is_ok() {}
    });
    tokio::spawn(async move {
        while close.recv().await.is_some() && tell.send(Signal::SigHup).await.is_ok() {}
    });
    Ok(told)
}
