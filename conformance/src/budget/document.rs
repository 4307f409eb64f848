//! Mutations that a GraphQL document names, found without a schema.

/// The root fields of the mutations of a GraphQL document. A document that is no GraphQL but speaks
/// of a mutation counts as an unknown one: who knows what the target makes of it.
pub(super) fn mutations(document: &str) -> Vec<String> {
    let mut fields = Vec::new();
    let (mut depth, mut parentheses, mut mutating, mut any) = (0_usize, 0_usize, false, false);
    let mut words = Words { rest: document };
    let mut skip_next = false;
    while let Some(word) = words.next_word() {
        match word {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            "(" => parentheses += 1,
            ")" => parentheses = parentheses.saturating_sub(1),
            // What follows is the name of a directive or a fragment, and what stands before a colon
            // is an alias.
            "@" | "..." => skip_next = true,
            ":" if depth == 1 && parentheses == 0 && mutating => {
                fields.pop();
            }
            "mutation" if depth == 0 => (mutating, any) = (true, true),
            "query" | "subscription" | "fragment" if depth == 0 => mutating = false,
            name if depth == 1 && parentheses == 0 && mutating && !skip_next => {
                if name != "__typename" {
                    fields.push(name.to_owned());
                }
            }
            _ => skip_next = false,
        }
        if !matches!(word, "@" | "...") {
            skip_next = false;
        }
    }
    if any && fields.is_empty() {
        fields.push("mutation".to_owned());
    }
    fields
}

/// Names and punctuation of a GraphQL document; texts, comments and numbers are left out.
struct Words<'a> {
    rest: &'a str,
}

impl<'a> Words<'a> {
    fn next_word(&mut self) -> Option<&'a str> {
        loop {
            let first = self.rest.chars().next()?;
            if first == '#' {
                self.rest = self.rest.find('\n').map_or("", |end| &self.rest[end..]);
            } else if let Some(after) = self.rest.strip_prefix("\"\"\"") {
                self.rest = after.find("\"\"\"").map_or("", |end| &after[end + 3..]);
            } else if first == '"' {
                let mut escaped = false;
                let end = self.rest[1..].find(|letter| {
                    let ends = letter == '"' && !escaped;
                    escaped = letter == '\\' && !escaped;
                    ends
                });
                self.rest = end.map_or("", |end| &self.rest[end + 2..]);
            } else if self.rest.starts_with("...") {
                let (word, rest) = self.rest.split_at(3);
                self.rest = rest;
                return Some(word);
            } else if first.is_ascii_alphabetic() || first == '_' {
                let part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
                let end = self.rest.find(|letter| !part(letter)).unwrap_or(self.rest.len());
                let (word, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Some(word);
            } else {
                let (word, rest) = self.rest.split_at(first.len_utf8());
                self.rest = rest;
                if "{}():@".contains(first) {
                    return Some(word);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::mutations;

    #[test]
    fn root_fields_of_mutations_are_found() {
        let cases = [
            ("{ a { b } }", vec![]),
            ("query Q { freezeCard }", vec![]),
            ("mutation { freezeCard(cardId: 1) { success } }", vec!["freezeCard"]),
            (
                "mutation M($a: Int = 3) @x { one: freezeCard(cardId: $a) { s } two: lockCard(c: {d: 1}) @skip(if: false) { s } }",
                vec!["freezeCard", "lockCard"],
            ),
            ("# mutation\n{ note(text: \"mutation { cancelCard }\") }", vec![]),
            ("fragment F on M { cancelCard } mutation { ...F chargeCard }", vec!["chargeCard"]),
            ("mutation { ...F } fragment F on M { cancelCard }", vec!["mutation"]),
            ("mutation {", vec!["mutation"]),
        ];
        for (document, fields) in cases {
            assert_eq!(mutations(document), fields, "{document}");
        }
    }
}
