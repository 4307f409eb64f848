//! Finds a text in another one in which each of its characters may be escaped: as JSON does, once or
//! several times over, as a URL does, or as XML and HTML do.

/// A text that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    letters: Vec<char>,
    /// Whether `A` is `a`.
    fold: bool,
    /// Whether it counts only where no letter or digit stands beside it.
    word: bool,
}

impl Pattern {
    pub(super) fn of(text: &str, fold: bool, word: bool) -> Self {
        Self { letters: text.chars().collect(), fold, word }
    }

    /// Whether it could begin with this byte, unescaped.
    pub(super) fn begins_with(&self, byte: u8) -> bool {
        let mut bytes = [0; 4];
        let Some(first) = self.letters.first() else { return false };
        let own = first.encode_utf8(&mut bytes).as_bytes()[0];
        own == byte || (self.fold && own.eq_ignore_ascii_case(&byte))
    }

    /// The end of the match that begins at `start`.
    pub(super) fn end(&self, text: &str, start: usize) -> Option<usize> {
        let before = text[..start].chars().next_back();
        if self.word && before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let (place, letters) = self.unescaped(text, start)?;
        let (mut places, mut next) = (vec![place], Vec::new());
        for letter in letters {
            next.clear();
            for place in &places {
                self.step(&text[*place..], *place, *letter, &mut next);
            }
            if next.is_empty() {
                return None;
            }
            next.sort_unstable();
            next.dedup();
            std::mem::swap(&mut places, &mut next);
        }
        let end = places.pop()?;
        let after = text[end..].chars().next();
        let alone = !(self.word && after.is_some_and(char::is_alphanumeric));
        alone.then_some(end)
    }

    /// The letters up to the first escape in the text: the place behind them, and the letters that are
    /// left. Nearly every place of a text ends here, at no cost but that of looking.
    fn unescaped(&self, text: &str, start: usize) -> Option<(usize, &[char])> {
        let (mut rest, mut letters) = (text[start..].chars(), &self.letters[..]);
        loop {
            let place = text.len() - rest.as_str().len();
            let Some((letter, more)) = letters.split_first() else { return Some((place, letters)) };
            let other = rest.next()?;
            if matches!(other, '\\' | '%' | '+' | '&') {
                return Some((place, letters));
            }
            if !self.is(other, *letter) {
                return None;
            }
            letters = more;
        }
    }

    /// Whether a letter of the text is one of the pattern.
    fn is(&self, other: char, letter: char) -> bool {
        other == letter || (self.fold && other.eq_ignore_ascii_case(&letter))
    }

    /// Every place after `letter`, if it stands at the beginning of `rest` in one form or another.
    fn step(&self, rest: &str, place: usize, letter: char, next: &mut Vec<usize>) {
        let is = |other: char| self.is(other, letter);
        let Some(first) = rest.chars().next() else { return };
        if is(first) {
            next.push(place + first.len_utf8());
        }
        match first {
            '\\' => backslash(rest, &is, letter, place, next),
            '%' => percent(rest, &is, letter, place, next),
            '+' if letter == ' ' => next.push(place + 1),
            '&' => entity(rest, &is, place, next),
            _ => {}
        }
    }
}

/// `\"`, `\/`, `\n`, `\u0041`, with as many backslashes as there are levels of JSON in JSON.
fn backslash(
    rest: &str,
    is: &dyn Fn(char) -> bool,
    letter: char,
    place: usize,
    next: &mut Vec<usize>,
) {
    let run = rest.len() - rest.trim_start_matches('\\').len();
    if letter == '\\' {
        next.extend((1..=run).filter(|count| count.is_power_of_two()).map(|count| place + count));
    }
    let after = &rest[run..];
    let Some(mark) = after.chars().next() else { return };
    let meant = match mark {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\u{8}',
        'f' => '\u{c}',
        other => other,
    };
    let escaped = meant != mark || !mark.is_alphanumeric();
    if escaped && is(meant) {
        next.push(place + run + mark.len_utf8());
    }
    let unit = |at: usize| {
        let digits = after.get(at..)?.strip_prefix(['u', 'U'])?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let Some(high) = unit(0) else { return };
    match char::decode_utf16([high]).next() {
        Some(Ok(one)) if is(one) => next.push(place + run + 5),
        Some(Ok(_)) | None => {}
        Some(Err(_)) => {
            // The second half of a pair has the same number of backslashes.
            let second = after.get(5..).filter(|more| more.starts_with(&rest[..run]));
            let Some(low) = second.and_then(|_| unit(5 + run)) else { return };
            if let Some(Ok(one)) = char::decode_utf16([high, low]).next()
                && is(one)
            {
                next.push(place + run + 5 + run + 5);
            }
        }
    }
}

/// `%2B`, or `%252B` where it was escaped twice.
fn percent(
    rest: &str,
    is: &dyn Fn(char) -> bool,
    letter: char,
    place: usize,
    next: &mut Vec<usize>,
) {
    let mut own = [0; 4];
    for same in [letter, letter.to_ascii_lowercase(), letter.to_ascii_uppercase()] {
        if !is(same) {
            continue;
        }
        let mut places = vec![0];
        for byte in same.encode_utf8(&mut own).bytes() {
            places = places.iter().flat_map(|at| after_byte(rest, *at, byte)).collect();
        }
        next.extend(places.into_iter().map(|at| place + at));
    }
}

/// The places after `byte`, escaped once or several times over.
fn after_byte(rest: &str, at: usize, byte: u8) -> Vec<usize> {
    let Some(mut more) = rest.get(at..).and_then(|more| more.strip_prefix('%')) else {
        return Vec::new();
    };
    let mut places = Vec::new();
    loop {
        let two = more.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if two == Some(byte) {
            places.push(rest.len() - more.len() + 2);
        }
        match more.strip_prefix("25") {
            Some(deeper) => more = deeper,
            None => return places,
        }
    }
}

/// `&amp;`, `&#38;`, `&#x26;`.
fn entity(rest: &str, is: &dyn Fn(char) -> bool, place: usize, next: &mut Vec<usize>) {
    let Some(end) = rest.bytes().take(12).position(|byte| byte == b';') else { return };
    let name = &rest[1..end];
    let number =
        |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let meant = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => match name.strip_prefix('#') {
            Some(hex) if hex.starts_with(['x', 'X']) => number(&hex[1..], 16),
            Some(digits) => number(digits, 10),
            None => None,
        },
    };
    if meant.is_some_and(is) {
        next.push(place + end + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    fn whole(pattern: &str, text: &str) -> bool {
        Pattern::of(pattern, true, false).end(text, 0) == Some(text.len())
    }

    #[test]
    fn a_text_is_found_however_it_is_escaped() {
        let secret = "a\"b\\c/d é😀%+& <'";
        let json = serde_json::to_string(secret).unwrap();
        let json = &json[1..json.len() - 1];
        let twice = serde_json::to_string(json).unwrap();
        let twice = &twice[1..twice.len() - 1];
        let units: String = secret.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect();
        let percent: String = secret.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let over: String = secret.bytes().map(|byte| format!("%25{byte:02X}")).collect();
        let numbers: String = secret.chars().map(|one| format!("&#{};", u32::from(one))).collect();
        for text in [secret, json, twice, &units, &percent, &over, &numbers] {
            assert!(whole(secret, text), "{text}");
        }
        assert!(whole(secret, "a&quot;b\\\\c\\/d+%C3%A9\\ud83d\\ude00%25%2B&amp; &lt;&apos;"));
        assert!(!whole(secret, &json.replace('d', "e")));
    }

    #[test]
    fn a_word_stands_alone() {
        let word = Pattern::of("acme", false, true);
        assert_eq!(word.end("x acme.", 2), Some(6));
        assert_eq!(
            (word.end("xacme", 1), word.end("acmex", 0), word.end("ACME", 0)),
            (None, None, None)
        );
    }
}
