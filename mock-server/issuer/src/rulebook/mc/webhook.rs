//! Webhooks (MC 14).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// Authorizations that send `card.authorization.created` (AMB-MC-04).
    AuthorizationCreatedOn {
        /// Approved and declined ones.
        Always = "always",
        /// Approved ones.
        Approved = "approved",
    }
}

choice! {
    /// Moment at which a slow funding sends `wallet.debited` (AMB-MC-05).
    WalletDebitedOn {
        /// When the provider completes it.
        Completion = "completion",
        /// When the wallet is held.
        Request = "request",
    }
}

choice! {
    /// Clock of the timestamp of deliveries.
    TimestampClock {
        /// The world's clock.
        World = "world",
        /// Real time, which receivers need that compare it with their own.
        Real = "real",
    }
}

choice! {
    /// Spelling of the paths of the delivery log (AMB-MC-08).
    LogPath {
        /// `/weebhook/`, as published.
        Weebhook = "weebhook",
        /// `/webhook/`.
        Webhook = "webhook",
        /// Either.
        Both = "both",
    }
}

section! {
    /// Rules for webhooks.
    Hook = "mc.hook" {
        /// Authorizations that send `card.authorization.created` (AMB-MC-04). Source: managed-cards:
        /// Authorize card transaction.
        authorization_created_on: AuthorizationCreatedOn = AuthorizationCreatedOn::Always;
        /// Moment at which a slow funding sends `wallet.debited` (AMB-MC-05). Source: managed-cards:
        /// Fund managed card.
        wallet_debited_on: WalletDebitedOn = WalletDebitedOn::Completion;
        /// Signatures are made over the body with its non-ASCII text escaped, while it is sent as it
        /// is. Source: decided.
        signs_escaped_body: bool = false;
        /// Pauses before attempts 2 to 10, in milliseconds. Source: decided.
        retry_delays_ms: Vec<String> = [
            "5000", "300000", "1800000", "7200000", "18000000", "36000000", "50400000", "72000000",
            "86400000",
        ]
        .map(str::to_owned)
        .to_vec();
        /// Redirects are followed. Source: decided.
        follows_redirects: bool = false;
        /// Clock of `webhook-timestamp`. Source: decided.
        timestamp_clock: TimestampClock = TimestampClock::World;
        /// Time after a change of the secret for which the old one signs too, in milliseconds.
        /// Source: decided.
        rotation_overlap_ms: i64 = 86_400_000, 0..=31_536_000_000;
        /// The deliveries of an event have one id for all receivers. Source: decided.
        shared_delivery_id: bool = false;
        /// A refused call sends `card.operation.refused`. Source: decided.
        emits_on_refusal: bool = false;
        /// Spelling of the paths of the delivery log (AMB-MC-08). Source: public page Webhooks.
        log_path: LogPath = LogPath::Weebhook;
    }
}
