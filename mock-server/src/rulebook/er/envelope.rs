//! Requests, keys, the envelope and what is sealed (ER 1, 2, 5).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// Which forms of base64 are taken.
    Base64Form {
        /// The standard alphabet, canonical padding, nothing else.
        Strict = "strict",
        /// Also url-safe, unpadded and with white space.
        Lenient = "lenient",
    }
}

section! {
    /// Requests as such.
    Transport = "er.transport" {
        /// A body whose media type is not `application/json` counts as a body without envelope.
        /// Source: decided.
        require_json_content_type: bool = true;
    }
}

section! {
    /// The envelope.
    Env = "er.env" {
        /// Values of byte 0 that are taken; the first one is sent. Source: public:
        /// encrypted-payload.
        versions: Vec<i64> = vec![2];
        /// Which forms of base64 are taken. Source: decided.
        base64: Base64Form = Base64Form::Strict;
        /// Success answers are sealed. Source: public: encrypted-payload.
        encrypt_success: bool = true;
    }
}

section! {
    /// Standard errors.
    Errors = "er.error" {
        /// Standard errors are sealed. Source: envelope-rest: Error format.
        encrypt: bool = true;
    }
}
