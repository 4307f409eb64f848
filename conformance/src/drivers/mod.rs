//! Our own implementation of every protocol from the client's side, written a second time on
//! purpose: what a server and its judge share, the judge cannot see.
//!
//! Each surface has a folder: [`partner`] signs GraphQL requests, [`envelope`] seals calls and opens
//! what comes back, [`managed`] writes requests as a dialect says. [`graphql`] serves the two GraphQL surfaces. What stands beside them serves every
//! surface: HTTP ([`http`]), a receiver of webhooks ([`webhook_sink`]), the control plane of a
//! sandbox ([`control`]), a scripted browser ([`browser`]) and the hook of a foreign target ([`hook`]). Steps come in through the
//! actors of [`crate::World`]; judgements are not made here.

pub mod answer;
pub(crate) mod body;
pub mod browser;
pub(crate) mod client;
pub mod control;
pub mod envelope;
pub mod graphql;
pub mod hook;
pub mod http;
pub mod in_app;
pub mod managed;
pub(crate) mod open_ended;
pub mod partner;
pub(crate) mod patience;
pub mod recipe;
pub mod sent;
pub mod webhook_sink;

pub use answer::Answer;
pub use client::{Client, Tls};
pub use control::Control;
pub use http::Http;
