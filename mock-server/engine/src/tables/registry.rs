//! async-graphql's hidden registry structs, spelled once: a new field there breaks this file only.

use async_graphql::{
    indexmap::IndexMap,
    registry::{MetaEnumValue, MetaField, MetaInputValue, MetaType, Registry},
};

use crate::log::Class;

pub(super) fn insert(registry: &mut Registry, ty: MetaType) {
    registry.types.insert(ty.name().to_owned(), ty);
}

/// A field whose class in the log follows from its type.
pub(super) fn field(
    name: &str,
    ty: impl Into<String>,
    args: impl IntoIterator<Item = MetaInputValue>,
) -> MetaField {
    MetaField {
        name: name.into(),
        description: None,
        args: args.into_iter().map(|arg| (arg.name.clone(), arg)).collect(),
        ty: ty.into(),
        deprecation: Default::default(),
        cache_control: Default::default(),
        external: false,
        requires: None,
        provides: None,
        visible: None,
        shareable: false,
        inaccessible: false,
        tags: vec![],
        override_from: None,
        compute_complexity: None,
        directive_invocations: vec![],
        requires_scopes: vec![],
    }
}

/// A field of a class in the log.
pub(super) fn classified_field(name: &str, ty: impl Into<String>, class: Class) -> MetaField {
    MetaField { tags: vec![class.word().to_owned()], ..field(name, ty, []) }
}

/// An argument, or a member of an input type, of a class in the log.
pub(super) fn classified_argument(
    name: &str,
    ty: impl Into<String>,
    class: Class,
) -> MetaInputValue {
    MetaInputValue { tags: vec![class.word().to_owned()], ..argument(name, ty) }
}

/// An argument, or a member of an input type, whose class in the log follows from its type.
pub(super) fn argument(name: &str, ty: impl Into<String>) -> MetaInputValue {
    MetaInputValue {
        name: name.into(),
        description: None,
        ty: ty.into(),
        deprecation: Default::default(),
        default_value: None,
        visible: None,
        inaccessible: false,
        tags: vec![],
        is_secret: false,
        directive_invocations: vec![],
    }
}

pub(super) fn object(name: &str, fields: impl IntoIterator<Item = MetaField>) -> MetaType {
    MetaType::Object {
        name: name.into(),
        description: None,
        fields: fields.into_iter().map(|field| (field.name.clone(), field)).collect(),
        cache_control: Default::default(),
        extends: false,
        shareable: false,
        resolvable: true,
        keys: None,
        visible: None,
        inaccessible: false,
        interface_object: false,
        tags: vec![],
        is_subscription: false,
        rust_typename: None,
        directive_invocations: vec![],
        requires_scopes: vec![],
    }
}

/// The root of subscriptions.
pub(super) fn subscription(name: &str, fields: impl IntoIterator<Item = MetaField>) -> MetaType {
    let mut of = object(name, fields);
    if let MetaType::Object { is_subscription, .. } = &mut of {
        *is_subscription = true;
    }
    of
}

pub(super) fn input(name: &str, fields: impl IntoIterator<Item = MetaInputValue>) -> MetaType {
    MetaType::InputObject {
        name: name.into(),
        description: None,
        input_fields: fields.into_iter().map(|field| (field.name.clone(), field)).collect(),
        visible: None,
        inaccessible: false,
        tags: vec![],
        rust_typename: None,
        oneof: false,
        directive_invocations: vec![],
    }
}

pub(super) fn enumeration(name: &str, values: impl IntoIterator<Item = &'static str>) -> MetaType {
    MetaType::Enum {
        name: name.into(),
        description: None,
        enum_values: values
            .into_iter()
            .map(|value| {
                let meta = MetaEnumValue {
                    name: value.into(),
                    description: None,
                    deprecation: Default::default(),
                    visible: None,
                    inaccessible: false,
                    tags: vec![],
                    directive_invocations: vec![],
                };
                (value.to_owned(), meta)
            })
            .collect::<IndexMap<_, _>>(),
        visible: None,
        inaccessible: false,
        tags: vec![],
        rust_typename: None,
        directive_invocations: vec![],
        requires_scopes: vec![],
    }
}

pub(super) fn scalar(name: &str) -> MetaType {
    MetaType::Scalar {
        name: name.into(),
        description: None,
        is_valid: None,
        visible: None,
        inaccessible: false,
        tags: vec![],
        specified_by_url: None,
        directive_invocations: vec![],
        requires_scopes: vec![],
    }
}
