//! The list of all operations (MC 4.6).

use strum::VariantNames;

use super::{
    authorizations::{self, AuthorizationBody},
    cards::{self, CardBody},
    codes::{Code, Code as C},
    deliveries::{self, DeliveryBody},
    disputes::{self, DisputeBody},
    endpoint::{Endpoint, any, one_of},
    funding::{self, TransferBody},
    ledger::{self, EntryBody},
    lifecycle,
    operations::{self, OperationBody},
    programs::{self, ProgramBody},
    requests as asked,
    tokens::{self, PairBody, RefreshedBody, VerifiedBody},
    wallets::{self, WalletBody},
};
use crate::programs::managed::{
    CardStatus, authorization::AuthorizationStatus, dispute::DisputeStatus,
    operation::OperationKind,
};

/// The path of every operation.
pub(super) fn doors() -> Vec<String> {
    let mut all: Vec<String> = ENDPOINTS.iter().map(|one| one.path.to_owned()).collect();
    all.dedup();
    all
}

/// Refusals of whatever changes a card's status.
const STATUS: &[Code] = &[C::InvalidCardStatus];

/// Refusals of a settlement and a reversal.
const OPEN: Code = C::AuthorizationNotOpen;

/// All of them.
pub(super) static ENDPOINTS: [Endpoint; 27] = [
    Endpoint::post::<asked::Login, PairBody>(
        "token.create",
        "/api/v1/token/",
        tokens::create,
        ("Log in", &[C::NoActiveAccount]),
    )
    .public(),
    Endpoint::post::<asked::RefreshToken, RefreshedBody>(
        "token.refresh",
        "/api/v1/token/refresh/",
        tokens::refresh,
        ("Exchange a refresh token", &[C::TokenNotValid, C::NoActiveAccount]),
    )
    .public(),
    Endpoint::post::<asked::AnyToken, VerifiedBody>(
        "token.verify",
        "/api/v1/token/verify/",
        tokens::verify,
        ("Check a token", &[C::TokenNotValid]),
    )
    .public(),
    Endpoint::list::<ProgramBody>(
        "programs.list",
        "/cards/api/v1/programs/",
        programs::list,
        ("List card programs", &[any("currency")]),
    ),
    Endpoint::post::<asked::CreateCard, CardBody>(
        "cards.create",
        "/cards/api/v1/managed-cards/",
        cards::create,
        (
            "Make a card",
            &[
                C::VerificationRequired,
                C::ProgramNotAvailable,
                C::WalletNotAvailable,
                C::CurrencyMismatch,
                C::CardLimitReached,
            ],
        ),
    )
    .creating(),
    Endpoint::list::<CardBody>(
        "cards.list",
        "/cards/api/v1/managed-cards/",
        cards::list,
        ("List cards", &[one_of("status", CardStatus::VARIANTS), any("program")]),
    ),
    Endpoint::get::<CardBody>(
        "cards.get",
        "/cards/api/v1/managed-cards/{reference}/",
        cards::get,
        "Read a card",
    ),
    Endpoint::post::<asked::TransferRequest, TransferBody>(
        "cards.fund",
        "/cards/api/v1/managed-cards/{reference}/fund/",
        funding::fund,
        (
            "Move money from the wallet to the card",
            &[
                C::InvalidCardStatus,
                C::CurrencyMismatch,
                C::AmountBelowMinimum,
                C::AmountAboveMaximum,
                C::BalanceLimitExceeded,
                C::InsufficientWalletFunds,
                C::ProviderError,
            ],
        ),
    )
    .creating(),
    Endpoint::post::<asked::TransferRequest, TransferBody>(
        "cards.withdraw",
        "/cards/api/v1/managed-cards/{reference}/withdraw/",
        funding::withdraw,
        (
            "Move money from the card to the wallet",
            &[
                C::InvalidCardStatus,
                C::CurrencyMismatch,
                C::InsufficientCardFunds,
                C::ProviderError,
            ],
        ),
    )
    .creating(),
    Endpoint::post::<asked::Nothing, CardBody>(
        "cards.freeze",
        "/cards/api/v1/managed-cards/{reference}/freeze/",
        lifecycle::freeze,
        ("Stop spending", STATUS),
    )
    .bare(),
    Endpoint::post::<asked::Nothing, CardBody>(
        "cards.unfreeze",
        "/cards/api/v1/managed-cards/{reference}/unfreeze/",
        lifecycle::unfreeze,
        ("Allow spending again", STATUS),
    )
    .bare(),
    Endpoint::post::<asked::TerminateCard, CardBody>(
        "cards.terminate",
        "/cards/api/v1/managed-cards/{reference}/terminate/",
        lifecycle::terminate,
        ("End a card", &[C::InvalidCardStatus, C::OpenDispute, C::NegativeBalance]),
    )
    .bare(),
    Endpoint::post::<asked::AuthorizeRequest, AuthorizationBody>(
        "cards.authorize",
        "/cards/api/v1/managed-cards/{reference}/authorize/",
        authorizations::authorize,
        ("Ask a card for money as a merchant does", &[C::CurrencyMismatch]),
    )
    .creating(),
    Endpoint::list::<EntryBody>(
        "cards.ledger",
        "/cards/api/v1/managed-cards/{reference}/ledger/",
        ledger::list,
        ("List the entries of a card's ledger", &[]),
    ),
    Endpoint::list::<AuthorizationBody>(
        "authorizations.list",
        "/cards/api/v1/authorizations/",
        authorizations::list,
        ("List authorizations", &[any("card"), one_of("status", AuthorizationStatus::VARIANTS)]),
    ),
    Endpoint::get::<AuthorizationBody>(
        "authorizations.get",
        "/cards/api/v1/authorizations/{reference}/",
        authorizations::get,
        "Read an authorization",
    ),
    Endpoint::post::<asked::SettleRequest, AuthorizationBody>(
        "authorizations.settle",
        "/cards/api/v1/authorizations/{reference}/settle/",
        authorizations::settle,
        (
            "Take the money",
            &[OPEN, C::CurrencyMismatch, C::OverSettlement, C::InsufficientCardFunds],
        ),
    )
    .bare(),
    Endpoint::post::<asked::ReverseRequest, AuthorizationBody>(
        "authorizations.reverse",
        "/cards/api/v1/authorizations/{reference}/reverse/",
        authorizations::reverse,
        ("Give a hold back", &[OPEN, C::CurrencyMismatch, C::AmountExceedsHold]),
    )
    .bare(),
    Endpoint::post::<asked::OpenDispute, DisputeBody>(
        "disputes.create",
        "/cards/api/v1/disputes/",
        disputes::create,
        (
            "Open a dispute",
            &[
                C::NotFound,
                C::InvalidCardStatus,
                C::AuthorizationNotSettled,
                C::DisputeExists,
                C::CurrencyMismatch,
                C::DisputeWindowClosed,
                C::DisputeAmountExceedsSettled,
            ],
        ),
    )
    .creating(),
    Endpoint::list::<DisputeBody>(
        "disputes.list",
        "/cards/api/v1/disputes/",
        disputes::list,
        (
            "List disputes",
            &[one_of("status", DisputeStatus::VARIANTS), any("authorization"), any("card")],
        ),
    ),
    Endpoint::get::<DisputeBody>(
        "disputes.get",
        "/cards/api/v1/disputes/{reference}/",
        disputes::get,
        "Read a dispute",
    ),
    Endpoint::post::<asked::Nothing, DisputeBody>(
        "disputes.cancel",
        "/cards/api/v1/disputes/{reference}/cancel/",
        disputes::cancel,
        ("Take a dispute back", &[C::DisputeClosed]),
    )
    .bare(),
    Endpoint::list::<WalletBody>(
        "wallets.list",
        "/accounting/api/v1/wallets/",
        wallets::list,
        ("List wallets", &[any("currency")]),
    ),
    Endpoint::list::<OperationBody>(
        "operations.list",
        "/accounting/api/v1/operations/",
        operations::list,
        (
            "List operations",
            &[
                one_of("status", operations::STATUSES),
                one_of("type", OperationKind::VARIANTS),
                any("currency"),
                any("card"),
                any("wallet"),
            ],
        ),
    ),
    Endpoint::get::<OperationBody>(
        "operations.get",
        "/accounting/api/v1/operations/{reference}/",
        operations::get,
        "Read an operation",
    ),
    Endpoint::get::<DeliveryBody>(
        "deliveries.get",
        "/weebhook/deliveries/{reference}/",
        deliveries::get,
        "Read a delivery of a webhook",
    )
    .staff(),
    Endpoint::post::<asked::Nothing, DeliveryBody>(
        "deliveries.retry",
        "/weebhook/deliveries/{reference}/retry/",
        deliveries::retry,
        ("Send a webhook again", &[]),
    )
    .bare()
    .staff(),
];
