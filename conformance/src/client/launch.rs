//! The client's run: a command that is started with the variables of the world, or a person who runs
//! the client and says when it is done.

use std::{process::ExitStatus, time::Duration};

use anyhow::Context;
use tokio::{process::Command, sync::oneshot};

use crate::stop::Stop;

/// The longest time that a command has to end after a signal, before it is ended.
const GRACE: Duration = Duration::from_secs(5);

/// The end of a client's run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// The exit status; 128 and the number of a signal that ended it.
    pub status: i32,
}

/// Runs a command with the variables in its environment and waits for its end. Its input, output
/// and errors are those of this program. A signal to this program ends it too.
pub async fn run_command(
    command: &[String],
    variables: &[(String, String)],
    stop: &Stop,
) -> anyhow::Result<Ended> {
    let (program, arguments) = command.split_first().context("there is no command")?;
    let mut child = Command::new(program)
        .args(arguments)
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("cannot start {program}"))?;
    let status = tokio::select! {
        status = child.wait() => status?,
        _ = stop.signalled() => match tokio::time::timeout(GRACE, child.wait()).await {
            Ok(status) => status?,
            Err(_) => {
                child.kill().await.context("the command does not end")?;
                child.wait().await?
            }
        },
    };
    Ok(Ended { status: number(status) })
}

/// Waits until somebody presses Enter, or a signal comes. An input that ends without a line says
/// nothing, and only a signal is waited for.
pub async fn wait_for_person(stop: &Stop) -> anyhow::Result<()> {
    let (tell, told) = oneshot::channel();
    // A thread of its own, which nobody waits for: reading a terminal cannot be broken off.
    std::thread::spawn(move || {
        let mut line = String::new();
        let _ = tell.send(std::io::stdin().read_line(&mut line));
    });
    tokio::select! {
        read = told => {
            let read = read.context("standard input was left")?;
            if read.context("standard input cannot be read")? == 0 {
                stop.signalled().await;
            }
        }
        _ = stop.signalled() => {}
    }
    Ok(())
}

fn number(status: ExitStatus) -> i32 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return 128 + signal;
    }
    status.code().unwrap_or(1)
}
