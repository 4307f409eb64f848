//! Things that answers and events show, and their places in those of the contract (MC 2).

use serde::Deserialize;

/// A thing that answers and events show somewhere.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Deserialize,
    strum::Display,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Pointer {
    /// The access token of a login or a refresh.
    Access,
    /// The refresh token of a login or a refresh.
    Refresh,
    /// The list of programs.
    Programs,
    /// The reference of a program of the list.
    ProgramReference,
    /// The list of cards.
    Cards,
    /// The reference of a card.
    CardReference,
    /// The status of a card.
    CardStatus,
    /// The currency of a card.
    CardCurrency,
    /// The balance of a card.
    CardAvailable,
    /// The money of a card that is on hold.
    CardHeld,
    /// The reference of an authorization.
    AuthorizationReference,
    /// The money that an authorization holds.
    AuthorizationHeld,
    /// The reference of a dispute.
    DisputeReference,
    /// The reference of the authorization that a dispute is linked to.
    DisputeAuthorization,
    /// The list of wallets.
    Wallets,
    /// The currency of a wallet of the list.
    WalletCurrency,
    /// The money of a wallet that can be spent.
    WalletAvailable,
    /// The money of a wallet that is on hold.
    WalletHeld,
    /// The list of operations.
    Operations,
    /// The reference of an operation of the list.
    OperationReference,
    /// The state of an operation of the list.
    OperationStatus,
    /// The kind of an operation of the list.
    OperationType,
    /// The currency of an operation of the list.
    OperationCurrency,
    /// The name of an event.
    EventType,
    /// The id of an event.
    EventId,
    /// The reference of the card that an event is about.
    EventCard,
    /// The reference of the authorization that an event is about.
    EventAuthorization,
    /// The amount that an event is about.
    EventAmount,
}

impl Pointer {
    /// Every one.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The places in the contract's own answers and events.
    pub fn of_the_contract(self) -> &'static [&'static str] {
        match self {
            Self::Access => &["/access"],
            Self::Refresh => &["/refresh"],
            Self::Programs | Self::Cards | Self::Wallets | Self::Operations => &["/results"],
            Self::ProgramReference
            | Self::CardReference
            | Self::AuthorizationReference
            | Self::DisputeReference
            | Self::OperationReference => &["/reference"],
            Self::CardStatus | Self::OperationStatus => &["/status"],
            Self::CardAvailable => &["/balance/available"],
            Self::CardHeld => &["/balance/held"],
            Self::AuthorizationHeld | Self::WalletHeld => &["/held"],
            Self::DisputeAuthorization => &["/authorization"],
            Self::CardCurrency | Self::WalletCurrency | Self::OperationCurrency => &["/currency"],
            Self::WalletAvailable => &["/available"],
            Self::EventType | Self::OperationType => &["/type"],
            Self::EventId => &["/id"],
            Self::EventCard => &[
                "/data/card/reference",
                "/data/card",
                "/data/authorization/card",
                "/data/dispute/card",
            ],
            Self::EventAuthorization => &[
                "/data/authorization/reference",
                "/data/authorization",
                "/data/dispute/authorization",
            ],
            Self::EventAmount => &[
                "/data/amount",
                "/data/operation/amount",
                "/data/settlement/amount",
                "/data/reversal/amount",
                "/data/authorization/amount",
                "/data/dispute/amount",
            ],
        }
    }
}
