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

section! {
    /// Rules for webhooks.
    Hook = "mc.hook" {
        /// Authorizations that send `card.authorization.created` (AMB-MC-04). Source: managed-cards:
        /// Authorize card transaction.
        authorization_created_on: AuthorizationCreatedOn = AuthorizationCreatedOn::Always;
        /// Moment at which a slow funding sends `wallet.debited` (AMB-MC-05). Source: managed-cards:
        /// Fund managed card.
        wallet_debited_on: WalletDebitedOn = WalletDebitedOn::Completion;
    }
}
