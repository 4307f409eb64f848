//! Codes of problems: the stable word of a refusal, and the status that goes with it (SB 2.2).

use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

/// Stable word of a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, strum::IntoStaticStr)]
#[cfg_attr(test, derive(strum::VariantNames))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub(in crate::control) enum ProblemCode {
    /// The body is not a JSON object.
    BadJson,
    /// The request breaks HTTP.
    BadRequest,
    /// The body is longer than the limit.
    BodyTooLarge,
    /// The server answers as many requests as it can.
    Busy,
    /// World time never goes back.
    ClockBackwards,
    /// World time stays between 2000 and 2100.
    ClockRange,
    /// No deviation has this name.
    DeviationUnknown,
    /// The server ends.
    Draining,
    /// The journal was written by another engine.
    EngineMismatch,
    /// No entity of the world has this reference.
    EntityUnknown,
    /// No error of a surface has this name.
    FaultUnknown,
    /// The headers are longer than the limit.
    HeadersTooLarge,
    /// The `Host` header names no host.
    HostInvalid,
    /// The `Host` header names another server.
    HostRefused,
    /// The value does not do.
    InvalidValue,
    /// No fault, receiver, delivery, snapshot or request has this number or name.
    ItemUnknown,
    /// A line of the journal is not a record, or does not follow from those before it.
    JournalInvalid,
    /// The world's journal takes no more records.
    JournalUnavailable,
    /// The body is a form of several parts, or compressed.
    MediaType,
    /// The route has no such method.
    Method,
    /// A member is missing.
    MissingField,
    /// Amounts are texts.
    MoneyNotString,
    /// The amount has more decimals than its currency.
    MoneyPrecision,
    /// No route leads there.
    NotFound,
    /// No op has this name.
    OpUnknown,
    /// A page of another origin asks.
    OriginRefused,
    /// No reading has this name.
    ReadingUnknown,
    /// The value is none of this rule.
    RuleRange,
    /// The value has another type than the rule.
    RuleType,
    /// No rule has this key.
    RuleUnknown,
    /// A step of a setup failed.
    SetupFailed,
    /// A snapshot has this name.
    SnapshotExists,
    /// The state does not allow it; `state` and `allowed` tell more.
    StateConflict,
    /// The body did not come in time.
    Timeout,
    /// The control token is missing or wrong.
    TokenRequired,
    /// A limit of a world is reached; `limit` tells which.
    TooMany,
    /// The operation knows no such member.
    UnknownField,
    /// The request target is longer than the limit.
    UriTooLong,
    /// A world has this id.
    WorldExists,
    /// The world was deleted or has expired; `gone_at` and `why` tell more.
    WorldGone,
    /// The default world is never deleted.
    WorldIsDefault,
    /// No world has this id.
    WorldUnknown,
    /// The server has as many worlds as it may.
    WorldsFull,
}

impl ProblemCode {
    /// The word on the wire.
    pub(in crate::control) fn word(self) -> &'static str {
        self.into()
    }

    /// The status of an answer with this code.
    pub(in crate::control) fn status(self) -> StatusCode {
        match self {
            Self::BadJson | Self::BadRequest | Self::HostInvalid => StatusCode::BAD_REQUEST,
            Self::TokenRequired => StatusCode::UNAUTHORIZED,
            Self::OriginRefused => StatusCode::FORBIDDEN,
            Self::EntityUnknown
            | Self::ItemUnknown
            | Self::NotFound
            | Self::OpUnknown
            | Self::WorldUnknown => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Timeout => StatusCode::REQUEST_TIMEOUT,
            Self::ClockBackwards
            | Self::EngineMismatch
            | Self::SnapshotExists
            | Self::StateConflict
            | Self::WorldExists
            | Self::WorldIsDefault => StatusCode::CONFLICT,
            Self::WorldGone => StatusCode::GONE,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UriTooLong => StatusCode::URI_TOO_LONG,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::HostRefused => StatusCode::MISDIRECTED_REQUEST,
            Self::ClockRange
            | Self::DeviationUnknown
            | Self::FaultUnknown
            | Self::InvalidValue
            | Self::JournalInvalid
            | Self::MissingField
            | Self::MoneyNotString
            | Self::MoneyPrecision
            | Self::ReadingUnknown
            | Self::RuleRange
            | Self::RuleType
            | Self::RuleUnknown
            | Self::SetupFailed
            | Self::UnknownField => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany | Self::WorldsFull => StatusCode::TOO_MANY_REQUESTS,
            Self::HeadersTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::Busy | Self::Draining | Self::JournalUnavailable => {
                StatusCode::SERVICE_UNAVAILABLE
            }
        }
    }
}
