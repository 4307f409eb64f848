//! The texts of refusals that PG and AG state alike (PG 14.3, AG 10.2, 10.3).
#![warn(clippy::wildcard_enum_match_arm)]

use crate::{
    people::address::{AddressFault, AddressField, AddressRole},
    people::name::NameFault,
    programs::collateral::{CardStatus, Refusal, card::CardAction},
    rulebook::KycProperty,
};

/// The names of an API in texts that are the same otherwise.
pub(crate) struct Words {
    /// The mutation that replaces virtual cards only.
    pub(crate) replace_virtual: &'static str,
    /// The enum of limit frequencies.
    pub(crate) limit_frequency: &'static str,
    /// The text for an amount that is larger than may be.
    pub(crate) amount_too_large: &'static str,
}

/// The text of a refusal of the program.
pub(super) fn refusal(refusal: &Refusal, words: &Words) -> String {
    use Refusal as R;
    let text = match refusal {
        R::NotYours => "Not Authorized",
        R::UnknownFrequency => {
            let of = words.limit_frequency;
            return format!("Value \"perAuthorization\" does not exist in \"{of}\" enum.");
        }
        R::UnknownCardUser { missing } | R::KycMissing(missing) => return kyc(missing),
        R::OrganizationNameMissing => "Organization name is required",
        R::OrganizationNameTooLong => "Organization name is too long",
        R::TermsNotAccepted => "Terms of service must be accepted",
        R::ApplicationExists => "Card application already exists",
        R::InvalidOccupation => "Invalid occupation",
        R::InvalidWalletAddress => "Invalid wallet address",
        R::InvalidAnswer(name) => return format!("Invalid {name}"),
        R::ApplicationNotApproved => "Card application is not approved",
        R::DisplayName(fault) => return name("displayName", *fault),
        R::Nickname(fault) => return name("nickname", *fault),
        R::LimitNotPositive => "Limit amount must be greater than zero",
        R::ShippingMissing => "Shipping address is required for physical cards",
        R::ShippingOnVirtual => "Shipping address is not allowed for virtual cards",
        R::Address(fault) => return address(*fault),
        R::CardState { action, status, .. } => return state(*action, *status),
        R::ReasonMissing => "reason is required",
        R::ReasonTooLong => "reason is too long",
        R::UnknownReason => "Invalid replacement reason",
        R::OnlyVirtual => {
            return format!("Only virtual cards can be replaced with {}", words.replace_virtual);
        }
        R::PinNotDigits => "PIN must contain only digits",
        R::PinLength { min, max } => return format!("PIN must be {min} to {max} digits long"),
        R::PinRepeated => "PIN must not be one digit repeated",
        R::PinAscending => "PIN must not be an ascending sequence",
        R::PinDescending => "PIN must not be a descending sequence",
        R::PinFixed => "PIN cannot be changed",
        R::NoPin => "Card does not have a PIN set",
        R::FeeTooSmall { min } => return format!("feeCents must be at least {min}"),
        R::AmountOutOfRange(_) => words.amount_too_large,
        R::FeeDescriptionMissing => "feeDescription is required",
        R::FeeDescriptionTooLong => "feeDescription is too long",
        R::NoAccount => "User not found",
        R::InvalidRequestedLimit => "Invalid requested limit",
        R::KycNotCompleted => "KYC is not completed",
        R::WalletNotEligible => "Wallet cannot be used for swaps",
        R::SwapNotSupported => "Swap is not supported",
        R::InvalidTokenAmount => "Amount must be a positive integer in the smallest unit",
        R::InvalidRecipient => "Invalid recipient",
        R::InsufficientBalance { .. } => "Insufficient balance",
        R::QuoteExpired => "Quote has expired, request a new one",
        R::QuoteExecuted => "Quote was already executed",
        R::PriceMoved => "Price moved below the minimum of the quote",
        R::NoCollateral => "No collateral to withdraw",
        R::TokenNotSupported => "Token is not supported",
        R::TokenNotOnChain => "Token is not on this chain",
        R::InvalidWithdrawal => "Invalid amount",
        R::SignatureActive { .. } => "An active signature blocks this withdrawal, retry later",
        R::InsufficientCollateral => "Insufficient collateral",
        R::NotDisputable => "Only posted purchases can be disputed",
        R::DisputeOpen => "A dispute is already open",
        R::EvidenceTooLong => "textEvidence is too long",
        // Only the back office can run into these.
        R::DisputeState { .. }
        | R::ApplicationState { .. }
        | R::TransactionState(_)
        | R::DepositState { .. }
        | R::ShipmentState { .. }
        | R::Taken(_) => "Internal error",
    };
    text.to_owned()
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

pub(super) fn address(fault: AddressFault) -> String {
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
