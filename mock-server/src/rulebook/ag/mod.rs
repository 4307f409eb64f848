//! Rules of the in-app GraphQL surface that no other surface has (AG 13.2).

mod application;
mod auth;
mod event;
mod limit;
mod owner;

use serde::{Deserialize, Serialize};

use super::section::group;

pub use application::{FirstAnswer, InAppApplication, StatusCase};
pub use auth::InAppAuth;
pub use event::InAppEvents;
pub use limit::InAppLimit;
pub use owner::{ForeignCard, InAppOwner, InAppReplace, ReplacementIds};

group! {
    /// All rules of AG alone.
    Ag {
        /// User tokens.
        auth: InAppAuth,
        /// Things of others.
        owner: InAppOwner,
        /// Replacing a card.
        replace: InAppReplace,
        /// Applying for cards.
        application: InAppApplication,
        /// Spending limits.
        limit: InAppLimit,
        /// Events.
        events: InAppEvents,
    }
}
