//! List of the places that the sandbox knows (PG 9). Addresses are validated, completed and
//! resolved by it, so that the same question always has the same answer and no provider is called.

use std::sync::LazyLock;

use super::PostalAddress;

/// The list. Columns: street line, city, region, postal code, country code, country, latitude,
/// longitude.
static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| {
    let text = crate::fixtures::text("lists/places.tsv");
    text.lines().map(|line| Place::read(line).expect("the list of places is checked")).collect()
});

/// Most suggestions for one text.
const MOST: usize = 5;

/// Shortest text that is completed, in characters.
const SHORTEST: usize = 3;

/// A place of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Id of the place, made of country, city and street: `us-miami-123-main-st`.
    pub id: String,
    /// Street line.
    pub line1: String,
    /// City.
    pub city: String,
    /// State or region.
    pub region: String,
    /// Postal code.
    pub postal_code: String,
    /// Country code, two letters.
    pub country_code: String,
    /// Name of the country.
    pub country: String,
    /// Latitude, in degrees north.
    pub latitude: f64,
    /// Longitude, in degrees east.
    pub longitude: f64,
}

impl Place {
    fn read(line: &str) -> Option<Self> {
        let cells: Vec<_> = line.split('\t').collect();
        let [line1, city, region, postal_code, code, country, latitude, longitude] = cells[..]
        else {
            return None;
        };
        Some(Self {
            id: plain(&format!("{code} {city} {line1}")).replace(' ', "-"),
            line1: line1.to_owned(),
            city: city.to_owned(),
            region: region.to_owned(),
            postal_code: postal_code.to_owned(),
            country_code: code.to_owned(),
            country: country.to_owned(),
            latitude: latitude.parse().ok()?,
            longitude: longitude.parse().ok()?,
        })
    }

    /// Address without the street: `Miami, FL 33101, US`.
    pub fn town(&self) -> String {
        format!("{}, {} {}, {}", self.city, self.region, self.postal_code, self.country_code)
    }

    /// Address on one line: `123 Main St, Miami, FL 33101, US`.
    pub fn formatted(&self) -> String {
        format!("{}, {}", self.line1, self.town())
    }
}

/// Result of looking an address up in the list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AddressMatch {
    /// Every field agrees with this place.
    Exact(&'static Place),
    /// Street, city and country agree with this place; region or postal code do not.
    Approximate(&'static Place),
    /// The list has other places of its country.
    CountryOnly,
    /// The list has no place of its country.
    None,
}

/// Text for comparing: lower case, without punctuation, words one space apart.
fn plain(text: &str) -> String {
    let letters: String =
        text.chars().filter(|one| one.is_alphanumeric() || one.is_whitespace()).collect();
    letters.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn same(left: &str, right: &str) -> bool {
    plain(left) == plain(right)
}

/// Looks an address up in the list; letter case, punctuation and spacing do not matter.
pub fn look_up(address: &PostalAddress) -> AddressMatch {
    let in_country = |place: &&Place| same(&place.country_code, &address.country_code);
    let found = PLACES
        .iter()
        .filter(in_country)
        .find(|place| same(&place.line1, &address.line1) && same(&place.city, &address.city));
    match found {
        Some(place)
            if same(&place.region, &address.region)
                && same(&place.postal_code, &address.postal_code) =>
        {
            AddressMatch::Exact(place)
        }
        Some(place) => AddressMatch::Approximate(place),
        None if PLACES.iter().any(|place| in_country(&place)) => AddressMatch::CountryOnly,
        None => AddressMatch::None,
    }
}

/// Places whose one-line form contains `text`, in order of that form, five at most; only of
/// `countries` where given. Empty for a text of fewer than three characters.
pub fn complete(text: &str, countries: Option<&[String]>) -> Vec<&'static Place> {
    let text = text.trim().to_lowercase();
    if text.chars().count() < SHORTEST {
        return Vec::new();
    }
    let matches = |place: &&Place| {
        let named = |code: &String| code.eq_ignore_ascii_case(&place.country_code);
        countries.is_none_or(|countries| countries.iter().any(named))
            && place.formatted().to_lowercase().contains(&text)
    };
    let mut found: Vec<_> = PLACES.iter().filter(matches).collect();
    found.sort_by_key(|place| place.formatted());
    found.truncate(MOST);
    found
}

/// Place with this id; none when the list has none.
pub fn resolve(id: &str) -> Option<&'static Place> {
    PLACES.iter().find(|place| place.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(line1: &str, city: &str, region: &str, code: &str, country: &str) -> PostalAddress {
        PostalAddress {
            line1: line1.to_owned(),
            line2: None,
            city: city.to_owned(),
            region: region.to_owned(),
            postal_code: code.to_owned(),
            country_code: country.to_owned(),
            country: None,
        }
    }

    #[test]
    fn ids_are_unique_and_lead_back() {
        for place in PLACES.iter() {
            assert_eq!(resolve(&place.id), Some(place), "{}", place.id);
        }
    }

    #[test]
    fn case_punctuation_and_spaces_do_not_matter() {
        let known = |address| look_up(&address);
        let miami = resolve("us-miami-123-main-st").unwrap();
        assert_eq!(
            known(address("123 MAIN ST.", "miami ", "fl", "33101", "us")),
            AddressMatch::Exact(miami)
        );
        assert_eq!(
            known(address("123  Main St", "Miami", "FL", "99999", "US")),
            AddressMatch::Approximate(miami)
        );
        assert_eq!(
            known(address("1 Nowhere Lane", "Atlantis", "ZZ", "0", "US")),
            AddressMatch::CountryOnly
        );
        assert_eq!(
            known(address("1 Nowhere Lane", "Atlantis", "ZZ", "0", "XX")),
            AddressMatch::None
        );
    }

    #[test]
    fn completions_come_in_order_and_of_the_countries_that_are_named() {
        let lines = |text: &str, countries: Option<&[String]>| -> Vec<_> {
            complete(text, countries).into_iter().map(Place::formatted).collect()
        };
        assert_eq!(
            lines("123 main", None),
            ["123 Main St, Denver, CO 80202, US", "123 Main St, Miami, FL 33101, US"]
        );
        assert_eq!(lines("123 main", Some(&["CA".to_owned()])), [""; 0]);
        assert_eq!(lines(" 12 ", None), [""; 0]);
        assert_eq!(lines("US", None), [""; 0]);
    }
}
