//! The bytes that introspection will be answered with, counted without writing them.
//!
//! A document of a few kilobytes can ask for more than any machine holds, since types lead to
//! fields and fields to types. So objects are not followed one by one: of each selection it is
//! known how often it meets each object, and what follows is counted once for all of them.

use async_graphql::parser::types::{Field, Selection, SelectionSet};

use super::model::{Member, Model};
use crate::graphql::roots::Reader;

/// Number of times that each object is met.
struct Met {
    times: Vec<u64>,
    /// Those that are met at all.
    objects: Vec<usize>,
}

impl Met {
    fn nobody(model: &Model) -> Self {
        Self { times: vec![0; model.nodes.len()], objects: Vec::new() }
    }

    fn add(&mut self, object: usize, times: u64) {
        if self.times[object] == 0 {
            self.objects.push(object);
        }
        self.times[object] = self.times[object].saturating_add(times);
    }
}

impl Model {
    /// The bytes of the value of a root field, exactly; of an absurd number, the largest there is.
    pub fn price(&self, reader: Reader<'_>, field: &Field) -> u64 {
        let Some(root) = self.root(reader, field) else { return "null".len() as u64 };
        let mut met = Met::nobody(self);
        met.add(root, 1);
        self.price_of(reader, &field.selection_set.node, &met)
    }

    fn price_of(&self, reader: Reader<'_>, set: &SelectionSet, met: &Met) -> u64 {
        let objects =
            met.objects.iter().fold(0_u64, |sum, one| sum.saturating_add(met.times[*one]));
        // Braces and commas.
        let mut bytes = objects.saturating_mul(1 + set.items.len().max(1) as u64);
        for selection in &set.items {
            let Selection::Field(field) = &selection.node else { continue };
            let field = &field.node;
            let key = field.response_key().node.len() as u64 + 3;
            bytes = bytes.saturating_add(objects.saturating_mul(key));
            let mut inner = Met::nobody(self);
            for object in &met.objects {
                let (times, node) = (met.times[*object], &self.nodes[*object]);
                let own = if field.name.node == "__typename" {
                    node.of.len() as u64 + 2
                } else {
                    match node.member(&field.name.node) {
                        Member::Leaf(written) => written.len() as u64,
                        Member::One(other) => {
                            inner.add(*other, times);
                            0
                        }
                        Member::Many(all) => {
                            let mut count = 0_u64;
                            for other in self.shown(reader, field, all) {
                                inner.add(other, times);
                                count += 1;
                            }
                            1 + count.max(1)
                        }
                    }
                };
                bytes = bytes.saturating_add(times.saturating_mul(own));
            }
            if !inner.objects.is_empty() {
                let inner = self.price_of(reader, &field.selection_set.node, &inner);
                bytes = bytes.saturating_add(inner);
            }
        }
        bytes
    }
}
