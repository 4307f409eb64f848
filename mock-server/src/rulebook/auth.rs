//! Credentials, timestamps, signatures and replay protection of the partner surface (PG 3).

use super::{section::section, value::choice};

choice! {
    /// Which of two failing checks answers (AMB-PG-13).
    CheckOrder {
        /// The timestamp is judged before the signature.
        TimestampFirst = "timestamp_first",
        /// The signature is judged before the timestamp.
        SignatureFirst = "signature_first",
    }
}

choice! {
    /// In which units a timestamp may come.
    TimestampUnit {
        /// Milliseconds only.
        Milliseconds = "milliseconds",
        /// A value that only makes sense in seconds is taken as seconds.
        SecondsToo = "seconds_too",
    }
}

choice! {
    /// Which form of the body a signature covers.
    BodyForm {
        /// The bytes as they arrived.
        Raw = "raw",
        /// Those, or a compact re-serialisation.
        CanonicalToo = "canonical_too",
        /// A compact re-serialisation only.
        Canonical = "canonical",
    }
}

choice! {
    /// Whose secret verifies a signature.
    SecretOf {
        /// The secret of the token that was sent.
        Token = "token",
        /// The secret of any live token of the world.
        AnyPartner = "any_partner",
    }
}

choice! {
    /// What makes two requests the same.
    ReplayKey {
        /// Token, timestamp and signature.
        Full = "token,timestamp,signature",
        /// Token and timestamp.
        Timestamp = "token,timestamp",
        /// Token and body.
        Body = "token,body",
    }
}

choice! {
    /// From when on a request counts as seen.
    Remember {
        /// Once its signature was found right.
        Accepted = "accepted",
        /// As soon as it arrived, even if its signature is wrong.
        Received = "received",
    }
}

section! {
    /// Who may come in, and when.
    Auth = "auth" {
        /// A request without `x-agio-api-key` is refused; otherwise it is taken as the first
        /// partner's. Source: partner-card-api: Authentication, Layer 1.
        require_api_key: bool = true;
        /// Environments whose tokens are live here: `this`, and `other` for tokens that ops issued
        /// for another environment. Source: partner-card-api: Verify your setup.
        accept_environments: Vec<String> = vec!["this".to_owned()];
        /// Execution needs both signing headers; otherwise a request that lacks one runs on the
        /// key alone. Source: partner-card-api: Authentication.
        require_signature: bool = true;
        /// Units in which `x-agio-timestamp` may come. Source: partner-card-api: Authentication,
        /// Timestamp in Milliseconds.
        timestamp_unit: TimestampUnit = TimestampUnit::Milliseconds;
        /// Largest distance between `x-agio-timestamp` and the world's clock, both ways and both
        /// ends allowed. Source: partner-card-api: Authentication.
        timestamp_window_ms: i64 = 300_000, 0..=86_400_000;
        /// Issuing a token leaves the partner's earlier tokens valid. Source: partner-card-api:
        /// Best practices, credential rotation.
        old_tokens_live: bool = true;
        /// Which check answers when timestamp and signature are both wrong (AMB-PG-13). Source:
        /// decided.
        check_order: CheckOrder = CheckOrder::TimestampFirst;
        /// How long an accepted request is remembered. Source: partner-card-api: Authentication,
        /// replay protection.
        replay_window_ms: i64 = 600_000, 0..=86_400_000;
    }
}

section! {
    /// What a signature must look like.
    Sign = "sign" {
        /// Text between timestamp and raw body in the signed message. Source: partner-card-api:
        /// Authentication, Layer 2.
        separator: String = ".".to_owned();
        /// The signature must match; otherwise any 64 hex digits pass. Source: partner-card-api:
        /// Error Reference.
        verify: bool = true;
        /// Which form of the body is covered. Source: partner-card-api: Best practices, retry on
        /// 401.
        body: BodyForm = BodyForm::Raw;
        /// The timestamp is part of the signed message; otherwise a signature over the body alone,
        /// or under another timestamp, passes too. Source: partner-card-api: Authentication,
        /// Layer 2.
        cover_timestamp: bool = true;
        /// Text forms of the digest that are read: `hex`, `base64`. Source: partner-card-api:
        /// Authentication, Layer 2.
        encodings: Vec<String> = vec!["hex".to_owned()];
        /// Whose secret verifies. Source: partner-card-api: Authentication, Layer 2.
        secret_of: SecretOf = SecretOf::Token;
    }
}

section! {
    /// What is remembered of accepted requests.
    Replay = "replay" {
        /// A request that was accepted is refused when it comes again. Source: partner-card-api:
        /// Authentication, replay protection.
        enabled: bool = true;
        /// What identifies a request. Source: partner-card-api: Authentication, replay protection.
        key: ReplayKey = ReplayKey::Full;
        /// From when on a request counts as seen. Source: decided.
        remember: Remember = Remember::Accepted;
    }
}
