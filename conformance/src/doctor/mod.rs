//! Can this target be judged? A pre-flight that ends where the rest cannot work; every finding that
//! is not fine says what to repair. Nothing is changed on the target: all that is sent are reads
//! and, outside production, a session that ends by itself; the hook is asked only what it offers.

mod claims;
mod connection;
mod control;
mod finding;
pub(crate) mod foreign_answer;
pub(crate) mod graphql;
mod hook;
pub(crate) mod known;
pub(crate) mod session;
mod sink;

pub use self::finding::{Diagnosis, Finding, Health};
pub(crate) use self::hook::Action;
use crate::{
    drivers::{Client, Http},
    target::{Kind, Surface, Target},
};

/// Looks at a target whose file was read already.
pub async fn examine(target: &Target) -> Diagnosis {
    let mut diagnosis = Diagnosis::default();
    examine_into(target, &mut diagnosis).await;
    diagnosis
}

/// Looks at a target; each finding is in `diagnosis` as soon as it is there, so that a caller who
/// stops waiting has those so far.
pub async fn examine_into(target: &Target, diagnosis: &mut Diagnosis) {
    let findings = &mut diagnosis.findings;
    findings.push(Finding::ok(
        "target file",
        format!("{}, every variable and file that it names is there", target.name),
    ));
    findings.extend(target.without_suite.iter().map(|surface| {
        let repair = "nothing to do: it will not be judged";
        Finding::warning(format!("surface {surface}"), "it has no suite yet", repair)
    }));
    let Ok(client) = Client::new(target.request_timeout, &target.tls) else {
        findings.push(Finding::problem(
            "this machine",
            "TLS cannot be set up",
            "install the system's root certificates",
        ));
        return;
    };
    let http = Http::new(client);
    match &target.kind {
        Kind::Sandbox { control, token } => {
            findings.extend(control::examine(control, token.as_deref(), &http).await);
        }
        Kind::Foreign => target.surfaces.examine(target, &http, findings).await,
    }
    let offered = match &target.hook {
        Some(hook) => {
            let (about, offered) = hook::examine(hook, target, &http).await;
            findings.extend(about);
            offered
        }
        None => Vec::new(),
    };
    if let Some(place) = &target.webhook_sink {
        findings.push(sink::examine(place, &http).await);
    }
    findings.extend(claims::examine(target, &offered));
}

/// Whether a surface answers at all; what was found out about that is in `findings`.
pub(crate) async fn answers(
    surface: Surface,
    url: &str,
    target: &Target,
    http: &Http,
    findings: &mut Vec<Finding>,
) -> bool {
    let (answers, found) = connection::examine(surface, url, target, http).await;
    findings.extend(found);
    answers
}
