//! Errors of the control plane: RFC 9457 (SB 2.2).
#![warn(clippy::wildcard_enum_match_arm)]

use super::input::escaped;
use crate::{
    clearing::WrongState,
    money::AmountOutOfRange,
    programs::{collateral, prepaid},
    rulebook::{Kind, RuleError},
    spelling,
    world::{
        CreationError, clock,
        commands::{ClockFault, CredentialError, FaultError, MOST_FAULTS, WorldCommandError},
        journal::Unavailable,
    },
    worlds::MakeError,
};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

/// A refusal of the control plane. Nothing was changed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Problem {
    status: u16,
    code: &'static str,
    title: &'static str,
    detail: String,
    more: Box<Map<String, Value>>,
    challenge: Option<Challenge>,
}

/// A header that an answer of its status needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Challenge {
    /// `WWW-Authenticate: Bearer` of a 401.
    Bearer,
    /// `Retry-After: 1` of a 503.
    Later,
    /// `Accept-Encoding: identity` of a 415.
    Plain,
}

impl Problem {
    /// A problem; `code` is stable, the rest is for people.
    pub(super) fn new(
        status: u16,
        code: &'static str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self { status, code, title, detail: detail.into(), more: Box::default(), challenge: None }
    }

    /// The same with a header.
    pub(super) fn challenging(mut self, challenge: Challenge) -> Self {
        self.challenge = Some(challenge);
        self
    }

    /// The same with another member.
    pub(super) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.more.insert(name.to_owned(), value.into());
        self
    }

    /// A value that does not do, at a place.
    pub(super) fn invalid(pointer: &str, detail: impl Into<String>) -> Self {
        Self::new(422, "invalid_value", "Invalid value", detail).with("pointer", pointer)
    }

    /// A member that is not there.
    pub(super) fn missing(pointer: &str, detail: impl Into<String>) -> Self {
        Self::new(422, "missing_field", "A member is missing", detail).with("pointer", pointer)
    }

    /// A member that the operation does not know.
    pub(super) fn unknown_field(pointer: &str, name: &str, known: &[&str]) -> Self {
        let detail = format!("{name:?} is not known here; nothing was done");
        Self::new(422, "unknown_field", "Unknown member", detail)
            .with("pointer", pointer)
            .near(name, known.iter().copied())
    }

    /// A word that is none of those that there are.
    pub(super) fn choice(pointer: &str, written: &str, choices: &[impl AsRef<str>]) -> Self {
        let choices: Vec<_> = choices.iter().map(AsRef::as_ref).collect();
        let detail = match choices.as_slice() {
            [] => format!("{written:?}; there is nothing to choose from"),
            all => format!("{written:?} is none of {}", all.join(", ")),
        };
        let near = spelling::nearest(written, choices.iter().copied());
        Self::invalid(pointer, detail).with("choices", choices).with("did_you_mean", near)
    }

    /// The same with the names nearest to the one that was written.
    pub(super) fn near<N: AsRef<str>>(
        self,
        name: &str,
        known: impl IntoIterator<Item = N>,
    ) -> Self {
        self.with("did_you_mean", spelling::nearest(name, known))
    }

    /// The same, about another member than the one that a command calls so.
    pub(super) fn instead_of(mut self, member: &str, pointer: &str) -> Self {
        if let Some(Value::String(place)) = self.more.get_mut("pointer")
            && place == member
        {
            pointer.clone_into(place);
        }
        self
    }

    /// The same for a body that stands at a place in a larger one.
    pub(super) fn below(mut self, place: &str) -> Self {
        if let Some(Value::String(pointer)) = self.more.get_mut("pointer") {
            pointer.insert_str(0, place);
        }
        self
    }

    /// A reference that leads nowhere.
    pub(super) fn entity(kind: &str, reference: &str) -> Self {
        let detail = format!("there is no {kind} {reference:?} in this world");
        Self::new(404, "entity_unknown", "Nothing by that name", detail)
    }

    /// A world that takes no more commands: nothing was changed, and reads go on.
    pub(super) fn unavailable(why: Unavailable) -> Self {
        if let Unavailable::Deliveries(limit) = why {
            let detail = format!("{why}; nothing was done; resume or remove a receiver");
            return Self::new(429, "too_many", "Too many deliveries wait", detail)
                .with("limit", limit);
        }
        let detail = format!("{why}; nothing was done, reads go on; reset or delete the world");
        Self::new(503, "journal_unavailable", "The journal cannot be written", detail)
            .with("limit", why.limit())
            .with("flag", why.flag())
    }

    /// It as JSON.
    pub(super) fn body(self) -> Value {
        let mut body = json!({
            "type": format!("/_sandbox#{}", self.code),
            "title": self.title,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
        });
        if let Value::Object(members) = &mut body {
            members.extend(*self.more);
        }
        body
    }

    /// A state that does not allow it.
    pub(super) fn state(state: &str, allowed: Vec<String>) -> Self {
        let detail = format!("the state is {state}; nothing was changed");
        Self::new(409, "state_conflict", "The state does not allow it", detail)
            .with("state", state)
            .with("allowed", allowed)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        let challenge = self.challenge;
        let mut response = (status, self.body().to_string()).into_response();
        if let Some(challenge) = challenge {
            let (name, value) = match challenge {
                Challenge::Bearer => (header::WWW_AUTHENTICATE, "Bearer"),
                Challenge::Later => (header::RETRY_AFTER, "1"),
                Challenge::Plain => (header::ACCEPT_ENCODING, "identity"),
            };
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}

impl From<std::convert::Infallible> for Problem {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

impl From<collateral::Refusal> for Problem {
    fn from(refusal: collateral::Refusal) -> Self {
        let text = refusal.to_string();
        let names = |all: Vec<&str>| all.into_iter().map(ToOwned::to_owned).collect();
        match refusal {
            collateral::Refusal::NotYours | collateral::Refusal::UnknownCardUser { .. } => {
                Self::new(404, "entity_unknown", "Nothing by that name", text)
            }
            collateral::Refusal::CardState { status, allowed, .. } => {
                Self::state(status.name(), allowed)
            }
            collateral::Refusal::ApplicationState { status, allowed } => Self::state(
                status.name(),
                allowed.into_iter().map(|status| status.name().to_owned()).collect(),
            ),
            collateral::Refusal::TransactionState(no) => no.into(),
            collateral::Refusal::DepositState { status } => {
                Self::state(status, names(vec!["received"]))
            }
            collateral::Refusal::ShipmentState { status } => {
                Self::state(status.unwrap_or("not shipped"), Vec::new())
            }
            collateral::Refusal::NoAccount => {
                Self::state("no account", names(vec!["approved application"]))
            }
            collateral::Refusal::Taken(_) => Self::state("taken", Vec::new()),
            collateral::Refusal::AmountOutOfRange(no) => no.into(),
            collateral::Refusal::OrganizationNameMissing
            | collateral::Refusal::OrganizationNameTooLong
            | collateral::Refusal::TermsNotAccepted
            | collateral::Refusal::ApplicationExists
            | collateral::Refusal::InvalidOccupation
            | collateral::Refusal::InvalidWalletAddress
            | collateral::Refusal::InvalidAnswer(_)
            | collateral::Refusal::KycMissing(_)
            | collateral::Refusal::ApplicationNotApproved
            | collateral::Refusal::DisplayName(_)
            | collateral::Refusal::Nickname(_)
            | collateral::Refusal::LimitNotPositive
            | collateral::Refusal::UnknownFrequency
            | collateral::Refusal::ShippingMissing
            | collateral::Refusal::ShippingOnVirtual
            | collateral::Refusal::Address(_)
            | collateral::Refusal::ReasonTooLong
            | collateral::Refusal::ReasonMissing
            | collateral::Refusal::UnknownReason
            | collateral::Refusal::OnlyVirtual
            | collateral::Refusal::PinNotDigits
            | collateral::Refusal::PinLength { .. }
            | collateral::Refusal::PinRepeated
            | collateral::Refusal::PinAscending
            | collateral::Refusal::PinDescending
            | collateral::Refusal::PinFixed
            | collateral::Refusal::NoPin
            | collateral::Refusal::FeeTooSmall { .. }
            | collateral::Refusal::FeeDescriptionMissing
            | collateral::Refusal::FeeDescriptionTooLong => Self::invalid("", text),
        }
    }
}

impl From<prepaid::Refusal> for Problem {
    fn from(no: prepaid::Refusal) -> Self {
        let text = no.to_string();
        let names = |all: Vec<&str>| all.into_iter().map(ToOwned::to_owned).collect();
        match no {
            prepaid::Refusal::NotYours
            | prepaid::Refusal::UserNotFound
            | prepaid::Refusal::CardNotFound
            | prepaid::Refusal::CardholderNotFound
            | prepaid::Refusal::OrderNotFound
            | prepaid::Refusal::SubscriptionNotFound
            | prepaid::Refusal::SubproviderUnknown
            | prepaid::Refusal::ProductNotFound => {
                Self::new(404, "entity_unknown", "Nothing by that name", text)
            }
            prepaid::Refusal::TransactionState(no) => no.into(),
            prepaid::Refusal::DepositState { status } => {
                Self::state(status, names(vec!["received"]))
            }
            prepaid::Refusal::AmountOutOfRange(no) => no.into(),
            prepaid::Refusal::Taken(_) => Self::state("taken", Vec::new()),
            prepaid::Refusal::CardholderState { registration, allowed } => {
                Self::state(registration.word(), names(allowed))
            }
            prepaid::Refusal::TooManyReceivers => {
                Self::new(429, "too_many", "Too many receivers", text).with("limit", 16)
            }
            prepaid::Refusal::ReceiverRemoved => Self::state("removed", Vec::new()),
            prepaid::Refusal::OrderEnded(status) => Self::state(status, Vec::new()),
            prepaid::Refusal::CardClosed => Self::state("closed", Vec::new()),
            prepaid::Refusal::CardNotActive(status) | prepaid::Refusal::CardStatus(status) => {
                Self::state(status.word(), Vec::new())
            }
            prepaid::Refusal::UserExists | prepaid::Refusal::CardholderExists => {
                Self::state("taken", Vec::new())
            }
            prepaid::Refusal::CardholderNotActive
            | prepaid::Refusal::ProductNotActive
            | prepaid::Refusal::InsufficientFunds
            | prepaid::Refusal::CoolingDown
            | prepaid::Refusal::IssueNotCompleted
            | prepaid::Refusal::KeyConflict
            | prepaid::Refusal::CardUserMismatch => Self::state(&text, Vec::new()),
            prepaid::Refusal::SubproviderAmbiguous
            | prepaid::Refusal::ProductAmbiguous
            | prepaid::Refusal::InitialNotAllowed
            | prepaid::Refusal::PricingBroken
            | prepaid::Refusal::BelowMinimum { .. }
            | prepaid::Refusal::AboveMaximum { .. }
            | prepaid::Refusal::CurrencyMismatch => Self::invalid("", text),
        }
    }
}

impl From<AmountOutOfRange> for Problem {
    fn from(no: AmountOutOfRange) -> Self {
        Self::invalid("/amount", no.to_string())
    }
}

impl From<WrongState> for Problem {
    fn from(no: WrongState) -> Self {
        let allowed = no.allowed.into_iter().map(ToOwned::to_owned).collect();
        Self::state(no.status.name(), allowed)
    }
}

impl From<CredentialError> for Problem {
    fn from(error: CredentialError) -> Self {
        let text = error.to_string();
        match error {
            CredentialError::Unknown => {
                Self::new(404, "entity_unknown", "Nothing by that name", text)
            }
            CredentialError::Taken(_) => Self::state("taken", Vec::new()),
        }
    }
}

impl From<ClockFault> for Problem {
    fn from(fault: ClockFault) -> Self {
        match fault {
            ClockFault::Backwards { now } => Self::new(
                409,
                "clock_backwards",
                "World time does not go back",
                format!("The world is at {}; nothing was changed. Reset the world, restore a snapshot, or make a world that starts earlier.", clock::written(now)),
            )
            .with("pointer", "/at"),
            ClockFault::Range => {
                Self::new(422, "clock_range", "World time stays between 2000 and 2100", "nothing was changed")
            }
            ClockFault::NothingScheduled => Self::state("nothing scheduled", Vec::new()),
        }
    }
}

impl From<FaultError> for Problem {
    fn from(error: FaultError) -> Self {
        let detail = format!("{error}; nothing was done");
        match error {
            FaultError::TooMany => {
                Self::new(429, "too_many", "Too many faults", detail).with("limit", MOST_FAULTS)
            }
            FaultError::Unknown(_) => Self::new(404, "item_unknown", "No such fault", detail),
        }
    }
}

impl From<RuleError> for Problem {
    fn from(error: RuleError) -> Self {
        let detail = format!("{error}; nothing was changed.");
        match error {
            RuleError::Unknown { key, near } => {
                Self::new(422, "rule_unknown", "Unknown rulebook key", detail)
                    .with("pointer", format!("/{}", escaped(&key)))
                    .with("did_you_mean", near)
            }
            RuleError::Type { key, expected } => Self::new(422, "rule_type", "Wrong type", detail)
                .with("pointer", format!("/{key}"))
                .with("expected", expected),
            RuleError::Range { key, kind, .. } => {
                let problem = Self::new(422, "rule_range", "Not a value of this rule", detail)
                    .with("pointer", format!("/{key}"));
                match kind {
                    Kind::Int { min, max } => problem.with("min", min).with("max", max),
                    Kind::Enum(words) | Kind::ListOf(words) => {
                        problem.with("choices", words.to_vec())
                    }
                    Kind::Bool | Kind::Text | Kind::List | Kind::Numbers => problem,
                }
            }
        }
    }
}

impl From<WorldCommandError> for Problem {
    fn from(error: WorldCommandError) -> Self {
        let detail = format!("{error}; nothing was changed.");
        match error {
            WorldCommandError::Rule(error) => error.into(),
            WorldCommandError::Reading { id, choices, .. } => {
                Self::new(422, "reading_unknown", "Unknown reading", detail)
                    .with("pointer", format!("/{}", escaped(&id)))
                    .with("choices", choices)
            }
            WorldCommandError::Deviation { at, near, .. } => {
                Self::new(422, "deviation_unknown", "Unknown deviation", detail)
                    .with("pointer", format!("/{at}"))
                    .with("did_you_mean", near)
            }
            WorldCommandError::Clash(..) => {
                Self::new(409, "state_conflict", "Two deviations of one rule", detail)
            }
        }
    }
}

impl From<MakeError> for Problem {
    fn from(error: MakeError) -> Self {
        let detail = error.to_string();
        match error {
            MakeError::Exists(_) => {
                Self::new(409, "world_exists", "The world exists", detail).with("pointer", "/id")
            }
            MakeError::NeverExpiring { limit } => {
                Self::new(429, "too_many", "Too many worlds that never expire", detail)
                    .with("pointer", "/idle")
                    .with("limit", limit)
            }
            MakeError::Full { limit, next } => {
                let detail = match next {
                    Some(next) => format!("{detail}; {next:?} expires next"),
                    None => detail,
                };
                Self::new(429, "worlds_full", "Too many worlds", detail).with("limit", limit)
            }
            MakeError::Creation(CreationError::Fixture(_)) => Self::invalid("/fixture", detail),
            MakeError::Creation(CreationError::Clock) => {
                Self::from(ClockFault::Range).with("pointer", "/clock")
            }
            MakeError::Creation(CreationError::WorldCommand(error)) => {
                let place = match &error {
                    WorldCommandError::Rule(_) => "/rules",
                    WorldCommandError::Reading { .. } => "/readings",
                    WorldCommandError::Deviation { .. } | WorldCommandError::Clash(..) => {
                        "/deviations"
                    }
                };
                Self::from(error).below(place)
            }
            MakeError::Journal(why) => Self::unavailable(why),
        }
    }
}
