//! Forms of arguments.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Step;

/// A form that an argument can have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// `= VALUE`: this value.
    Is(Value),
    /// `absent`: nothing, not even null.
    Absent,
    /// `null`: null.
    Null,
    /// `present`: anything but null.
    Present,
    /// `integer`: a whole number.
    Integer,
    /// `text`: a text.
    Text,
    /// `upper`: a text with letters, all of them capital.
    Upper,
    /// `lower`: a text with letters, none of them capital.
    Lower,
    /// `contains TEXT`: a text with this in it.
    Contains(String),
    /// `length N`: a text of so many characters.
    Length(usize),
    /// `shaped PATTERN`: a text in which `9` stands for any digit, `A` for a capital letter, `a` for
    /// a small one and everything else for itself; a last `*` for whatever follows.
    Shaped(String),
}

impl Form {
    /// True when the argument at this place among others has the form.
    pub fn fits(&self, arguments: &Value, place: &[Step]) -> bool {
        match (place.split_first(), arguments) {
            (Some((Step::To(name), rest)), Value::Object(members)) => match members.get(name) {
                Some(value) => self.fits(value, rest),
                None => *self == Self::Absent && rest.is_empty(),
            },
            (Some((Step::Each, rest)), Value::Array(items)) => {
                items.iter().any(|item| self.fits(item, rest))
            }
            (Some((Step::Each, rest)), Value::Object(members)) => {
                members.values().any(|item| self.fits(item, rest))
            }
            (Some(_), _) => false,
            (None, value) => self.is_of(value),
        }
    }

    fn is_of(&self, value: &Value) -> bool {
        let text = value.as_str();
        let cased = |is_right: fn(&char) -> bool| {
            let letters = text.into_iter().flat_map(str::chars).filter(|one| one.is_alphabetic());
            letters.clone().next().is_some() && letters.clone().all(|letter| is_right(&letter))
        };
        match self {
            Self::Is(wanted) => wanted == value,
            Self::Absent => false,
            Self::Null => value.is_null(),
            Self::Present => !value.is_null(),
            Self::Integer => value.is_i64() || value.is_u64(),
            Self::Text => text.is_some(),
            Self::Upper => cased(|letter| letter.is_uppercase()),
            Self::Lower => cased(|letter| letter.is_lowercase()),
            Self::Contains(part) => text.is_some_and(|text| text.contains(part)),
            Self::Length(wanted) => text.is_some_and(|text| text.chars().count() == *wanted),
            Self::Shaped(pattern) => text.is_some_and(|text| has_shape(text, pattern)),
        }
    }

    /// The form of these words.
    pub(super) fn parse(words: &str) -> Result<Self, String> {
        let plain = [
            ("absent", Self::Absent),
            ("null", Self::Null),
            ("present", Self::Present),
            ("integer", Self::Integer),
            ("text", Self::Text),
            ("upper", Self::Upper),
            ("lower", Self::Lower),
        ];
        if let Some((_, form)) = plain.into_iter().find(|(word, _)| *word == words) {
            return Ok(form);
        }
        if let Some(value) = words.strip_prefix("= ") {
            return toml_value(value).map(Self::Is);
        }
        if let Some(length) = words.strip_prefix("length ") {
            return length.parse().map(Self::Length).map_err(|_| "a length is a number".to_owned());
        }
        if let Some(part) = words.strip_prefix("contains ") {
            let part = toml_value(part)?;
            let part = part.as_str().filter(|part| !part.is_empty());
            return part
                .map(|part| Self::Contains(part.to_owned()))
                .ok_or("it contains a text".to_owned());
        }
        let pattern = words.strip_prefix("shaped ").filter(|pattern| !pattern.is_empty());
        pattern
            .map(|pattern| Self::Shaped(pattern.to_owned()))
            .ok_or(format!("{words:?} is no form"))
    }
}

/// A value as TOML writes it.
pub(super) fn toml_value(text: &str) -> Result<Value, String> {
    let table: toml::Table =
        toml::from_str(&format!("value = {}", text.trim())).map_err(|error| error.to_string())?;
    serde_json::to_value(&table["value"]).map_err(|error| error.to_string())
}

fn has_shape(text: &str, pattern: &str) -> bool {
    let (pattern, goes_on) = match pattern.strip_suffix('*') {
        Some(start) => (start, true),
        None => (pattern, false),
    };
    let fits = |(one, wanted): (char, char)| match wanted {
        '9' => one.is_ascii_digit(),
        'A' => one.is_uppercase(),
        'a' => one.is_lowercase(),
        other => one == other,
    };
    let (length, wanted) = (text.chars().count(), pattern.chars().count());
    (length == wanted || goes_on && length > wanted) && text.chars().zip(pattern.chars()).all(fits)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn arguments_have_forms() {
        let place = [Step::To("input".into()), Step::To("x".into())];
        for (form, fitting, other) in [
            ("= \"lost\"", json!("lost"), json!("Lost")),
            ("= 3", json!(3), json!("3")),
            ("null", json!(null), json!(0)),
            ("integer", json!(3), json!("3")),
            ("text", json!("3"), json!(3)),
            ("upper", json!("US-1"), json!("Us")),
            ("lower", json!("us-1"), json!("1")),
            ("length 4", json!("äöüß"), json!("aou")),
            ("shaped 99-9999", json!("15-1252"), json!("15-12525")),
            ("present", json!(0), json!(null)),
            ("contains \". \"", json!("A. B"), json!("A B.")),
            ("shaped 0*", json!("0719"), json!("7190")),
            ("shaped Aa*", json!("Software"), json!("software")),
        ] {
            let form = Form::parse(form).unwrap();
            assert!(form.fits(&json!({"input": {"x": fitting}}), &place), "{form:?}");
            assert!(!form.fits(&json!({"input": {"x": other}}), &place), "{form:?}");
            assert!(!form.fits(&json!({"x": fitting}), &place), "{form:?}");
        }
        let absent = Form::parse("absent").unwrap();
        assert!(absent.fits(&json!({"input": {}}), &place));
        assert!(!absent.fits(&json!({"input": {"x": null}}), &place));
        assert!(!absent.fits(&json!({}), &place), "the object around it is missing");
        let each = [Step::To("all".into()), Step::Each];
        assert!(Form::Integer.fits(&json!({"all": ["a", 1]}), &each));
    }
}
