//! `capabilities`: what the file claims, with what follows from its tables.

use std::collections::BTreeSet;

use super::{File, Problems};
use crate::target::{Capability, Target, envelope::EnvelopeCodec};

impl File {
    /// What the file claims, with what follows from its tables. A claim without its table is wrong;
    /// codecs default to the public layout.
    pub(super) fn capabilities(
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
}

fn lacks(capability: Capability, table: &str, problems: &mut Problems<'_>) {
    problems.at(
        problems.place_of(&format!("\"{capability}\"")),
        format!("the capability {capability} needs {table}"),
        format!("add {table}, or remove {capability} from capabilities"),
    );
}
