//! `make-user` (SB 5.1).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    programs::{managed::commands::OpenUser, prepaid::commands::RegisterUser},
    surfaces::control::{
        Problem,
        entities::{Reference, prepaid},
    },
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeUser {
    /// `ER` or `MC`.
    surface: String,
    /// ER: the project's own id of the user, unless `external_user_id` is given. MC: the full name,
    /// whose first word is the name of the login.
    name: Option<String>,
    /// The project's own id of the user; `ext-<n>` when absent.
    external_user_id: Option<String>,
    /// The project to which the user belongs; `main` when absent.
    project: Option<Reference>,
    /// MC: the market, two letters; `KE` when absent.
    market: Option<String>,
    /// MC: whether the identity is verified; true when absent.
    verified: Option<bool>,
    /// MC: whether the user may log in; true when absent.
    active: Option<bool>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct UserMade {
    user_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_user_id: Option<String>,
    /// MC: the name of the login.
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<String>,
}

impl Op for MakeUser {
    const NAME: &'static str = "make-user";
    const SUMMARY: &'static str = "Registers a user of a project, or one of managed cards.";
    type Result = UserMade;

    fn run(self, handle: &Handle) -> Outcome<UserMade> {
        match self.surface.as_str() {
            "ER" => self.prepaid(handle),
            "MC" => self.managed(handle),
            other => Err(Problem::choice("/surface", other, &["ER", "MC"])),
        }
    }
}

impl MakeUser {
    fn prepaid(self, handle: &Handle) -> Outcome<UserMade> {
        let reference = self.project.as_deref().unwrap_or("main");
        let (project, number) = handle.read(|world| {
            let project = prepaid::project(world, reference)?.id;
            Ok::<_, Problem>((project, world.issuer.prepaid.users.len() + 1))
        })?;
        let external_user_id =
            self.external_user_id.or(self.name).unwrap_or_else(|| format!("ext-{number}"));
        let command = RegisterUser { project: Some(project), external_user_id };
        let user_id = act(handle, <Self as Op>::NAME, &command)?.external_id;
        let changed = vec![format!("user:{user_id}")];
        let external_user_id = Some(command.external_user_id);
        Ok(Effect { result: UserMade { user_id, external_user_id, username: None }, changed })
    }

    fn managed(self, handle: &Handle) -> Outcome<UserMade> {
        let name = self.name.ok_or_else(|| Problem::missing("/name", "the full name"))?;
        let first = name.split_whitespace().next().unwrap_or_default().to_lowercase();
        let label = handle.read(|world| {
            let is_free =
                |label: &String| world.issuer.managed.users.iter().all(|user| user.label != *label);
            let others = (2..).map(|number| format!("{first}-{number}"));
            std::iter::once(first.clone()).chain(others).find(is_free).unwrap_or_default()
        });
        let command = OpenUser {
            label,
            name,
            market: self.market.unwrap_or_else(|| "KE".to_owned()),
            verified: self.verified.unwrap_or(true),
            active: self.active.unwrap_or(true),
        };
        let id = act(handle, <Self as Op>::NAME, &command)?;
        let user_id = handle.read(|world| {
            let row = world.issuer.managed.users.get(id);
            row.map_or_else(String::new, |row| row.reference.clone())
        });
        let world = handle.read(|world| world.definition.id.clone());
        let username = Some(format!("{}@{world}.sandbox.test", command.label));
        let changed = vec![format!("user:{user_id}")];
        Ok(Effect { result: UserMade { user_id, external_user_id: None, username }, changed })
    }
}
