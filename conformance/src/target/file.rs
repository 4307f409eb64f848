//! The target file: where a server is, with what credentials, and what can be asked of it (TOML).
//! Everything that can be wrong with it is said before the first request.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    time::Duration,
};

use anyhow::Context;
use serde::Deserialize;

use super::{Capability, Isolation, Kind, Known, PartnerSurface, Target, secret::Secret};
use crate::{
    drivers::{Credential, session_key::PinCodec},
    register::Level,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default = "one")]
    version: u32,
    name: Option<String>,
    #[serde(default)]
    kind: WrittenKind,
    level: Option<Level>,
    #[serde(default)]
    capabilities: BTreeSet<Capability>,
    isolation: Option<Isolation>,
    time_skew_tolerance_ms: Option<u64>,
    surfaces: Surfaces,
    #[serde(default)]
    known: KnownThings,
    #[serde(default)]
    timeouts: Timeouts,
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
struct Surfaces {
    #[serde(rename = "PG")]
    partner: Option<Partner>,
    #[serde(rename = "SB")]
    control: Option<ControlPlane>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Partner {
    url: String,
    #[serde(default)]
    headers: BTreeMap<String, Secret>,
    #[serde(default)]
    credentials: BTreeMap<Role, Pair>,
    pin_codec: Option<PinCodec>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Role {
    Primary,
    Second,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    api_token: Secret,
    client_secret: Secret,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ControlPlane {
    url: String,
    #[serde(default)]
    credentials: BTreeMap<String, ControlToken>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ControlToken {
    token: Secret,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownThings {
    #[serde(rename = "PG", default)]
    partner: Known,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Timeouts {
    request_ms: Option<u64>,
    settle_s: Option<u64>,
}

impl Target {
    /// Reads a target file and every secret that it names.
    pub fn from_file(path: &Path) -> anyhow::Result<Self> {
        let shown = path.display();
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        Self::from_toml(&text, &name.unwrap_or_default()).with_context(|| shown.to_string())
    }

    /// Reads the text of a target file; `name` is what reports call it unless it says itself.
    pub fn from_toml(text: &str, name: &str) -> anyhow::Result<Self> {
        let file: File =
            toml::from_str(text).map_err(|error| anyhow::anyhow!(explained(&error)))?;
        anyhow::ensure!(file.version == 1, "this program reads version 1 of target files");
        let mut target = match (file.kind, &file.surfaces.control) {
            (WrittenKind::Foreign, None) => foreign(&file)?,
            (WrittenKind::Foreign, Some(_)) => {
                anyhow::bail!("surfaces.SB is only for kind = \"sandbox\"")
            }
            (WrittenKind::Sandbox, None) => anyhow::bail!("a sandbox needs surfaces.SB with a url"),
            (WrittenKind::Sandbox, Some(control)) => {
                let token = control.credentials.get("primary");
                let token = token.map(|one| one.token.read()).transpose()?;
                Self::sandbox(&control.url, token)
            }
        };
        target.name = file.name.unwrap_or_else(|| name.to_owned());
        target.level = file.level.unwrap_or(target.level);
        target.isolation = file.isolation.unwrap_or(target.isolation);
        if let Some(ms) = file.time_skew_tolerance_ms {
            target.time_skew_tolerance = Duration::from_millis(ms);
        }
        if let Some(ms) = file.timeouts.request_ms {
            target.request_timeout = Duration::from_millis(ms);
        }
        if let Some(seconds) = file.timeouts.settle_s {
            target.settle_for = Duration::from_secs(seconds);
        }
        Ok(target)
    }
}

fn foreign(file: &File) -> anyhow::Result<Target> {
    let written = file.surfaces.partner.as_ref().context("surfaces.PG is missing")?;
    let url = reqwest::Url::parse(&written.url).context("surfaces.PG.url")?;
    anyhow::ensure!(matches!(url.scheme(), "http" | "https"), "surfaces.PG.url: http or https");
    let mut capabilities = file.capabilities.clone();
    let primary = credential(written, &Role::Primary)?
        .context("surfaces.PG.credentials.primary is missing")?;
    let second = credential(written, &Role::Second)?;
    if second.is_some() {
        capabilities.insert(Capability::SecondCredential);
    }
    let claims = |capability| file.capabilities.contains(&capability);
    anyhow::ensure!(
        second.is_some() || !claims(Capability::SecondCredential),
        "the capability second-credential needs surfaces.PG.credentials.second"
    );
    anyhow::ensure!(
        written.pin_codec.is_some() || !claims(Capability::PinCodec),
        "the capability pin-codec needs surfaces.PG.pin_codec"
    );
    let mut headers = Vec::new();
    for (name, value) in &written.headers {
        let value = value.read().with_context(|| format!("surfaces.PG.headers.{name}"))?;
        headers.push((name.clone(), value));
    }
    Ok(Target {
        name: String::new(),
        kind: Kind::Foreign,
        capabilities,
        level: Level::Public,
        isolation: Isolation::Shared,
        partner: Some(PartnerSurface {
            url: written.url.clone(),
            headers,
            primary: Some(primary),
            second,
            pin_codec: written.pin_codec,
            known: file.known.partner.clone(),
        }),
        request_timeout: Duration::from_secs(15),
        settle_for: Duration::from_secs(10),
        time_skew_tolerance: Duration::from_secs(2),
    })
}

fn credential(written: &Partner, role: &Role) -> anyhow::Result<Option<Credential>> {
    let Some(pair) = written.credentials.get(role) else { return Ok(None) };
    let name = if *role == Role::Primary { "primary" } else { "second" };
    let place = |member: &str| format!("surfaces.PG.credentials.{name}.{member}");
    Ok(Some(Credential {
        name: name.to_owned(),
        api_token: pair.api_token.read().with_context(|| place("api_token"))?,
        client_secret: pair.client_secret.read().with_context(|| place("client_secret"))?,
    }))
}

/// What is wrong and where, with the nearest known key for one that is unknown. The line itself is
/// not shown: it may hold a secret that should not be there.
fn explained(error: &toml::de::Error) -> String {
    let message = error.message();
    let mut quoted = message.split('`').skip(1).step_by(2);
    let nearest = quoted
        .next()
        .and_then(|unknown| quoted.min_by_key(|known| strsim::damerau_levenshtein(unknown, known)));
    match nearest {
        Some(nearest) if message.starts_with("unknown") => {
            format!("{message}; did you mean `{nearest}`?")
        }
        _ => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOREIGN: &str = r#"
        [surfaces.PG]
        url = "https://host.example/graphql"
        [surfaces.PG.credentials.primary]
        api_token = { env = "PATH" }
        client_secret = { env = "PATH" }
    "#;

    fn refusal(text: &str) -> String {
        format!("{:#}", Target::from_toml(text, "t").unwrap_err())
    }

    #[test]
    fn a_foreign_target_is_judged_up_to_public() {
        let target = Target::from_toml(FOREIGN, "t").unwrap();
        assert_eq!((target.level, target.isolation), (Level::Public, Isolation::Shared));
    }

    #[test]
    fn an_unknown_key_is_refused_with_the_nearest() {
        let text = format!("levle = \"public\"\n{FOREIGN}");
        assert!(refusal(&text).ends_with("did you mean `level`?"), "{}", refusal(&text));
    }

    #[test]
    fn a_written_secret_is_refused_and_not_shown() {
        let text = FOREIGN.replacen("{ env = \"PATH\" }", "\"hunter2\"", 2);
        assert!(refusal(&text).contains("a secret is named, not written"));
        assert!(!refusal(&text).contains("hunter2"));
    }

    #[test]
    fn a_variable_that_is_not_set_is_named() {
        let text = FOREIGN.replacen("PATH", "NO_SUCH_VARIABLE_HERE", 1);
        assert_eq!(
            refusal(&text),
            "surfaces.PG.credentials.primary.api_token: the environment variable \
             NO_SUCH_VARIABLE_HERE is not set"
        );
    }

    #[test]
    fn claims_need_what_they_claim() {
        let text = format!("capabilities = [\"pin-codec\"]\n{FOREIGN}");
        assert_eq!(refusal(&text), "the capability pin-codec needs surfaces.PG.pin_codec");
    }
}
