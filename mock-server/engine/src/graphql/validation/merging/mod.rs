//! Fields of one response key: the same field with the same arguments, since they become one.
//!
//! Pairs are compared in the order of graphql-js, which decides the order of what is said, and as
//! it does only so many of them.

mod arguments;
mod held;

use std::{collections::HashMap, rc::Rc};

use arguments::same_arguments;
use async_graphql::parser::types::{BaseType, Type};
use held::{Held, Mention};

use super::{Selection, Walk};
use crate::graphql::{
    bounds::LETTERS,
    schema::{Object, named},
    wording::abbreviated,
};

/// Largest number of steps for one document.
const MOST_STEPS: usize = 500_000;

/// Results of comparisons so far.
#[derive(Default)]
pub(super) struct Merging<'a> {
    steps: usize,
    /// Fields of selections, by the place where they begin and the type that they select from.
    held: HashMap<(*const Selection, Option<&'a str>), Rc<Held<'a>>>,
    /// Pairs of fragments, and whether they were compared for overlapping types only.
    pairs: HashMap<(&'a str, &'a str), bool>,
    /// Answers for pairs of a selection and a fragment.
    beside: HashMap<(*const Held<'a>, &'a str), bool>,
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
}
