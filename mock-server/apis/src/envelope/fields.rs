//! The fields of an endpoint (ER 3, step 14; 7).

use serde_json::{Map, Value};

use super::{refusal::OperationError, slugs::Slug};
use crate::money::Cents;

/// The members of a payload, as an endpoint reads them. Null counts as absent.
#[derive(Default)]
pub(super) struct Fields {
    members: Map<String, Value>,
    /// Prefix of member names in refusals, such as `kyc_data.`.
    path: &'static str,
}

/// Whether a text of a field will do.
pub(super) type Form = fn(&str) -> bool;

impl Fields {
    pub(super) fn new(members: Map<String, Value>) -> Self {
        Self { members, path: "" }
    }

    /// All members, as one object.
    pub(super) fn whole(&self) -> Value {
        Value::Object(self.members.clone())
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.members.get(name).filter(|value| !value.is_null())
    }

    /// Refuses a field.
    pub(super) fn wrong(&self, name: &str, problem: &str) -> OperationError {
        OperationError::invalid(&format!("{}{name}", self.path), problem)
    }

    /// A text, if it is there.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, OperationError> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(self.wrong(name, "must be a string")),
        }
    }

    /// A text of a form, if it is there.
    pub(super) fn formed(&self, name: &str, form: Form) -> Result<Option<String>, OperationError> {
        match self.text(name)? {
            Some(text) if !form(&text) => Err(self.wrong(name, "is not valid")),
            text => Ok(text),
        }
    }

    /// A text that must be there.
    pub(super) fn required(&self, name: &str) -> Result<String, OperationError> {
        self.text(name)?.ok_or_else(|| self.wrong(name, "is required"))
    }

    /// The project's own id of a user, if it is there.
    pub(super) fn user(&self, name: &str) -> Result<Option<String>, OperationError> {
        self.formed(name, |text| {
            (1..=128).contains(&text.chars().count()) && !text.chars().any(char::is_control)
        })
    }

    /// `external_user_id`, which must be there; an absent one has an error slug of its own on some
    /// endpoints.
    pub(super) fn required_user(&self, missing: Slug) -> Result<String, OperationError> {
        const NAME: &str = "external_user_id";
        self.user(NAME)?.ok_or_else(|| match missing {
            Slug::InvalidRequest => self.wrong(NAME, "is required"),
            slug => OperationError::of(slug),
        })
    }

    /// An amount, if it is there; zero is one only where that is allowed.
    pub(super) fn amount(&self, name: &str, zero: bool) -> Result<Option<Cents>, OperationError> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let cents = value.as_str().and_then(cents).filter(|cents| *cents > 0 || zero);
        cents.map(Some).ok_or_else(|| OperationError::of(Slug::InvalidAmount))
    }

    /// An integer between two ends, if it is there.
    pub(super) fn integer(
        &self,
        name: &str,
        min: i64,
        max: i64,
    ) -> Result<Option<i64>, OperationError> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Number(number)) => {
                let fits = number.as_i64().filter(|number| (min..=max).contains(number));
                let wrong = if number.is_f64() { "must be an integer" } else { "is not valid" };
                fits.map(Some).ok_or_else(|| self.wrong(name, wrong))
            }
            Some(_) => Err(self.wrong(name, "must be an integer")),
        }
    }

    /// The fields of an object, if it is there.
    pub(super) fn object(
        &self,
        name: &str,
        path: &'static str,
    ) -> Result<Option<Self>, OperationError> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Object(members)) => Ok(Some(Self { members: members.clone(), path })),
            Some(_) => Err(self.wrong(name, "must be an object")),
        }
    }
}

/// `^(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?$`, in cents.
pub(super) fn cents(text: &str) -> Option<Cents> {
    let (whole, part) = match text.split_once('.') {
        Some((whole, part)) => (whole, Some(part)),
        None => (text, None),
    };
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let leading = whole.len() > 1 && whole.starts_with('0');
    if !digits(whole, 12) || leading || part.is_some_and(|part| !digits(part, 2)) {
        return None;
    }
    let whole: Cents = whole.parse().ok()?;
    let part: Cents = format!("{:0<2}", part.unwrap_or("0")).parse().ok()?;
    Some(whole * 100 + part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_decimal_text() {
        let wrong = [
            "-5.00",
            "20.001",
            "2e1",
            " 20",
            "+20",
            "20,00",
            "020",
            "",
            "1234567890123",
            ".5",
            "5.",
        ];
        for text in wrong {
            assert_eq!(cents(text), None, "{text}");
        }
        assert_eq!(cents("20"), Some(2_000));
        assert_eq!(cents("20.5"), Some(2_050));
        assert_eq!(cents("20.05"), Some(2_005));
        assert_eq!(cents("0.00"), Some(0));
        assert_eq!(cents("999999999999.99"), Some(99_999_999_999_999));
    }
}
