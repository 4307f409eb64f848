//! Things of others (AG 3), and the ids of a replacement (AG 5.4).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// Answer of an operation for a card that is not the caller's (AMB-AG-08).
    ForeignCard {
        /// HTTP 403, both for an id nobody has and for a card of somebody else.
        Forbidden = "forbidden",
        /// `success: false`, `Card not found`, for both.
        NotFound = "not_found",
    }
}

choice! {
    /// Ids in the answer of a replacement (AMB-AG-09).
    ReplacementIds {
        /// `id` is the internal id of the new card; `oldCardId` and `newCard.id` are issuer-side
        /// ids.
        External = "external",
        /// `oldCardId` and `newCard.id` are internal ids as text.
        Internal = "internal",
        /// `id` is the internal id of the replaced card.
        OldId = "old_id",
    }
}

section! {
    /// Rules for things that are not the caller's.
    InAppOwner = "ag.owner" {
        /// Answer of an operation for a card that is not the caller's (AMB-AG-08). Source: public:
        /// Creating & Managing Cards; decided.
        foreign_card: ForeignCard = ForeignCard::Forbidden;
    }
}

section! {
    /// Rules for replacing a card in the app.
    InAppReplace = "ag.replace" {
        /// Ids in the answer of a replacement (AMB-AG-09). Source: in-app-cards: Replace a Virtual
        /// Card.
        answer_ids: ReplacementIds = ReplacementIds::External;
    }
}
