//! The errors that can be ordered by name (SB 8.2).
//!
//! A surface asks for them at the place where the failing part would be asked, and words them; what
//! stands here is what the catalogue tells of them, and which operations each can strike.

use crate::surface::Surface;

/// A named error.
pub struct Named {
    /// Its name.
    pub name: &'static str,
    /// Where it can strike.
    pub reach: &'static [(Surface, Reach)],
    /// What its schedule counts.
    pub counted: Counted,
    /// HTTP status of the answer.
    pub status: u16,
    /// The answer, before any envelope; for operations of GraphQL the result of the operation.
    pub answer: &'static str,
    /// What the request has done all the same.
    pub state: &'static str,
}

/// The operations of a surface that an error can strike.
#[derive(Clone, Copy)]
pub enum Reach {
    /// Every one.
    All,
    /// Every one but this.
    AllBut(&'static str),
    /// Those that begin so.
    Starting(&'static str),
    /// These.
    Of(&'static [&'static str]),
}

/// What a schedule counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Requests.
    Requests,
    /// Attempts of something that goes on by itself.
    Attempts,
}

/// The error with this name.
pub fn named(name: &str) -> Option<&'static Named> {
    NAMED.iter().find(|named| named.name == name)
}

impl Named {
    /// Whether it can strike an operation of a surface.
    pub fn reaches(&self, surface: Surface, operation: &str) -> bool {
        let mut reach = self.reach.iter().filter(|(of, _)| *of == surface);
        reach.any(|(_, reach)| match reach {
            Reach::All => true,
            Reach::AllBut(other) => operation != *other,
            Reach::Starting(start) => operation.starts_with(start),
            Reach::Of(names) => names.contains(&operation),
        })
    }

    /// Whether it belongs to a surface at all.
    pub fn belongs_to(&self, surface: Surface) -> bool {
        self.reach.iter().any(|(of, _)| *of == surface)
    }
}

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

/// All of them.
pub const NAMED: &[Named] = &[
    Named {
        name: "nonce-store-503",
        reach: &[(Surface::PG, Reach::AllBut("introspection"))],
        counted: Counted::Requests,
        status: 503,
        answer: r#"{"error":"Service Unavailable","description":"Nonce store unavailable"}"#,
        state: "nothing consumed, nothing done",
    },
    Named {
        name: "hasura-503",
        reach: &[(Surface::PG, Reach::Starting("AgioCard_"))],
        counted: Counted::Requests,
        status: 503,
        answer: r#"{"error":"Service Unavailable","description":"Hasura unavailable"}"#,
        state: "nonce consumed",
    },
    Named {
        name: "hasura-502",
        reach: &[(Surface::PG, Reach::Starting("AgioCard_"))],
        counted: Counted::Requests,
        status: 502,
        answer: r#"{"data":null,"errors":[{"message":"Upstream Hasura error","extensions":{"code":"UPSTREAM_HASURA_ERROR"}}]}"#,
        state: "nonce consumed",
    },
    Named {
        name: "issuer-error",
        reach: &[(Surface::PG, ISSUED)],
        counted: Counted::Requests,
        status: 200,
        answer: r#"{"success":false,"error":"CARD_API_ERROR: issuer unavailable"}"#,
        state: "nonce consumed; a session that the operation got to use is consumed; no other effect",
    },
    Named {
        name: "internal-error",
        reach: &[(Surface::ER, Reach::All)],
        counted: Counted::Requests,
        status: 500,
        answer: r#"{"success":false,"error":"Internal server error","error_slug":"internal_error"}"#,
        state: "replay slot taken; no effect",
    },
    Named {
        name: "provider-error",
        reach: &[(
            Surface::ER,
            Reach::Of(&[
                "/cardholders/create",
                "/cards/create",
                "/cards/details",
                "/cards/txs",
                "/cards/topup",
                "/cards/freeze",
                "/cards/unfreeze",
                "/cards/balance",
            ]),
        )],
        counted: Counted::Requests,
        status: 502,
        answer: r#"{"success":false,"error":"Card provider error","error_slug":"provider_error"}"#,
        state: "replay slot taken; no effect, no money, no key bound; /cards/balance answers from the cache",
    },
    Named {
        name: "provider-error-later",
        reach: &[(Surface::ER, Reach::Of(&["/cards/create", "/cards/topup"]))],
        counted: Counted::Requests,
        status: 200,
        answer: "the order, which fails at its first attempt",
        state: "refunded in full",
    },
    Named {
        name: "provider-attempt-fails",
        reach: &[(Surface::ER, Reach::Of(&["/cards/create", "/cards/topup"]))],
        counted: Counted::Attempts,
        status: 200,
        answer: "the order, whose attempts fail and are repeated",
        state: "the schedule counts provider attempts of orders",
    },
    Named {
        name: "topup-attempts-exceeded",
        reach: &[(Surface::ER, Reach::Of(&["/cards/topup"]))],
        counted: Counted::Requests,
        status: 503,
        answer: r#"{"success":false,"error":"Maximum retry attempts exceeded. Try again later.","error_slug":"topup_attempts_exceeded"}"#,
        state: "replay slot taken; no effect",
    },
    Named {
        name: "provider-invalid-card-status",
        reach: &[(Surface::ER, Reach::Of(&["/cards/freeze", "/cards/unfreeze"]))],
        counted: Counted::Requests,
        status: 502,
        answer: r#"{"success":false,"error":"Card provider reported an unexpected card status","error_slug":"provider_invalid_card_status"}"#,
        state: "replay slot taken; no effect",
    },
    Named {
        name: "project-wallet-failed",
        reach: &[(Surface::ER, Reach::Of(&["/project/wallet/trc20"]))],
        counted: Counted::Requests,
        status: 500,
        answer: r#"{"success":false,"error":"Wallet is not available","error_slug":"project_wallet_failed"}"#,
        state: "replay slot taken",
    },
    Named {
        name: "project-balance-failed",
        reach: &[(Surface::ER, Reach::Of(&["/project/balance"]))],
        counted: Counted::Requests,
        status: 500,
        answer: r#"{"success":false,"error":"Balance is not available","error_slug":"project_balance_failed"}"#,
        state: "replay slot taken",
    },
];
