//! The errors of this surface that can be ordered by name, and their exact answers (SB 8.2).

use crate::gate::{Counted, NamedFault, Reach};

/// The operations that the issuer has a part in.
const ISSUED: Reach = Reach::Of(&[
    "createRainCardApplication",
    "createRainCard",
    "replaceRainCard",
    "replaceVirtualRainCard",
    "cancelRainCard",
    "freezeRainCard",
    "unfreezeRainCard",
    "lockRainCard",
    "unlockRainCard",
    "revealRainCardSecrets",
    "setRainCardPin",
    "getRainCardPin",
    "updateRainCardLimit",
]);

/// Named errors, in the order of the catalogue.
pub(super) const FAULTS: &[NamedFault] = &[
    NamedFault {
        name: "rate-limited",
        reach: Reach::All,
        counted: Counted::Requests,
        status: 429,
        answer: r#"{"errors":[{"message":"Too many requests","extensions":{"code":"RATE_LIMITED"}}]}"#,
        state: "nothing done",
    },
    NamedFault {
        name: "issuer-error",
        reach: ISSUED,
        counted: Counted::Requests,
        status: 200,
        answer: r#"{"success":false,"error":"CARD_API_ERROR: issuer unavailable"}"#,
        state: "a session that the operation got to use is consumed; no other effect",
    },
    NamedFault {
        name: "signature-conflict",
        reach: Reach::Of(&["cardWithdraw"]),
        counted: Counted::Requests,
        status: 200,
        answer: r#"{"success":false,"error":"An active signature blocks this withdrawal, retry later","retryAfterSec":30}"#,
        state: "nothing done",
    },
];
