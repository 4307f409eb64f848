//! `conformance doctor`: can this target be judged?

use clap::ValueEnum;

use super::{say, signals};
use crate::{
    doctor::{Diagnosis, examine_into},
    exit,
    stop::Stop,
};

/// Options of `doctor`.
#[derive(clap::Args)]
pub struct Options {
    /// A target file, `sandbox=URL`, or `embedded`.
    #[arg(long, default_value = "embedded")]
    target: String,
    /// The form of the output.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

#[derive(Clone, Copy, ValueEnum)]
enum Form {
    /// For people.
    Text,
    /// For programs.
    Json,
}

pub(super) async fn execute(options: &Options) -> anyhow::Result<u8> {
    let stop = Stop::default();
    signals::heed(&stop)?;
    let mut diagnosis = Diagnosis::default();
    let looking = async {
        let (target, _running) = super::target(&options.target).await?;
        examine_into(&target, &mut diagnosis).await;
        anyhow::Ok(())
    };
    let signal = tokio::select! {
        looked = looking => looked.map(|()| None)?,
        signal = stop.signalled() => Some(signal),
    };
    match options.format {
        Form::Text => say::page(&diagnosis.text()),
        Form::Json => say::json(&diagnosis)?,
    }
    if let Some(signal) = signal {
        return Ok(signal.exit_code());
    }
    Ok(if diagnosis.is_healthy() { exit::CONFORM } else { exit::CONFIGURATION })
}
