//! Our own implementation of every protocol from the client's side, written a second time on
//! purpose: what a server and its judge share, the judge cannot see. Here are signatures
//! ([`sign`]), the boxes of PINs and secrets ([`session_key`]), sealed values ([`sealed`]), requests
//! of a partner ([`partner`]) and of a project ([`envelope`]), a receiver of webhooks
//! ([`webhook_sink`]) and the control plane of a sandbox ([`control`]). Steps come in through the
//! actors of [`crate::World`]; judgements are not made here.

pub mod answer;
pub(crate) mod body;
pub(crate) mod client;
pub mod control;
pub mod draft;
pub mod envelope;
pub mod hook;
pub mod http;
pub mod literal;
pub mod partner;
pub(crate) mod patience;
pub mod recipe;
pub mod sealed;
pub mod session_key;
pub mod sign;
pub mod webhook_sink;

pub use answer::Answer;
pub use client::{Client, Tls};
pub use control::Control;
pub use draft::Draft;
pub use http::Http;
pub use literal::literal;
pub use partner::{Credential, Partner};
