//! The target file: where a server is, with what credentials, and what can be asked of it (TOML).
//! Everything that can be wrong with it is said before the first request, all at once.

pub(crate) mod address;
mod claims;
mod control;
mod mistake;
mod provision;
mod readings;
mod safe;
pub(crate) mod secret;
mod timeouts;
mod tls;
mod without_suite;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    time::Duration,
};

use serde::Deserialize;
use toml::Spanned;

pub(crate) use self::control::ControlPlane;
use self::{
    address::address, provision::Provision, safe::Safe, timeouts::Timeouts, tls::Certificates,
};
use super::{
    Capability, Environment, Hook, Isolation, Target, WebhookSink, base,
    problem::{BadFile, Problems},
};
use crate::{
    outlet,
    register::Level,
    surfaces::{KnownTables, TEMPLATES, Tables},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default = "one")]
    version: u32,
    name: Option<String>,
    #[serde(default)]
    kind: WrittenKind,
    environment: Option<Environment>,
    level: Option<Level>,
    #[serde(default)]
    capabilities: BTreeSet<Capability>,
    isolation: Option<Isolation>,
    time_skew_tolerance_ms: Option<u64>,
    ratchet: Option<PathBuf>,
    surfaces: Tables,
    #[serde(default)]
    known: KnownTables,
    provision: Option<Provision>,
    webhook_sink: Option<WebhookSink>,
    #[serde(default)]
    readings: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    safe: Safe,
    #[serde(default)]
    timeouts: Timeouts,
    browser: Option<Browser>,
    tls: Option<Certificates>,
}

fn one() -> u32 {
    1
}

#[derive(Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WrittenKind {
    #[default]
    Foreign,
    Sandbox,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Browser {
    webdriver: Spanned<String>,
}

impl Target {
    /// Reads a target file and every secret that it names.
    pub fn from_file(path: &Path) -> Result<Self, BadFile> {
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| {
            let mut problems = Problems::of("");
            problems.missing(
                format!("cannot read it: {error}"),
                "`conformance init -o target.toml` writes one to start from",
            );
            problems.into_result(&shown).expect_err("it has a problem")
        })?;
        let mut target = Self::from_toml(&text, &shown)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        if let Some(ratchet) = &mut target.ratchet {
            *ratchet = folder.join(&*ratchet);
        }
        if let Some(Hook::Command { line, .. }) = &mut target.hook {
            provision::beside(folder, line);
        }
        Ok(target)
    }

    /// Reads the text of a target file. `file` is what messages call it, and what reports call the
    /// target unless it names itself.
    pub fn from_toml(text: &str, file: &str) -> Result<Self, BadFile> {
        let mut problems = Problems::of(text);
        match toml::from_str::<File>(text) {
            Ok(written) => {
                let mut target = written.read(&mut problems);
                problems.into_result(file)?;
                if target.name.is_empty() {
                    let stem = Path::new(file).file_stem();
                    target.name = stem.unwrap_or_default().to_string_lossy().into_owned();
                }
                Ok(target)
            }
            Err(error) => {
                let (what, repair) = mistake::explained(&error);
                match error.span() {
                    Some(span) => problems.at(span.start, what, repair),
                    None => problems.missing(what, repair),
                }
                problems.into_result(file)?;
                unreachable!("a text that cannot be read has a problem")
            }
        }
    }
}

impl File {
    fn read(self, problems: &mut Problems<'_>) -> Target {
        if self.version != 1 {
            problems.at(
                problems.place_of("version"),
                format!("version {} of target files is not known", self.version),
                "write version = 1, or use a newer program",
            );
        }
        let mut target = match (self.kind, &self.surfaces.control) {
            (WrittenKind::Sandbox, Some(control)) => self.sandbox(control, problems),
            (WrittenKind::Sandbox, None) => {
                problems.missing(
                    "a sandbox needs [surfaces.SB] with a url",
                    "add [surfaces.SB] with url = \"http://127.0.0.1:8080/_sandbox\"",
                );
                Target::foreign()
            }
            (WrittenKind::Foreign, control) => {
                if let Some(control) = control {
                    problems.at(
                        control.url.span().start,
                        "surfaces.SB is only for kind = \"sandbox\"",
                        "write kind = \"sandbox\", or remove [surfaces.SB]",
                    );
                }
                self.foreign(problems)
            }
        };
        target.name = self.name.clone().unwrap_or_default();
        target.level = self.level.unwrap_or(target.level);
        if matches!(target.level, Level::Ambiguous | Level::Client) {
            problems.at(
                problems.place_of("level"),
                format!("level {} cannot be chosen", target.level),
                "documented, public or decided",
            );
        }
        target.isolation = self.isolation.unwrap_or(target.isolation);
        target.environment = self.environment.unwrap_or_else(|| target.environment_by_address());
        target.ratchet.clone_from(&self.ratchet);
        target.webhook_sink.clone_from(&self.webhook_sink);
        let sink = self.webhook_sink.as_ref().and_then(|sink| sink.public_url.as_deref());
        outlet::hide_userinfo(sink.unwrap_or_default());
        let public_url = target.webhook_sink.as_ref().and_then(|sink| sink.public_url.as_deref());
        if let Some(Err(wrong)) = public_url.map(base) {
            problems.at(
                problems.place_of("public_url"),
                format!("webhook_sink.public_url: it is not an address: {wrong}"),
                "write it as https://tunnel.example/path",
            );
        }
        if let Some(tls) = &self.tls {
            target.tls = tls.read(problems);
        }
        target.hook = self.provision.as_ref().and_then(|written| written.read(problems));
        target.safety = self.safe.read(problems);
        target.readings = self.readings(problems);
        target.time_skew_tolerance =
            self.time_skew_tolerance_ms.map_or(target.time_skew_tolerance, Duration::from_millis);
        self.timeouts.apply(&mut target);
        if let Some(browser) = &self.browser {
            target.webdriver = Some(address(&browser.webdriver, "browser.webdriver", problems));
            target.capabilities.insert(Capability::Browser);
        }
        target.without_suite = without_suite::described(&self.surfaces, problems);
        target
    }

    fn sandbox(&self, control: &ControlPlane, problems: &mut Problems<'_>) -> Target {
        let url = address(&control.url, "surfaces.SB.url", problems);
        let token =
            control.credentials.primary.as_ref().map(|one| {
                secret::read(&one.token, "surfaces.SB.credentials.primary.token", problems)
            });
        let mut target = Target::sandbox(&url, token);
        // Surfaces that are named are the ones to judge; a file that names none means all.
        if !self.surfaces.name_none() {
            let all = std::mem::take(&mut target.surfaces);
            target.surfaces = self.surfaces.on_sandbox(all, problems);
        }
        target
    }

    fn foreign(&self, problems: &mut Problems<'_>) -> Target {
        let mut target = Target::foreign();
        if self.surfaces.name_none() && self.surfaces.without_suite().is_empty() {
            let tables: Vec<_> =
                TEMPLATES.iter().map(|one| format!("[surfaces.{}]", one.surface)).collect();
            problems.missing(
                "no surface is named",
                format!("add {} with the url and credentials", tables.join(" or ")),
            );
        }
        target.surfaces = self.surfaces.foreign(&self.known, problems);
        target.capabilities = self.capabilities(&mut target, problems);
        target
    }
}

#[cfg(test)]
mod tests;
