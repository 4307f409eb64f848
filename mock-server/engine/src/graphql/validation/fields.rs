//! Fields: known, with a selection where they need one, with their arguments.

use super::{Walk, repeated};
use crate::graphql::{
    schema::{Field as Known, Object, named},
    tree::Field,
};

impl<'a> Walk<'a> {
    pub(super) fn field(&mut self, field: &'a Field, parent: Option<&'a Object>) {
        let name = &field.name;
        let known = parent.and_then(|parent| self.schema.field(parent, name));
        let inner = known.and_then(|known| self.schema.object(named(&known.of.base)));
        match (known, parent) {
            (Some(known), _) => self.leaf(field, known, inner.is_none()),
            (None, Some(parent)) => {
                let on = &parent.name;
                self.unknown.note("field", name, on, parent.names());
                self.say(format!("Cannot query field \"{name}\" on type \"{on}\"."));
            }
            (None, None) => {}
        }
        self.unique_directives(&field.directives);
        for name in repeated(field.arguments.iter().map(|one| &*one.name)) {
            self.say(format!("There can be only one argument named \"{name}\"."));
        }
        for given in &field.arguments {
            let argument = known.and_then(|known| known.arguments.get(&given.name));
            if let (Some(parent), Some(known), None) = (parent, known, argument) {
                let (given, on) = (&given.name, &parent.name);
                let place = format!("{on}.{name}");
                self.unknown.note("argument", given, &place, known.arguments.keys());
                self.say(format!("Unknown argument \"{given}\" on field \"{on}.{name}\"."));
            }
            self.literal(&given.value, argument.map(|argument| (&argument.of).into()));
        }
        self.directives(&field.directives, "FIELD");
        if !field.selections.is_empty() {
            self.selections(&field.selections, inner);
        }
        for (argument, required) in known.iter().flat_map(|known| &known.arguments) {
            let given = field.arguments.iter().any(|one| one.name == *argument);
            if required.is_required() && !given {
                let of = &required.of;
                self.say(format!(
                    "Field \"{name}\" argument \"{argument}\" of type \"{of}\" is required, but it \
                     was not provided."
                ));
            }
        }
    }

    fn leaf(&mut self, field: &Field, known: &Known, is_leaf: bool) {
        let (name, of) = (&field.name, &known.of);
        match (is_leaf, field.selections.is_empty()) {
            (true, false) => self.say(format!(
                "Field \"{name}\" must not have a selection since type \"{of}\" has no subfields."
            )),
            (false, true) => self.say(format!(
                "Field \"{name}\" of type \"{of}\" must have a selection of subfields."
            )),
            _ => {}
        }
    }
}
