//! The values that must not leave, and texts without them.

use std::sync::{PoisonError, RwLock};

use base64::{
    Engine,
    prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD},
};

use super::matcher::Pattern;

/// Below it, in characters, a value is blanked only where a text is nothing else: it occurs
/// everywhere.
const SHORTEST: usize = 4;

/// From it on, in characters, a value is blanked inside words too.
const LONG: usize = 8;

/// The text in the place of a secret.
const BLANK: &str = "…";

static HIDDEN: RwLock<Hidden> = RwLock::new(Hidden::NONE);

/// The values, and what they are found by.
struct Hidden {
    values: Vec<String>,
    patterns: Vec<Pattern>,
    /// The patterns that may begin with each byte.
    by_byte: Vec<Vec<usize>>,
}

impl Hidden {
    const NONE: Self = Self { values: Vec::new(), patterns: Vec::new(), by_byte: Vec::new() };

    fn add(&mut self, value: &str) {
        self.values.push(value.to_owned());
        self.patterns.extend(patterns(value));
        // An escape may begin any of them.
        let may = |byte: u8, one: &Pattern| b"\\%&".contains(&byte) || one.begins_with(byte);
        let of = |byte: u8| {
            let all = self.patterns.iter().enumerate();
            all.filter(|(_, one)| may(byte, one)).map(|(index, _)| index).collect()
        };
        self.by_byte = (0..=u8::MAX).map(of).collect();
    }

    /// The end of the longest pattern that begins at `start`.
    fn end(&self, text: &str, start: usize) -> Option<usize> {
        let candidates = self.by_byte.get(usize::from(text.as_bytes()[start]))?;
        candidates.iter().filter_map(|index| self.patterns[*index].end(text, start)).max()
    }
}

/// Blanks a value from now on, in everything that leaves the process: as it is, JSON-escaped,
/// percent-encoded, as an XML entity, in hex and in base64, alone or inside a longer text that was
/// encoded as a whole. An empty value is none.
pub fn hide(value: &str) {
    let value = value.trim();
    let mut hidden = HIDDEN.write().unwrap_or_else(PoisonError::into_inner);
    if !value.is_empty() && hidden.values.iter().all(|known| known != value) {
        hidden.add(value);
    }
}

/// Blanks the name and password that an address carries.
pub fn hide_userinfo(url: &str) {
    let Some((_, rest)) = url.split_once("://") else { return };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((userinfo, _)) = authority.rsplit_once('@') else { return };
    hide(userinfo);
    let password = userinfo.split_once(':').map(|(_, password)| password);
    let decoded = password.map(decoded);
    [password.map(str::to_owned), decoded].into_iter().flatten().for_each(|one| hide(&one));
}

/// Blanks what the environment says beside the target: the token of a sandbox, the proxies' names
/// and passwords.
pub(crate) fn hide_environment() {
    hide(&std::env::var("SANDBOX_CONTROL_TOKEN").unwrap_or_default());
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        for name in [name.to_owned(), name.to_lowercase()] {
            hide_userinfo(&std::env::var(name).unwrap_or_default());
        }
    }
}

/// A text without the values that must not leave.
pub fn blanked(text: &str) -> String {
    beginning(text, usize::MAX)
}

/// At least so many bytes of what [`blanked`] makes of a text: a value that begins in them is seen
/// whole, and what comes after them costs nothing.
pub(super) fn beginning(text: &str, least: usize) -> String {
    let hidden = HIDDEN.read().unwrap_or_else(PoisonError::into_inner);
    if hidden.values.is_empty() {
        return text[..text.ceil_char_boundary(least)].to_owned();
    }
    if hidden.values.iter().any(|value| value == text.trim()) {
        return BLANK.to_owned();
    }
    let mut out = String::with_capacity(text.len().min(least));
    let (mut at, mut kept) = (0, 0);
    while at < text.len() && out.len() + (at - kept) < least {
        match hidden.end(text, at) {
            Some(end) => {
                out.push_str(&text[kept..at]);
                out.push_str(BLANK);
                (at, kept) = (end, end);
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    out.push_str(&text[kept..at]);
    out
}

fn patterns(value: &str) -> Vec<Pattern> {
    let count = value.chars().count();
    if count < SHORTEST {
        return Vec::new();
    }
    let long = count >= LONG;
    let mut all =
        vec![Pattern::of(value, long, !long), Pattern::of(&hex::encode(value), true, !long)];
    for engine in [&BASE64_STANDARD_NO_PAD, &BASE64_URL_SAFE_NO_PAD] {
        if !long {
            all.push(Pattern::of(&engine.encode(value), false, true));
            continue;
        }
        for before in 0..3 {
            all.push(Pattern::of(&inside(engine, value, before), false, false));
        }
    }
    all
}

/// The base64 digits that a value alone decides, with so many bytes before it.
fn inside(engine: &impl Engine, value: &str, before: usize) -> String {
    let bytes = [&vec![0; before], value.as_bytes()].concat();
    let whole = engine.encode(&bytes);
    let (from, to) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
    whole[from..to].to_owned()
}

/// A percent-encoded text as it is meant.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let byte = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3).and_then(|two| u8::from_str_radix(two, 16).ok()))
            .flatten();
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE};

    use super::*;

    #[test]
    fn a_value_is_blanked_in_every_form() {
        let secret = "tok\"en/of+somebody é";
        hide(secret);
        let json = serde_json::to_string(secret).unwrap();
        let forms = [
            secret.to_owned(),
            secret.to_uppercase().replace('É', "é"),
            json[1..json.len() - 1].to_owned(),
            hex::encode(secret),
            hex::encode_upper(secret),
            secret.bytes().map(|byte| format!("%{byte:02X}")).collect(),
        ];
        for form in forms {
            let text = format!("before {form} after");
            assert_eq!(blanked(&text), "before … after", "{form}");
        }
        let part = &BASE64_STANDARD.encode("en/of+somebody")[2..14];
        for before in ["", "a", "ab", "user:"] {
            for engine in [&BASE64_STANDARD, &BASE64_URL_SAFE] {
                let text = engine.encode(format!("{before}{secret} after"));
                let shown = blanked(&text);
                assert!(shown.contains('…') && !shown.contains(part), "{text}: {shown}");
                assert!(shown.len() < text.len() / 2, "{text}: {shown}");
            }
        }
    }

    #[test]
    fn a_short_value_is_blanked_as_a_word_and_a_shorter_one_alone() {
        hide("zqx-7");
        hide("zq");
        assert_eq!(blanked("zqx-7, azqx-7, zqx-72"), "…, azqx-7, zqx-72");
        assert_eq!((blanked("zq zq"), blanked("zq")), ("zq zq".to_owned(), "…".to_owned()));
    }

    #[test]
    fn the_userinfo_of_an_address_does_not_leave() {
        hide_userinfo("https://someone:pa%40ss-word@host.example/path");
        let text = "https://someone:pa%40ss-word@host.example/path says pa@ss-word";
        assert_eq!(blanked(text), "https://…@host.example/path says …");
        let basic = BASE64_STANDARD.encode("someone:pa@ss-word");
        assert!(!blanked(&basic).contains(&basic[12..20]), "{}", blanked(&basic));
    }

    #[test]
    fn nothing_else_is_blanked() {
        hide("nothing-like-it-anywhere");
        let text = "\\u00 %2 &# \\ \\\\ %25 nothing-like-it-anywher \\ud83d";
        assert_eq!(blanked(text), text);
    }
}
