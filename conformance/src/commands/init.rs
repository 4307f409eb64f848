//! `conformance init`: a target file to fill in.

use std::path::PathBuf;

use crate::{exit, target::Surface, template};

/// Options of `init`.
#[derive(clap::Args)]
pub struct Options {
    /// The surfaces that the server has: PG (partner GraphQL), ER (envelope REST).
    #[arg(long, value_delimiter = ',', default_value = "PG", value_parser = surface)]
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

fn surface(text: &str) -> Result<Surface, String> {
    match text.to_uppercase().as_str() {
        "PG" => Ok(Surface::PG),
        "ER" => Ok(Surface::ER),
        "AG" | "MC" => Err(format!("{text} has no suite yet; PG and ER have")),
        _ => {
            Err(format!("{text:?} is no surface; PG (partner GraphQL) and ER (envelope REST) are"))
        }
    }
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
