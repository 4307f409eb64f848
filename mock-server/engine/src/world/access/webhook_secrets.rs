//! Secrets under which deliveries are signed (AG 7.4, MC 14.4, SB 3.4).

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::{SignedDuration, Timestamp};

use crate::{
    collections::List,
    crypto::Secret,
    world::{
        World,
        outbox::{Audience, Receiver},
    },
};

impl World {
    /// Secrets under which a delivery to a receiver is signed at a world time, the newest first;
    /// none for receivers whose deliveries are not signed. Managed cards sign with old secrets too,
    /// each for `mc.hook.rotation_overlap_ms` after its change.
    pub fn webhook_secrets(&self, receiver: &Receiver, at: Timestamp) -> Vec<Secret> {
        match receiver.audience {
            Audience::Project(_) => Vec::new(),
            Audience::InAppUsers => {
                let changes = made_by(&receiver.secret_changes, at);
                vec![self.receiver_secret(receiver, changes)]
            }
            Audience::ManagedUsers => {
                let all = self.outbox.secret_changes();
                let changes = made_by(all, at);
                let overlap = SignedDuration::from_millis(self.rules.mc.hook.rotation_overlap_ms);
                let is_used = |number: &usize| at.duration_since(all[*number]) < overlap;
                let old = (0..changes).rev().take_while(is_used);
                std::iter::once(changes)
                    .chain(old)
                    .map(|n| self.managed_webhook_secret(n))
                    .collect()
            }
        }
    }

    /// Secret with which deliveries of managed cards are signed at a world time.
    pub fn current_managed_webhook_secret(&self, at: Timestamp) -> Secret {
        self.managed_webhook_secret(made_by(self.outbox.secret_changes(), at))
    }

    /// Every secret under which a delivery was or will be signed, except those to come.
    pub(in crate::world) fn all_webhook_secrets(&self) -> impl Iterator<Item = Secret> + '_ {
        let managed = 0..=self.outbox.secret_changes().len();
        let managed = managed.map(|number| self.managed_webhook_secret(number));
        let of_one = move |receiver: &Receiver| {
            let numbers = 0..=receiver.secret_changes.len();
            numbers.map(|number| self.receiver_secret(receiver, number)).collect::<Vec<_>>()
        };
        managed.chain(self.receivers_with_secrets().flat_map(of_one))
    }

    /// The number of [`Self::all_webhook_secrets`].
    pub(in crate::world) fn webhook_secrets_made(&self) -> usize {
        let of_one = |receiver: &Receiver| 1 + receiver.secret_changes.len();
        let receivers: usize = self.receivers_with_secrets().map(of_one).sum();
        1 + self.outbox.secret_changes().len() + receivers
    }

    /// Receivers that have a secret of their own.
    fn receivers_with_secrets(&self) -> impl Iterator<Item = &Receiver> {
        let ours = |one: &&Receiver| one.audience == Audience::InAppUsers;
        self.outbox.receivers().iter().filter(ours)
    }

    /// Secret of managed cards after this number of changes: `whsec_` and the base64 of 24 bytes.
    fn managed_webhook_secret(&self, changes: usize) -> Secret {
        if let (0, Some((_, secret))) = (changes, self.published_managed()) {
            return secret;
        }
        let mut bytes = [0; 24];
        self.fill_managed(&format!("webhook_secret{}", behind(changes)), &mut bytes);
        Secret::new(format!("whsec_{}", STANDARD.encode(bytes)))
    }

    /// Secret of a receiver for the users of the app after this number of changes. It follows from
    /// the number of the receiver among those.
    fn receiver_secret(&self, receiver: &Receiver, changes: usize) -> Secret {
        let ours =
            |one: &&Receiver| one.audience == Audience::InAppUsers && one.number <= receiver.number;
        let number = self.outbox.receivers().iter().filter(ours).count();
        let name = format!("receiver/{number}/secret{}", behind(changes));
        Secret::new(self.derived_in_app::<24>(&name))
    }
}

/// Number of changes up to a world time.
fn made_by(changes: &List<Timestamp>, at: Timestamp) -> usize {
    changes.iter().take_while(|change| **change <= at).count()
}

/// End of the name of a secret that was changed.
fn behind(changes: usize) -> String {
    if changes == 0 { String::new() } else { format!("/{changes}") }
}
