//! `conformance init`: a target file to fill in.

use std::path::PathBuf;

use crate::{exit, surfaces::TEMPLATES, target::Surface, template};

/// Options of `init`.
#[derive(clap::Args)]
pub struct Options {
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "PG",
        value_parser = surface,
        help = format!("The surfaces that the server has: {}", choice(", ")),
    )]
    surface: Vec<Surface>,
    /// The address of the server: `https://host.example`.
    #[arg(long, default_value = "https://host.example")]
    url: String,
    /// The file to write.
    #[arg(short, long, default_value = "target.toml")]
    output: PathBuf,
    /// Write over a file that is there.
    #[arg(long)]
    force: bool,
}

/// The surfaces that there is a template for: `PG (partner GraphQL)`.
fn choice(between: &str) -> String {
    let all: Vec<_> =
        TEMPLATES.iter().map(|one| format!("{} ({})", one.surface, one.title)).collect();
    all.join(between)
}

fn surface(text: &str) -> Result<Surface, String> {
    let code = text.to_uppercase();
    let found = TEMPLATES.iter().find(|one| one.surface.code() == code);
    found.map(|one| one.surface).ok_or_else(|| {
        let known = Surface::ALL.iter().any(|one| one.code() == code && *one != Surface::SB);
        let is = if known { "has no suite yet" } else { "is no surface" };
        format!("{text:?} {is}; {} can be judged", choice(" and "))
    })
}

pub(super) fn execute(options: &Options) -> anyhow::Result<u8> {
    let file = options.output.display();
    anyhow::ensure!(
        options.force || !options.output.exists(),
        "{file} is there already; --force writes over it"
    );
    std::fs::write(&options.output, template::target_file(&options.surface, &options.url))?;
    say!("wrote {file}. Fill it in, then: conformance doctor --target {file}");
    Ok(exit::CONFORM)
}
