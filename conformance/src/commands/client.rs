//! `conformance client`: judges a client by what a sandbox saw of it.

use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
};

use anyhow::Context;
use serde_json::{Value, json};

use super::{run::output, say, signals};
use crate::{
    client::{self, ClientReport, ClientWorld},
    exit, outlet,
    report::Format,
    stop::Stop,
};

/// Options of `client`.
#[derive(clap::Args)]
pub struct Options {
    /// `sandbox=URL` of a running mock-server (token: `SANDBOX_CONTROL_TOKEN`), or `embedded`
    /// (starts one).
    #[arg(long, default_value = "embedded")]
    target: String,
    /// The id of the world that is made for the client [default: one of its own].
    #[arg(long, value_name = "ID")]
    world: Option<String>,
    /// The definition of the world, as `POST /_sandbox/worlds` takes it (JSON): rules, readings,
    /// people. Without a clock in it, the world's time is the real one.
    #[arg(long, value_name = "FILE")]
    definition: Option<PathBuf>,
    /// A failure that the client shall meet, as `POST …/faults` takes it:
    /// `'{"match":{"surface":"PG"},"then":{"error":"nonce-store-503"}}'`. Repeatable.
    #[arg(long, value_name = "JSON", value_parser = json_object)]
    fault: Vec<Value>,
    /// Write a report: `html=client.html`; json, junit, html or text. Repeatable.
    #[arg(long, value_name = "FORMAT=FILE", value_parser = output)]
    report: Vec<(Format, PathBuf)>,
    /// Leave the world on the sandbox, to look at its requests.
    #[arg(long)]
    keep: bool,
    /// The client: it is run with the world's variables in its environment. Without one, run your
    /// client yourself and press Enter when it is done.
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

fn json_object(text: &str) -> Result<Value, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"))?;
    if value.is_object() { Ok(value) } else { Err("write a JSON object".to_owned()) }
}

pub(super) async fn execute(options: Options) -> anyhow::Result<u8> {
    let definition = options.definition()?;
    if options.report.iter().any(|(format, _)| *format == Format::Messages) {
        anyhow::bail!("a client has no Cucumber messages; write json, junit, html or text");
    }
    let stop = Stop::default();
    signals::heed(&stop)?;
    let (target, _running) = tokio::select! {
        target = super::target(&options.target) => target?,
        signal = stop.signalled() => return Ok(signal.exit_code()),
    };
    let world = ClientWorld::make(&target, options.world.clone(), definition).await?;
    let judged = options.judge(&world, &stop).await;
    if !options.keep {
        world.delete().await;
    }
    judged
}

impl Options {
    fn definition(&self) -> anyhow::Result<Value> {
        let Some(file) = &self.definition else { return Ok(json!({})) };
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("cannot read {}", file.display()))?;
        json_object(&text).map_err(|why| anyhow::anyhow!("{}: {why}", file.display()))
    }

    /// Runs the client in its world, and says what became of its duties.
    async fn judge(&self, world: &ClientWorld, stop: &Stop) -> anyhow::Result<u8> {
        for fault in &self.fault {
            world.fault(fault).await?;
        }
        let exit = self.run_client(world, stop).await?;
        world.let_time_pass().await?;
        let report = world.report(exit).await?;
        let mut whole = true;
        for (format, file) in &self.report {
            let written = write(world, &report, (*format, exit), file).await;
            if let Err(error) = &written {
                outlet::complain(format_args!("conformance: {error:#}"));
                whole = false;
            }
        }
        let colour = std::io::stdout().is_terminal() && console::colors_enabled();
        let text = client::text(&report, &world.requests(), colour);
        if colour {
            say::painted(&text);
        } else {
            say::page(&text);
        }
        if let Some(status) = exit.filter(|status| *status != 0) {
            say!("the client itself ended with status {status}");
        }
        match report.exit_code() {
            exit::CONFORM | exit::NOTHING_RAN if !whole => Ok(exit::CONFIGURATION),
            code => Ok(code),
        }
    }

    /// Waits for the client's run; answers its exit status, where it is known.
    async fn run_client(&self, world: &ClientWorld, stop: &Stop) -> anyhow::Result<Option<i32>> {
        if !self.command.is_empty() {
            let ended = client::run_command(&self.command, &world.variables, stop).await?;
            return Ok(Some(ended.status));
        }
        for (name, value) in &world.variables {
            say!("export {name}={value}");
        }
        say!("# run the client with these variables, then press Enter (or Ctrl-C)");
        client::wait_for_person(stop).await?;
        Ok(None)
    }
}

/// Writes the report to a file, whose folder is made if need be.
async fn write(
    world: &ClientWorld,
    report: &ClientReport,
    (format, exit): (Format, Option<i32>),
    file: &Path,
) -> anyhow::Result<()> {
    let text = match format {
        Format::Text | Format::Messages => client::text(report, &world.requests(), false),
        Format::Json => world.rendered("json", exit).await?,
        Format::Junit => world.rendered("junit", exit).await?,
        Format::Html => world.rendered("html", exit).await?,
    };
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    std::fs::write(file, outlet::blanked(&text))
        .with_context(|| format!("cannot write {}", file.display()))
}
