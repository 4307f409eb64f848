//! A surface as the suite judges it, and its part of a target file.

use std::{collections::BTreeSet, fmt::Debug};

use serde::de::DeserializeOwned;

use super::Tables;
use crate::{
    StepResult, World,
    budget::{Operation, costs::Row},
    doctor::{Action, Finding},
    drivers::{Http, sent::Sent},
    target::{Capability, Problems, Surface, Target},
};

/// A surface of a target, as the suite judges it.
pub(crate) trait JudgedSurface: Debug + Clone + Default {
    /// `[surfaces.XX]` of a target file.
    type Table: DeserializeOwned;
    /// `[known.XX]` of a target file: ids of things that exist already.
    type Known: DeserializeOwned + Debug + Clone + Default + PartialEq;

    /// The name of the API, for `init`: `partner GraphQL`.
    const TITLE: &'static str;
    /// The part of a target file that `init` writes for it; `{url}` stands for the server's address.
    const TEMPLATE: &'static str;
    /// The costs of its operations, each once.
    const COSTS: &'static [Row];
    /// True when it has lists of rows that take `where`, `order_by`, `limit` and `offset`.
    const HAS_TABLES: bool = false;
    /// The actions of a hook that only its scenarios ask for.
    const ACTIONS: &'static [Action];

    /// The row of one of its operations, by a name that requests have for it; `None` for one that
    /// nobody has looked at.
    fn row(name: &str) -> Option<&'static Row> {
        Self::COSTS.iter().find(|row| row.name == name)
    }

    /// The operations of a request to it that change something.
    fn operations(sent: &Sent) -> Vec<Operation>;

    /// The surface on a sandbox at `url`, which is an address without a path.
    fn of_sandbox(url: &str) -> Self;

    /// The surface that a target file describes. A foreign target needs a primary credential.
    fn of_table(
        table: &Self::Table,
        known: Self::Known,
        written: &Written<'_>,
        problems: &mut Problems<'_>,
    ) -> Self;

    /// The address.
    fn url(&self) -> &str;

    /// The surface of a sandbox at the address, and with the headers, of a target file.
    fn moved_to(self, written: Self) -> Self;

    /// Things that exist already.
    fn known(&self) -> &Self::Known;

    /// The capabilities that a table of this surface proves: whether it is there, and its name for
    /// a file that claims the capability without it. Without a surface none is there.
    fn proofs(surface: Option<&Self>) -> Vec<Proof>;

    /// Fills in what a claimed capability means where the file says no more.
    fn assume(&mut self, _claims: &BTreeSet<Capability>) {}

    /// Names who acts: the actors of a new world, or those of the target file. `judged` is the
    /// surface of the scenario's requirement.
    fn set_stage(
        &self,
        world: &mut World,
        judged: Surface,
        target: &Target,
        http: &Http,
    ) -> StepResult;

    /// Takes away what would reach into the next scenario on a target without worlds.
    async fn tidy(_world: &World) {}

    /// Looks whether it can be judged: credentials, layouts, known things. It answers already.
    async fn examine(&self, target: &Target, http: &Http) -> Vec<Finding>;
}

/// A capability, whether its table is there, and the name of that table.
pub(crate) type Proof = (Capability, bool, &'static str);

/// The proof of a second credential, which the table of any surface may give.
pub(super) fn second_credential(is_there: bool) -> Proof {
    (Capability::SecondCredential, is_there, "credentials.second of a surface")
}

/// The target file around the table of a surface.
pub(crate) struct Written<'a> {
    /// The tables of all surfaces.
    pub(super) tables: &'a Tables,
    /// True when it describes a foreign target, and no sandbox.
    pub(super) foreign: bool,
}

/// A surface that `init` can write a target file for.
pub(crate) struct Template {
    /// The surface.
    pub(crate) surface: Surface,
    /// The name of the API.
    pub(crate) title: &'static str,
    /// Its part of the file.
    pub(crate) text: &'static str,
}
