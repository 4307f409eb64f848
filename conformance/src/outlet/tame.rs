//! Texts of a target as a terminal or a log may show them: what would be taken for a command is
//! written out.

use std::borrow::Cow;

/// Whether a character moves, colours, hides or reorders what stands around it, or is no character
/// at all (XML 1.0, 2.2): controls but for the ends of lines and tabs, the separators of lines that
/// some programs know, marks of direction, and U+FFFE, U+FFFF.
fn is_wild(letter: char) -> bool {
    match letter {
        '\n' | '\t' => false,
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' => {
            true
        }
        '\u{feff}' | '\u{fffe}' | '\u{ffff}' => true,
        other => other.is_control(),
    }
}

/// A text with its control characters written out: `\u{1b}`. Ends of lines and tabs stay.
pub fn tame(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_wild) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        if is_wild(letter) {
            out.extend(letter.escape_unicode());
        } else {
            out.push(letter);
        }
    }
    Cow::Owned(out)
}

/// Marks of commands that logs of continuous integration look for anywhere in a line.
const ANYWHERE: [&str; 3] = ["##[", "##vso[", "##teamcity["];

/// A text of which no line is a command to a log of continuous integration: `::error` of GitHub,
/// `##vso[` of Azure, `##teamcity[`.
pub fn tame_lines(text: &str) -> Cow<'_, str> {
    let begins = |line: &str| line.trim_start().starts_with("::");
    if !text.split('\n').any(begins) && !ANYWHERE.iter().any(|mark| text.contains(mark)) {
        return Cow::Borrowed(text);
    }
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let rest = line.trim_start();
        let white = &line[..line.len() - rest.len()];
        let guard = if rest.starts_with("::") { "| " } else { "" };
        let rest = ANYWHERE
            .iter()
            .fold(rest.to_owned(), |rest, mark| rest.replace(mark, &format!("#\\{}", &mark[1..])));
        lines.push(format!("{white}{guard}{rest}"));
    }
    Cow::Owned(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_command_to_a_terminal_is_left() {
        let text = "a\u{1b}[2J\u{7}\r\u{9b}1m\u{0}b\u{7f}\u{202e}\u{fffe}\tc\nd";
        assert_eq!(
            tame(text),
            "a\\u{1b}[2J\\u{7}\\u{d}\\u{9b}1m\\u{0}b\\u{7f}\\u{202e}\\u{fffe}\tc\nd"
        );
        assert!(matches!(tame("ä → …"), Cow::Borrowed(_)));
    }

    #[test]
    fn no_command_to_a_log_is_left() {
        let text = "a ::error::b\n  ::error title=x::y\n::stop-commands::z\n##[error]q ##vso[task]";
        assert_eq!(
            tame_lines(text),
            "a ::error::b\n  | ::error title=x::y\n| ::stop-commands::z\n#\\#[error]q #\\#vso[task]"
        );
    }
}
