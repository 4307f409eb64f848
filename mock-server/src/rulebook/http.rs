//! Transport limits, the introspection exemption and the permission layer of PG (PG 2.3, 4).

use super::{section::section, value::choice};

choice! {
    /// What introspection needs (AMB-PG-01).
    IntroCredential {
        /// A live API key, no signature.
        ApiKey = "api-key",
        /// Nothing.
        Anonymous = "anonymous",
    }
}

choice! {
    /// How many root fields must be exempt for a request to count as introspection.
    ExemptWhen {
        /// All of them.
        All = "all",
        /// Any one of them.
        Any = "any",
    }
}

section! {
    /// The introspection exemption.
    Intro = "intro" {
        /// Introspection needs the signature too. Source: partner-card-api: Authentication,
        /// introspection exception.
        require_signature: bool = false;
        /// Root fields that make a request introspection. Source: partner-card-api: Authentication,
        /// introspection exception.
        exempt_fields: Vec<String> = vec!["__schema".to_owned(), "__type".to_owned()];
        /// Whether all root fields, or any one of them, must be exempt. Source: partner-card-api:
        /// Authentication, introspection exception.
        exempt_when: ExemptWhen = ExemptWhen::All;
        /// Root fields inside fragments and inline fragments are looked at. Source:
        /// partner-card-api: Authentication, introspection exception.
        follow_fragments: bool = true;
        /// What introspection needs (AMB-PG-01). Source: partner-card-api: Verify your setup.
        credential: IntroCredential = IntroCredential::ApiKey;
    }
}

section! {
    /// Limits of transport.
    Http = "http" {
        /// A larger body is answered 413. Source: decided.
        max_body_bytes: i64 = 1_048_576, 1..=268_435_456;
    }
}

section! {
    /// The permission layer.
    Shield = "shield" {
        /// All root fields are checked for permission before the first one runs. Source: decided.
        precheck: bool = true;
    }
}
