//! The errors of this surface that can be ordered by name, and their exact answers (SB 8.2, ER 10).

use crate::{
    gate::{Counted, NamedFault, Reach},
    world::faults::PROVIDER_ATTEMPT,
};

/// Named errors, in the order of the catalogue.
pub(super) const FAULTS: &[NamedFault] = &[
    NamedFault {
        name: "internal-error",
        reach: Reach::All,
        counted: Counted::Requests,
        status: 500,
        answer: r#"{"success":false,"error":"Internal server error","error_slug":"internal_error"}"#,
        state: "replay slot taken; no effect",
    },
    NamedFault {
        name: "provider-error",
        reach: Reach::Of(&[
            "/cardholders/create",
            "/cards/create",
            "/cards/details",
            "/cards/txs",
            "/cards/topup",
            "/cards/freeze",
            "/cards/unfreeze",
            "/cards/balance",
        ]),
        counted: Counted::Requests,
        status: 502,
        answer: r#"{"success":false,"error":"Card provider error","error_slug":"provider_error"}"#,
        state: "replay slot taken; no effect, no money, no key bound; /cards/balance answers from the cache",
    },
    NamedFault {
        name: "provider-error-later",
        reach: Reach::Of(&["/cards/create", "/cards/topup"]),
        counted: Counted::Requests,
        status: 200,
        answer: "the order, which fails at its first attempt",
        state: "refunded in full",
    },
    NamedFault {
        name: PROVIDER_ATTEMPT,
        reach: Reach::Of(&["/cards/create", "/cards/topup"]),
        counted: Counted::Attempts,
        status: 200,
        answer: "the order, whose attempts fail and are repeated",
        state: "the schedule counts provider attempts of orders",
    },
    NamedFault {
        name: "topup-attempts-exceeded",
        reach: Reach::Of(&["/cards/topup"]),
        counted: Counted::Requests,
        status: 503,
        answer: r#"{"success":false,"error":"Maximum retry attempts exceeded. Try again later.","error_slug":"topup_attempts_exceeded"}"#,
        state: "replay slot taken; no effect",
    },
    NamedFault {
        name: "provider-invalid-card-status",
        reach: Reach::Of(&["/cards/freeze", "/cards/unfreeze"]),
        counted: Counted::Requests,
        status: 502,
        answer: r#"{"success":false,"error":"Card provider reported an unexpected card status","error_slug":"provider_invalid_card_status"}"#,
        state: "replay slot taken; no effect",
    },
    NamedFault {
        name: "project-wallet-failed",
        reach: Reach::Of(&["/project/wallet/trc20"]),
        counted: Counted::Requests,
        status: 500,
        answer: r#"{"success":false,"error":"Wallet is not available","error_slug":"project_wallet_failed"}"#,
        state: "replay slot taken",
    },
    NamedFault {
        name: "project-balance-failed",
        reach: Reach::Of(&["/project/balance"]),
        counted: Counted::Requests,
        status: 500,
        answer: r#"{"success":false,"error":"Balance is not available","error_slug":"project_balance_failed"}"#,
        state: "replay slot taken",
    },
];
