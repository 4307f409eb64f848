//! The refusal of one root field.
#![warn(clippy::wildcard_enum_match_arm)]

use super::wording;
use crate::{
    graphql::{Coded, VALIDATION_FAILED},
    log::Reason,
    people::address::AddressFault,
    programs::collateral::Refusal,
    world::access::SessionFault,
};

/// Refusal of a root field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::surfaces::partner) enum OperationError {
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
    /// The reason in one word.
    pub(in crate::surfaces::partner) fn reason(&self) -> Reason {
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
    pub(in crate::surfaces::partner) fn envelope(&self) -> Option<String> {
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
    pub(in crate::surfaces::partner) fn coded(&self) -> Coded {
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
const SESSION_EXPIRED: &str = "session expired";

/// The text when the issuer is out of reach.
const ISSUER_ERROR: &str = "CARD_API_ERROR: issuer unavailable";

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
        Self::Unsuccessful(wording::address(fault))
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
            R::UnknownCardUser { missing } | R::KycMissing(missing) => wording::kyc(&missing),
            R::OrganizationNameMissing => "Organization name is required".to_owned(),
            R::OrganizationNameTooLong => "Organization name is too long".to_owned(),
            R::TermsNotAccepted => "Terms of service must be accepted".to_owned(),
            R::ApplicationExists => "Card application already exists".to_owned(),
            R::InvalidOccupation => "Invalid occupation".to_owned(),
            R::InvalidWalletAddress => "Invalid wallet address".to_owned(),
            R::InvalidAnswer(name) => format!("Invalid {name}"),
            R::ApplicationNotApproved => "Card application is not approved".to_owned(),
            R::DisplayName(fault) => wording::name("displayName", fault),
            R::Nickname(fault) => wording::name("nickname", fault),
            R::LimitNotPositive => "Limit amount must be greater than zero".to_owned(),
            R::ShippingMissing => "Shipping address is required for physical cards".to_owned(),
            R::ShippingOnVirtual => "Shipping address is not allowed for virtual cards".to_owned(),
            R::Address(fault) => wording::address(fault),
            R::CardState { action, status, .. } => wording::state(action, status),
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
