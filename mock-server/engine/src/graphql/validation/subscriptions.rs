//! A subscription selects one field of the root, and none about the schema
//! (`SingleFieldSubscriptionsRule`).

use std::collections::HashSet;

use async_graphql::{indexmap::IndexMap, parser::types::OperationType};

use super::{
    super::tree::{Directive, Field, Operation, Selection, Value},
    Walk,
};

impl<'a> Walk<'a> {
    pub(super) fn single_field(&mut self, operation: &'a Operation) {
        let is_subscription = operation.ty == OperationType::Subscription;
        if !is_subscription || self.schema.root(operation.ty).is_none() {
            return;
        }
        let mut fields: IndexMap<&str, &Field> = IndexMap::new();
        self.root_fields(&operation.selections, &mut fields, &mut HashSet::new());
        let who = match &operation.name {
            Some(name) => format!("Subscription \"{name}\""),
            None => "Anonymous Subscription".to_owned(),
        };
        if fields.len() > 1 {
            self.say(format!("{who} must select only one top level field."));
        }
        for _ in fields.values().filter(|field| field.name.starts_with("__")) {
            self.say(format!("{who} must not select an introspection top level field."));
        }
    }

    /// The first field of each key of the answer, through fragments.
    fn root_fields(
        &self,
        set: &'a [Selection],
        fields: &mut IndexMap<&'a str, &'a Field>,
        followed: &mut HashSet<&'a str>,
    ) {
        for selection in set {
            match selection {
                Selection::Field(field) if is_taken(&field.directives) => {
                    fields.entry(field.key()).or_insert(field);
                }
                Selection::Inline(inline) if is_taken(&inline.directives) => {
                    self.root_fields(&inline.selections, fields, followed);
                }
                Selection::Spread(spread) if is_taken(&spread.directives) => {
                    if followed.insert(&spread.fragment)
                        && let Some(fragment) =
                            self.fragments.get(spread.fragment.as_str()).copied()
                    {
                        self.root_fields(&fragment.selections, fields, followed);
                    }
                }
                Selection::Field(_) | Selection::Inline(_) | Selection::Spread(_) => {}
            }
        }
    }
}

/// Whether a selection is certainly not left out; of variables nothing is known here.
fn is_taken(directives: &[Directive]) -> bool {
    directives.iter().all(|directive| {
        let argument = directive.arguments.iter().find(|one| one.name == "if");
        let on = match argument.map(|argument| &argument.value) {
            Some(Value::Boolean(on)) => *on,
            _ => return true,
        };
        match directive.name.as_str() {
            "skip" => !on,
            "include" => on,
            _ => true,
        }
    })
}
