//! The address columns that companies and applications have.

use super::column;
use crate::{
    log::Class::Personal,
    people::PostalAddress,
    tables::{
        Column,
        column::Reader::{MaybeMadeText, MaybeText},
        row::Row,
    },
};

/// A kind of row that has an address.
pub(super) trait Addressed {
    /// The address of a row; none until somebody has stored one.
    fn address(row: Row<'_>) -> Option<&PostalAddress>;
}

/// The six address columns, in the order of the contract.
pub(super) const fn columns<A: Addressed>() -> [Column; 6] {
    [
        column("address_line1", Personal, MaybeText(|row| Some(&*A::address(row)?.line1))),
        column("address_line2", Personal, MaybeText(|row| A::address(row)?.line2.as_deref())),
        column("address_city", Personal, MaybeText(|row| Some(&*A::address(row)?.city))),
        column("address_region", Personal, MaybeText(|row| Some(&*A::address(row)?.region))),
        column(
            "address_postal_code",
            Personal,
            MaybeText(|row| Some(&*A::address(row)?.postal_code)),
        ),
        column(
            "address_country_code",
            Personal,
            MaybeMadeText(|row| Some(A::address(row)?.country_code.to_uppercase())),
        ),
    ]
}
