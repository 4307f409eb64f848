//! The target file: where a server is, with what credentials, and what can be asked of it (TOML).
//! Everything that can be wrong with it is said before the first request, all at once.

mod later;
mod secret;
mod surfaces;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    time::Duration,
};

use serde::Deserialize;
use toml::Spanned;

use self::{
    secret::Secret,
    surfaces::{ControlPlane, Surfaces, address},
};
use super::{
    Capability, Cost, Environment, Hook, Isolation, Known, Safety, Surface, Target, WebhookSink,
    cost::{Budget, Expense, amount_of},
    envelope::{EnvelopeCodec, EnvelopeThings},
    problem::{BadFile, Problems},
};
use crate::register::{Level, register};

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
    surfaces: Surfaces,
    #[serde(default)]
    known: KnownThings,
    provision: Option<Provision>,
    webhook_sink: Option<WebhookSink>,
    #[serde(default)]
    readings: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    safe: Safe,
    #[serde(default)]
    timeouts: Timeouts,
    browser: Option<Browser>,
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

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownThings {
    #[serde(rename = "PG", default)]
    partner: Known,
    #[serde(rename = "ER", default)]
    envelope: EnvelopeThings,
    #[serde(rename = "AG")]
    _in_app: Option<toml::Table>,
    #[serde(rename = "MC")]
    _managed: Option<toml::Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Provision {
    http: Option<HttpHook>,
    command: Option<Spanned<Vec<String>>>,
    timeout_ms: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HttpHook {
    url: Spanned<String>,
    token: Option<Spanned<Secret>>,
    timeout_ms: Option<u64>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Safe {
    #[serde(default)]
    allow: BTreeSet<Cost>,
    #[serde(default)]
    budget: BTreeMap<Expense, Spanned<toml::Value>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Timeouts {
    request_ms: Option<u64>,
    poll_ms: Option<u64>,
    poll_for_ms: Option<u64>,
    settle_s: Option<u64>,
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
        if let (Some(ratchet), Some(folder)) = (&mut target.ratchet, path.parent()) {
            *ratchet = folder.join(&*ratchet);
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
                let (what, repair) = explained(&error);
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
        target.hook = self.provision.as_ref().and_then(|written| written.read(problems));
        target.safety = self.safe.read(problems);
        target.readings = self.readings(problems);
        let timeouts = &self.timeouts;
        let set = |here: &mut Duration, ms: Option<u64>| {
            *here = ms.map_or(*here, Duration::from_millis);
        };
        set(&mut target.time_skew_tolerance, self.time_skew_tolerance_ms);
        set(&mut target.request_timeout, timeouts.request_ms);
        set(&mut target.poll_every, timeouts.poll_ms);
        set(&mut target.poll_for, timeouts.poll_for_ms);
        set(&mut target.settle_for, timeouts.settle_s.map(|seconds| seconds * 1000));
        if let Some(browser) = &self.browser {
            target.webdriver = Some(address(&browser.webdriver, "browser.webdriver", problems));
            target.capabilities.insert(Capability::Browser);
        }
        let later = [
            (
                Surface::AG,
                &self.surfaces.in_app,
                &["url", "ws_url", "headers", "credentials", "pin_codec"][..],
            ),
            (
                Surface::MC,
                &self.surfaces.managed,
                &["url", "headers", "credentials", "dialect"][..],
            ),
        ];
        for (surface, table, keys) in later {
            if let Some(table) = table {
                later::check(surface.code(), table, keys, problems);
                target.without_suite.push(surface);
            }
        }
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
        let named = &self.surfaces;
        if named.partner.is_none() && named.envelope.is_none() {
            return target;
        }
        let (partner, envelope) = (target.partner.take(), target.envelope.take());
        target.partner = named.partner.as_ref().zip(partner).map(|(written, mut surface)| {
            let read = written.read(Known::default(), false, problems);
            (surface.url, surface.headers) = (read.url, read.headers);
            surface
        });
        target.envelope = named.envelope.as_ref().zip(envelope).map(|(written, mut surface)| {
            let read = written.read(EnvelopeThings::default(), false, problems);
            (surface.url, surface.headers) = (read.url, read.headers);
            surface
        });
        target
    }

    fn foreign(&self, problems: &mut Problems<'_>) -> Target {
        let mut target = Target::foreign();
        let named = &self.surfaces;
        if named.partner.is_none()
            && named.envelope.is_none()
            && named.in_app.is_none()
            && named.managed.is_none()
        {
            problems.missing(
                "no surface is named",
                "add [surfaces.PG] or [surfaces.ER] with the url and credentials",
            );
        }
        target.partner = named
            .partner
            .as_ref()
            .map(|written| written.read(self.known.partner.clone(), true, problems));
        target.envelope = named
            .envelope
            .as_ref()
            .map(|written| written.read(self.known.envelope.clone(), true, problems));
        target.capabilities = self.capabilities(&mut target, problems);
        target
    }

    /// What the file claims, with what follows from its tables. A claim without its table is wrong;
    /// codecs default to the public layout.
    fn capabilities(
        &self,
        target: &mut Target,
        problems: &mut Problems<'_>,
    ) -> BTreeSet<Capability> {
        let mut has = self.capabilities.clone();
        let claims = |one| self.capabilities.contains(&one);
        if let Some(envelope) = target.envelope.as_mut().filter(|one| one.codec.is_none())
            && claims(Capability::EnvelopeCodec)
        {
            envelope.codec = Some(EnvelopeCodec::default());
        }
        let partner = target.partner.as_ref();
        let envelope = target.envelope.as_ref();
        let second = partner.is_some_and(|one| one.second.is_some())
            || envelope.is_some_and(|one| one.second.is_some());
        let hook = self.provision.is_some();
        let there = [
            (Capability::SecondCredential, second, "credentials.second of a surface"),
            (
                Capability::NoAccessKey,
                envelope.is_some_and(|one| one.no_access.is_some()),
                "surfaces.ER.credentials.no_access",
            ),
            (
                Capability::PinCodec,
                partner.is_some_and(|one| one.pin_codec.is_some()),
                "surfaces.PG.pin_codec",
            ),
            (
                Capability::EnvelopeCodec,
                envelope.is_some_and(|one| one.codec.is_some()),
                "surfaces.ER",
            ),
            (
                Capability::Dialect,
                envelope.is_some_and(|one| one.dialect.is_some()),
                "surfaces.ER.dialect",
            ),
            (Capability::WebhookSink, self.webhook_sink.is_some(), "[webhook_sink]"),
            (Capability::Browser, self.browser.is_some(), "[browser]"),
        ];
        for (capability, there, table) in there {
            if there {
                has.insert(capability);
            } else if claims(capability) {
                lacks(capability, table, problems);
            }
        }
        let by_hook = [
            Capability::Provision,
            Capability::Review,
            Capability::Deposit,
            Capability::Authorize,
            Capability::Clock,
            Capability::Faults,
            Capability::Inspect,
        ];
        for capability in by_hook.into_iter().filter(|one| claims(*one) && !hook) {
            lacks(capability, "[provision]", problems);
        }
        has
    }

    /// The readings that the file expects, each known to the register.
    fn readings(&self, problems: &mut Problems<'_>) -> BTreeMap<String, String> {
        for (id, reading) in &self.readings {
            let offset = reading.span().start;
            let Some(ambiguity) = register().ambiguity(id) else {
                problems.at(
                    offset,
                    format!("readings: there is no ambiguity {id}"),
                    "`conformance list --readings` shows them",
                );
                continue;
            };
            let names: Vec<_> = ambiguity.reading.iter().map(|one| one.name.as_str()).collect();
            if !names.contains(&reading.get_ref().as_str()) {
                problems.at(
                    offset,
                    format!("readings: {id} has no reading {:?}", reading.get_ref()),
                    format!("one of {}", names.join(", ")),
                );
            }
        }
        self.readings.iter().map(|(id, name)| (id.clone(), name.get_ref().clone())).collect()
    }
}

fn lacks(capability: Capability, table: &str, problems: &mut Problems<'_>) {
    problems.at(
        problems.place_of(&format!("\"{capability}\"")),
        format!("the capability {capability} needs {table}"),
        format!("add {table}, or remove {capability} from capabilities"),
    );
}

impl Provision {
    fn read(&self, problems: &mut Problems<'_>) -> Option<Hook> {
        let timeout =
            |ms: Option<u64>| Duration::from_millis(ms.or(self.timeout_ms).unwrap_or(60_000));
        match (&self.http, &self.command) {
            (Some(http), None) => Some(Hook::Http {
                url: address(&http.url, "provision.http.url", problems),
                token: http
                    .token
                    .as_ref()
                    .map(|token| secret::read(token, "provision.http.token", problems)),
                timeout: timeout(http.timeout_ms),
            }),
            (None, Some(line)) if !line.get_ref().is_empty() => {
                Some(Hook::Command { line: line.get_ref().clone(), timeout: timeout(None) })
            }
            _ => {
                problems.at(
                    problems.place_of("[provision]"),
                    "[provision] names no hook, or two",
                    "write either http = { url = … } or command = [\"./provision.sh\"]",
                );
                None
            }
        }
    }
}

impl Safe {
    fn read(&self, problems: &mut Problems<'_>) -> Safety {
        let mut budget = Budget::default();
        for (kind, written) in &self.budget {
            let text = match written.get_ref() {
                toml::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            match amount_of(*kind, &text) {
                Ok(amount) => drop(budget.0.insert(*kind, amount)),
                Err(wrong) => problems.at(
                    written.span().start,
                    format!("safe.budget.{}: {wrong}", kind.name()),
                    "money as \"10.00\", the rest as whole numbers",
                ),
            }
        }
        Safety { allow: self.allow.clone(), budget }
    }
}

/// What is wrong, with the nearest known key for one that is unknown. The line itself is not shown:
/// it may hold a secret that should not be there.
fn explained(error: &toml::de::Error) -> (String, String) {
    let message = error.message().to_owned();
    let mut quoted = message.split('`').skip(1).step_by(2);
    let nearest = quoted
        .next()
        .and_then(|unknown| quoted.min_by_key(|known| strsim::damerau_levenshtein(unknown, known)));
    let repair = match nearest {
        Some(nearest) if message.starts_with("unknown") => format!("did you mean `{nearest}`?"),
        _ if message.contains("a secret is named") => {
            "put the secret into a variable or a file, and its name here".to_owned()
        }
        _ => "`conformance init` writes a file in which every key is explained".to_owned(),
    };
    (message, repair)
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
        Target::from_toml(text, "t.toml").unwrap_err().to_string()
    }

    #[test]
    fn a_foreign_target_is_judged_up_to_public() {
        let target = Target::from_toml(FOREIGN, "t.toml").unwrap();
        assert_eq!((target.level, target.isolation), (Level::Public, Isolation::Shared));
        assert_eq!(target.name, "t");
    }

    #[test]
    fn a_target_that_does_not_say_is_taken_for_one_that_matters() {
        let environment = |text: &str| Target::from_toml(text, "t").unwrap().environment;
        assert_eq!(environment(FOREIGN), Environment::Production);
        assert_eq!(environment(&FOREIGN.replace("host.example", "localhost")), Environment::Local);
        assert_eq!(environment(&FOREIGN.replace("host.example", "[::1]:9")), Environment::Local);
    }

    #[test]
    fn an_unknown_key_is_refused_with_the_nearest() {
        let text = format!("levle = \"public\"\n{FOREIGN}");
        assert!(refusal(&text).starts_with("t.toml:1: unknown field `levle`"));
        assert!(refusal(&text).ends_with("repair: did you mean `level`?"), "{}", refusal(&text));
    }

    #[test]
    fn a_written_secret_is_refused_and_not_shown() {
        let text = FOREIGN.replacen("{ env = \"PATH\" }", "\"hunter2\"", 2);
        assert!(refusal(&text).starts_with("t.toml:5: a secret is named, not written"));
        assert!(!refusal(&text).contains("hunter2"));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let text = FOREIGN.replace("PATH", "NO_SUCH_VARIABLE_HERE").replace("https:", "ftp:");
        assert_eq!(
            refusal(&text),
            "t.toml:3: surfaces.PG.url: \"ftp://host.example/graphql\" is not an address: its \
             scheme\n  repair: write it as https://host.example/path\n\
             t.toml:5: surfaces.PG.credentials.primary.api_token: the environment variable \
             NO_SUCH_VARIABLE_HERE is not set\n  repair: export NO_SUCH_VARIABLE_HERE=…, or name \
             another variable or a file\n\
             t.toml:6: surfaces.PG.credentials.primary.client_secret: the environment variable \
             NO_SUCH_VARIABLE_HERE is not set\n  repair: export NO_SUCH_VARIABLE_HERE=…, or name \
             another variable or a file"
        );
    }

    #[test]
    fn claims_need_what_they_claim() {
        let text = format!("capabilities = [\"pin-codec\", \"clock\"]\n{FOREIGN}");
        assert_eq!(
            refusal(&text),
            "t.toml:1: the capability pin-codec needs surfaces.PG.pin_codec\n  repair: add \
             surfaces.PG.pin_codec, or remove pin-codec from capabilities\n\
             t.toml:1: the capability clock needs [provision]\n  repair: add [provision], or \
             remove clock from capabilities"
        );
    }

    #[test]
    fn an_envelope_target_has_its_codec_and_dialect() {
        let text = r#"
            capabilities = ["envelope-codec"]
            [surfaces.ER]
            url = "https://host.example/api/v1/"
            credentials.primary = { api_key = { env = "PATH" }, api_secret = { env = "PATH" } }
            credentials.no_access = { api_key = { env = "PATH" }, api_secret = { env = "PATH" } }
            [surfaces.ER.dialect]
            total = "count"
            [known.ER]
            card = "c1"
        "#;
        let target = Target::from_toml(text, "t.toml").unwrap();
        let claimed: Vec<_> = target.capabilities.iter().map(ToString::to_string).collect();
        assert_eq!(claimed, ["no-access-key", "envelope-codec", "dialect"]);
        let envelope = target.envelope.unwrap();
        assert_eq!(envelope.url, "https://host.example/api/v1");
        assert_eq!(envelope.codec, Some(EnvelopeCodec::default()));
        assert_eq!(envelope.dialect.unwrap().total.as_deref(), Some("count"));
        assert_eq!(envelope.known.card.as_deref(), Some("c1"));
    }

    #[test]
    fn surfaces_without_a_suite_are_checked_and_named() {
        let text = format!(
            "{FOREIGN}\n[surfaces.MC]\nurl = \"https://host.example\"\n\
             credentials.primary = {{ username = \"u\", password = \"p\" }}"
        );
        assert!(refusal(&text).contains("surfaces.MC.credentials.primary.password: a secret is"));
        let text = text.replace("password = \"p\"", "password = { env = \"PATH\" }");
        assert_eq!(Target::from_toml(&text, "t").unwrap().without_suite, [Surface::MC]);
    }

    #[test]
    fn a_sandbox_brings_everything_with_it() {
        let text = "kind = \"sandbox\"\n[surfaces.SB]\nurl = \"http://127.0.0.1:1/_sandbox\"";
        let target = Target::from_toml(text, "t").unwrap();
        assert_eq!(target.partner.unwrap().url, "http://127.0.0.1:1/partner/cards/graphql");
        assert_eq!(target.envelope.unwrap().url, "http://127.0.0.1:1/api/v1");
        assert_eq!(target.level, Level::Decided);
    }
}
