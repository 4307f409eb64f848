//! Postal addresses and what a usable one needs.

use serde::{Deserialize, Serialize};

use super::Refusal;

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

/// A field of an address that must not be blank.
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
}

impl PostalAddress {
    /// Refuses blank required fields, in their order, then a country that is not two letters.
    pub fn check(&self, role: AddressRole, phone: Option<&str>) -> Result<(), Refusal> {
        self.check_filled(role, phone)?;
        let letters = self.country_code.chars().all(|c| c.is_ascii_alphabetic());
        if self.country_code.len() != 2 || !letters {
            return Err(Refusal::InvalidCountry);
        }
        Ok(())
    }

    /// Refuses blank required fields, in their order.
    pub fn check_filled(&self, role: AddressRole, phone: Option<&str>) -> Result<(), Refusal> {
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
            Some((field, _)) => Err(Refusal::AddressFieldBlank { role, field }),
            None => Ok(()),
        }
    }
}
