//! What ends a run from outside: Ctrl-C, a time limit, a terminal that goes away. The first signal
//! lets what runs come to its end; another breaks it off. Both times everything is written.

use anyhow::Context;
use tokio::signal::unix::{SignalKind, signal};

use crate::stop::{Signal, Stop};

/// From now on signals end runs through `stop`, and not this program.
pub(super) fn heed(stop: &Stop) -> anyhow::Result<()> {
    let stop = stop.clone();
    let listen = |kind| signal(kind).context("signals cannot be listened to");
    let mut interrupt = listen(SignalKind::interrupt())?;
    let mut terminate = listen(SignalKind::terminate())?;
    let mut hangup = listen(SignalKind::hangup())?;
    tokio::spawn(async move {
        loop {
            let signal = tokio::select! {
                _ = interrupt.recv() => Signal::SigInt,
                _ = terminate.recv() => Signal::SigTerm,
                _ = hangup.recv() => Signal::SigHup,
            };
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
