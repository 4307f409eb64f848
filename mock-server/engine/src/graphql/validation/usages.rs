//! Variables: defined, used, and of a type that fits where they are used.

use std::collections::{HashMap, HashSet};

use async_graphql::parser::types::BaseType;

use super::{Directive, Operation, Selection, Variable, Walk, literals::Expected};
use crate::graphql::{
    schema::{Argument, Kind, Object, named},
    tree::{Member, Value},
};

/// A mention of a variable.
struct Usage<'a> {
    variable: &'a str,
    expected: Option<Expected<'a>>,
    /// Whether the place has a value of its own when none is given.
    has_default: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn variables_of(&mut self, operation: &'a Operation) {
        let usages = self.usages(operation);
        let (of, used_in) = match &operation.name {
            Some(name) => {
                (format!(" by operation \"{name}\""), format!(" in operation \"{name}\""))
            }
            None => (String::new(), String::new()),
        };
        let defined: HashMap<&str, &Variable> =
            operation.variables.iter().map(|one| (&*one.name, one)).collect();
        for usage in usages.iter().filter(|usage| !defined.contains_key(usage.variable)) {
            self.say(format!("Variable \"${}\" is not defined{of}.", usage.variable));
        }
        let used: HashSet<_> = usages.iter().map(|usage| usage.variable).collect();
        for variable in &operation.variables {
            let name = &variable.name;
            if !used.contains(&**name) {
                self.say(format!("Variable \"${name}\" is never used{used_in}."));
            }
        }
        for usage in &usages {
            let (Some(variable), Some(expected)) = (defined.get(usage.variable), usage.expected)
            else {
                continue;
            };
            let (name, of) = (&variable.name, &variable.of);
            let known = self.schema.kind(named(&of.base)).is_some();
            if known && !is_allowed(variable, expected, usage.has_default) {
                self.say(format!(
                    "Variable \"${name}\" of type \"{of}\" used in position expecting type \
                     \"{expected}\"."
                ));
            }
        }
    }

    /// The mentions in an operation, then those in the fragments that it reaches.
    fn usages(&self, operation: &'a Operation) -> Vec<Usage<'a>> {
        let mut usages = Vec::new();
        self.in_directives(&operation.directives, &mut usages);
        self.in_selections(&operation.selections, self.schema.root(operation.ty), &mut usages);
        for name in self.reached(super::fragments::spreads(&operation.selections).into_iter()) {
            if let Some(fragment) = self.fragments.get(name) {
                self.in_directives(&fragment.directives, &mut usages);
                let parent = self.schema.object(&fragment.on);
                self.in_selections(&fragment.selections, parent, &mut usages);
            }
        }
        usages
    }

    fn in_selections(
        &self,
        set: &'a [Selection],
        parent: Option<&'a Object>,
        usages: &mut Vec<Usage<'a>>,
    ) {
        for selection in set {
            match selection {
                Selection::Field(field) => {
                    let known = parent.and_then(|parent| self.schema.field(parent, &field.name));
                    let argument = |name: &str| known?.arguments.get(name);
                    self.in_arguments(&field.arguments, argument, usages);
                    self.in_directives(&field.directives, usages);
                    let inner = known.and_then(|known| self.schema.object(named(&known.of.base)));
                    self.in_selections(&field.selections, inner, usages);
                }
                Selection::Spread(spread) => self.in_directives(&spread.directives, usages),
                Selection::Inline(inline) => {
                    self.in_directives(&inline.directives, usages);
                    let on = inline.on.as_deref();
                    let of = on.map_or(parent, |on| self.schema.object(on));
                    self.in_selections(&inline.selections, of, usages);
                }
            }
        }
    }

    fn in_directives(&self, all: &'a [Directive], usages: &mut Vec<Usage<'a>>) {
        for directive in all {
            let known = self.schema.directive(&directive.name);
            let argument = |name: &str| known?.arguments.get(name);
            self.in_arguments(&directive.arguments, argument, usages);
        }
    }

    fn in_arguments(
        &self,
        given: &'a [Member],
        known: impl Fn(&str) -> Option<&'a Argument>,
        usages: &mut Vec<Usage<'a>>,
    ) {
        for argument in given {
            let known = known(&argument.name);
            let has_default = known.is_some_and(|known| known.has_default);
            let expected = known.map(|known| (&known.of).into());
            self.in_value(&argument.value, expected, has_default, usages);
        }
    }

    fn in_value(
        &self,
        value: &'a Value,
        expected: Option<Expected<'a>>,
        has_default: bool,
        usages: &mut Vec<Usage<'a>>,
    ) {
        match value {
            Value::Variable(variable) => usages.push(Usage { variable, expected, has_default }),
            Value::List(items) => {
                for item in items {
                    self.in_value(item, expected.map(Expected::item), false, usages);
                }
            }
            Value::Object(members) => {
                let of = expected.and_then(|expected| self.schema.kind(named(expected.base)));
                let member = |name: &str| match of {
                    Some(Kind::Input(input)) => input.get(name),
                    _ => None,
                };
                self.in_arguments(members, member, usages);
            }
            _ => {}
        }
    }
}

fn is_allowed(variable: &Variable, expected: Expected<'_>, has_default: bool) -> bool {
    let given = Expected::from(&variable.of);
    if given.nullable && !expected.nullable {
        let default = variable.default.as_ref();
        let stands_in = default.is_some_and(|default| !matches!(default, Value::Null));
        return (stands_in || has_default) && fits(given, Expected { nullable: true, ..expected });
    }
    fits(given, expected)
}

/// Whether every value of a type is one of another.
fn fits(given: Expected<'_>, expected: Expected<'_>) -> bool {
    if given.nullable && !expected.nullable {
        return false;
    }
    match (given.base, expected.base) {
        (BaseType::Named(given), BaseType::Named(expected)) => given == expected,
        (BaseType::List(given), BaseType::List(expected)) => {
            fits((&**given).into(), (&**expected).into())
        }
        _ => false,
    }
}
