//! Readings of what the documents leave open (ER 14).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// What a missing `API-KEY` gets (AMB-ER-01).
    MissingKey {
        /// 404, as an unknown key.
        NotFound = "not-found-404",
        /// 401.
        Unauthorized = "unauthorized-401",
        /// Another 4xx; 400 here.
        Other = "other-4xx",
    }
}

choice! {
    /// The body of a plain failure (AMB-ER-02).
    PlainBody {
        /// `{"error":text}`.
        ErrorMember = "error-member",
        /// `{"detail":text}`.
        DetailMember = "detail-member",
        /// The bare text.
        Text = "text",
        /// Another one; `{"message":text}` here.
        Other = "other",
    }
}

choice! {
    /// Whether a timestamp from the future may be used again after its protection (AMB-ER-03).
    ReplayFuture {
        /// Yes.
        ThirtySeconds = "thirty-seconds",
        /// No: its slot lasts until it leaves the window.
        WhileInWindow = "while-in-window",
    }
}

choice! {
    /// Under which name `/users/get` takes the external id (AMB-ER-04).
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
    /// One cardholder per what (AMB-ER-05).
    CardholderPer {
        /// User.
        User = "user",
        /// User and subprovider.
        UserAndSubprovider = "user-and-subprovider",
    }
}

choice! {
    /// Where an object is in an answer.
    Place {
        /// Its members are at the root.
        Root = "root",
        /// It is a member.
        Nested = "nested",
    }
}

choice! {
    /// Whether a balance tells that it is from the cache (AMB-ER-08).
    BalanceShape {
        /// It does.
        WithCacheFlag = "with-cache-flag",
        /// It does not.
        Plain = "plain",
    }
}

choice! {
    /// What freezing and unfreezing answer (AMB-ER-09).
    FreezeAnswer {
        /// An order that is polled.
        Order = "order",
        /// The card's new status, effective at once.
        Direct = "direct",
    }
}

choice! {
    /// The shape of an event (AMB-ER-10).
    HookPayload {
        /// `type`, `timestamp` and what it is about, at the root.
        Typed = "typed",
        /// `event_type`, `project_id`, `delivery_id`, `data`.
        EventEnvelope = "event-envelope",
    }
}

section! {
    /// Readings of what the documents leave open.
    Reading = "er.amb" {
        /// What a missing API-KEY gets (AMB-ER-01). Source: public: release-note.
        missing_key: MissingKey = MissingKey::NotFound;
        /// The body of a plain failure (AMB-ER-02). Source: decided.
        plain_body: PlainBody = PlainBody::ErrorMember;
        /// Whether a timestamp from the future may be used again after its protection (AMB-ER-03).
        /// Source: envelope-rest: Idempotency and replay protection.
        replay_future: ReplayFuture = ReplayFuture::WhileInWindow;
        /// Under which name `/users/get` takes the external id (AMB-ER-04). Source: envelope-rest:
        /// Decrypted payload; public: release-note.
        user_field: UserField = UserField::Either;
        /// One cardholder per what (AMB-ER-05). Source: envelope-rest: Common error slugs.
        cardholder_per: CardholderPer = CardholderPer::User;
        /// Where an order is in an answer (AMB-ER-06). Source: public: card-issue.
        order_shape: Place = Place::Root;
        /// Where the card data of `/cards/details` is (AMB-ER-07). Source: public: release-note.
        details_shape: Place = Place::Root;
        /// Whether `/cards/balance` has `is_from_cache` (AMB-ER-08). Source: public: release-note.
        balance_shape: BalanceShape = BalanceShape::WithCacheFlag;
        /// What freezing and unfreezing answer (AMB-ER-09). Source: public: card-status-change,
        /// release-note.
        freeze_answer: FreezeAnswer = FreezeAnswer::Order;
        /// The shape of an event (AMB-ER-10). Source: public: webhooks.
        hook_payload: HookPayload = HookPayload::Typed;
    }
}
