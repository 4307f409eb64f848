//! Introspection as the rules of a world have it (PG 4).

use crate::{
    graphql::Exemption,
    rulebook::{ExemptWhen, Intro},
};

/// Conditions under which a document counts as introspection, by the rules in force.
pub(super) fn exemption(rules: &Intro) -> Exemption<'_> {
    Exemption {
        fields: &rules.exempt_fields,
        all: match rules.exempt_when {
            ExemptWhen::All | ExemptWhen::AnyOperation => true,
            ExemptWhen::Any => false,
        },
        any_operation: match rules.exempt_when {
            ExemptWhen::All | ExemptWhen::Any => false,
            ExemptWhen::AnyOperation => true,
        },
        follow_fragments: rules.follow_fragments,
    }
}
