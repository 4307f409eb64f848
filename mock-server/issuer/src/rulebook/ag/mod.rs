//! Rules of the in-app GraphQL surface that no other surface has (AG 13.2).

mod application;
mod auth;
mod event;
mod limit;
mod names;
mod owner;
mod rate;
mod session;
mod socket;
mod subscription;

use serde::{Deserialize, Serialize};

use super::section::group;

pub use application::{FirstAnswer, InAppApplication, StatusCase};
pub use auth::{InAppAuth, InAppCredential};
pub use event::InAppEvents;
pub use limit::InAppLimit;
pub use names::{InAppNames, NameGeneration};
pub use owner::{ForeignCard, InAppOwner, InAppReplace, ReplacementIds};
pub use rate::InAppRate;
pub use session::{ClientCrypto, InAppSession};
pub use socket::InAppSocket;
pub use subscription::{CollateralTouch, InAppSubscriptions};

group! {
    /// All rules of AG alone.
    Ag {
        /// Names of operations and types.
        naming: InAppNames,
        /// User tokens.
        auth: InAppAuth,
        /// The rate at which users may come.
        rate: InAppRate,
        /// Encryption sessions.
        session: InAppSession,
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
        /// WebSockets.
        ws: InAppSocket,
        /// Subscriptions.
        sub: InAppSubscriptions,
    }
}
