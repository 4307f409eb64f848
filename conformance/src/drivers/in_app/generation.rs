//! The names of a target's operations and types (AMB-AG-01): the guide says `createRainCard`, other
//! versions of it say `createAgioCard` or `createCard`. Scenarios are written in the first; what is
//! sent has the target's names, and aliases bring answers back under those of the scenario.

use serde_json::Value;

/// One generation of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generation {
    /// `createRainCard`, `CreateRainCardInput`.
    Rain,
    /// `createAgioCard`, `CreateAgioCardInput`.
    Agio,
    /// `createCard`, `CreateCardInput`.
    Plain,
}

/// Mutations whose names differ.
const OPERATIONS: [&str; 14] = [
    "createRainCardApplication",
    "createRainCard",
    "unfreezeRainCard",
    "freezeRainCard",
    "unlockRainCard",
    "lockRainCard",
    "cancelRainCard",
    "replaceVirtualRainCard",
    "replaceRainCard",
    "updateRainCardLimit",
    "setRainCardPin",
    "getRainCardPin",
    "revealRainCardSecrets",
    "rainCardBalance",
];

/// A query that the names without `Rain` have no word for.
const OLDER_BALANCE: &str = "rainCardBalance";

/// A member that the names without `Rain` have no word for; documents do without it there.
pub const APPLICATION_ID: &str = "rainApplicationId";

/// Types that documents declare for their variables.
const TYPES: [&str; 6] = [
    "CreateRainCardApplicationInput",
    "CreateRainCardInput",
    "CancelRainCardInput",
    "ReplaceRainCardInput",
    "UpdateRainCardLimitInput",
    "SetRainCardPinInput",
];

impl Generation {
    /// The names of a schema, by its mutations; `None` where it has none of them.
    pub fn of(mutations: &[&str]) -> Option<Self> {
        [Self::Rain, Self::Agio, Self::Plain]
            .into_iter()
            .find(|one| mutations.contains(&one.named("createRainCard").as_str()))
    }

    /// The name of its reading.
    pub fn reading(self) -> &'static str {
        match self {
            Self::Rain => "rain",
            Self::Agio => "agio",
            Self::Plain => "plain",
        }
    }

    /// The generation of a reading of AMB-AG-01.
    pub fn of_reading(name: &str) -> Option<Self> {
        [Self::Rain, Self::Agio, Self::Plain].into_iter().find(|one| one.reading() == name)
    }

    /// True when something of the guide has a name.
    pub fn has(self, rain: &str) -> bool {
        self != Self::Plain || ![OLDER_BALANCE, APPLICATION_ID].contains(&rain)
    }

    /// An operation in a document that has no name here.
    pub fn lacks(self, document: &str) -> Option<&'static str> {
        (!self.has(OLDER_BALANCE) && document.contains(OLDER_BALANCE)).then_some(OLDER_BALANCE)
    }

    /// The name of an operation or type of the guide under these names.
    pub fn named(self, rain: &str) -> String {
        match self {
            Self::Rain => rain.to_owned(),
            Self::Agio => rain.replace("Rain", "Agio").replace("rain", "agio"),
            Self::Plain => rain.replace("Rain", ""),
        }
    }

    /// A document under these names, whose answer has the names that it was written with.
    pub fn renamed(self, document: &str) -> String {
        if self == Self::Rain {
            return document.to_owned();
        }
        let mut out = String::with_capacity(document.len());
        let part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let mut rest = document;
        while let Some(start) = rest.find(part) {
            let (before, from) = rest.split_at(start);
            let (word, after) = from.split_at(from.find(|one| !part(one)).unwrap_or(from.len()));
            out.push_str(before);
            if OPERATIONS.contains(&word) {
                // What has an alias already needs none.
                if !before.trim_end().ends_with(':') {
                    out.push_str(word);
                    out.push_str(": ");
                }
                out.push_str(&self.named(word));
            } else if TYPES.contains(&word) {
                out.push_str(&self.named(word));
            } else if self.has(word) {
                out.push_str(word);
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// The names of the mutations in an answer to an introspection.
pub fn mutations(schema: &Value) -> Vec<&str> {
    let fields = schema["mutationType"]["fields"].as_array();
    fields.into_iter().flatten().filter_map(|field| field["name"].as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::Generation;

    #[test]
    fn answers_come_back_under_the_names_of_the_document() {
        let document =
            "mutation($input: CreateRainCardInput!) { createRainCard(input: $input) { id } }";
        assert_eq!(Generation::Rain.renamed(document), document);
        assert_eq!(
            Generation::Agio.renamed(document),
            "mutation($input: CreateAgioCardInput!) { createRainCard: createAgioCard(input: $input) { id } }"
        );
        assert_eq!(
            Generation::Plain.renamed("mutation { a: freezeRainCard(cardId: 1) { id } }"),
            "mutation { a: freezeCard(cardId: 1) { id } }"
        );
    }

    #[test]
    fn documents_do_without_what_has_no_name() {
        let document = "{ a { applicantId rainApplicationId error } }";
        assert_eq!(Generation::Agio.renamed(document), document);
        assert_eq!(Generation::Plain.renamed(document), "{ a { applicantId  error } }");
        let document = "{ rainCardBalance(cardId: 7) { id } }";
        assert_eq!(Generation::Agio.lacks(document), None);
        assert_eq!(Generation::Plain.lacks(document), Some("rainCardBalance"));
    }
}
