//! Reads the configuration, binds, serves, waits for a signal.

use std::process::ExitCode;

use clap::Parser;
use mock_server::{
    config::{Cli, Config, LogFormat, unknown_variable},
    server,
};
use serde_json::json;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::oneshot,
};
use tracing_subscriber::EnvFilter;

/// A request makes some hundred short-lived allocations, a sixth of its cost with the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let config = Cli::parse().config();
    if let Some(problem) = unknown_variable(std::env::vars_os().map(|(name, _)| name)) {
        eprintln!("mock-server: {problem}");
        return ExitCode::from(2);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(config.threads())
        .enable_all()
        .build();
    match runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(run(&config))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("mock-server: {error:#}");
            ExitCode::from(2)
        }
    }
}

async fn run(config: &Config) -> anyhow::Result<()> {
    use anyhow::Context;
    log(config)?;
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("cannot listen on {}", config.listen))?;
    let url = format!("http://{}", listener.local_addr()?);
    let worlds = server::worlds(config)?;
    let mut terminate = signal(SignalKind::terminate())?;
    let input = input_ends(config.until_stdin_closes);
    let until = async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
            () = input => {}
        }
    };
    let ready = match config.log_format {
        LogFormat::Json => json!({"ready": true, "url": url, "control": format!("{url}/_sandbox"),
                                  "pid": std::process::id()})
        .to_string(),
        LogFormat::Text => format!("ready {url} control /_sandbox"),
    };
    println!("{ready}");
    if let Some(file) = &config.ready_file {
        let draft = file.with_extension("tmp");
        std::fs::write(&draft, format!("{ready}\n"))?;
        std::fs::rename(&draft, file)?;
    }
    if !config.quiet && !config.no_default_world && config.log_format == LogFormat::Text {
        eprintln!("{}", greeting(&url));
    }
    server::serve(listener, worlds, config, until).await?;
    Ok(())
}

/// Waits until standard input ends, where it is `watched`: whoever started the server, and kept its
/// input open, has ended.
async fn input_ends(watched: bool) {
    if !watched {
        return std::future::pending().await;
    }
    let (told, ended) = oneshot::channel();
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        let _ = told.send(());
    });
    let _ = ended.await;
}

/// Diagnostics go to standard error; no body and no secret is ever among them.
fn log(config: &Config) -> anyhow::Result<()> {
    if config.quiet {
        return Ok(());
    }
    let filter = EnvFilter::try_new(&config.log)?;
    let to = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Text => to.init(),
        LogFormat::Json => to.json().init(),
    }
    Ok(())
}

/// The credentials of the default world and a signed request that works. They are the same on every
/// machine, stand in the README and open nothing but a sandbox; credentials of other worlds are
/// never printed.
fn greeting(url: &str) -> String {
    let body = r#"{"query":"{ AgioCard_card_company { id name } }"}"#;
    format!(
        r#"
The default world, for copying:

  export SANDBOX_URL={url}
  export AGIO_PARTNER_API_TOKEN=ac3e0000-0000-4000-8000-000000000001
  export AGIO_PARTNER_CLIENT_SECRET=sandbox-acme-client-secret

  BODY='{body}'
  TS=$(date +%s)000
  SIG=$(printf '%s' "$TS.$BODY" | openssl dgst -sha256 -hmac "$AGIO_PARTNER_CLIENT_SECRET" -hex | awk '{{print $NF}}')
  curl -s "$SANDBOX_URL/partner/cards/graphql" -H 'content-type: application/json' \
    -H "x-agio-api-key: $AGIO_PARTNER_API_TOKEN" -H "x-agio-timestamp: $TS" \
    -H "x-agio-signature: $SIG" -d "$BODY"

  export ER_API_KEY=sandbox-main-key          # POST $SANDBOX_URL/api/v1/…, sealed with
  export ER_API_SECRET=sandbox-main-secret

Control plane: {url}/_sandbox"#
    )
}
