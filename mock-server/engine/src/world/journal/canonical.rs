//! The canonical form of JSON (RFC 8785), over which the chain of a journal is computed.
//!
//! # Rationale
//! Every signed request writes two records, and the canonicalizer of `serde_json_canonicalizer`
//! took half the time of such a request. A record holds integers, texts and members with ASCII
//! names, whose canonical form is simple: names in order of their bytes, no white space. Everything
//! else goes to the library; a property test holds both to the same bytes.

use serde_json::Value;

/// Writer of an object, member by member; the caller gives the names in order.
pub(super) struct Members<'o> {
    out: &'o mut Vec<u8>,
    opened: bool,
}

impl<'o> Members<'o> {
    pub(super) fn begin(out: &'o mut Vec<u8>) -> Self {
        Self { out, opened: false }
    }

    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.name(name);
        text(value, self.out);
    }

    pub(super) fn value(&mut self, name: &str, value: &Value) {
        self.name(name);
        write(value, self.out);
    }

    /// Writes a number that is the same as a double.
    pub(super) fn number(&mut self, name: &str, value: u64) {
        self.value(name, &value.into());
    }

    /// Writes a member whose value `write` appends.
    pub(super) fn written(&mut self, name: &str, write: impl FnOnce(&mut Vec<u8>)) {
        self.name(name);
        write(self.out);
    }

    pub(super) fn end(self) {
        if !self.opened {
            self.out.push(b'{');
        }
        self.out.push(b'}');
    }

    fn name(&mut self, name: &str) {
        self.separate();
        text(name, self.out);
        self.out.push(b':');
    }

    fn separate(&mut self) {
        self.out.push(if self.opened { b',' } else { b'{' });
        self.opened = true;
    }
}

/// Appends the canonical form of a value.
pub(super) fn write(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Object(members) if members.keys().all(|name| name.is_ascii()) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_unstable_by_key(|(name, _)| *name);
            let mut object = Members::begin(out);
            for (name, value) in sorted {
                object.value(name, value);
            }
            object.end();
        }
        Value::Array(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                write(item, out);
            }
            out.push(b']');
        }
        Value::String(value) => text(value, out),
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        Value::Number(number) if number.as_i64().is_some_and(is_exact) => {
            serde_json::to_writer(out, number).expect("memory takes what is written to it");
        }
        other => {
            let written = serde_json_canonicalizer::to_vec(other).expect("JSON has such a form");
            out.extend_from_slice(&written);
        }
    }
}

/// True when a number is the same as a double and written with the same digits.
fn is_exact(number: i64) -> bool {
    number.unsigned_abs() <= 1 << 53
}

/// Appends a text; the short escapes of JSON are those of the canonical form.
fn text(value: &str, out: &mut Vec<u8>) {
    serde_json::to_writer(out, value).expect("memory takes what is written to it");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Map;

    use super::*;

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 48, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::vec((".{0,6}", inner.clone()), 0..6)
                    .prop_map(|members| Value::Object(Map::from_iter(members))),
                prop::collection::vec(("[a-c_]{0,3}", inner), 0..6)
                    .prop_map(|members| Value::Object(Map::from_iter(members))),
            ]
        })
    }

    proptest! {
        #[test]
        fn it_is_what_the_library_writes(value in values()) {
            let mut out = Vec::new();
            write(&value, &mut out);
            let library = serde_json_canonicalizer::to_vec(&value).unwrap();
            prop_assert_eq!(String::from_utf8(out).unwrap(), String::from_utf8(library).unwrap());
        }
    }
}
