//! Members of the one schema that readings of the documents leave out (AMB-PG-04, AMB-PG-09): the
//! library hides them from introspection, and documents are checked against a schema without them.

use crate::{
    card_graphql::Member,
    rulebook::{NewCardIdField, Rulebook},
};

/// The members that only some readings have, and whether these do.
pub(super) fn optional(rules: &Rulebook) -> Vec<(Member, bool)> {
    let id = &rules.replace.new_card_id_field;
    vec![
        (("CardLimitFrequency", "perAuthorization"), rules.limit.per_authorization),
        (("CardReplacedCard", "cardId"), !matches!(id, NewCardIdField::Id)),
        (("CardReplacedCard", "id"), !matches!(id, NewCardIdField::CardId)),
    ]
}
