//! Bodies and paths of a dialect, with values in place of `${amount}` and the like.

use serde_json::Value;

use crate::{Mismatch, StepResult};

/// The values that stand for names in templates, in the order they were given.
pub type Values<'a> = &'a [(&'a str, &'a str)];

/// The path with its values; each is one segment, whatever it contains.
pub fn path(template: &str, values: Values<'_>) -> StepResult<String> {
    filled(template, |name| match value(values, name) {
        Some(text) => Ok(segment(&text)),
        None => Err(Mismatch::suite(format!("a value for ${{{name}}} in {template}"), "none")),
    })
}

/// The body with its values; a member whose value is not given is left out. Empty for no template.
///
/// # Errors
/// A template that is no JSON once its values are filled in, which is the target file's mistake.
pub fn body(template: &str, values: Values<'_>) -> StepResult<Vec<u8>> {
    if template.trim().is_empty() {
        return Ok(Vec::new());
    }
    // In quotes or not, what is not given becomes null.
    let quoted = unquoted(template, |name| value(values, name).is_none());
    let text = filled(&quoted, |name| {
        Ok(value(values, name).map_or_else(|| "null".to_owned(), |text| escaped(&text)))
    })?;
    let mut json: Value = serde_json::from_str(&text).map_err(|error| {
        Mismatch::configuration(format!("a template of JSON, not {template}"), error.to_string())
    })?;
    without_nulls(&mut json);
    Ok(json.to_string().into_bytes())
}

/// The value of a name. `amount_minor` is the amount in hundredths, as a whole number.
fn value(values: Values<'_>, name: &str) -> Option<String> {
    let given = |name: &str| values.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
    match name.strip_suffix("_minor") {
        Some(base) => crate::checks::money::millionths(given(base)?)
            .map(|millionths| (millionths / 10_000).to_string()),
        None => given(name).map(str::to_owned),
    }
}

fn filled(template: &str, value: impl Fn(&str) -> StepResult<String>) -> StepResult<String> {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("${") {
        out.push_str(before);
        let (name, behind) = after.split_once('}').ok_or_else(|| {
            Mismatch::configuration("${name} with both braces", template.to_owned())
        })?;
        out.push_str(&value(name)?);
        rest = behind;
    }
    out.push_str(rest);
    Ok(out)
}

/// The template with `null` in place of each text that is nothing but an absent value.
fn unquoted(template: &str, absent: impl Fn(&str) -> bool) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("\"${") {
        out.push_str(before);
        match after.split_once("}\"") {
            Some((name, behind)) if absent(name) => {
                out.push_str("null");
                rest = behind;
            }
            _ => {
                out.push_str("\"${");
                rest = after;
            }
        }
    }
    out + rest
}

/// The text as it stands between the quotes of JSON.
fn escaped(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned()
}

/// The text as one segment of a path.
fn segment(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte);
    text.bytes().fold(String::new(), |out, byte| match plain(byte) {
        true => out + &char::from(byte).to_string(),
        false => out + &format!("%{byte:02X}"),
    })
}

/// Takes away members that are null: the same as leaving them out (MC 4.3).
fn without_nulls(json: &mut Value) {
    match json {
        Value::Object(members) => {
            members.retain(|_, value| !value.is_null());
            members.values_mut().for_each(without_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(without_nulls),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(template: &str, values: Values<'_>) -> String {
        String::from_utf8(body(template, values).unwrap()).unwrap()
    }

    #[test]
    fn what_has_no_value_is_left_out() {
        let template =
            r#"{"amount":"${amount}","currency":"${currency}","card":{"label":"${label}"}}"#;
        let values = [("amount", "5.00")];
        assert_eq!(text(template, &values), r#"{"amount":"5.00","card":{}}"#);
        assert_eq!(text("", &values), "");
    }

    #[test]
    fn amounts_may_be_numbers_and_whole_hundredths() {
        let template = r#"{"sum":${amount},"cents":${amount_minor},"note":"for ${label}"}"#;
        let values = [("amount", "12.50"), ("label", "a \"b\"")];
        assert_eq!(text(template, &values), r#"{"sum":12.5,"cents":1250,"note":"for a \"b\""}"#);
        assert!(body("{\"sum\":", &values).is_err());
    }

    #[test]
    fn a_reference_is_one_segment() {
        assert_eq!(path("/c/${reference}/", &[("reference", "a/b ?")]).unwrap(), "/c/a%2Fb%20%3F/");
        assert!(path("/c/${reference}/", &[]).is_err());
    }
}
