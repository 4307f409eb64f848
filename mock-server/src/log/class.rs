//! Classes of values, and the lists that give each name of a contract its class (SB 9.2).

use std::{collections::HashMap, sync::OnceLock};

/// What a value is, and so how it is shown.
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
    /// What no contract names: its type and length.
    Unlisted,
}

impl Class {
    /// Whether what is inside is looked at.
    pub fn opens(self) -> bool {
        matches!(self, Self::Plain | Self::Personal | Self::Within)
    }
}

/// The names of a contract by class. Whatever is not in it is unlisted.
pub struct List {
    by_class: &'static [(Class, &'static [&'static str])],
    by_name: OnceLock<HashMap<&'static str, Class>>,
}

impl List {
    /// A list.
    pub const fn new(by_class: &'static [(Class, &'static [&'static str])]) -> Self {
        Self { by_class, by_name: OnceLock::new() }
    }

    /// The class of a name that stands inside something of the class `above`.
    pub fn class(&self, name: &str, above: Class) -> Class {
        match self.by_name().get(name) {
            Some(Class::Within) => above,
            Some(class) => *class,
            None => Class::Unlisted,
        }
    }

    /// Whether it names this.
    pub fn has(&self, name: &str) -> bool {
        self.by_name().contains_key(name)
    }

    /// All of its names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.by_class.iter().flat_map(|(_, names)| names.iter().copied())
    }

    fn by_name(&self) -> &HashMap<&'static str, Class> {
        self.by_name.get_or_init(|| {
            let pairs = |(class, names): &'static (Class, &'static [&'static str])| {
                names.iter().map(|name| (*name, *class))
            };
            self.by_class.iter().flat_map(pairs).collect()
        })
    }
}
