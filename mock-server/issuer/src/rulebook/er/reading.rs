//! Readings of sentences that the documents leave open (ER 14).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// Answer to a missing `API-KEY` header (AMB-ER-01).
    MissingKey {
        /// 404, as for an unknown key.
        NotFound = "not-found-404",
        /// 401.
        Unauthorized = "unauthorized-401",
        /// Another 4xx; 400 here.
        Other = "other-4xx",
    }
}

choice! {
    /// Body of a plain failure (AMB-ER-02).
    PlainBody {
        /// `{"error":text}`.
        ErrorMember = "error-member",
        /// `{"detail":text}`.
        DetailMember = "detail-member",
        /// The bare text.
        Text = "text",
        /// Another form; `{"message":text}` here.
        Other = "other",
    }
}

choice! {
    /// End of the replay protection of a timestamp from the future (AMB-ER-03).
    ReplayFuture {
        /// After thirty seconds; the timestamp can then be used again.
        ThirtySeconds = "thirty-seconds",
        /// When the timestamp leaves the window; it can never be used again.
        WhileInWindow = "while-in-window",
    }
}

choice! {
    /// Accepted names of the external id in `/users/get` (AMB-ER-04).
    UserField {
        /// Either.
        Either = "either",
        /// Only `user_id`.
        UserId = "user-id",
        /// Only `external_user_id`.
        ExternalUserId = "external-user-id",
    }
}

choice! {
    /// Scope within which there is one cardholder (AMB-ER-05).
    CardholderPer {
        /// One per user.
        User = "user",
        /// One per user and subprovider.
        UserAndSubprovider = "user-and-subprovider",
    }
}

choice! {
    /// Place of an object in an answer.
    Place {
        /// Its members stand at the root.
        Root = "root",
        /// The object is a member of the root.
        Nested = "nested",
    }
}

choice! {
    /// Mark of a balance that comes from the cache (AMB-ER-08).
    BalanceShape {
        /// A member `is_from_cache`.
        WithCacheFlag = "with-cache-flag",
        /// No mark.
        Plain = "plain",
    }
}

choice! {
    /// Answer to freezing and unfreezing (AMB-ER-09).
    FreezeAnswer {
        /// An order that is polled.
        Order = "order",
        /// The card's new status, effective at once.
        Direct = "direct",
    }
}

choice! {
    /// Shape of a webhook event (AMB-ER-10).
    HookPayload {
        /// `type`, `timestamp` and the members of the event, at the root.
        Typed = "typed",
        /// `event_type`, `project_id`, `delivery_id`, `data`.
        EventEnvelope = "event-envelope",
    }
}

section! {
    /// Readings of sentences that the documents leave open.
    Reading = "er.amb" {
        /// Answer to a missing `API-KEY` header (AMB-ER-01). Source: public: release-note.
        missing_key: MissingKey = MissingKey::NotFound;
        /// Body of a plain failure (AMB-ER-02). Source: decided.
        plain_body: PlainBody = PlainBody::ErrorMember;
        /// End of the replay protection of a timestamp from the future: after thirty seconds, or
        /// when it leaves the window (AMB-ER-03). Source: envelope-rest: Idempotency and replay
        /// protection.
        replay_future: ReplayFuture = ReplayFuture::WhileInWindow;
        /// Accepted names of the external id in `/users/get` (AMB-ER-04). Source: envelope-rest:
        /// Decrypted payload; public: release-note.
        user_field: UserField = UserField::Either;
        /// Scope within which there is one cardholder: a user, or a user and subprovider
        /// (AMB-ER-05). Source: envelope-rest: Common error slugs.
        cardholder_per: CardholderPer = CardholderPer::User;
        /// Place of an order in an answer: its members at the root, or one member (AMB-ER-06).
        /// Source: public: card-issue.
        order_shape: Place = Place::Root;
        /// Place of the card data in the answer of `/cards/details`: at the root, or one member
        /// (AMB-ER-07). Source: public: release-note.
        details_shape: Place = Place::Root;
        /// Answers of `/cards/balance` have `is_from_cache`, or do not (AMB-ER-08). Source: public:
        /// release-note.
        balance_shape: BalanceShape = BalanceShape::WithCacheFlag;
        /// Answer to freezing and unfreezing: an order, or the new status (AMB-ER-09). Source:
        /// public: card-status-change, release-note.
        freeze_answer: FreezeAnswer = FreezeAnswer::Order;
        /// Shape of a webhook event (AMB-ER-10). Source: public: webhooks.
        hook_payload: HookPayload = HookPayload::Typed;
    }
}
