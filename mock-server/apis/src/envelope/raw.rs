//! Text of a member of a JSON object, as it was sent. Numbers lose their form when they are read:
//! the integer 10^40 and `1e40` are one value, but only one of them is written as an integer.

/// The last member of the root with this name, as it stands in the text of a valid object.
pub(super) fn member<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let bytes = text.as_bytes();
    let mut found = None;
    let mut at = text.find('{')? + 1;
    loop {
        at = skip(bytes, at, |byte| byte.is_ascii_whitespace() || byte == b',');
        if bytes.get(at) != Some(&b'"') {
            return found;
        }
        let end = end_of_value(bytes, at);
        let key: Option<String> = serde_json::from_str(&text[at..end]).ok();
        at = skip(bytes, end, |byte| byte.is_ascii_whitespace() || byte == b':');
        let end = end_of_value(bytes, at);
        if key.as_deref() == Some(name) {
            found = Some(&text[at..end]);
        }
        at = end;
    }
}

fn skip(bytes: &[u8], from: usize, is_skipped: impl Fn(u8) -> bool) -> usize {
    bytes[from..].iter().position(|byte| !is_skipped(*byte)).map_or(bytes.len(), |n| from + n)
}

/// Where the value that begins at `from` ends.
fn end_of_value(bytes: &[u8], from: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = end_of_string(bytes, at),
            b'{' | b'[' => {
                depth += 1;
                at += 1;
            }
            b'}' | b']' if depth == 0 => return at,
            b'}' | b']' => {
                depth -= 1;
                at += 1;
            }
            b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' if depth == 0 => return at,
            _ => {
                at += 1;
                continue;
            }
        }
        if depth == 0 {
            return at;
        }
    }
    at
}

/// Where the string that begins at `from` ends.
pub(super) fn end_of_string(bytes: &[u8], from: usize) -> usize {
    let mut at = from + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_stand_as_they_were_written() {
        let text =
            r#" { "a" : [1, {"t": 5}, "},"], "t":1e15 , "b":"\"t\":3","\u0074" : 007.50,"c":{} } "#;
        assert_eq!(member(text, "t"), Some("007.50"));
        assert_eq!(member(text, "a"), Some(r#"[1, {"t": 5}, "},"]"#));
        assert_eq!(member(text, "b"), Some(r#""\"t\":3""#));
        assert_eq!(member(text, "c"), Some("{}"));
        assert_eq!(member(text, "d"), None);
        assert_eq!(member("{}", "d"), None);
    }
}
