//! `make-project` (SB 5.1).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act, keys::Keys};
use crate::{
    control::{
        Problem,
        amount::{self, Amount},
    },
    money::Confirmation,
    programs::prepaid::{
        Account,
        commands::{OpenProject, PayIn},
    },
    world::{Holder, access::Environment, commands::IssueCredential},
    worlds::Handle,
};

/// The asset of a project's first balance.
const ASSET: &str = "USDT";

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeProject {
    /// The label.
    name: String,
    /// The first balance of the master account, in USDT; none when absent.
    balance: Option<Amount>,
    /// Whether the project may use the API; true when absent.
    access: Option<bool>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ProjectMade {
    /// The label.
    project: String,
    project_id: String,
    #[serde(flatten)]
    keys: Keys,
}

impl Op for MakeProject {
    const NAME: &'static str = "make-project";
    const SUMMARY: &'static str = "Makes a project with a balance and a first credential.";
    const IS_SEVERAL: bool = true;
    const MAKES_CREDENTIALS: bool = true;
    type Result = ProjectMade;

    fn run(self, handle: &Handle) -> Outcome<ProjectMade> {
        let balance = self.balance.map(|amount| amount.units(ASSET, "/balance")).transpose()?;
        let room = handle.read(|world| world.issuer.prepaid.room_for_deposits());
        if balance.is_some_and(|amount| amount > room) {
            let most = amount::text(room / 10_000);
            return Err(Problem::invalid("/balance", format!("at most {most} can be paid in")));
        }
        let access = self.access.unwrap_or(true);
        let id = act(handle, Self::NAME, &OpenProject { label: self.name.clone(), access })?;
        if let Some(amount) = balance.filter(|amount| *amount > 0) {
            let (to, asset) = (Account::Master(id), ASSET.to_owned());
            act(handle, Self::NAME, &PayIn { to, amount, asset, confirm: Confirmation::Now })?;
        }
        let first = IssueCredential {
            holder: Holder::Project(id),
            name: None,
            expires_in_us: None,
            environment: Environment::This,
        };
        let keys = Keys::of(&act(handle, Self::NAME, &first)?);
        let project_id = handle.read(|world| world.issuer.prepaid.projects[id].external_id.clone());
        let changed = vec![format!("project:{project_id}")];
        Ok(Effect { result: ProjectMade { project: self.name, project_id, keys }, changed })
    }
}
