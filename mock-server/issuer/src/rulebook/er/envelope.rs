//! Requests, keys and envelopes, and which answers are sealed (ER 1, 2, 5).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// Accepted forms of base64.
    Base64Form {
        /// The standard alphabet, canonical padding, nothing else.
        Strict = "strict",
        /// The url-safe alphabet, missing padding and white space too.
        Lenient = "lenient",
    }
}

section! {
    /// Rules for requests before their envelope is opened.
    Transport = "er.transport" {
        /// A body whose media type is not `application/json` counts as a body without envelope.
        /// Source: decided.
        require_json_content_type: bool = true;
    }
}

section! {
    /// Rules for envelopes.
    Env = "er.env" {
        /// Accepted values of byte 0; answers are sent with the first one. Source: public:
        /// encrypted-payload.
        versions: Vec<i64> = vec![2];
        /// Accepted forms of base64. Source: decided.
        base64: Base64Form = Base64Form::Strict;
        /// Success answers are sealed. Source: public: encrypted-payload.
        encrypt_success: bool = true;
    }
}

section! {
    /// Rules for standard errors.
    Errors = "er.error" {
        /// Standard errors are sealed. Source: envelope-rest: Error format.
        encrypt: bool = true;
    }
}
