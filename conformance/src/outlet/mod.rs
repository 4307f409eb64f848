//! The one place where text leaves the process: standard output, standard error, and the files of a
//! run. What leaves is cleared of every value that came from the environment or a file ([`hide`],
//! [`blanked`]), and what a terminal or a log of continuous integration would take for a command
//! becomes visible text ([`tame()`]).
//!
//! # Rationale
//! The secrets are kept for the whole process and not handed from function to function: an error
//! chain, an excerpt or a report that was not given them would show them.

mod matcher;
mod secrets;
mod tame;
mod terminal;

pub(crate) use self::{
    secrets::hide_environment,
    terminal::{ascii_controls, complain, json, line, page, painted, trouble, write_json},
};
pub use self::{
    secrets::{blanked, hide, hide_userinfo},
    tame::{tame, tame_lines},
};

/// The beginning of a text, cleared of secrets before it is cut, so that no half of one is left.
pub fn excerpt(text: &str, longest: usize) -> String {
    let text = secrets::beginning(text, (longest + 1).saturating_mul(char::MAX.len_utf8()));
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The mark where a text was cut, with the length that it had.
const CUT: &str = "… (cut here: ";

/// A text of at most so many bytes: its beginning, and how long all of it was, also where it is cut
/// a second time.
pub fn capped(text: String, most: usize) -> String {
    if text.len() <= most {
        return text;
    }
    let note = match text.rfind(CUT).filter(|at| text.ends_with(')') && text.len() - at < 64) {
        Some(at) => text[at..].to_owned(),
        None => format!("{CUT}{} bytes in all)", text.len()),
    };
    let mut text = secrets::beginning(&text, most);
    text.truncate(text.floor_char_boundary(most));
    text + &note
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_blanked_before_a_text_is_cut() {
        hide("cut-in-the-middle-of-it");
        let text = format!("{}cut-in-the-middle-of-it and more", "a".repeat(20));
        assert_eq!(excerpt(&text, 29), format!("{}… and mor…", "a".repeat(20)));
        assert!(!capped(text.clone(), 30).contains("cut-in"), "{}", capped(text, 30));
    }

    #[test]
    fn a_long_text_says_how_long_it_was() {
        assert_eq!(capped("ä".repeat(10), 5), "ää… (cut here: 20 bytes in all)");
        assert_eq!(capped("short".to_owned(), 5), "short");
        let once = capped("a".repeat(1000), 100);
        assert_eq!(capped(once, 5), "aaaaa… (cut here: 1000 bytes in all)");
    }
}
