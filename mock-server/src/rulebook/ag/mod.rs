//! Rules of the in-app GraphQL surface that no other surface has (AG 13.2).

mod application;
mod auth;
mod owner;

use serde::{Deserialize, Serialize};

use super::section::group;

pub use application::{InAppApplication, StatusCase};
pub use auth::InAppAuth;
pub use owner::{ForeignCard, InAppOwner, InAppReplace, ReplacementIds};

group! {
    /// All rules of AG alone.
    Ag {
        /// User tokens.
        auth: InAppAuth,
        /// Applying for cards.
        application: InAppApplication,
        /// Things of others.
        owner: InAppOwner,
        /// Replacing a card.
        replace: InAppReplace,
    }
}
