//! Values of REST APIs as their OpenAPI documents show them, each with its class in the log.

use utoipa::openapi::extensions::{Extensions, ExtensionsBuilder};

use super::CLASS;
use crate::log::Class;

/// The class of a value, as the document says it.
pub(crate) fn class(class: Class) -> Extensions {
    ExtensionsBuilder::new().add(CLASS, class.word()).build()
}

/// Declares texts of a form, each with its class in the log.
macro_rules! texts {
    ($(#[doc = $doc:literal] $class:ident $name:ident = $pattern:literal,)+) => {$(
        #[doc = $doc]
        pub(super) struct $name;

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                let text = utoipa::openapi::schema::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String);
                let text = text.extensions(Some($crate::rest_document::class($crate::log::Class::$class)));
                text.pattern(Some($pattern)).description(Some($doc.trim())).into()
            }
        }

        impl utoipa::ToSchema for $name {}
    )+};
}

/// Declares words that are taken from a list; a log shows them.
macro_rules! words {
    ($(#[doc = $doc:literal] $name:ident = $words:expr,)+) => {$(
        #[doc = $doc]
        pub(super) struct $name;

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                let words: &[&str] = $words;
                let text = utoipa::openapi::schema::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String);
                let text = text.enum_values(Some(words.iter().copied()));
                let text = text.extensions(Some($crate::rest_document::class($crate::log::Class::Plain)));
                text.description(Some($doc.trim())).into()
            }
        }

        impl utoipa::ToSchema for $name {}
    )+};
}

pub(crate) use {texts, words};
