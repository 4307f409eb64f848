//! Every operation there is (MC 4.6): where it is, who may call it, what it does, and how the OpenAPI
//! document shows it.

use std::borrow::Cow;

use axum::http::Method;
use strum::VariantNames;
use utoipa::{
    ToSchema,
    openapi::{RefOr, schema::Schema},
};

use super::{
    authorizations::{self, AuthorizationBody},
    call::{Call, Outcome},
    cards::{self, CardBody},
    codes::{Code, Code as C},
    disputes::{self, DisputeBody},
    funding::{self, TransferBody},
    ledger::{self, EntryBody},
    lifecycle,
    operations::{self, OperationBody},
    paging::PageBody,
    programs::{self, ProgramBody},
    requests as asked,
    tokens::{self, PairBody, RefreshedBody, VerifiedBody},
    wallets::{self, WalletBody},
};
use crate::{
    programs::managed::{
        CardStatus, authorization::AuthorizationStatus, dispute::DisputeStatus,
        operation::OperationKind,
    },
    surfaces::rest_document::Shape,
};

/// An operation.
pub(super) struct Endpoint {
    /// Its name, such as `cards.fund`.
    pub(super) name: &'static str,
    /// Its method: GET, where HEAD is served too, or POST.
    verb: Verb,
    /// Its path, in which `{reference}` stands for a reference.
    pub(super) path: &'static str,
    /// Those who may call it.
    pub(super) realm: Realm,
    /// What it does.
    pub(super) run: fn(&Call<'_>) -> Outcome,
    /// What it does, in a few words.
    pub(super) summary: &'static str,
    /// Its body, if it takes one.
    pub(super) body: Option<Shape>,
    /// True where all members of the body are optional, so that it may be left out.
    pub(super) is_body_optional: bool,
    /// Filters of a list.
    pub(super) filters: Option<&'static [Filter]>,
    /// Its answer.
    pub(super) answer: Shape,
    /// HTTP status of success.
    pub(super) success: u16,
    /// Codes of its refusals, besides those that every operation of its realm has.
    pub(super) refusals: &'static [Code],
}

/// A method.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    Get,
    Post,
}

/// Those who may call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Realm {
    /// Everybody: the token endpoints.
    Public,
    /// A user with an access token.
    User,
}

/// A filter of a list.
pub(super) struct Filter {
    /// Name of the parameter.
    pub(super) name: &'static str,
    /// The words that it takes; any reference or code where there are none.
    pub(super) words: &'static [&'static str],
}

const fn any(name: &'static str) -> Filter {
    Filter { name, words: &[] }
}

const fn one_of(name: &'static str, words: &'static [&'static str]) -> Filter {
    Filter { name, words }
}

impl Endpoint {
    const fn get<Answer: ToSchema>(
        name: &'static str,
        path: &'static str,
        run: fn(&Call<'_>) -> Outcome,
        summary: &'static str,
    ) -> Self {
        let answer = Shape::of::<Answer>();
        Self {
            name,
            verb: Verb::Get,
            path,
            realm: Realm::User,
            run,
            summary,
            body: None,
            is_body_optional: true,
            filters: None,
            answer,
            success: 200,
            refusals: &[],
        }
    }

    const fn list<Item: ToSchema>(
        name: &'static str,
        path: &'static str,
        run: fn(&Call<'_>) -> Outcome,
        (summary, filters): (&'static str, &'static [Filter]),
    ) -> Self
    where
        PageBody<Item>: ToSchema,
    {
        let mut this = Self::get::<PageBody<Item>>(name, path, run, summary);
        this.answer.name = page_name::<Item>;
        this.answer.needs = page_needs::<Item>;
        this.filters = Some(filters);
        this.refusals = &[C::InvalidRequest];
        this
    }

    const fn post<Body: ToSchema, Answer: ToSchema>(
        name: &'static str,
        path: &'static str,
        run: fn(&Call<'_>) -> Outcome,
        (summary, refusals): (&'static str, &'static [Code]),
    ) -> Self {
        let mut this = Self::get::<Answer>(name, path, run, summary);
        this.verb = Verb::Post;
        this.body = Some(Shape::of::<Body>());
        this.is_body_optional = false;
        this.refusals = refusals;
        this
    }

    /// An operation that makes something.
    const fn creating(mut self) -> Self {
        self.success = 201;
        self
    }

    /// An operation whose body may be left out.
    const fn bare(mut self) -> Self {
        self.is_body_optional = true;
        self
    }

    /// An operation that needs no token.
    const fn public(mut self) -> Self {
        self.realm = Realm::Public;
        self
    }

    /// True for a GET.
    pub(super) fn is_get(&self) -> bool {
        self.verb == Verb::Get
    }

    /// The methods that it is served under, as `Allow` lists them.
    pub(super) fn methods(&self) -> &'static [&'static str] {
        match self.verb {
            Verb::Get => &["GET", "HEAD"],
            Verb::Post => &["POST"],
        }
    }

    /// True when it is served under this method.
    pub(super) fn serves(&self, method: &Method) -> bool {
        self.methods().contains(&method.as_str())
    }

    /// The reference in a path that leads to it, empty where its path has none; nothing for another
    /// path.
    pub(super) fn matches<'p>(&self, path: &'p str) -> Option<&'p str> {
        let Some((before, behind)) = self.path.split_once("{reference}") else {
            return (self.path == path).then_some("");
        };
        let reference = path.strip_prefix(before)?.strip_suffix(behind)?;
        (!reference.is_empty() && !reference.contains('/')).then_some(reference)
    }

    /// True where its path has a reference.
    pub(super) fn has_reference(&self) -> bool {
        self.path.contains("{reference}")
    }
}

/// Name of the schema of a page of these items.
fn page_name<Item: ToSchema>() -> Cow<'static, str> {
    Cow::Owned(format!("{}Page", Item::name()))
}

/// The schemas that a page of these items refers to.
fn page_needs<Item: ToSchema>(needed: &mut Vec<(String, RefOr<Schema>)>) {
    needed.push((Item::name().into_owned(), Item::schema()));
    Item::schemas(needed);
}

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
pub(super) static ENDPOINTS: [Endpoint; 25] = [
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
];
