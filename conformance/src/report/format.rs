//! Forms of a report, and writing one to a file.

use std::path::Path;

use anyhow::Context;

use super::{Report, html, json, junit, messages, text};

/// A form of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "lowercase")]
pub enum Format {
    /// For a terminal.
    Text,
    /// Everything, for programs.
    Json,
    /// For continuous integration.
    Junit,
    /// One file for a browser.
    Html,
    /// Cucumber Messages, NDJSON.
    Messages,
}

impl Format {
    /// The report in this form.
    pub fn render(self, report: &Report) -> String {
        match self {
            Self::Text => text(report),
            Self::Json => json(report),
            Self::Junit => junit(report),
            Self::Html => html(report),
            Self::Messages => messages(report),
        }
    }
}

/// Writes a report to a file, whose folder is made if need be.
pub fn write(report: &Report, format: Format, file: &Path) -> anyhow::Result<()> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    std::fs::write(file, format.render(report))
        .with_context(|| format!("cannot write {}", file.display()))
}
