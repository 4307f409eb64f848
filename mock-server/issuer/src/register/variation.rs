//! Variations: values of an answer that follow from the right ones.

use serde::{Deserialize, Serialize};

/// A value in place of the right one, which it follows from. A value that it cannot be made of
/// stays: no text is multiplied, no number has a letter case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variation {
    /// `null`: nothing.
    Null,
    /// `other`: a value of the same form, as another entity would have.
    Other,
    /// `previous`: the value that a member of this name had before in an answer of the world: of
    /// another entity, or of this one before the call.
    Previous,
    /// `times 100`: an amount in a smaller unit.
    Times(i64),
    /// `divided by 100`: an amount in a larger unit.
    Divided(i64),
    /// `plus 1`: an amount that is off.
    Plus(i64),
    /// `retyped`: the text of a number, the number of a text, the list of an object.
    Retyped,
    /// `recased`: every letter in the other case.
    Recased,
    /// `emptied`: an empty text, list or object.
    Emptied,
    /// `doubled`: the first element twice.
    Doubled,
    /// `rotated`: each element has the place of the one before.
    Rotated,
    /// `swapped with NAME`: the value of its neighbour, which has this one.
    Swapped(String),
}

impl Variation {
    /// Splits a pointer and the variation of what is there; none where no variation is written.
    pub(super) fn split(text: &str) -> Option<(&str, Self)> {
        let plain = [
            (" null", Self::Null),
            (" other", Self::Other),
            (" previous", Self::Previous),
            (" retyped", Self::Retyped),
            (" recased", Self::Recased),
            (" emptied", Self::Emptied),
            (" doubled", Self::Doubled),
            (" rotated", Self::Rotated),
        ];
        let of_word =
            plain.into_iter().find_map(|(word, one)| Some((text.strip_suffix(word)?, one)));
        let of_number = |word: &str, make: fn(i64) -> Self| {
            let (pointer, number) = text.rsplit_once(word)?;
            let number = number.parse().ok().filter(|number| *number != 0)?;
            Some((pointer, make(number)))
        };
        of_word
            .or_else(|| of_number(" times ", Self::Times))
            .or_else(|| of_number(" divided by ", Self::Divided))
            .or_else(|| of_number(" plus ", Self::Plus))
            .or_else(|| {
                let (pointer, name) = text.rsplit_once(" swapped with ")?;
                Some((pointer, Self::Swapped(name.to_owned())))
            })
            .filter(|(pointer, _)| pointer.starts_with('/') && !pointer.contains(" = "))
    }
}
