//! A request whose bytes are decided, and what is known of it beside them.

use crate::target::Surface;

/// A request whose bytes are decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// The surface that it goes to; none for a back office, whose actions are counted by name.
    pub surface: Option<Surface>,
    /// The actor who asks, for the report.
    pub by: String,
    /// HTTP method.
    pub method: String,
    /// Full URL.
    pub url: String,
    /// Headers in order.
    pub headers: Vec<(String, String)>,
    /// The body's bytes.
    pub body: Vec<u8>,
    /// True when it was signed by the rules.
    pub signed: bool,
    /// The sealed content, where the bytes of the body do not tell it.
    pub asked: Option<SealedContent>,
    /// The operation, where a target has paths of its own for it.
    pub operation: Option<NamedOperation>,
    /// The variable of the environment from which a shell takes the token in `authorization`; none
    /// where only a scenario has it.
    pub token: Option<&'static str>,
    /// The arguments of `conformance send` that make it anew; empty where a shell can as well, or
    /// nobody can.
    pub again: Vec<String>,
}

/// An operation by the contract's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedOperation {
    /// `cards.fund`.
    pub name: String,
    /// The money that it names, in cents.
    pub cents: Option<u64>,
}

/// The content of a sealed call, by the contract's names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedContent {
    /// The path below the surface: `/cards/topup`.
    pub path: String,
    /// The money that it names, in cents.
    pub cents: Option<u64>,
    /// The plain bytes.
    pub plain: Vec<u8>,
}
