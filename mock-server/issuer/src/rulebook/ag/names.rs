//! Names of operations and types (AG 4, 14).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// Generation of the names of operations and types (AMB-AG-01).
    NameGeneration {
        /// `createRainCard`.
        Rain = "rain",
        /// `createAgioCard`.
        Agio = "agio",
        /// `createCard`.
        Plain = "plain",
    }
}

section! {
    /// Rules for names.
    InAppNames = "ag" {
        /// Generation of the names of operations and types (AMB-AG-01). Source: in-app-cards;
        /// public: other versions of the guide.
        names: NameGeneration = NameGeneration::Rain;
    }
}
