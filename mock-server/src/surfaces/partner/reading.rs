//! Members of the one schema that readings of the documents leave out (AMB-PG-04, AMB-PG-09): the
//! library hides them from introspection, and documents are checked against a schema without them.

use async_graphql::Context;

use crate::rulebook::{NewCardIdField, Rulebook};

/// A member of a type of the schema.
pub(super) type Member = (&'static str, &'static str);

/// The members that only some readings have, and whether these do.
fn optional(rules: &Rulebook) -> [(Member, bool); 3] {
    let id = &rules.replace.new_card_id_field;
    [
        (("CardLimitFrequency", "perAuthorization"), rules.limit.per_authorization),
        (("CardReplacedCard", "cardId"), !matches!(id, NewCardIdField::Id)),
        (("CardReplacedCard", "id"), !matches!(id, NewCardIdField::CardId)),
    ]
}

/// Number of schemas that the readings can make.
pub(super) const SCHEMAS: usize = 1 << 3;

/// Which of them these rules make.
pub(super) fn schema_of(rules: &Rulebook) -> usize {
    optional(rules).iter().fold(0, |number, (_, there)| number << 1 | usize::from(*there))
}

/// Members that the rules in force leave out.
pub(super) fn left_out(rules: &Rulebook) -> Vec<Member> {
    let gone = optional(rules).into_iter().filter(|(_, there)| !there);
    gone.map(|(member, _)| member).collect()
}

/// The members that introspection leaves out, as the executing library is told.
pub(super) struct LeftOut(pub(super) Vec<Member>);

/// Whether a member shows in the introspection that is being executed.
pub(super) fn shows(ctx: &Context<'_>, of: &str, member: &str) -> bool {
    ctx.data_opt::<LeftOut>().is_some_and(|left_out| !left_out.0.contains(&(of, member)))
}
