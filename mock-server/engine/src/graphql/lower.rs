//! A document as the executing library takes it.

use std::collections::HashMap;

use async_graphql::{
    Name, Pos, Positioned,
    indexmap::IndexMap,
    parser::types::{
        Directive as LowDirective, DocumentOperations, ExecutableDocument, Field as LowField,
        FragmentDefinition, FragmentSpread, InlineFragment, OperationDefinition,
        Selection as LowSelection, SelectionSet, TypeCondition, VariableDefinition,
    },
};
use async_graphql_value::{Number, Value as LowValue};

use super::tree::{
    Definition, Directive, Document, Fragment, Member, Operation, Selection, Value, Variable,
};

/// The operations and fragments of a document; none when it has no operation, or several of a kind
/// of which there can be only one.
pub(super) fn lowered(document: &Document) -> Option<ExecutableDocument> {
    let (mut operations, mut fragments) = (Vec::new(), HashMap::new());
    for definition in &document.definitions {
        match definition {
            Definition::Operation(operation) => operations.push(operation),
            Definition::Fragment(one) => {
                if fragments.insert(Name::new(&one.name), fragment(one)).is_some() {
                    return None;
                }
            }
            Definition::TypeSystem(_) => {}
        }
    }
    let operations = match &*operations {
        [Operation { name: None, .. }] => DocumentOperations::Single(operation(operations[0])),
        [] => return None,
        several => {
            let mut named = HashMap::new();
            for one in several {
                let name = Name::new(one.name.as_ref()?);
                if named.insert(name, operation(one)).is_some() {
                    return None;
                }
            }
            DocumentOperations::Multiple(named)
        }
    };
    Some(ExecutableDocument { operations, fragments })
}

/// Where a thing stands is told to nobody.
fn somewhere<T>(node: T) -> Positioned<T> {
    Positioned::new(node, Pos::default())
}

fn name(text: &str) -> Positioned<Name> {
    somewhere(Name::new(text))
}

fn operation(operation: &Operation) -> Positioned<OperationDefinition> {
    somewhere(OperationDefinition {
        ty: operation.ty,
        variable_definitions: operation.variables.iter().map(variable).collect(),
        directives: directives(&operation.directives),
        selection_set: selections(&operation.selections),
    })
}

fn variable(variable: &Variable) -> Positioned<VariableDefinition> {
    let default = variable.default.as_ref().and_then(|default| value(default).into_const());
    somewhere(VariableDefinition {
        name: name(&variable.name),
        var_type: somewhere(variable.of.clone()),
        directives: directives(&variable.directives),
        default_value: default.map(somewhere),
    })
}

fn fragment(fragment: &Fragment) -> Positioned<FragmentDefinition> {
    somewhere(FragmentDefinition {
        type_condition: condition(&fragment.on),
        directives: directives(&fragment.directives),
        selection_set: selections(&fragment.selections),
    })
}

fn condition(on: &str) -> Positioned<TypeCondition> {
    somewhere(TypeCondition { on: name(on) })
}

fn directives(all: &[Directive]) -> Vec<Positioned<LowDirective>> {
    let one = |directive: &Directive| LowDirective {
        name: name(&directive.name),
        arguments: arguments(&directive.arguments),
    };
    all.iter().map(one).map(somewhere).collect()
}

fn arguments(all: &[Member]) -> Vec<(Positioned<Name>, Positioned<LowValue>)> {
    all.iter().map(|one| (name(&one.name), somewhere(value(&one.value)))).collect()
}

fn selections(all: &[Selection]) -> Positioned<SelectionSet> {
    let one = |selection: &Selection| match selection {
        Selection::Field(field) => LowSelection::Field(somewhere(LowField {
            alias: field.alias.as_deref().map(name),
            name: name(&field.name),
            arguments: arguments(&field.arguments),
            directives: directives(&field.directives),
            selection_set: selections(&field.selections),
        })),
        Selection::Spread(spread) => LowSelection::FragmentSpread(somewhere(FragmentSpread {
            fragment_name: name(&spread.fragment),
            directives: directives(&spread.directives),
        })),
        Selection::Inline(inline) => LowSelection::InlineFragment(somewhere(InlineFragment {
            type_condition: inline.on.as_deref().map(condition),
            directives: directives(&inline.directives),
            selection_set: selections(&inline.selections),
        })),
    };
    somewhere(SelectionSet { items: all.iter().map(one).map(somewhere).collect() })
}

fn value(written: &Value) -> LowValue {
    match written {
        Value::Variable(name) => LowValue::Variable(Name::new(name)),
        Value::Int(text) | Value::Float(text) => LowValue::Number(number(text)),
        Value::String(text) | Value::Block(text) => LowValue::String(text.clone()),
        Value::Boolean(value) => LowValue::Boolean(*value),
        Value::Null => LowValue::Null,
        Value::Enum(name) => LowValue::Enum(Name::new(name)),
        Value::List(items) => LowValue::List(items.iter().map(value).collect()),
        Value::Object(members) => {
            let member = |one: &Member| (Name::new(&one.name), value(&one.value));
            LowValue::Object(members.iter().map(member).collect::<IndexMap<_, _>>())
        }
    }
}

/// A number as far as one can be kept: what lies beyond is the largest there is.
fn number(text: &str) -> Number {
    let kept = || {
        let number = text.parse::<f64>().ok()?;
        Number::from_f64(number.clamp(f64::MIN, f64::MAX))
    };
    match text {
        "-0" => Number::from(0),
        _ => text.parse().ok().or_else(kept).unwrap_or_else(|| Number::from(0)),
    }
}
