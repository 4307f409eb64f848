//! A sandbox that we start ourselves: the `mock-server` beside our own executable.

use std::{path::PathBuf, process::Stdio, time::Duration};

use anyhow::Context;
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader},
    process::{Child, Command},
};

use super::Target;
use crate::child::apart;

/// Names the program to start.
const PROGRAM: &str = "MOCK_SERVER_BIN";

/// The longest time between the start of a sandbox and its ready line.
const PATIENCE: Duration = Duration::from_secs(30);

/// The longest line that says that it has begun.
const MOST_BYTES: u64 = 64 * 1024;

/// A running sandbox; it ends with this value.
#[derive(Debug)]
pub struct Embedded {
    /// The target that it is.
    pub target: Target,
    _process: Child,
}

impl Embedded {
    /// Starts one on a free port.
    pub async fn start() -> anyhow::Result<Self> {
        let program = program()?;
        let mut process = apart(&mut Command::new(&program))
            .args(["--listen", "127.0.0.1:0", "--log-format", "json", "--quiet"])
            // It ends when its input does: with this program, however that ends.
            .arg("--until-stdin-closes")
            // It refuses variables of its name that it does not know, and this one is ours.
            .env_remove(PROGRAM)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let output = process.stdout.take().context("the sandbox has no output")?;
        let mut lines = BufReader::new(output.take(MOST_BYTES)).lines();
        let line = tokio::time::timeout(PATIENCE, lines.next_line()).await;
        let line =
            line.with_context(|| format!("the sandbox is not ready after {PATIENCE:?}"))??;
        let ready: Value = serde_json::from_str(&line.context("the sandbox ended at once")?)?;
        let url = ready["url"].as_str().context("the sandbox said no address")?;
        let mut target = Target::sandbox(url, None);
        "embedded".clone_into(&mut target.name);
        Ok(Self { target, _process: process })
    }
}

fn program() -> anyhow::Result<PathBuf> {
    if let Some(path) = std::env::var_os(PROGRAM) {
        return Ok(path.into());
    }
    let beside = std::env::current_exe()?
        .with_file_name(format!("mock-server{}", std::env::consts::EXE_SUFFIX));
    if beside.exists() {
        return Ok(beside);
    }
    anyhow::bail!(
        "there is no mock-server at {}: build it with `cargo build -p mock-server`, or name it in \
         {PROGRAM}",
        beside.display()
    )
}
