//! Classes of values, and the lists that give each name of a contract its class (SB 9.2).

use std::{collections::HashMap, sync::OnceLock};

/// Class of a value, which decides how the log shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Known and plain: ids, enums, amounts. As it was sent.
    Plain,
    /// About a person. As it was sent, unless the server masks what is personal.
    Personal,
    /// A text of ours: it is the refusal's own and repeats nothing.
    Said,
    /// A text of ours that may repeat what was sent: the words of a syntax or validation error.
    Echoed,
    /// An address: without its user and its query.
    Address,
    /// An instant as somebody wrote it: digits and what stands between them.
    Stamp,
    /// The identifier of a credential: its end.
    Token,
    /// A signature: its beginning.
    Signature,
    /// A secret: nothing.
    Secret,
    /// A PIN: nothing.
    Pin,
    /// A card number: its last four digits.
    Pan,
    /// Something encrypted: its length.
    Sealed,
    /// Something that only holds others: they are what their own names say, and otherwise what the
    /// holder is in.
    Within,
    /// A value that no contract names: only its type and length are shown.
    Unlisted,
}

impl Class {
    /// The classes that a field of a contract can declare.
    const DECLARED: [Self; 9] = [
        Self::Plain,
        Self::Personal,
        Self::Said,
        Self::Address,
        Self::Secret,
        Self::Pin,
        Self::Pan,
        Self::Sealed,
        Self::Within,
    ];

    /// The word by which a field of a contract declares its class.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Personal => "personal",
            Self::Said => "said",
            Self::Echoed => "echoed",
            Self::Address => "address",
            Self::Stamp => "stamp",
            Self::Token => "token",
            Self::Signature => "signature",
            Self::Secret => "secret",
            Self::Pin => "pin",
            Self::Pan => "pan",
            Self::Sealed => "sealed",
            Self::Within => "within",
            Self::Unlisted => "unlisted",
        }
    }

    /// The class with this word, if a contract can declare it.
    pub fn named(word: &str) -> Option<Self> {
        Self::DECLARED.into_iter().find(|class| class.word() == word)
    }

    /// Whether what is inside is looked at.
    pub fn opens(self) -> bool {
        matches!(self, Self::Plain | Self::Personal | Self::Within)
    }
}

/// The names of a contract by class. Whatever is not in it is unlisted.
#[derive(Default)]
pub struct List {
    fixed: &'static [(Class, &'static [&'static str])],
    by_name: OnceLock<HashMap<String, Class>>,
}

impl List {
    /// A list of names that are written down.
    pub const fn new(fixed: &'static [(Class, &'static [&'static str])]) -> Self {
        Self { fixed, by_name: OnceLock::new() }
    }

    /// The class of a name that stands inside something of the class `above`.
    pub fn class(&self, name: &str, above: Class) -> Class {
        match self.by_name().get(name) {
            Some(Class::Within) => above,
            Some(class) => *class,
            None => Class::Unlisted,
        }
    }

    /// The names of the list, in no order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name().keys().map(String::as_str)
    }

    /// Whether the list has a name.
    pub fn has(&self, name: &str) -> bool {
        self.by_name().contains_key(name)
    }

    fn by_name(&self) -> &HashMap<String, Class> {
        self.by_name.get_or_init(|| {
            let pairs = |(class, names): &'static (Class, &'static [&'static str])| {
                names.iter().map(|name| ((*name).to_owned(), *class))
            };
            self.fixed.iter().flat_map(pairs).collect()
        })
    }
}

/// The list of names that a contract declares, perhaps in several places. One that holds others in
/// one place and has a class of its own in another has that class; two classes hide it.
impl FromIterator<(String, Class)> for List {
    fn from_iter<I: IntoIterator<Item = (String, Class)>>(declared: I) -> Self {
        let mut by_name = HashMap::new();
        for (name, class) in declared {
            let known = by_name.entry(name).or_insert(class);
            *known = match (*known, class) {
                (known, class) if known == class => known,
                (Class::Within, class) | (class, Class::Within) => class,
                _ => Class::Unlisted,
            };
        }
        Self { fixed: &[], by_name: OnceLock::from(by_name) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_two_classes_is_hidden() {
        let declared = [
            ("limit", Class::Within),
            ("limit", Class::Plain),
            ("input", Class::Within),
            ("text", Class::Plain),
            ("text", Class::Personal),
        ];
        let list: List =
            declared.into_iter().map(|(name, class)| (name.to_owned(), class)).collect();
        assert_eq!(list.class("limit", Class::Within), Class::Plain);
        assert_eq!(list.class("input", Class::Personal), Class::Personal);
        assert_eq!(list.class("text", Class::Plain), Class::Unlisted);
        assert_eq!(list.class("else", Class::Plain), Class::Unlisted);
    }

    #[test]
    fn every_class_has_a_word() {
        for class in Class::DECLARED {
            assert_eq!(Class::named(class.word()), Some(class));
        }
    }
}
