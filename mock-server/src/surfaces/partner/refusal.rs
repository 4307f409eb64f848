//! What this surface says to a refusal: statuses, codes and texts (PG 14).
#![warn(clippy::wildcard_enum_match_arm)]

use crate::{
    gate::Answer,
    people::{
        address::{AddressFault, AddressField, AddressRole},
        name::NameFault,
    },
    programs::collateral::{CardStatus, Refusal, card::CardAction},
    register::Reason,
    rulebook::{KycProperty, Rulebook},
    surfaces::graphql::{self, Coded, VALIDATION_FAILED},
    world::access::SessionFault,
};
use axum::http::{StatusCode, header};
use serde_json::{Value, json};

/// How a root field says no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum OperationError {
    /// `success: false` with this text.
    Unsuccessful(String),
    /// Missing or somebody else's.
    Forbidden,
    /// Blocked, whatever its arguments name.
    Blocked,
    /// An encryption session of somebody else.
    ForeignSession,
    /// A session that does not serve, where the reading puts that into a GraphQL error.
    SessionError,
    /// A value that the schema would not take under the reading in force.
    Invalid(String),
    /// The issuer is out of reach (fault).
    IssuerError,
    /// The journal cannot be written.
    Unavailable,
}

impl OperationError {
    /// Why, in one word.
    pub(super) fn reason(&self) -> Reason {
        match self {
            Self::Unsuccessful(_) => Reason::Business,
            Self::Forbidden => Reason::Forbidden,
            Self::Blocked => Reason::Blocked,
            Self::ForeignSession => Reason::ForeignSession,
            Self::SessionError => Reason::Business,
            Self::Invalid(_) => Reason::Validation,
            Self::IssuerError => Reason::IssuerError,
            Self::Unavailable => Reason::NonceStore,
        }
    }

    /// The text of the envelope, where the answer is one.
    pub(super) fn envelope(&self) -> Option<String> {
        match self {
            Self::Unsuccessful(text) => Some(text.clone()),
            Self::IssuerError => Some(ISSUER_ERROR.to_owned()),
            Self::Forbidden
            | Self::Blocked
            | Self::ForeignSession
            | Self::SessionError
            | Self::Invalid(_)
            | Self::Unavailable => None,
        }
    }

    /// The GraphQL error; an envelope has none.
    pub(super) fn coded(&self) -> Coded {
        let (message, code) = match self {
            Self::Unsuccessful(text) => (text.as_str(), "BAD_REQUEST"),
            Self::IssuerError => (ISSUER_ERROR, "BAD_REQUEST"),
            Self::Forbidden | Self::Blocked => ("Not Authorized", "FORBIDDEN"),
            Self::ForeignSession => ("Bad Request", "BAD_REQUEST"),
            Self::SessionError => (SESSION_EXPIRED, "BAD_REQUEST"),
            Self::Invalid(text) => (text.as_str(), VALIDATION_FAILED),
            Self::Unavailable => ("Service Unavailable", "SERVICE_UNAVAILABLE"),
        };
        Coded { message: message.to_owned(), code: code.to_owned() }
    }
}

/// The documented text for a session that does not serve.
pub(super) const SESSION_EXPIRED: &str = "session expired";

/// What is said when the issuer is out of reach.
const ISSUER_ERROR: &str = "CARD_API_ERROR: issuer unavailable";

/// How a request is refused as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RequestError {
    /// Not POST.
    Method,
    /// 401.
    Unauthorized(Reason),
    /// 413.
    TooLarge,
    /// 503, the nonce store.
    NonceStore,
    /// 503, Hasura.
    HasuraDown,
    /// 502, Hasura.
    HasuraError,
    /// 415.
    MediaType,
    /// 415, a content coding that is not read.
    Encoding,
    /// 417: what the head was refused for no longer holds.
    Unread,
    /// 400, a body that cannot be used, and why.
    Body(String),
    /// 400, syntax.
    Parse(String),
    /// 400, validation.
    Invalid(Vec<Coded>),
    /// A root field is not permitted.
    OperationError(OperationError),
}

impl RequestError {
    /// One validation error.
    pub(super) fn invalid(message: String) -> Self {
        Self::Invalid(vec![Coded { message, code: VALIDATION_FAILED.to_owned() }])
    }

    /// A document whose definitions clash, or that defines nothing to execute.
    pub(super) fn undefined(messages: &[String]) -> Self {
        match messages {
            [] => Self::invalid("Must provide an operation.".to_owned()),
            _ => Self::all_invalid(messages),
        }
    }

    /// Several validation errors.
    pub(super) fn all_invalid(messages: &[String]) -> Self {
        let coded = |message: &String| Coded {
            message: message.clone(),
            code: VALIDATION_FAILED.to_owned(),
        };
        Self::Invalid(messages.iter().map(coded).collect())
    }

    /// The answer, byte for byte.
    pub(super) fn answer(&self, rules: &Rulebook) -> Answer {
        match self {
            Self::Method => errors(
                StatusCode::METHOD_NOT_ALLOWED,
                "Use POST with a JSON body, or GET with Accept: text/html",
                "BAD_REQUEST",
                Reason::Method,
            )
            .with_header(header::ALLOW, "GET, POST"),
            Self::Unauthorized(reason) => {
                plain(StatusCode::UNAUTHORIZED, "Unauthorized", unauthorized(*reason), *reason)
            }
            Self::TooLarge => plain(
                StatusCode::PAYLOAD_TOO_LARGE,
                "Payload Too Large",
                &format!("Request body exceeds {} bytes", rules.http.max_body_bytes),
                Reason::TooLarge,
            )
            .with_header(header::CONNECTION, "close"),
            Self::NonceStore => plain(
                StatusCode::SERVICE_UNAVAILABLE,
                "Service Unavailable",
                "Nonce store unavailable",
                Reason::NonceStore,
            ),
            Self::HasuraDown => plain(
                StatusCode::SERVICE_UNAVAILABLE,
                "Service Unavailable",
                "Hasura unavailable",
                Reason::HasuraDown,
            ),
            Self::HasuraError => {
                let error = Coded {
                    message: "Upstream Hasura error".to_owned(),
                    code: "UPSTREAM_HASURA_ERROR".to_owned(),
                };
                Answer::json(
                    StatusCode::BAD_GATEWAY,
                    json!({ "data": null, "errors": entries(&[error]) }),
                    Reason::HasuraError,
                )
            }
            Self::MediaType => errors(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "Content-Type must be application/json",
                "BAD_REQUEST",
                Reason::MediaType,
            ),
            Self::Encoding => errors(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "Content-Encoding is not supported",
                "BAD_REQUEST",
                Reason::MediaType,
            )
            .with_header(header::ACCEPT_ENCODING, "identity"),
            Self::Unread => plain(
                StatusCode::EXPECTATION_FAILED,
                "Expectation Failed",
                "Send the request again",
                Reason::BadRequest,
            ),
            Self::Body(what) => {
                errors(StatusCode::BAD_REQUEST, what, "BAD_REQUEST", Reason::BadRequest)
            }
            Self::Parse(message) => {
                errors(StatusCode::BAD_REQUEST, message, graphql::PARSE_FAILED, Reason::Parse)
            }
            Self::Invalid(all) => Answer::json(
                StatusCode::BAD_REQUEST,
                json!({ "errors": entries(all) }),
                Reason::Validation,
            ),
            Self::OperationError(said) => {
                let errors = entries(&[said.coded()]);
                match said {
                    OperationError::Forbidden | OperationError::Blocked => Answer::json(
                        StatusCode::FORBIDDEN,
                        json!({ "data": null, "errors": errors }),
                        said.reason(),
                    ),
                    OperationError::Unsuccessful(_)
                    | OperationError::ForeignSession
                    | OperationError::SessionError
                    | OperationError::Invalid(_)
                    | OperationError::IssuerError
                    | OperationError::Unavailable => Answer::json(
                        StatusCode::BAD_REQUEST,
                        json!({ "errors": errors }),
                        said.reason(),
                    ),
                }
            }
        }
    }
}

fn unauthorized(reason: Reason) -> &'static str {
    if reason == Reason::Timestamp {
        "Timestamp outside allowed window"
    } else if reason == Reason::Signature {
        "Invalid signature"
    } else if reason == Reason::Replay {
        "Request already processed"
    } else {
        "Invalid API key"
    }
}

fn plain(status: StatusCode, error: &str, description: &str, reason: Reason) -> Answer {
    Answer::json(status, json!({ "error": error, "description": description }), reason)
}

fn errors(status: StatusCode, message: &str, code: &str, reason: Reason) -> Answer {
    let error = Coded { message: message.to_owned(), code: code.to_owned() };
    Answer::json(status, json!({ "errors": entries(&[error]) }), reason)
}

/// Error entries: exactly `message` and `extensions.code`.
pub(super) fn entries(errors: &[Coded]) -> Value {
    errors
        .iter()
        .map(|error| {
            let message = graphql::abbreviated(error.message.as_str());
            json!({"message": message, "extensions": {"code": error.code}})
        })
        .collect()
}

impl From<SessionFault> for OperationError {
    fn from(fault: SessionFault) -> Self {
        match fault {
            SessionFault::Foreign => Self::ForeignSession,
            SessionFault::Expired => Self::Unsuccessful(SESSION_EXPIRED.to_owned()),
        }
    }
}

impl From<AddressFault> for OperationError {
    fn from(fault: AddressFault) -> Self {
        Self::Unsuccessful(address(fault))
    }
}

impl From<std::convert::Infallible> for OperationError {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

impl From<Refusal> for OperationError {
    fn from(refusal: Refusal) -> Self {
        use Refusal as R;
        let text = match refusal {
            R::NotYours => return Self::Forbidden,
            R::UnknownFrequency => {
                return Self::Invalid(
                    "Value \"perAuthorization\" does not exist in \"CardLimitFrequency\" enum."
                        .to_owned(),
                );
            }
            R::UnknownCardUser { missing } | R::KycMissing(missing) => kyc(&missing),
            R::OrganizationNameMissing => "Organization name is required".to_owned(),
            R::OrganizationNameTooLong => "Organization name is too long".to_owned(),
            R::TermsNotAccepted => "Terms of service must be accepted".to_owned(),
            R::ApplicationExists => "Card application already exists".to_owned(),
            R::InvalidOccupation => "Invalid occupation".to_owned(),
            R::InvalidWalletAddress => "Invalid wallet address".to_owned(),
            R::InvalidAnswer(name) => format!("Invalid {name}"),
            R::ApplicationNotApproved => "Card application is not approved".to_owned(),
            R::DisplayName(fault) => name("displayName", fault),
            R::Nickname(fault) => name("nickname", fault),
            R::LimitNotPositive => "Limit amount must be greater than zero".to_owned(),
            R::ShippingMissing => "Shipping address is required for physical cards".to_owned(),
            R::ShippingOnVirtual => "Shipping address is not allowed for virtual cards".to_owned(),
            R::Address(fault) => address(fault),
            R::CardState { action, status, .. } => state(action, status),
            R::ReasonMissing => "reason is required".to_owned(),
            R::ReasonTooLong => "reason is too long".to_owned(),
            R::UnknownReason => "Invalid replacement reason".to_owned(),
            R::OnlyVirtual => {
                "Only virtual cards can be replaced with replaceVirtualCard".to_owned()
            }
            R::PinNotDigits => "PIN must contain only digits".to_owned(),
            R::PinLength { min, max } => format!("PIN must be {min} to {max} digits long"),
            R::PinRepeated => "PIN must not be one digit repeated".to_owned(),
            R::PinAscending => "PIN must not be an ascending sequence".to_owned(),
            R::PinDescending => "PIN must not be a descending sequence".to_owned(),
            R::PinFixed => "PIN cannot be changed".to_owned(),
            R::NoPin => "Card does not have a PIN set".to_owned(),
            R::FeeTooSmall { min } => format!("feeCents must be at least {min}"),
            R::AmountOutOfRange(_) => "feeCents is too large".to_owned(),
            R::FeeDescriptionMissing => "feeDescription is required".to_owned(),
            R::FeeDescriptionTooLong => "feeDescription is too long".to_owned(),
            R::NoAccount => "User not found".to_owned(),
            // Only the back office can run into these.
            R::ApplicationState { .. }
            | R::TransactionState(_)
            | R::DepositState { .. }
            | R::ShipmentState { .. }
            | R::Taken(_) => "Internal error".to_owned(),
        };
        Self::Unsuccessful(text)
    }
}

fn kyc(missing: &[KycProperty]) -> String {
    let names: Vec<_> = missing.iter().map(|property| format!("'{}'", property.word())).collect();
    format!("CARD_API_ERROR: body must have required property {}", names.join(", "))
}

fn name(what: &str, fault: NameFault) -> String {
    match fault {
        NameFault::TooLong { max } => format!("{what} must be at most {max} characters"),
        NameFault::Empty => format!("{what} must not be empty"),
        NameFault::Charset => {
            format!("{what} may contain only letters, digits, spaces, periods and hyphens")
        }
    }
}

fn address(fault: AddressFault) -> String {
    match fault {
        AddressFault::Blank { role, field } => {
            format!("{} {} is required", role_name(role), field_name(field))
        }
        AddressFault::TooLong { role, field } => {
            format!("{} {} is too long", role_name(role), field_name(field))
        }
        AddressFault::Country => "Invalid countryCode".to_owned(),
    }
}

fn role_name(role: AddressRole) -> &'static str {
    match role {
        AddressRole::Shipping => "Shipping",
        AddressRole::Billing => "Billing",
        AddressRole::Mailing => "Address",
    }
}

fn field_name(field: AddressField) -> &'static str {
    match field {
        AddressField::Line1 => "line1",
        AddressField::City => "city",
        AddressField::Region => "region",
        AddressField::PostalCode => "postalCode",
        AddressField::CountryCode => "countryCode",
        AddressField::PhoneNumber => "phoneNumber",
        AddressField::Line2 => "line2",
        AddressField::Country => "country",
        AddressField::FirstName => "firstName",
        AddressField::LastName => "lastName",
    }
}

fn state(action: CardAction, status: CardStatus) -> String {
    let action = match action {
        CardAction::Freeze => "freeze",
        CardAction::Lock => "lock",
        CardAction::Unfreeze => "unfreeze",
        CardAction::Unlock => "unlock",
        CardAction::Cancel => "cancel",
        CardAction::Replace => "replace",
        CardAction::ChangeLimit => "change the limit of",
        CardAction::SetPin => "set the PIN of",
        CardAction::ReadPin => "read the PIN of",
        CardAction::Reveal => "reveal the secrets of",
        CardAction::Activate => "activate",
    };
    format!("Cannot {action} a card with status {}", status.name())
}
