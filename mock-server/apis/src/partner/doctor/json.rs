//! JSON as it was written: members in their order, numbers in their digits, gaps where they were.

/// A value whose texts are read and whose numbers are not.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Text(String),
    /// A number, `true`, `false` or `null`.
    Word(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

/// A piece of a JSON text.
pub(super) enum Piece<'a> {
    /// Marks and blanks.
    Gap(&'a str),
    /// A text, read.
    Text(String),
    /// A number, `true`, `false` or `null`.
    Word(&'a str),
}

/// Depth of nesting beyond which bodies are not examined.
const DEEPEST: usize = 64;

impl Node {
    /// Reads a text that is JSON.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut reader = Reader { rest: text };
        let node = reader.value(0)?;
        reader.skip();
        reader.rest.is_empty().then_some(node)
    }

    /// A member of an object.
    pub(super) fn member(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(other, _)| other == name).map(|(_, value)| value)
    }

    /// A copy with another value of one member.
    pub(super) fn with(&self, name: &str, value: Self) -> Self {
        let mut node = self.clone();
        if let Self::Object(members) = &mut node {
            match members.iter_mut().find(|(other, _)| other == name) {
                Some((_, old)) => *old = value,
                None => members.push((name.to_owned(), value)),
            }
        }
        node
    }

    /// A copy without one member.
    pub(super) fn without(&self, name: &str) -> Self {
        let mut node = self.clone();
        if let Self::Object(members) = &mut node {
            members.retain(|(other, _)| other != name);
        }
        node
    }

    /// A copy in which every text is changed.
    pub(super) fn with_words(&self, change: &dyn Fn(&str) -> String) -> Self {
        match self {
            Self::Word(word) => Self::Word(change(word)),
            Self::Text(text) => Self::Text(text.clone()),
            Self::List(items) => {
                Self::List(items.iter().map(|item| item.with_words(change)).collect())
            }
            Self::Object(members) => {
                let member =
                    |(name, value): &(String, Self)| (name.clone(), value.with_words(change));
                Self::Object(members.iter().map(member).collect())
            }
        }
    }

    /// A copy whose members are sorted by name at every depth.
    pub(super) fn sorted(&self) -> Self {
        match self {
            Self::Object(members) => {
                let mut members: Vec<_> =
                    members.iter().map(|(name, value)| (name.clone(), value.sorted())).collect();
                members.sort_by(|one, other| one.0.cmp(&other.0));
                Self::Object(members)
            }
            Self::List(items) => Self::List(items.iter().map(Self::sorted).collect()),
            other => other.clone(),
        }
    }

    /// A copy without members that are null, at every depth below this one.
    pub(super) fn without_nulls(&self) -> Self {
        match self {
            Self::Object(members) => {
                let kept = members.iter().filter(|(_, value)| !value.is("null"));
                Self::Object(
                    kept.map(|(name, value)| (name.clone(), value.without_nulls())).collect(),
                )
            }
            Self::List(items) => Self::List(items.iter().map(Self::without_nulls).collect()),
            other => other.clone(),
        }
    }

    /// Whether it is this word.
    pub(super) fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(own) if own == word)
    }

    /// Shows every text in it, names too.
    pub(super) fn each_text(&self, context: &mut dyn FnMut(&str)) {
        match self {
            Self::Text(text) => context(text),
            Self::Word(_) => {}
            Self::List(items) => items.iter().for_each(|item| item.each_text(context)),
            Self::Object(members) => members.iter().for_each(|(name, value)| {
                context(name);
                value.each_text(context);
            }),
        }
    }
}

/// The pieces of a text that is JSON.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (piece, length) = match first {
            '"' => {
                let length = string_length(rest);
                match serde_json::from_str(&rest[..length]) {
                    Ok(text) => (Piece::Text(text), length),
                    Err(_) => (Piece::Gap(&rest[..length]), length),
                }
            }
            _ if is_word(first) => {
                let length = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
                (Piece::Word(&rest[..length]), length)
            }
            _ => {
                let end = rest.find(|letter| letter == '"' || is_word(letter));
                let length = end.unwrap_or(rest.len());
                (Piece::Gap(&rest[..length]), length)
            }
        };
        found.push(piece);
        rest = &rest[length..];
    }
    found
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "+-.".contains(letter)
}

fn string_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    text.len()
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
    }

    fn take(&mut self, mark: char) -> Option<()> {
        self.skip();
        self.rest = self.rest.strip_prefix(mark)?;
        Some(())
    }

    fn text(&mut self) -> Option<String> {
        self.skip();
        self.rest.strip_prefix('"')?;
        let (text, rest) = self.rest.split_at_checked(string_length(self.rest))?;
        self.rest = rest;
        serde_json::from_str(text).ok()
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        self.skip();
        if depth > DEEPEST {
            return None;
        }
        match self.rest.chars().next()? {
            '"' => self.text().map(Node::Text),
            '{' => {
                self.take('{')?;
                let mut members = Vec::new();
                if self.take('}').is_some() {
                    return Some(Node::Object(members));
                }
                loop {
                    let name = self.text()?;
                    self.take(':')?;
                    members.push((name, self.value(depth + 1)?));
                    if self.take('}').is_some() {
                        return Some(Node::Object(members));
                    }
                    self.take(',')?;
                }
            }
            '[' => {
                self.take('[')?;
                let mut items = Vec::new();
                if self.take(']').is_some() {
                    return Some(Node::List(items));
                }
                loop {
                    items.push(self.value(depth + 1)?);
                    if self.take(']').is_some() {
                        return Some(Node::List(items));
                    }
                    self.take(',')?;
                }
            }
            _ => {
                let length = self.rest.find(|letter| !is_word(letter)).unwrap_or(self.rest.len());
                let (word, rest) = self.rest.split_at(length);
                self.rest = rest;
                (!word.is_empty()).then(|| Node::Word(word.to_owned()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_stays() {
        let text = "{\"b\" : [1.0, -2e+3,null], \"a\":{\"\\u00e9\": \"x\\ny\"}, \"a\": {} }";
        let node = Node::read(text).unwrap();
        let Node::Object(members) = &node else { panic!() };
        let names: Vec<_> = members.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["b", "a", "a"]);
        assert_eq!(
            members[0].1,
            Node::List(["1.0", "-2e+3", "null"].map(|word| Node::Word(word.to_owned())).into())
        );
        assert_eq!(members[1].1.member("é"), Some(&Node::Text("x\ny".to_owned())));
        for wrong in ["", "{", "{\"a\"}", "[1,]", "\"a", "1 2", "{\"a\":1,}"] {
            assert_eq!(Node::read(wrong), None, "{wrong}");
        }
        assert_eq!(Node::read(&"[".repeat(1000)), None);
    }
}
