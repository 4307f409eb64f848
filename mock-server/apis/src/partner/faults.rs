//! The errors of this surface that can be ordered by name, and their exact answers (SB 8.2).

use crate::gate::{Counted, NamedFault, Reach};

/// The operations that the issuer has a part in.
const ISSUED: Reach = Reach::Of(&[
    "createCardApplicationForPartnerUser",
    "createCard",
    "replaceCard",
    "replaceVirtualCard",
    "cancelCard",
    "freezeCard",
    "unfreezeCard",
    "lockCard",
    "unlockCard",
    "revealCardSecrets",
    "setCardPin",
    "getCardPin",
    "updateCardLimit",
    "chargeCard",
]);

/// Named errors, in the order of the catalogue.
pub(super) const FAULTS: &[NamedFault] = &[
    NamedFault {
        name: "nonce-store-503",
        reach: Reach::AllBut("introspection"),
        counted: Counted::Requests,
        status: 503,
        answer: r#"{"error":"Service Unavailable","description":"Nonce store unavailable"}"#,
        state: "nothing consumed, nothing done",
    },
    NamedFault {
        name: "hasura-503",
        reach: Reach::Starting("AgioCard_"),
        counted: Counted::Requests,
        status: 503,
        answer: r#"{"error":"Service Unavailable","description":"Hasura unavailable"}"#,
        state: "nonce consumed",
    },
    NamedFault {
        name: "hasura-502",
        reach: Reach::Starting("AgioCard_"),
        counted: Counted::Requests,
        status: 502,
        answer: r#"{"data":null,"errors":[{"message":"Upstream Hasura error","extensions":{"code":"UPSTREAM_HASURA_ERROR"}}]}"#,
        state: "nonce consumed",
    },
    NamedFault {
        name: "issuer-error",
        reach: ISSUED,
        counted: Counted::Requests,
        status: 200,
        answer: r#"{"success":false,"error":"CARD_API_ERROR: issuer unavailable"}"#,
        state: "nonce consumed; a session that the operation got to use is consumed; no other effect",
    },
];
