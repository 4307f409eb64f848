//! `conformance doctor`: can this target be judged?

use clap::ValueEnum;

use super::say;
use crate::{doctor::examine, exit};

/// Options of `doctor`.
#[derive(clap::Args)]
pub struct Options {
    /// A target file, `sandbox=URL`, or `embedded`.
    #[arg(long, default_value = "embedded")]
    target: String,
    /// For whom.
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
    let (target, _running) = super::target(&options.target).await?;
    let diagnosis = examine(&target).await;
    match options.format {
        Form::Text => say::page(&diagnosis.text()),
        Form::Json => say::json(&diagnosis)?,
    }
    Ok(if diagnosis.is_healthy() { exit::CONFORM } else { exit::CONFIGURATION })
}
