//! Postal addresses, and the checks that one must pass before use.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A postal address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PostalAddress {
    /// Street line.
    pub line1: String,
    /// Second street line.
    pub line2: Option<String>,
    /// City.
    pub city: String,
    /// State or region.
    pub region: String,
    /// Postal code.
    pub postal_code: String,
    /// Country code, two letters.
    pub country_code: String,
    /// Name of the country.
    pub country: Option<String>,
}

/// Longest text of an address, a name or a reason, in characters. No document states a limit; what
/// is stored for good must have one.
pub const LONGEST: usize = 255;

/// Role of the address that a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressRole {
    /// Address that a card is sent to.
    Shipping,
    /// Address of the payer.
    Billing,
    /// Address of a person or company.
    Mailing,
}

/// A field of an address, or a field that comes with it, such as a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressField {
    /// Street line.
    Line1,
    /// City.
    City,
    /// State or region.
    Region,
    /// Postal code.
    PostalCode,
    /// Country code.
    CountryCode,
    /// Phone number; shipping only.
    PhoneNumber,
    /// Second street line.
    Line2,
    /// Name of the country.
    Country,
    /// First name of the recipient; shipping only.
    FirstName,
    /// Last name of the recipient; shipping only.
    LastName,
}

/// First thing wrong with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// A required field is blank.
    #[error("a field of the address is blank")]
    Blank {
        /// Role of the address.
        role: AddressRole,
        /// Blank field.
        field: AddressField,
    },
    /// A field has more than [`LONGEST`] characters.
    #[error("a field of the address is too long")]
    TooLong {
        /// Role of the address.
        role: AddressRole,
        /// Field that is too long.
        field: AddressField,
    },
    /// The country code is not two letters.
    #[error("not a country code")]
    Country,
}

impl PostalAddress {
    /// Refuses blank required fields in the order of the fields, then fields that are too long,
    /// then a country code that is not two letters. `phone` is checked only where one is given.
    pub fn check(&self, role: AddressRole, phone: Option<&str>) -> Result<(), AddressFault> {
        self.check_filled(role, phone)?;
        self.check_length(role)?;
        let letters = self.country_code.chars().all(|c| c.is_ascii_alphabetic());
        if self.country_code.len() != 2 || !letters {
            return Err(AddressFault::Country);
        }
        Ok(())
    }

    /// Refuses the first field with more than [`LONGEST`] characters.
    pub fn check_length(&self, role: AddressRole) -> Result<(), AddressFault> {
        let fields = [
            (AddressField::Line1, Some(self.line1.as_str())),
            (AddressField::Line2, self.line2.as_deref()),
            (AddressField::City, Some(&self.city)),
            (AddressField::Region, Some(&self.region)),
            (AddressField::PostalCode, Some(&self.postal_code)),
            (AddressField::CountryCode, Some(&self.country_code)),
            (AddressField::Country, self.country.as_deref()),
        ];
        none_too_long(role, fields)
    }

    /// Refuses the first required field that is blank.
    pub fn check_filled(&self, role: AddressRole, phone: Option<&str>) -> Result<(), AddressFault> {
        let fields = [
            (AddressField::Line1, Some(self.line1.as_str())),
            (AddressField::City, Some(&self.city)),
            (AddressField::Region, Some(&self.region)),
            (AddressField::PostalCode, Some(&self.postal_code)),
            (AddressField::CountryCode, Some(&self.country_code)),
            (AddressField::PhoneNumber, phone),
        ];
        let blank = fields.into_iter().find(|(_, text)| text.is_some_and(|t| t.trim().is_empty()));
        match blank {
            Some((field, _)) => Err(AddressFault::Blank { role, field }),
            None => Ok(()),
        }
    }
}

/// Refuses the first of these fields with more than [`LONGEST`] characters.
pub fn none_too_long<'a>(
    role: AddressRole,
    fields: impl IntoIterator<Item = (AddressField, Option<&'a str>)>,
) -> Result<(), AddressFault> {
    let long = |text: Option<&str>| text.is_some_and(is_too_long);
    match fields.into_iter().find(|(_, text)| long(*text)) {
        Some((field, _)) => Err(AddressFault::TooLong { role, field }),
        None => Ok(()),
    }
}

/// True when a text has more than [`LONGEST`] characters.
pub fn is_too_long(text: &str) -> bool {
    text.len() > LONGEST && text.chars().count() > LONGEST
}
