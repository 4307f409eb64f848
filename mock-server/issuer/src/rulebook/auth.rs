//! Credentials, timestamps, signatures and replay protection of the partner surface (PG 3).

use super::{section::section, value::choice};

choice! {
    /// Check that answers when timestamp and signature are both wrong (AMB-PG-13).
    CheckOrder {
        /// The timestamp is checked before the signature.
        TimestampFirst = "timestamp_first",
        /// The signature is checked before the timestamp.
        SignatureFirst = "signature_first",
    }
}

choice! {
    /// Accepted units of a timestamp.
    TimestampUnit {
        /// Milliseconds only.
        Milliseconds = "milliseconds",
        /// Seconds too, for a value that is only plausible in seconds.
        SecondsToo = "seconds_too",
    }
}

choice! {
    /// Form of the body that a signature covers.
    BodyForm {
        /// The bytes as they arrived.
        Raw = "raw",
        /// The bytes as they arrived, or a compact re-serialisation.
        CanonicalToo = "canonical_too",
        /// A compact re-serialisation only.
        Canonical = "canonical",
    }
}

choice! {
    /// Client secret that verifies a signature.
    SecretOf {
        /// The secret of the token that was sent.
        Token = "token",
        /// The secret of any live token of the world.
        AnyPartner = "any_partner",
    }
}

choice! {
    /// Parts of a request that identify it for replay protection.
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
    /// Moment from which a request counts as seen.
    Remember {
        /// Once its signature was verified.
        Accepted = "accepted",
        /// As soon as it arrived, even if its signature is wrong.
        Received = "received",
    }
}

section! {
    /// Rules for API keys, signing headers and timestamps.
    Auth = "auth" {
        /// A request without `x-agio-api-key` is refused; otherwise it counts as the first
        /// partner's. Source: partner-card-api: Authentication, Layer 1.
        require_api_key: bool = true;
        /// Environments whose tokens are live here: `this`, and `other` for tokens that ops issued
        /// for another environment. Source: partner-card-api: Verify your setup.
        accept_environments: Vec<String> = vec!["this".to_owned()];
        /// Execution needs both signing headers; otherwise a request that lacks one runs on the
        /// key alone. Source: partner-card-api: Authentication.
        require_signature: bool = true;
        /// Accepted units of `x-agio-timestamp`. Source: partner-card-api: Authentication,
        /// Timestamp in Milliseconds.
        timestamp_unit: TimestampUnit = TimestampUnit::Milliseconds;
        /// Largest distance between `x-agio-timestamp` and the world's clock, in milliseconds,
        /// before or after it; a timestamp exactly that far away passes. Source: partner-card-api:
        /// Authentication.
        timestamp_window_ms: i64 = 300_000, 0..=86_400_000;
        /// Issuing a token leaves the partner's earlier tokens valid. Source: partner-card-api:
        /// Best practices, credential rotation.
        old_tokens_live: bool = true;
        /// Check that answers when timestamp and signature are both wrong (AMB-PG-13). Source:
        /// decided.
        check_order: CheckOrder = CheckOrder::TimestampFirst;
        /// Time for which an accepted request is remembered, in milliseconds. Source:
        /// partner-card-api: Authentication, replay protection.
        replay_window_ms: i64 = 600_000, 0..=86_400_000;
    }
}

section! {
    /// Rules for signatures.
    Sign = "sign" {
        /// Text between timestamp and raw body in the signed message. Source: partner-card-api:
        /// Authentication, Layer 2.
        separator: String = ".".to_owned();
        /// The signature must match; otherwise any 64 hex digits pass. Source: partner-card-api:
        /// Error Reference.
        verify: bool = true;
        /// Form of the body that a signature covers. Source: partner-card-api: Best practices,
        /// retry on 401.
        body: BodyForm = BodyForm::Raw;
        /// The timestamp is part of the signed message; otherwise a signature over the body alone,
        /// or under another timestamp, passes too. Source: partner-card-api: Authentication,
        /// Layer 2.
        cover_timestamp: bool = true;
        /// Accepted encodings of the digest: `hex`, `base64`. Source: partner-card-api:
        /// Authentication, Layer 2.
        encodings: Vec<String> = vec!["hex".to_owned()];
        /// Client secret that verifies a signature. Source: partner-card-api: Authentication, Layer
        /// 2.
        secret_of: SecretOf = SecretOf::Token;
    }
}

section! {
    /// Rules for replay protection.
    Replay = "replay" {
        /// A request that was accepted is refused when it comes again. Source: partner-card-api:
        /// Authentication, replay protection.
        enabled: bool = true;
        /// Parts of a request that identify it. Source: partner-card-api: Authentication, replay
        /// protection.
        key: ReplayKey = ReplayKey::Full;
        /// Moment from which a request counts as seen. Source: decided.
        remember: Remember = Remember::Accepted;
    }
}
