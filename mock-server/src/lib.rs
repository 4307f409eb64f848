//! A stateful, deterministic sandbox of card-issuing APIs.
//!
//! The rooms, from the bottom up; imports only go down (a test holds them to it). The lower ones are
//! crates of their own, whose rooms count as rooms of this one:
//!
//! - `mock-server-crypto`: [`crypto`], signatures, digests and encryption, optimized in debug builds too
//! - `mock-server-issuer`: [`programs`], [`issuer`], [`people`], [`money`], [`rulebook`] and what else
//!   an issuer is made of
//! - `mock-server-engine`: [`world`], [`worlds`], [`log`], [`gate`], [`tables`], [`graphql`]
//!   and the contract of every mocked API, [`mocked_api`]
//! - `mock-server-pages`: [`pages`], the explorer and the console, which are files for browsers
//! - `mock-server-apis`: the mocked APIs, and `mock-server-control`: the control plane, which knows none
//!   of them. [`surfaces`] has both
//! - [`config`], which says what can be set
//! - [`server`], which puts it all together
//! - [`command_line`]: the commands of the program
//!
//! # One `freezeCard`, from the socket to the answer
//!
//! 1. [`server`] has the connection: time-outs, size of the head, `Host`. The router hands the
//!    request to the surface whose path it names.
//! 2. [`gate`] looks for the world of the credential in [`worlds`], reads the body, waits for
//!    the right to run in that world, and meets the faults that were ordered for such a request.
//! 3. [`surfaces::partner`] checks in the order of the contract (PG 2.3): key, size, timestamp,
//!    signature, nonce, media type, document, permission. Each check has a file of its own; the
//!    first one that fails is a `RequestError` and the whole answer.
//! 4. The document runs. `mutations/lifecycle.rs` turns the field into the command
//!    [`Freeze`](programs::collateral::commands::Freeze).
//! 5. [`World::act`](world::World::act), behind the one lock in [`worlds::Handle`], lets the command
//!    check itself against the world, hands it to the record of the request and applies it: what was
//!    refused is not in the record. The program answers a card or a
//!    [`Refusal`](programs::collateral::Refusal), which is data without words.
//! 6. `partner/refusal.rs` gives a refusal the text of the document; `partner/operation.rs` makes
//!    `success`, `error` and the members of the card of it.
//! 7. Back in the gate, deviations that are switched on have their hand on the answer, the record of
//!    the request is stored in the [`journal`](world::journal) with the digest of the answer, the
//!    request is noted in the [`log`] of its world, and a fault may still break the connection off.
//!
//! # One call of the envelope API
//!
//! The way is the same; [`surfaces::envelope`] has other checks (ER 3): key, envelope, payload,
//! timestamp, replay slot, idempotency key. `endpoints.rs` lists what can be called. An order is
//! answered at once and goes on by itself: the command schedules an [`Effect`](world::Effect) on
//! the [`Timeline`](world::Timeline), which fires when world time has come that far. What happens
//! to cards becomes an [`Event`](issuer::Event), the [`Outbox`](world::Outbox) makes deliveries of
//! it, and [`gate::WebhookSender`], the only task besides, sends them. Last of all
//! [`Door::finish`](gate::Door::finish) seals the answer.
//!
//! # Kinds of failures
//!
//! | type | says | lives in |
//! |---|---|---|
//! | `Refusal` | why a program does not do something: data, no words | [`programs`], [`issuer`] |
//! | `Unavailable`, `Denied` | the world could not write it down; or one of the two | [`world`] |
//! | `WorldCommandError` and its like | why a rule, a fault, a clock cannot be set | `world::commands` |
//! | `OperationError` | how one operation says no, in the words of its API | each mocked API |
//! | `RequestError` | how a request is refused before any operation | each mocked API |
//! | `Problem` | a refusal of the control plane (RFC 9457) | [`surfaces::control`] |
//! | `Diagnosis` | what the client did wrong; never on the wire of a mocked API | [`log`] |
//! | `anyhow::Error` | why the program does not start, or a command has no answer | [`command_line`] |

pub mod command_line;
pub mod config;
pub mod server;
pub mod surfaces;

pub use mock_server_engine::*;
pub use server::Server;

/// The README, whose examples in Rust are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
