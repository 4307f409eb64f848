//! Fields of one response key: the same field with the same arguments, since they become one.
//!
//! Pairs are compared in the order of graphql-js, which decides the order of what is said, and as it
//! does only so many of them.

use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

use async_graphql::{
    indexmap::{IndexMap, IndexSet},
    parser::types::{BaseType, Type},
};

use super::{Selection, Walk};
use crate::surfaces::graphql::{
    bounds::LETTERS,
    schema::{Object, named},
    tree::{Field, Value},
    wording::abbreviated,
};

/// As many steps as are taken for one document.
const MOST_STEPS: usize = 500_000;

/// What was compared so far.
#[derive(Default)]
pub(super) struct Merging<'a> {
    steps: usize,
    /// What selections hold, by where they begin and the type that they select from.
    held: HashMap<(*const Selection, Option<&'a str>), Rc<Held<'a>>>,
    /// Pairs of fragments, and whether they were compared for overlapping types only.
    pairs: HashMap<(&'a str, &'a str), bool>,
    /// The same for selections and fragments.
    beside: HashMap<(*const Held<'a>, &'a str), bool>,
}

/// What a selection holds, inline fragments included.
#[derive(Default)]
struct Held<'a> {
    fields: IndexMap<&'a str, Vec<Mention<'a>>>,
    fragments: IndexSet<&'a str>,
}

/// A field where it is mentioned.
#[derive(Clone, Copy)]
struct Mention<'a> {
    parent: Option<&'a str>,
    field: &'a Field,
    of: Option<&'a Type>,
}

/// Two fields that cannot become one.
struct Conflict {
    key: String,
    reason: String,
}

impl<'a> Walk<'a> {
    pub(super) fn conflicts(&mut self, set: &'a [Selection], parent: Option<&'a Object>) {
        if matches!(set, [Selection::Field(_) | Selection::Spread(_)]) || self.is_spent() {
            return;
        }
        let mut found = Vec::new();
        let held = self.held(set, parent);
        for (key, mentions) in &held.fields {
            for (index, one) in mentions.iter().enumerate() {
                for other in &mentions[index + 1..] {
                    found.extend(self.conflict(false, key, *one, *other));
                }
            }
        }
        if !held.fields.is_empty() || held.fragments.len() > 1 {
            for (index, name) in held.fragments.iter().enumerate() {
                self.beside_fragment(false, &held, name, &mut found);
                for other in &held.fragments[index + 1..] {
                    self.between_fragments(false, name, other, &mut found);
                }
            }
        }
        for Conflict { key, reason } in found {
            let key = abbreviated(key);
            self.say(format!(
                "Fields \"{key}\" conflict because {reason}. Use different aliases on the fields to \
                 fetch both if this was intentional."
            ));
        }
        if self.is_spent() {
            self.say("Validation aborted.".to_owned());
        }
    }

    fn is_spent(&self) -> bool {
        self.merging.steps > MOST_STEPS
    }

    fn beside_fragment(
        &mut self,
        exclusive: bool,
        held: &Rc<Held<'a>>,
        name: &'a str,
        found: &mut Vec<Conflict>,
    ) {
        self.merging.steps += 1;
        if held.fields.is_empty() || self.is_spent() {
            return;
        }
        let pair = (Rc::as_ptr(held), name);
        match self.merging.beside.get(&pair) {
            Some(false) => return,
            Some(true) if exclusive => return,
            _ => {}
        }
        self.merging.beside.insert(pair, exclusive);
        let Some(other) = self.held_by_fragment(name) else { return };
        if Rc::ptr_eq(held, &other) {
            return;
        }
        self.between(exclusive, held, &other, found);
        for name in &other.fragments {
            self.beside_fragment(exclusive, held, name, found);
        }
    }

    fn between_fragments(
        &mut self,
        exclusive: bool,
        one: &'a str,
        other: &'a str,
        found: &mut Vec<Conflict>,
    ) {
        self.merging.steps += 2;
        if one == other || self.is_spent() {
            return;
        }
        let compared = |pair| match self.merging.pairs.get(&pair) {
            Some(overlapping) => exclusive || !overlapping,
            None => false,
        };
        if compared((one, other)) || compared((other, one)) {
            return;
        }
        self.merging.pairs.insert((one, other), exclusive);
        let (Some(first), Some(second)) =
            (self.held_by_fragment(one), self.held_by_fragment(other))
        else {
            return;
        };
        self.between(exclusive, &first, &second, found);
        for nested in &second.fragments {
            self.between_fragments(exclusive, one, nested, found);
        }
        for nested in &first.fragments {
            self.between_fragments(exclusive, nested, other, found);
        }
    }

    fn between(
        &mut self,
        exclusive: bool,
        first: &Held<'a>,
        second: &Held<'a>,
        found: &mut Vec<Conflict>,
    ) {
        for (key, mentions) in &first.fields {
            self.merging.steps += 1;
            for one in mentions {
                for other in second.fields.get(key).into_iter().flatten() {
                    found.extend(self.conflict(exclusive, key, *one, *other));
                }
            }
        }
    }

    fn conflict(
        &mut self,
        exclusive: bool,
        key: &str,
        one: Mention<'a>,
        other: Mention<'a>,
    ) -> Option<Conflict> {
        self.merging.steps += 2;
        if self.is_spent() {
            return None;
        }
        let known = one.parent.is_some() && other.parent.is_some();
        let exclusive = exclusive || known && one.parent != other.parent;
        let conflict = |reason| Some(Conflict { key: key.to_owned(), reason });
        if !exclusive {
            let (name, different) = (&one.field.name, &other.field.name);
            if name != different {
                let (name, different) = (abbreviated(name), abbreviated(different));
                return conflict(format!("\"{name}\" and \"{different}\" are different fields"));
            }
            if !same_arguments(one.field, other.field) {
                return conflict("they have differing arguments".to_owned());
            }
        }
        if let (Some(of), Some(different)) = (one.of, other.of)
            && self.types_conflict(of, different)
        {
            return conflict(format!("they return conflicting types \"{of}\" and \"{different}\""));
        }
        let (set, other_set) = (&one.field.selections, &other.field.selections);
        if set.is_empty() || other_set.is_empty() {
            return None;
        }
        let inner = |mention: Mention<'a>| self.schema.object(named(&mention.of?.base));
        let (inner, other_inner) = (inner(one), inner(other));
        let (held, other_held) = (self.held(set, inner), self.held(other_set, other_inner));
        let mut found = Vec::new();
        self.between(exclusive, &held, &other_held, &mut found);
        for name in &other_held.fragments {
            self.beside_fragment(exclusive, &held, name, &mut found);
        }
        for name in &held.fragments {
            self.beside_fragment(exclusive, &other_held, name, &mut found);
        }
        for name in &held.fragments {
            for other in &other_held.fragments {
                self.between_fragments(exclusive, name, other, &mut found);
            }
        }
        let mut reason = String::new();
        for Conflict { key, reason: why } in found {
            let and = if reason.is_empty() { "" } else { " and " };
            reason += &format!("{and}subfields \"{}\" conflict because {why}", abbreviated(key));
            if reason.len() > LETTERS {
                break;
            }
        }
        if reason.is_empty() { None } else { conflict(abbreviated(reason)) }
    }

    fn types_conflict(&self, one: &Type, other: &Type) -> bool {
        if one.nullable != other.nullable {
            return true;
        }
        match (&one.base, &other.base) {
            (BaseType::List(one), BaseType::List(other)) => self.types_conflict(one, other),
            (BaseType::Named(one), BaseType::Named(other)) => {
                let is_leaf = |name: &str| self.schema.object(name).is_none();
                one != other && (is_leaf(one) || is_leaf(other))
            }
            _ => true,
        }
    }

    fn held_by_fragment(&mut self, name: &str) -> Option<Rc<Held<'a>>> {
        let fragment = *self.fragments.get(name)?;
        Some(self.held(&fragment.selections, self.schema.object(&fragment.on)))
    }

    fn held(&mut self, set: &'a [Selection], parent: Option<&'a Object>) -> Rc<Held<'a>> {
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

fn same_arguments(one: &Field, other: &Field) -> bool {
    let (one, other) = (&one.arguments, &other.arguments);
    one.len() == other.len()
        && one.iter().all(|argument| {
            let same = other.iter().rfind(|other| other.name == argument.name);
            same.is_some_and(|other| alike(&argument.value, &other.value))
        })
}

/// Whether two values are one; the order of members makes no difference.
fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let names: HashSet<_> = one.iter().map(|member| &member.name).collect();
            one.len() == other.len()
                && names.len() == one.len()
                && one.iter().all(|member| {
                    let same = other.iter().find(|other| other.name == member.name);
                    same.is_some_and(|other| alike(&member.value, &other.value))
                })
        }
        (Value::Variable(one), Value::Variable(other))
        | (Value::Int(one), Value::Int(other))
        | (Value::Float(one), Value::Float(other))
        | (Value::String(one), Value::String(other))
        | (Value::Block(one), Value::Block(other))
        | (Value::Enum(one), Value::Enum(other)) => one == other,
        (Value::Boolean(one), Value::Boolean(other)) => one == other,
        (Value::Null, Value::Null) => true,
        _ => false,
    }
}
