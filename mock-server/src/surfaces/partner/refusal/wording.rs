//! The texts of refusals.
#![warn(clippy::wildcard_enum_match_arm)]

use crate::{
    people::address::{AddressFault, AddressField, AddressRole},
    people::name::NameFault,
    programs::collateral::CardStatus,
    programs::collateral::card::CardAction,
    rulebook::KycProperty,
};

pub(super) fn kyc(missing: &[KycProperty]) -> String {
    let names: Vec<_> = missing.iter().map(|property| format!("'{}'", property.word())).collect();
    format!("CARD_API_ERROR: body must have required property {}", names.join(", "))
}

pub(super) fn name(what: &str, fault: NameFault) -> String {
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

pub(super) fn state(action: CardAction, status: CardStatus) -> String {
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
