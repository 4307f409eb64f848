//! Directives: known, in their place, once, with their arguments.

use std::collections::HashSet;

use super::{Directive, Walk, repeated};

impl<'a> Walk<'a> {
    /// Looked at before anything inside the thing that they are on.
    pub(super) fn unique_directives(&mut self, all: &[Directive]) {
        let mut seen = HashSet::new();
        for directive in all {
            let name = &directive.name;
            if self.schema.directive(name).is_some() && !seen.insert(name) {
                let text =
                    format!("The directive \"@{name}\" can only be used once at this location.");
                self.say(text);
            }
        }
    }

    pub(super) fn directives(&mut self, all: &'a [Directive], place: &str) {
        for directive in all {
            if self.is_full() {
                return;
            }
            self.directive(directive, place);
        }
    }

    fn directive(&mut self, directive: &'a Directive, place: &str) {
        let name = &directive.name;
        let known = self.schema.directive(name);
        match known {
            None => self.say(format!("Unknown directive \"@{name}\".")),
            Some(known) if !known.places.iter().any(|one| one == place) => {
                self.say(format!("Directive \"@{name}\" may not be used on {place}."));
            }
            Some(_) => {}
        }
        let argument = |argument: &str| known.and_then(|known| known.arguments.get(argument));
        for given in directive.arguments.iter().filter(|_| known.is_some()) {
            if argument(&given.name).is_none() {
                let given = &given.name;
                self.say(format!("Unknown argument \"{given}\" on directive \"@{name}\"."));
            }
        }
        for name in repeated(directive.arguments.iter().map(|one| &*one.name)) {
            self.say(format!("There can be only one argument named \"{name}\"."));
        }
        for given in &directive.arguments {
            let of = argument(&given.name).map(|argument| &argument.of);
            self.literal(&given.value, of.map(Into::into));
        }
        for (argument, required) in known.iter().flat_map(|known| &known.arguments) {
            let given = directive.arguments.iter().any(|one| one.name == *argument);
            if required.is_required() && !given {
                let of = &required.of;
                self.say(format!(
                    "Directive \"@{name}\" argument \"{argument}\" of type \"{of}\" is required, but \
                     it was not provided."
                ));
            }
        }
    }
}
