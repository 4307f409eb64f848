//! Introspection as it is answered.

use async_graphql::parser::types::{Field, Selection, SelectionSet};

use super::model::{Member, Model};
use crate::graphql::roots::Reader;

impl Model {
    /// Writes the value of a root field.
    pub fn write(&self, reader: Reader<'_>, field: &Field, out: &mut Vec<u8>) {
        match self.root(reader, field) {
            Some(root) => self.object(reader, root, &field.selection_set.node, out),
            None => out.extend_from_slice(b"null"),
        }
    }

    fn object(&self, reader: Reader<'_>, at: usize, set: &SelectionSet, out: &mut Vec<u8>) {
        out.push(b'{');
        let node = &self.nodes[at];
        for (index, selection) in set.items.iter().enumerate() {
            let Selection::Field(field) = &selection.node else { continue };
            let field = &field.node;
            if index > 0 {
                out.push(b',');
            }
            text(&field.response_key().node, out);
            out.push(b':');
            if field.name.node == "__typename" {
                text(node.of, out);
                continue;
            }
            let inner = &field.selection_set.node;
            match node.member(&field.name.node) {
                Member::Leaf(written) => out.extend_from_slice(written),
                Member::One(other) => self.object(reader, *other, inner, out),
                Member::Many(all) => {
                    out.push(b'[');
                    for (index, other) in self.shown(reader, field, all).enumerate() {
                        if index > 0 {
                            out.push(b',');
                        }
                        self.object(reader, other, inner, out);
                    }
                    out.push(b']');
                }
            }
        }
        out.push(b'}');
    }
}

/// A name, which JSON writes as it is.
fn text(name: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(name.as_bytes());
    out.push(b'"');
}
