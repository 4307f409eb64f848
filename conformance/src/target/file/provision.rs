//! `[provision]`: the hook that makes people and things.

use std::{path::Path, time::Duration};

use serde::Deserialize;
use toml::Spanned;

use super::{
    Problems,
    address::endpoint,
    secret::{self, Secret},
};
use crate::target::Hook;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Provision {
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

impl Provision {
    pub(super) fn read(&self, problems: &mut Problems<'_>) -> Option<Hook> {
        let timeout =
            |ms: Option<u64>| Duration::from_millis(ms.or(self.timeout_ms).unwrap_or(60_000));
        match (&self.http, &self.command) {
            (Some(http), None) => Some(Hook::Http {
                url: endpoint(&http.url, "provision.http.url", problems),
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

/// A program that is named by a relative path stands beside the target file; one without a path is
/// looked for as the shell would.
pub(super) fn beside(folder: &Path, line: &mut [String]) {
    let Some(program) = line.first_mut().filter(|program| program.contains('/')) else { return };
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    *program = folder.join(&*program).to_string_lossy().into_owned();
}
