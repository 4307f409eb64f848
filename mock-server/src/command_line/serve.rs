//! `mock-server serve`: binds, tells that it is ready, serves, and waits for a signal.

use std::io::{self, IsTerminal, Write};

use anyhow::{Context, bail};
use clap::{CommandFactory, FromArgMatches};
use tokio::sync::oneshot;
use tracing_subscriber::EnvFilter;

use super::{
    Verdict,
    greeting::{greeting, ready},
    input,
    sandbox::refusal,
    say,
};
use crate::{
    config::{Config, ConfigFile, LogFormat, unknown_variables},
    server::{self, Ended, Listeners, Signals},
    surfaces::control,
    world::{Record, World},
    worlds::{DEFAULT, Worlds},
};

/// Exit code of a process that is told to end a second time (SB 20).
const SECOND_SIGNAL: i32 = 130;

/// A world to which its journal has led, with its records.
pub(super) struct ReplayedWorld {
    pub(super) world: World,
    pub(super) records: Vec<Record>,
}

/// The configuration that flags, the environment and the file that they name give.
pub(super) fn configured(flags: &[String]) -> anyhow::Result<Config> {
    let flags = || ["mock-server"].into_iter().chain(flags.iter().map(String::as_str));
    let given = Config::command().try_get_matches_from(flags())?;
    let config = Config::from_arg_matches(&given)?;
    let Some(path) = &config.config else { return Ok(config) };
    let file = ConfigFile::read(path, &Config::command())?;
    let command = file.as_defaults(Config::command(), &given);
    let config = Config::from_arg_matches(&command.try_get_matches_from(flags())?)?;
    Ok(Config { declared_worlds: file.worlds, ..config })
}

/// Serves until a signal ends it. The answer is no when requests had to be cut off.
pub(super) fn run(config: &Config) -> anyhow::Result<Verdict> {
    run_with(config, Vec::new())
}

/// Serves, with these worlds too, until a signal ends it. One with the id `default` takes the place
/// of the default world.
pub(super) fn run_with(config: &Config, replayed: Vec<ReplayedWorld>) -> anyhow::Result<Verdict> {
    let unknown = unknown_variables(config, std::env::vars_os());
    if !unknown.is_empty() {
        bail!("{}", unknown.join("; "));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(config.threads())
        .enable_all()
        .build()?;
    match runtime.block_on(serve(config, replayed))? {
        Ended { cut: 0 } => Ok(Verdict::Yes),
        Ended { cut } => {
            say(&format!("mock-server: {cut} requests were cut off before they were answered"));
            Ok(Verdict::No)
        }
    }
}

async fn serve(config: &Config, replayed: Vec<ReplayedWorld>) -> anyhow::Result<Ended> {
    log(config)?;
    config.access.token()?;
    // No port is open before the worlds are there.
    let worlds = server::worlds(config)?;
    declare(&worlds, config)?;
    for ReplayedWorld { world, records } in replayed {
        let handle = worlds.resume(world, &records)?;
        worlds.admit(&handle, handle.id() == DEFAULT)?;
    }
    let listeners = Listeners::open(config).await?;
    let mut signals = Signals::catch()?;
    let input = input_ends(config.until_stdin_closes);
    let (first, stopped) = oneshot::channel();
    tokio::spawn(async move {
        tokio::select! {
            () = signals.next() => {}
            () = input => {}
        }
        let _ = first.send(());
        signals.next().await;
        std::process::exit(SECOND_SIGNAL);
    });
    let url = format!("http://{}", listeners.main.local_addr()?);
    let control = match &listeners.control {
        Some(listener) => Some(format!("http://{}/_sandbox", listener.local_addr()?)),
        None => config.access.has_control().then(|| format!("{url}/_sandbox")),
    };
    let ready = ready(config.log_format, &url, control.as_deref());
    if let Some(file) = &config.ready_file {
        let draft = file.with_extension("tmp");
        std::fs::write(&draft, format!("{ready}\n"))
            .and_then(|()| std::fs::rename(&draft, file))
            .with_context(|| format!("cannot write the ready file {}", file.display()))?;
    }
    let mut out = io::stdout();
    writeln!(out, "{ready}").and_then(|()| out.flush()).context("cannot write the ready line")?;
    if !config.quiet {
        let at = listeners.control.as_ref().unwrap_or(&listeners.main).local_addr()?.ip();
        let token = config.access.token()?;
        if control.is_some() && token.is_none() && !at.to_canonical().is_loopback() {
            say(
                "mock-server: warning: anybody who reaches this address can use the control plane; \
                 protect it with --control-token-env or --control-token-file",
            );
        }
        if !config.no_default_world && config.log_format == LogFormat::Text {
            say(&greeting(&url, control.as_deref()));
        }
    }
    let until = async {
        let _ = stopped.await;
    };
    Ok(server::serve_all(listeners, worlds, config, until).await?)
}

/// Makes the worlds that the configuration declares, in the file and behind `--world`. Those that are
/// back stay as they are.
fn declare(worlds: &Worlds, config: &Config) -> anyhow::Result<()> {
    let in_files = config.world.iter().map(|file| (file.display().to_string(), input::json(file)));
    let declared = config.declared_worlds.iter().enumerate();
    let declared = declared
        .map(|(at, world)| (format!("[[world]] {} of the file", at + 1), Ok(world.clone())));
    let by_flags = config.default_world.definition();
    let by_flags = by_flags.map(|world| ("the default world".to_owned(), Ok(world)));
    for (place, definition) in declared.chain(in_files).chain(by_flags) {
        let definition = definition?;
        if let Some(id) = definition["id"].as_str().filter(|id| worlds.was_found(id)) {
            say(&format!(
                "mock-server: the world {id} is as the journal has it, not as {place} says"
            ));
            continue;
        }
        if let Err(problem) = control::make_world(worlds, definition) {
            bail!("{place}: {}", refusal(&problem));
        }
    }
    Ok(())
}

/// Waits until standard input ends, which happens when the program that started the server and kept
/// it open has ended. Never returns unless `watched`.
async fn input_ends(watched: bool) {
    if !watched {
        return std::future::pending().await;
    }
    let (stopped, ended) = oneshot::channel();
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        let _ = stopped.send(());
    });
    let _ = ended.await;
}

/// Sends diagnostics to standard error. No body and no secret is ever among them.
fn log(config: &Config) -> anyhow::Result<()> {
    if config.quiet {
        return Ok(());
    }
    let filter = EnvFilter::try_new(&config.log)?;
    let to = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(is_coloured())
        .with_writer(io::stderr);
    match config.log_format {
        LogFormat::Text => to.init(),
        LogFormat::Json => to.json().init(),
    }
    Ok(())
}

/// True when standard error is a terminal that shows colours and the user has not set `NO_COLOR`.
fn is_coloured() -> bool {
    let set = |name| std::env::var_os(name).unwrap_or_default();
    io::stderr().is_terminal() && set("NO_COLOR").is_empty() && set("TERM") != "dumb"
}
