//! The fields that a selection holds, by response key.

use std::rc::Rc;

use async_graphql::{
    indexmap::{IndexMap, IndexSet},
    parser::types::Type,
};

use super::{Selection, Walk};
use crate::graphql::{schema::Object, tree::Field};

/// The fields of a selection and the fragments that it spreads, inline fragments included.
#[derive(Default)]
pub(super) struct Held<'a> {
    pub(super) fields: IndexMap<&'a str, Vec<Mention<'a>>>,
    pub(super) fragments: IndexSet<&'a str>,
}

/// A field where it is mentioned.
#[derive(Clone, Copy)]
pub(super) struct Mention<'a> {
    pub(super) parent: Option<&'a str>,
    pub(super) field: &'a Field,
    pub(super) of: Option<&'a Type>,
}

impl<'a> Walk<'a> {
    pub(super) fn held_by_fragment(&mut self, name: &str) -> Option<Rc<Held<'a>>> {
        let fragment = *self.fragments.get(name)?;
        Some(self.held(&fragment.selections, self.schema.object(&fragment.on)))
    }

    pub(super) fn held(
        &mut self,
        set: &'a [Selection],
        parent: Option<&'a Object>,
    ) -> Rc<Held<'a>> {
        let place = (set.as_ptr(), parent.map(|parent| &*parent.name));
        if let Some(known) = self.merging.held.get(&place) {
            return known.clone();
        }
        let mut held = Held::default();
        self.collect(set, parent, &mut held);
        let held = Rc::new(held);
        self.merging.held.insert(place, held.clone());
        held
    }

    fn collect(&self, set: &'a [Selection], parent: Option<&'a Object>, held: &mut Held<'a>) {
        for selection in set {
            match selection {
                Selection::Field(field) => {
                    let known = parent.and_then(|parent| parent.own_field(&field.name));
                    let (parent, of) = (parent.map(|one| &*one.name), known.map(|one| &one.of));
                    let mention = Mention { parent, field, of };
                    held.fields.entry(field.key()).or_default().push(mention);
                }
                Selection::Spread(spread) => {
                    held.fragments.insert(&spread.fragment);
                }
                Selection::Inline(inline) => {
                    let on = inline.on.as_deref();
                    let of = on.map_or(parent, |on| self.schema.object(on));
                    self.collect(&inline.selections, of, held);
                }
            }
        }
    }
}
