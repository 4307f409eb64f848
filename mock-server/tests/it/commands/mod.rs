//! The commands of the program besides `serve` (SB 20).

mod asking;
mod configuring;
mod crafting;
mod driving;
mod exporting;
mod forking;
mod judging;
mod replaying;

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Output, Stdio},
};

/// A server that ends with its test.
struct Running {
    process: Child,
    url: String,
}

impl Running {
    fn with(flags: &[&str]) -> Self {
        Self::in_environment(flags, &[])
    }

    fn in_environment(flags: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = program();
        command
            .envs(variables.iter().copied())
            .args(["--listen", "127.0.0.1:0", "--log-format", "json", "--quiet"])
            .args(flags);
        Self::of(&mut command)
    }

    /// The server that these arguments start.
    fn started(args: &[&str]) -> Self {
        Self::of(program().args(args))
    }

    fn of(command: &mut Command) -> Self {
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        // Before the ready line, a command may tell of something else.
        let ready = lines.map_while(Result::ok).find_map(|line| {
            let line: serde_json::Value = serde_json::from_str(&line).ok()?;
            line["url"].as_str().map(str::to_owned)
        });
        Self { process, url: ready.expect("a ready line") }
    }

    fn new() -> Self {
        Self::with(&[])
    }

    /// Runs a command that asks this server.
    fn ask(&self, args: &[&str]) -> Told {
        told(program().args(args).env("SANDBOX_URL", &self.url), "")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mock-server"));
    for name in ["SANDBOX_URL", "SANDBOX_WORLD", "SANDBOX_CONTROL_TOKEN"] {
        command.env_remove(name);
    }
    command
}

/// Result of a command.
#[derive(Debug)]
struct Told {
    code: i32,
    out: String,
    errors: String,
}

impl Told {
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }
}

/// Runs a command with an input.
fn told(command: &mut Command, input: &str) -> Told {
    let mut process = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that does not read its input may have ended already.
    let _ = process.stdin.take().unwrap().write_all(input.as_bytes());
    let Output { status, stdout, stderr } = process.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Told { code: status.code().unwrap(), out: text(stdout), errors: text(stderr) }
}

/// Runs a command that asks no server.
fn alone(args: &[&str]) -> Told {
    told(program().args(args), "")
}
