//! Projects and their users (ER 8.1, SB 5.1).

use serde::{Deserialize, Serialize};

use super::project;
use crate::{
    collections::Ids,
    command::{Check, Command},
    programs::prepaid::{
        ApplyContext, CheckContext, Prepaid, Refusal,
        checks::PROJECT,
        ids::ProjectId,
        project::{Project, User},
        tron,
    },
};

/// A new project (`make-project`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenProject {
    /// Short name in the control plane.
    pub label: String,
    /// Calls are allowed.
    pub access: bool,
}

impl Command for OpenProject {
    type Program = Prepaid;
    type Plan = ();
    type Done = ProjectId;

    fn check(&self, prepaid: &Prepaid, _: &CheckContext<'_>) -> Result<(), Refusal> {
        match prepaid.projects.iter().any(|project| project.label == self.label) {
            true => Err(Refusal::Taken(self.label.clone())),
            false => Ok(()),
        }
    }

    fn apply(&self, (): (), prepaid: &mut Prepaid, context: &mut ApplyContext<'_>) -> ProjectId {
        let id = prepaid.projects.next();
        prepaid.projects.push(Project {
            id,
            external_id: context.object_id("er.project"),
            label: self.label.clone(),
            access: self.access,
            address: tron::draw(context, "er.address"),
            users: Default::default(),
            stamps: Default::default(),
        });
        id
    }
}

/// The id is new in the project.
const IS_NEW: Check = Check::new("the project has no user of that id", &["ER-ERR-14"]);

/// A new user of a project (`/users/create`, `make-user`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RegisterUser {
    /// The project, when the back office acts.
    pub project: Option<ProjectId>,
    /// The project's own id of the user.
    pub external_user_id: String,
}

impl Command for RegisterUser {
    type Program = Prepaid;
    type Plan = ProjectId;
    type Done = User;

    const CHECKS: &'static [Check] = &[PROJECT, IS_NEW];

    fn check(&self, prepaid: &Prepaid, context: &CheckContext<'_>) -> Result<ProjectId, Refusal> {
        let project = context.holds(PROJECT, project(prepaid, context, self.project))?;
        let is_known = project.users.contains_key(&self.external_user_id);
        context.requires(IS_NEW, !is_known, || Refusal::UserExists)?;
        Ok(project.id)
    }

    fn apply(
        &self,
        project: ProjectId,
        prepaid: &mut Prepaid,
        context: &mut ApplyContext<'_>,
    ) -> User {
        let id = prepaid.users.next();
        prepaid.users.push(User {
            id,
            external_id: context.object_id("er.user"),
            project,
            external_user_id: self.external_user_id.clone(),
            address: tron::draw(context, "er.address"),
            holders: Ids::default(),
            cards: Ids::default(),
            created_at: context.now,
            updated_at: context.now,
        });
        prepaid.projects.change(project).users.insert(self.external_user_id.clone(), id);
        prepaid.users[id].clone()
    }
}
