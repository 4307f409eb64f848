//! Active deviations of a world, and their effect on commands.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{CommandContext, World};
use crate::{
    register::{ArgumentReading, Change, Misreading, Patch, Pattern, Repeat, Step},
    rulebook::Rulebook,
};

/// An active deviation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Active {
    /// Id of the deviation.
    pub id: String,
    /// Change that it makes.
    pub patch: Patch,
    /// Number of requests, of deliveries and of steps in time to which it made a difference.
    pub hits: u64,
    /// Rules in force while it is off and all others are on.
    pub without: Arc<Rulebook>,
}

/// Values that members had in earlier answers of a world, by their names; the last two of each.
pub type Seen = BTreeMap<String, Vec<Value>>;

/// Active deviations of a world, in the order in which they were switched on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Deviations {
    active: Arc<Vec<Active>>,
    /// Values of earlier answers, while a deviation refers to them.
    #[serde(default)]
    seen: Arc<Seen>,
    /// The world before an operation, while a deviation lets others look at that.
    #[serde(skip)]
    before: Option<Arc<World>>,
}

impl Deviations {
    /// The set of these deviations.
    pub fn new(active: Vec<Active>) -> Self {
        Self { active: Arc::new(active), ..Self::default() }
    }

    /// Values of earlier answers.
    pub fn seen(&self) -> &Seen {
        &self.seen
    }

    /// Replaces the values of earlier answers.
    pub fn remember(&mut self, seen: Seen) {
        self.seen = Arc::new(seen);
    }

    /// All active deviations.
    pub fn iter(&self) -> std::slice::Iter<'_, Active> {
        self.active.iter()
    }

    /// True when none is active.
    pub fn is_empty(&self) -> bool {
        self.active.is_empty()
    }

    /// Counts a request, a delivery or a step in time to which the deviation made a difference.
    pub fn hit(&mut self, id: &str) {
        if let Some(active) =
            Arc::make_mut(&mut self.active).iter_mut().find(|active| active.id == id)
        {
            active.hits += 1;
        }
    }

    /// Takes over how often each of these deviations was hit.
    pub fn keep_hits(&mut self, present: &Self) {
        for active in Arc::make_mut(&mut self.active) {
            let known = present.iter().find(|one| one.id == active.id);
            active.hits = known.map_or(active.hits, |one| one.hits);
        }
    }

    /// Change of the effect of an operation, if a deviation makes one.
    pub fn repeat(&self, operation: &str) -> Option<Repeat> {
        self.repeating(operation).map(|(_, repeat)| repeat)
    }

    /// Change of the effect of an operation, with the id of the deviation that makes it.
    pub fn repeating(&self, operation: &str) -> Option<(&str, Repeat)> {
        self.active.iter().find_map(|active| match &active.patch {
            Patch::Effect { on, repeat } if on.matches(operation) => Some((&*active.id, *repeat)),
            _ => None,
        })
    }

    /// Label of the principal that an operation runs as instead, if a deviation says so.
    pub fn principal(&self, operation: &str) -> Option<&str> {
        self.acting(operation).map(|(_, label)| label)
    }

    /// Label of the principal that an operation runs as instead, with the id of the deviation that
    /// says so.
    pub fn acting(&self, operation: &str) -> Option<(&str, &str)> {
        self.active.iter().find_map(|active| match &active.patch {
            Patch::Principal { on, label } if on.matches(operation) => {
                Some((&*active.id, &**label))
            }
            _ => None,
        })
    }

    /// Changes of the arguments of a list of this table's rows, of an op, or of something that the
    /// world does by itself, each with the argument's name.
    pub fn readings(&self, of: &str) -> impl Iterator<Item = (&str, ArgumentReading)> {
        self.active.iter().filter_map(move |active| match &active.patch {
            Patch::Argument { on, name, reading } if on.matches(of) => Some((&**name, *reading)),
            _ => None,
        })
    }

    /// Change of the argument `name` of something that the world does by itself, if a deviation makes
    /// one.
    pub fn reading(&self, on: &str, name: &str) -> Option<ArgumentReading> {
        self.readings(on).find(|(one, _)| *one == name).map(|(_, reading)| reading)
    }

    /// Code with which a WebSocket is closed instead, with the id of the deviation that says so. The
    /// word is that of the code that it would be closed with.
    pub fn closing(&self, operation: &str, word: &str) -> Option<(&str, u16)> {
        self.active.iter().find_map(|active| match &active.patch {
            Patch::Answer { on, change: Change::Close(code) }
                if on.matches(operation) && on.reason.as_ref().is_none_or(|one| one == word) =>
            {
                Some((&*active.id, *code))
            }
            _ => None,
        })
    }

    /// Misreading of documents, if a deviation makes one.
    pub fn misreading(&self) -> Option<Misreading> {
        self.active.iter().find_map(|active| match &active.patch {
            Patch::Document { misreading } => Some(*misreading),
            _ => None,
        })
    }

    /// Place of an argument for whose form a deviation refuses a request for this operation.
    pub fn refuses(&self, operation: &str, arguments: impl FnOnce() -> Value) -> Option<&[Step]> {
        let (place, form) = self.active.iter().find_map(|active| match &active.patch {
            Patch::Refusal { on, argument, form } if on.matches(operation) => {
                Some((&**argument, form))
            }
            _ => None,
        })?;
        form.fits(&arguments(), place).then_some(place)
    }

    /// Operations for which deviations skip the check with this reason.
    pub fn skipping(&self, word: &str) -> Vec<Pattern> {
        let skips = |active: &Active| match &active.patch {
            Patch::Skip { on } if on.reason.as_deref() == Some(word) => Some(on.clone()),
            _ => None,
        };
        self.active.iter().filter_map(skips).collect()
    }

    /// True when a rule has another value for some operations.
    pub fn has_rules_of_operations(&self) -> bool {
        let is_one = |active: &Active| matches!(&active.patch, Patch::Rule { only: Some(_), .. });
        self.active.iter().any(is_one)
    }

    /// World that an operation looks at instead, if a deviation lets it look at an earlier one.
    pub fn before(&self, operation: &str) -> Option<&World> {
        let before = self.before.as_deref()?;
        let looks = |active: &Active| matches!(&active.patch, Patch::View { of, .. } if of.matches(operation));
        self.active.iter().any(looks).then_some(before)
    }
}

impl World {
    /// Rules for a request for these operations, where they are other ones than for the rest.
    pub fn rules_of(&self, operations: &[&str]) -> Option<Rulebook> {
        let mut rules = None;
        for active in self.deviations.iter() {
            if let Patch::Rule { key, value, only: Some(on), .. } = &active.patch
                && operations.iter().any(|operation| on.matches(operation))
            {
                let rules = rules.get_or_insert_with(|| Rulebook::clone(&self.rules));
                rules.patch(key, value).expect("it was checked when the deviation was set");
            }
        }
        rules
    }

    /// Keeps the world as it is before a command, if a deviation lets operations look at that.
    pub(super) fn keep_view_before(&mut self, context: &CommandContext) {
        let operation = &context.operation;
        let hides = |active: &Active| matches!(&active.patch, Patch::View { before, .. } if before.matches(operation));
        if self.deviations.active.iter().any(hides) {
            let before = Self { deviations: Deviations::default(), ..self.clone() };
            self.deviations.before = Some(Arc::new(before));
        }
    }
}
