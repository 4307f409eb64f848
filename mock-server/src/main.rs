//! The program: reads the configuration, binds, serves, and waits for a signal.

use std::{
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use clap::Parser;
use mock_server::{
    config::{Cli, Config, LogFormat, unknown_variables},
    server::{self, Ended, Listeners, Signals},
};
use serde_json::json;
use tokio::sync::oneshot;
use tracing_subscriber::EnvFilter;

/// Allocator. A request makes some hundred short-lived allocations, which are a sixth of its cost
/// with the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Exit code of a process that is told to end a second time (SB 20).
const SECOND_SIGNAL: i32 = 130;

fn main() -> ExitCode {
    let config = Cli::parse().config();
    if !config.quiet {
        for variable in unknown_variables(std::env::vars_os()) {
            say(&format!("mock-server: warning: {variable}"));
        }
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(config.threads())
        .enable_all()
        .build();
    match runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(run(&config))) {
        Ok(Ended { cut: 0 }) => ExitCode::SUCCESS,
        Ok(Ended { cut }) => {
            say(&format!("mock-server: {cut} requests were cut off before they were answered"));
            ExitCode::from(1)
        }
        Err(error) => {
            say(&format!("mock-server: {error:#}"));
            ExitCode::from(2)
        }
    }
}

async fn run(config: &Config) -> anyhow::Result<Ended> {
    use anyhow::Context;
    log(config)?;
    config.access.token()?;
    let listeners = Listeners::open(config).await?;
    let worlds = server::worlds(config)?;
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

/// The ready line: it tells the program that started the server that it listens, and where.
fn ready(format: LogFormat, url: &str, control: Option<&str>) -> String {
    match format {
        LogFormat::Json => {
            json!({"ready": true, "url": url, "control": control, "pid": std::process::id()})
                .to_string()
        }
        LogFormat::Text => match control {
            None => format!("ready {url}"),
            Some(control) => {
                format!("ready {url} control {}", control.strip_prefix(url).unwrap_or(control))
            }
        },
    }
}

/// Writes a line to standard error. A failure is ignored: a closed standard error is no reason to
/// end.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
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

/// Credentials of the default world and a signed request to copy. The request works twice within
/// one second too: its timestamp has milliseconds, or three random digits where `date` has no `%N`,
/// as on macOS. The credentials are the same on every machine, stand in the README and open nothing
/// but a sandbox; credentials of other worlds are never printed.
fn greeting(url: &str, control: Option<&str>) -> String {
    let body = r#"{"query":"{ AgioCard_card_company { id name } }"}"#;
    let control = control.map_or_else(String::new, |url| format!("\n\nControl plane: {url}"));
    format!(
        r#"
Credentials of the default world and a signed request, for copying:

  export SANDBOX_URL={url}
  export AGIO_PARTNER_API_TOKEN=ac3e0000-0000-4000-8000-000000000001
  export AGIO_PARTNER_CLIENT_SECRET=sandbox-acme-client-secret

  BODY='{body}'
  TS=$(date +%s%N | sed "s/N*\$/$((RANDOM % 900 + 100))/" | cut -c1-13)
  SIG=$(printf '%s' "$TS.$BODY" | openssl dgst -sha256 -hmac "$AGIO_PARTNER_CLIENT_SECRET" -hex | awk '{{print $NF}}')
  curl -s "$SANDBOX_URL/partner/cards/graphql" -H 'content-type: application/json' \
    -H "x-agio-api-key: $AGIO_PARTNER_API_TOKEN" -H "x-agio-timestamp: $TS" \
    -H "x-agio-signature: $SIG" -d "$BODY"

  # Encrypted-envelope API: POST $SANDBOX_URL/api/v1/…, bodies sealed with ER_API_SECRET
  export ER_API_KEY=sandbox-main-key
  export ER_API_SECRET=sandbox-main-secret{control}"#
    )
}
