//! Every operation there is: where it is, what it does, and how the OpenAPI document shows it.

use utoipa::ToSchema;

use super::{
    PATH,
    call::{Call, Outcome},
    cardholders::{self, CardholderBody},
    cards::{self, BalanceBody, CardBody},
    details::{self, DetailsBody},
    freeze,
    master::{self, MasterBody, WalletBody},
    orders::{self, OrderBody},
    products::{self, ProductsBody},
    requests as fields,
    slugs::{Slug, Slug as S},
    topup,
    transactions::{self, TransactionsBody},
    users::{self, UserBody},
    webhooks::{self, SubscriptionBody, SubscriptionsBody, UnsubscribedBody},
};
use crate::rest_document::Shape;

/// An operation.
pub(super) struct Endpoint {
    /// Below [`PATH`].
    pub(super) path: &'static str,
    pub(super) run: fn(&Call<'_>) -> Outcome,
    pub(super) summary: &'static str,
    /// Its fields, if it has any.
    pub(super) fields: Option<Shape>,
    /// Two fields of which one must be there.
    pub(super) either: Option<[&'static str; 2]>,
    pub(super) answer: Shape,
    /// Standard errors of a call, besides `invalid_request` where it has fields and
    /// `internal_error`.
    pub(super) refusals: &'static [Slug],
}

impl Endpoint {
    /// The operation at a path of the server.
    pub(super) fn at(path: &str) -> Option<&'static Self> {
        let path = path.strip_prefix(PATH)?;
        ENDPOINTS.iter().find(|endpoint| endpoint.path == path)
    }

    const fn new<Answer: ToSchema>(
        path: &'static str,
        run: fn(&Call<'_>) -> Outcome,
        summary: &'static str,
        refusals: &'static [Slug],
    ) -> Self {
        let answer = Shape::of::<Answer>();
        Self { path, run, summary, fields: None, either: None, answer, refusals }
    }

    /// The operation with these fields.
    const fn with<Fields: ToSchema>(mut self) -> Self {
        self.fields = Some(Shape::of::<Fields>());
        self
    }

    /// The operation with one of these fields.
    const fn either(mut self, one: &'static str, other: &'static str) -> Self {
        self.either = Some([one, other]);
        self
    }
}

/// The path of every operation.
pub(super) fn doors() -> Vec<String> {
    ENDPOINTS.iter().map(|endpoint| format!("{PATH}{}", endpoint.path)).collect()
}

/// Reasons to refuse freezing and unfreezing.
const CHANGE: &[Slug] = &[
    S::ExternalUserIdRequired,
    S::InvalidCardId,
    S::UserNotFound,
    S::CardholderNotFound,
    S::CardNotFound,
    S::CardUserMismatch,
    S::CardIssueNotCompleted,
    S::InvalidCardStatus,
    S::ProviderInvalidCardStatus,
    S::ProviderError,
];

/// All of them.
pub(super) static ENDPOINTS: [Endpoint; 19] = [
    Endpoint::new::<UserBody>(
        "/users/create",
        users::create,
        "Make a user",
        &[S::ExternalUserIdExists],
    )
    .with::<fields::CreateUser>(),
    Endpoint::new::<UserBody>("/users/get", users::get, "Read a user", &[S::UserNotFound])
        .with::<fields::GetUser>()
        .either("user_id", "external_user_id"),
    Endpoint::new::<ProductsBody>("/cards/products", products::list, "List card products", &[]),
    Endpoint::new::<CardholderBody>(
        "/cardholders/create",
        cardholders::create,
        "Submit KYC, make a cardholder",
        &[S::UserNotFound, S::InvalidSubproviderId, S::CardholderAlreadyExists, S::ProviderError],
    )
    .with::<fields::CreateCardholder>()
    .either("subprovider_code", "subprovider_id"),
    Endpoint::new::<CardholderBody>(
        "/cardholders/get",
        cardholders::get,
        "Read a cardholder",
        &[S::UserNotFound, S::CardholderNotFound],
    )
    .with::<fields::GetCardholder>()
    .either("external_user_id", "cardholder_id"),
    Endpoint::new::<OrderBody>(
        "/cards/create",
        orders::create,
        "Order a card",
        &[
            S::IdempotencyKeyRequired,
            S::ExternalUserIdRequired,
            S::InvalidAmount,
            S::IdempotencyKeyConflict,
            S::UserNotFound,
            S::ProductNotFound,
            S::ProductNotActive,
            S::CardholderNotFound,
            S::CardholderNotActive,
            S::InvalidPricing,
            S::AmountBelowMinimum,
            S::AmountAboveMaximum,
            S::InsufficientFunds,
            S::ProviderError,
        ],
    )
    .with::<fields::CreateCard>()
    .either("product_code", "product_id"),
    Endpoint::new::<CardBody>(
        "/cards/get",
        cards::get,
        "Read a card",
        &[S::UserNotFound, S::CardNotFound, S::CardUserMismatch],
    )
    .with::<fields::GetCard>(),
    Endpoint::new::<DetailsBody>(
        "/cards/details",
        details::get,
        "Read number, CVV and expiry",
        &[
            S::UserNotFound,
            S::CardNotFound,
            S::CardUserMismatch,
            S::CardNotActive,
            S::ProviderError,
        ],
    )
    .with::<fields::GetCard>(),
    Endpoint::new::<BalanceBody>(
        "/cards/balance",
        cards::balance,
        "Read the balance of a card",
        &[S::UserNotFound, S::CardNotFound, S::CardUserMismatch],
    )
    .with::<fields::GetCard>(),
    Endpoint::new::<TransactionsBody>(
        "/cards/txs",
        transactions::list,
        "List transactions of a card",
        &[S::UserNotFound, S::CardNotFound, S::CardUserMismatch, S::ProviderError],
    )
    .with::<fields::ListTransactions>(),
    Endpoint::new::<OrderBody>(
        "/cards/topup",
        topup::create,
        "Order a top-up",
        &[
            S::IdempotencyKeyRequired,
            S::InvalidAmount,
            S::IdempotencyKeyConflict,
            S::UserNotFound,
            S::CardNotFound,
            S::CardUserMismatch,
            S::CardNotActive,
            S::CurrencyMismatch,
            S::InvalidPricing,
            S::AmountBelowMinimum,
            S::AmountAboveMaximum,
            S::TopupAttemptsExceeded,
            S::InsufficientFunds,
            S::ProviderError,
        ],
    )
    .with::<fields::TopUpCard>(),
    Endpoint::new::<OrderBody>("/cards/freeze", freeze::freeze, "Order a freeze", CHANGE)
        .with::<fields::ChangeCard>(),
    Endpoint::new::<OrderBody>("/cards/unfreeze", freeze::unfreeze, "Order an unfreeze", CHANGE)
        .with::<fields::ChangeCard>(),
    Endpoint::new::<OrderBody>(
        "/orders/check",
        orders::check,
        "Read an order",
        &[S::OrderNotFound],
    )
    .with::<fields::CheckOrder>(),
    Endpoint::new::<WalletBody>(
        "/project/wallet/trc20",
        master::wallet,
        "Read the deposit address",
        &[S::ProjectWalletFailed],
    ),
    Endpoint::new::<MasterBody>(
        "/project/balance",
        master::balance,
        "Read the master balance",
        &[S::ProjectBalanceFailed],
    ),
    Endpoint::new::<SubscriptionBody>(
        "/wh/subscribe",
        webhooks::subscribe,
        "Add a webhook url",
        &[],
    )
    .with::<fields::SubscribeUrl>(),
    Endpoint::new::<UnsubscribedBody>(
        "/wh/unsubscribe",
        webhooks::unsubscribe,
        "Remove a webhook url",
        &[S::SubscriptionNotFound],
    )
    .with::<fields::EndSubscription>(),
    Endpoint::new::<SubscriptionsBody>(
        "/wh/subscriptions",
        webhooks::list,
        "List webhook urls",
        &[],
    ),
];
