//! Postal addresses and what a usable one needs.

use serde::{Deserialize, Serialize};

/// A postal address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PostalAddress {
    /// Street line.
    pub line1: String,
    /// Second line.
    pub line2: Option<String>,
    /// City.
    pub city: String,
    /// State or region.
    pub region: String,
    /// Postal code.
    pub postal_code: String,
    /// Country, two letters.
    pub country_code: String,
    /// Country in words.
    pub country: Option<String>,
}

/// The longest text of an address, a name or a reason, in characters. No document says one; what is
/// stored for good cannot be endless.
pub const LONGEST: usize = 255;

/// Which address a refusal speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressRole {
    /// Where a card is sent.
    Shipping,
    /// Who pays.
    Billing,
    /// Where a person or company is.
    Mailing,
}

/// A field of an address, and of what is said beside it.
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
    /// Country.
    CountryCode,
    /// Phone number; shipping only.
    PhoneNumber,
    /// Second line.
    Line2,
    /// Country in words.
    Country,
    /// First name of the recipient; shipping only.
    FirstName,
    /// Last name of the recipient; shipping only.
    LastName,
}

/// The first fault of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// A required field is blank.
    #[error("a field of the address is blank")]
    Blank {
        /// The address.
        role: AddressRole,
        /// The field.
        field: AddressField,
    },
    /// A field, of the address or beside it, has more than [`LONGEST`] characters.
    #[error("a field of the address is too long")]
    TooLong {
        /// The address.
        role: AddressRole,
        /// The field.
        field: AddressField,
    },
    /// The country is not two letters.
    #[error("not a country code")]
    Country,
}

impl PostalAddress {
    /// Refuses blank required fields, in their order, then fields that are too long, then a country
    /// that is not two letters.
    pub fn check(&self, role: AddressRole, phone: Option<&str>) -> Result<(), AddressFault> {
        self.check_filled(role, phone)?;
        self.check_length(role)?;
        let letters = self.country_code.chars().all(|c| c.is_ascii_alphabetic());
        if self.country_code.len() != 2 || !letters {
            return Err(AddressFault::Country);
        }
        Ok(())
    }

    /// Refuses fields that are too long, in their order.
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

    /// Refuses blank required fields, in their order.
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

/// Refuses the first field that is too long.
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

/// Whether a text has more characters than are stored.
pub fn is_too_long(text: &str) -> bool {
    text.len() > LONGEST && text.chars().count() > LONGEST
}
