//! Text between the quotes of a string, as graphql-js reads it (October 2021, 2.9.4; of later
//! editions, `\u{…}`).

type Read = Result<(String, usize), String>;

/// Reads a string from behind its opening quote: its value, and its length with the closing quote.
pub(super) fn string(body: &str) -> Read {
    let mut value = String::new();
    let mut at = 0;
    while let Some(plain) = body[at..].find(['"', '\\', '\n', '\r']) {
        value.push_str(&body[at..at + plain]);
        at += plain;
        match body.as_bytes()[at] {
            b'"' => return Ok((value, at + 1)),
            b'\\' => {
                let (letter, length) = escape(&body[at..])?;
                value.push(letter);
                at += length;
            }
            _ => break,
        }
    }
    Err("Unterminated string.".to_owned())
}

/// Reads a string in three quotes from behind the opening ones.
pub(super) fn block(body: &str) -> Read {
    let mut from = 0;
    while let Some(found) = body[from..].find("\"\"\"") {
        let at = from + found;
        if !body[..at].ends_with('\\') {
            return Ok((dedented(&body[..at].replace("\\\"\"\"", "\"\"\"")), at + 3));
        }
        from = at + 3;
    }
    Err("Unterminated string.".to_owned())
}

/// Without the indentation that all lines but the first share, and without blank lines around.
fn dedented(raw: &str) -> String {
    let raw = raw.replace("\r\n", "\n").replace('\r', "\n");
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let filled = |line: &str| indent(line) < line.len();
    let common = raw.split('\n').skip(1).filter(|line| filled(line)).map(indent).min();
    let common = common.unwrap_or(usize::MAX);
    let lines = raw.split('\n').enumerate().map(|(number, line)| match number {
        0 => line,
        _ => line.get(common..).unwrap_or_default(),
    });
    let lines: Vec<_> = lines.collect();
    let first = lines.iter().position(|line| filled(line)).unwrap_or(lines.len());
    let last = lines.iter().rposition(|line| filled(line)).map_or(first, |last| last + 1);
    lines[first..last].join("\n")
}

/// The letter that an escape sequence stands for, and its length.
fn escape(rest: &str) -> Result<(char, usize), String> {
    let letter = match rest[1..].chars().next() {
        Some('u') if rest[2..].starts_with('{') => return braced(rest),
        Some('u') => return four_digits(rest),
        Some(plain @ ('"' | '\\' | '/')) => plain,
        Some('b') => '\u{8}',
        Some('f') => '\u{c}',
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        _ => return Err(format!("Invalid character escape sequence: \"{}\".", cut(rest, 2))),
    };
    Ok((letter, 2))
}

/// `\uXXXX`, or two of them that stand for one letter, as JSON writes it.
fn four_digits(rest: &str) -> Result<(char, usize), String> {
    let unit = |from: usize| {
        let digits = rest.get(from..from + 4)?;
        let hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        u16::from_str_radix(digits, 16).ok().filter(|_| hex)
    };
    if let Some(first) = unit(2) {
        if let Some(letter) = char::from_u32(first.into()) {
            return Ok((letter, 6));
        }
        let second = unit(8).filter(|_| rest[6..].starts_with("\\u"));
        if let Some(Ok(letter)) =
            second.and_then(|second| char::decode_utf16([first, second]).next())
        {
            return Ok((letter, 12));
        }
    }
    Err(invalid(rest, 6))
}

/// `\u{X…}`.
fn braced(rest: &str) -> Result<(char, usize), String> {
    const LONGEST: usize = "\\u{00000000}".len();
    let (mut point, mut size) = (0_u32, 3);
    for letter in rest.chars().skip(size) {
        size += 1;
        match letter.to_digit(16) {
            Some(digit) if size < LONGEST && point < 1 << 27 => point = point << 4 | digit,
            None if letter == '}' && size > 4 => {
                return char::from_u32(point)
                    .map(|letter| (letter, size))
                    .ok_or_else(|| invalid(rest, size));
            }
            _ => return Err(invalid(rest, size)),
        }
    }
    Err(invalid(rest, size + 1))
}

fn invalid(rest: &str, size: usize) -> String {
    format!("Invalid Unicode escape sequence: \"{}\".", cut(rest, size))
}

/// The beginning of a text, counted as JavaScript counts.
fn cut(text: &str, units: usize) -> String {
    String::from_utf16_lossy(&text.encode_utf16().take(units).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::{block, string};

    #[test]
    fn pairs_of_surrogates_are_one_letter() {
        assert_eq!(string(r#"a\uD83D\uDE00\u{1F600}😀\n" }"#), Ok(("a😀😀😀\n".to_owned(), 29)));
        for (body, sequence) in [
            (r#"\uD83D""#, r"\uD83D"),
            (r#"\uD83D\u0041""#, r"\uD83D"),
            (r#"\uDE00\uD83D""#, r"\uDE00"),
            (r#"\u12""#, r#"\u12""#),
            (r#"\u{zz}""#, r"\u{z"),
            (r#"\u{}""#, r"\u{}"),
            (r#"\u{110000}""#, r"\u{110000}"),
            (r#"\u{D83D}""#, r"\u{D83D}"),
        ] {
            let message = format!("Invalid Unicode escape sequence: \"{sequence}\".");
            assert_eq!(string(body), Err(message), "{body}");
        }
    }

    #[test]
    fn blocks_lose_what_indents_them() {
        let body = "\n    a\n      b \\\"\"\"\n\n    c\n  \"\"\" }";
        assert_eq!(block(body), Ok(("a\n  b \"\"\"\n\nc".to_owned(), body.len() - 2)));
    }
}
