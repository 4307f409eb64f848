//! `capabilities`: what the file claims, with what follows from its tables.

use std::collections::BTreeSet;

use super::{File, Problems};
use crate::target::{Capability, Target};

impl File {
    /// The capabilities that the file claims, with those that follow from its tables. A claim
    /// without its table is wrong; codecs default to the public layout.
    pub(super) fn capabilities(
        &self,
        target: &mut Target,
        problems: &mut Problems<'_>,
    ) -> BTreeSet<Capability> {
        let mut has = self.capabilities.clone();
        let claims = |one| self.capabilities.contains(&one);
        target.surfaces.assume(&self.capabilities);
        let hook = self.provision.is_some();
        let mut proofs = target.surfaces.proofs();
        proofs.push((Capability::WebhookSink, self.webhook_sink.is_some(), "[webhook_sink]"));
        proofs.push((Capability::Browser, self.browser.is_some(), "[browser]"));
        // A table of one surface is enough.
        let there = |capability| proofs.iter().any(|one| one.0 == capability && one.1);
        for capability in Capability::ALL {
            let Some((_, _, table)) = proofs.iter().find(|one| one.0 == *capability) else {
                continue;
            };
            if there(*capability) {
                has.insert(*capability);
            } else if claims(*capability) {
                lacks(*capability, table, problems);
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
}

fn lacks(capability: Capability, table: &str, problems: &mut Problems<'_>) {
    problems.at(
        problems.place_of(&format!("\"{capability}\"")),
        format!("the capability {capability} needs {table}"),
        format!("add {table}, or remove {capability} from capabilities"),
    );
}
