//! `make-user` (SB 5.1).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    programs::prepaid::commands::RegisterUser,
    surfaces::control::{
        Problem,
        entities::{Reference, prepaid},
    },
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeUser {
    /// `ER`.
    surface: String,
    /// The project's own id of the user, unless `external_user_id` is given.
    name: Option<String>,
    /// The project's own id of the user; `ext-<n>` when absent.
    external_user_id: Option<String>,
    /// The project to which the user belongs; `main` when absent.
    project: Option<Reference>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct UserMade {
    user_id: String,
    external_user_id: String,
}

impl Op for MakeUser {
    const NAME: &'static str = "make-user";
    const SUMMARY: &'static str = "Registers a user of a project.";
    type Result = UserMade;

    fn run(self, handle: &Handle) -> Outcome<UserMade> {
        if self.surface != "ER" {
            return Err(Problem::invalid("/surface", "users are made on ER"));
        }
        let reference = self.project.as_deref().unwrap_or("main");
        let (project, number) = handle.read(|world| {
            let project = prepaid::project(world, reference)?.id;
            Ok::<_, Problem>((project, world.issuer.prepaid.users.len() + 1))
        })?;
        let external_user_id =
            self.external_user_id.or(self.name).unwrap_or_else(|| format!("ext-{number}"));
        let command = RegisterUser { project: Some(project), external_user_id };
        let user_id = act(handle, Self::NAME, &command)?.external_id;
        let changed = vec![format!("user:{user_id}")];
        let external_user_id = command.external_user_id;
        Ok(Effect { result: UserMade { user_id, external_user_id }, changed })
    }
}
