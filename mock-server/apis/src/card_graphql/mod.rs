//! Card operations over GraphQL: what PG and AG have in common, and neither may import from the
//! other. A document is read, judged and executed here; a root field runs here as an
//! [`Operation`]; the words of refusals that both contracts state alike stand here once. Which
//! callers there are, what their requests are checked for, and the names of types and operations
//! belong to each API.

mod arguments;
mod balance;
mod body;
mod body_fault;
mod calls;
mod cards;
mod checks;
mod draft;
mod execute;
mod executor;
mod live_query;
mod log_reader;
mod misread;
mod operation;
mod operation_error;
mod ownership;
mod refusals;
mod renaming;
mod seen_calls;
mod sessions;
mod types;
mod unknown_names;
mod wording;

pub(super) use arguments::{number, text};
pub(super) use balance::{BalanceFigures, dollars};
pub(super) use body::{BodyError, Posted, check_media_type, read as read_body};
pub(super) use calls::{NAMED, calls};
pub(super) use cards::{CardFacts, ChangedCard, ReplacedCards, change_status, issue, replace};
pub(super) use checks::{FITS_SCHEMA, LAST, OWN_SESSION, READ_PIN, REVEAL, SEALED_PIN, SET_PIN};
pub(super) use draft::draft;
pub(super) use execute::{DocumentError, entries, execute, judged};
pub(super) use executor::{Executor, LeftOut, Member};
pub(super) use live_query::{
    LiveField, admitted as admitted_live_query, answer as live_answer, is_subscription,
};
pub(super) use log_reader::LogReader;
pub(super) use misread::judged_for_exemption;
pub(super) use operation::{MutationResponse, Operation, Outcome};
pub(super) use operation_error::OperationError;
pub(super) use ownership::{Owned, foreign_session};
pub(super) use refusals::{refused, refused_document, refused_encoding, refused_media_type};
pub(super) use renaming::Renamed;
pub(super) use seen_calls::{SeenCall, each, seen_calls};
pub(super) use sessions::{open as open_session, read_pin, reveal, set_pin, with_pin};
pub(super) use types::{address_inputs, answers_changed_card, answers_new_card, envelope, fields};
pub(super) use unknown_names::unknown_names;
pub(super) use wording::Words;
