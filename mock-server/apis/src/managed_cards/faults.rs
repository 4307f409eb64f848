//! The errors of this surface that can be ordered by name, and their exact answers (SB 8.2).

use crate::gate::{Counted, NamedFault, Reach};

/// Operations that the rate limit counts: all but those of tokens.
const LIMITED: &[&str] = &[
    "programs.list",
    "cards.create",
    "cards.list",
    "cards.get",
    "cards.fund",
    "cards.withdraw",
    "cards.freeze",
    "cards.unfreeze",
    "cards.terminate",
    "cards.authorize",
    "cards.ledger",
    "authorizations.list",
    "authorizations.get",
    "authorizations.settle",
    "authorizations.reverse",
    "disputes.create",
    "disputes.list",
    "disputes.get",
    "disputes.cancel",
    "wallets.list",
    "operations.list",
    "operations.get",
];

/// Named errors, in the order of the catalogue.
pub(super) const FAULTS: &[NamedFault] = &[
    NamedFault {
        name: "rate-limited",
        reach: Reach::Of(LIMITED),
        counted: Counted::Requests,
        status: 429,
        answer: r#"{"detail":"Request was throttled. Expected available in 1 second.","code":"throttled"}"#,
        state: "no effect",
    },
    NamedFault {
        name: "internal-error",
        reach: Reach::All,
        counted: Counted::Requests,
        status: 500,
        answer: r#"{"detail":"Internal server error.","code":"internal_error"}"#,
        state: "no effect",
    },
    NamedFault {
        name: "unavailable",
        reach: Reach::All,
        counted: Counted::Requests,
        status: 503,
        answer: r#"{"detail":"The service is temporarily unavailable.","code":"service_unavailable"}"#,
        state: "no effect",
    },
];
