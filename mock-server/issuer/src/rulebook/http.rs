//! Transport limits, the introspection exemption and the permission layer of PG (PG 2.3, 4).

use super::{section::section, value::choice};

choice! {
    /// Credential that introspection needs (AMB-PG-01).
    IntroCredential {
        /// A live API key, no signature.
        ApiKey = "api-key",
        /// No credential.
        Anonymous = "anonymous",
    }
}

choice! {
    /// Root fields that must be exempt for a request to count as introspection.
    ExemptWhen {
        /// All of its root fields.
        All = "all",
        /// Any one of its root fields.
        Any = "any",
        /// All root fields of one of its operations, whichever runs.
        AnyOperation = "any-operation",
    }
}

section! {
    /// Rules for the introspection exemption.
    Intro = "intro" {
        /// Introspection needs the signature too. Source: partner-card-api: Authentication,
        /// introspection exception.
        require_signature: bool = false;
        /// Root fields that make a request introspection. Source: partner-card-api: Authentication,
        /// introspection exception.
        exempt_fields: Vec<String> = vec!["__schema".to_owned(), "__type".to_owned()];
        /// Root fields that must be exempt for a request to count as introspection: all, any one,
        /// or all those of one operation. Source: partner-card-api: Authentication, introspection
        /// exception.
        exempt_when: ExemptWhen = ExemptWhen::All;
        /// Root fields inside fragments and inline fragments are looked at. Source:
        /// partner-card-api: Authentication, introspection exception.
        follow_fragments: bool = true;
        /// Credential that introspection needs (AMB-PG-01). Source: partner-card-api: Verify your
        /// setup.
        credential: IntroCredential = IntroCredential::ApiKey;
    }
}

section! {
    /// Limits of transport.
    Http = "http" {
        /// Largest body, in bytes; a larger one is answered 413. Source: decided.
        max_body_bytes: i64 = 1_048_576, 1..=268_435_456;
    }
}

section! {
    /// Rules for the permission layer.
    Shield = "shield" {
        /// All root fields are checked for permission before the first one runs. Source: decided.
        precheck: bool = true;
    }
}
