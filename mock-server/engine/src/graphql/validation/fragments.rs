//! Fragments: of one name each, on types that are selected from, where such a type can be, without
//! circles, and used.

use std::collections::{HashMap, HashSet};

use async_graphql::indexmap::IndexSet;

use super::{Fragment, Selection, Walk};
use crate::graphql::{
    schema::Object,
    tree::{Inline, Spread},
};

/// Fragments and spreads that were met so far.
#[derive(Default)]
pub(super) struct Seen<'a> {
    names: HashSet<&'a str>,
    /// Searched for circles.
    searched: HashSet<&'a str>,
}

impl<'a> Walk<'a> {
    pub(super) fn fragment(&mut self, fragment: &'a Fragment, seen: &mut Seen<'a>) {
        let (name, on) = (&fragment.name, &fragment.on);
        let parent = self.schema.object(on);
        if parent.is_none() && self.schema.kind(on).is_some() {
            self.say(format!(
                "Fragment \"{name}\" cannot condition on non composite type \"{on}\"."
            ));
        }
        if !seen.names.insert(name) {
            self.say(format!("There can be only one fragment named \"{name}\"."));
        }
        self.circles(fragment, &mut Vec::new(), &mut HashMap::new(), &mut seen.searched);
        self.unique_directives(&fragment.directives);
        self.known_type(on);
        self.directives(&fragment.directives, "FRAGMENT_DEFINITION");
        self.selections(&fragment.selections, parent);
    }

    pub(super) fn inline(&mut self, inline: &'a Inline, parent: Option<&'a Object>) {
        let on = inline.on.as_deref();
        let of = on.map_or(parent, |on| self.schema.object(on));
        if let Some(on) = on
            && of.is_none()
            && self.schema.kind(on).is_some()
        {
            self.say(format!("Fragment cannot condition on non composite type \"{on}\"."));
        }
        if let (Some(of), Some(parent)) = (of, parent)
            && of.name != parent.name
        {
            let (of, parent) = (&of.name, &parent.name);
            self.say(format!(
                "Fragment cannot be spread here as objects of type \"{parent}\" can never be of type \
                 \"{of}\"."
            ));
        }
        self.unique_directives(&inline.directives);
        if let Some(on) = on {
            self.known_type(on);
        }
        self.directives(&inline.directives, "INLINE_FRAGMENT");
        // Its fields were compared with those around it.
        self.each_selection(&inline.selections, of);
    }

    pub(super) fn spread(&mut self, spread: &'a Spread, parent: Option<&'a Object>) {
        let name = &spread.fragment;
        match self.fragments.get(&**name) {
            None => self.say(format!("Unknown fragment \"{name}\".")),
            Some(fragment) => {
                if let (Some(of), Some(parent)) = (self.schema.object(&fragment.on), parent)
                    && of.name != parent.name
                {
                    let (of, parent) = (&of.name, &parent.name);
                    self.say(format!(
                        "Fragment \"{name}\" cannot be spread here as objects of type \"{parent}\" \
                         can never be of type \"{of}\"."
                    ));
                }
            }
        }
        self.unique_directives(&spread.directives);
        self.directives(&spread.directives, "FRAGMENT_SPREAD");
    }

    /// Follows the spreads of a fragment that was not searched yet; `path` is how it was reached.
    fn circles(
        &mut self,
        fragment: &'a Fragment,
        path: &mut Vec<&'a str>,
        starts: &mut HashMap<&'a str, usize>,
        searched: &mut HashSet<&'a str>,
    ) {
        if !searched.insert(&fragment.name) {
            return;
        }
        starts.insert(&fragment.name, path.len());
        for name in spreads(&fragment.selections) {
            path.push(name);
            match starts.get(name) {
                Some(start) => {
                    let via: Vec<_> = path[*start..path.len() - 1]
                        .iter()
                        .map(|name| format!("\"{name}\""))
                        .collect();
                    let via = match &*via {
                        [] => String::new(),
                        via => format!(" via {}", via.join(", ")),
                    };
                    self.say(format!("Cannot spread fragment \"{name}\" within itself{via}."));
                }
                None => {
                    if let Some(other) = self.fragments.get(name) {
                        self.circles(other, path, starts, searched);
                    }
                }
            }
            path.pop();
        }
        starts.remove(&*fragment.name);
    }

    pub(super) fn unused_fragments(&mut self) {
        let roots = self.operations().flat_map(|operation| spreads(&operation.selections));
        let used = self.reached(roots);
        for definition in &self.document.definitions {
            if let super::Definition::Fragment(fragment) = definition
                && !used.contains(&*fragment.name)
            {
                self.say(format!("Fragment \"{}\" is never used.", fragment.name));
            }
        }
    }

    /// The names of the fragments that are reached through others, the nearest first.
    pub(super) fn reached(&self, roots: impl Iterator<Item = &'a str>) -> IndexSet<&'a str> {
        let mut reached: IndexSet<_> = roots.collect();
        let mut next = 0;
        while let Some(name) = reached.get_index(next) {
            if let Some(fragment) = self.fragments.get(name) {
                reached.extend(spreads(&fragment.selections));
            }
            next += 1;
        }
        reached
    }
}

/// The fragments that a selection spreads: its own first, then those of its last field.
pub(super) fn spreads(set: &[Selection]) -> Vec<&str> {
    let (mut found, mut sets) = (Vec::new(), vec![set]);
    while let Some(set) = sets.pop() {
        for selection in set {
            match selection {
                Selection::Spread(spread) => found.push(&*spread.fragment),
                Selection::Field(field) => sets.push(&field.selections),
                Selection::Inline(inline) => sets.push(&inline.selections),
            }
        }
    }
    found
}
