//! KYC profiles of people, made up with `fake` from dice alone.

use fake::{
    Fake,
    faker::address::en::{BuildingNumber, CityName, StreetName},
};
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};

use super::person::Profile;
use crate::{command::Dice, people::PostalAddress};

/// A complete KYC profile.
pub fn profile(dice: &mut dyn Dice) -> Profile {
    let mut seed = [0; 32];
    dice.draw("person.profile", &mut seed);
    let rng = &mut ChaCha8Rng::from_seed(seed);
    let (year, month, day) = (
        (1950..2000).fake_with_rng::<i32, _>(rng),
        (1..13).fake_with_rng::<i32, _>(rng),
        (1..29).fake_with_rng::<i32, _>(rng),
    );
    let number: String = BuildingNumber().fake_with_rng(rng);
    let street: String = StreetName().fake_with_rng(rng);
    Profile {
        birth_date: Some(format!("{year:04}-{month:02}-{day:02}")),
        national_id: Some(format!("{:09}", (1..1_000_000_000).fake_with_rng::<u32, _>(rng))),
        country: Some("US".to_owned()),
        address: Some(PostalAddress {
            line1: format!("{number} {street}"),
            line2: None,
            city: CityName().fake_with_rng(rng),
            region: "FL".to_owned(),
            postal_code: format!("33{:03}", (0..1000).fake_with_rng::<u32, _>(rng)),
            country_code: "US".to_owned(),
            country: None,
        }),
        phone_country_code: Some("1".to_owned()),
        phone_number: Some(format!("555{:07}", (0..10_000_000).fake_with_rng::<u32, _>(rng))),
    }
}

/// First and last name out of a full name; the last word is the last name.
pub fn split_name(name: &str) -> (String, String) {
    match name.trim().rsplit_once(' ') {
        Some((first, last)) => (first.trim().to_owned(), last.to_owned()),
        None => (name.trim().to_owned(), name.trim().to_owned()),
    }
}

/// An address that reaches nobody.
pub fn email(first: &str, last: &str) -> String {
    let plain = |text: &str| -> String {
        text.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect()
    };
    format!("{}.{}@people.sandbox.test", plain(first), plain(last))
}
