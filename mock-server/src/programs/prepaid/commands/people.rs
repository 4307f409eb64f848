//! Projects and their users (ER 8.1, SB 5.1).

use serde::{Deserialize, Serialize};

use super::project;
use crate::{
    collections::List,
    programs::{
        CheckContext, Command, Issuer, Refusal, Turn,
        prepaid::{
            ids::ProjectId,
            project::{Project, User},
            refusal::PrepaidRefusal,
            tron,
        },
    },
};

/// A new project (`make-project`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenProject {
    /// Short name in the control plane.
    pub label: String,
    /// Whether it may call at all.
    pub access: bool,
}

impl Command for OpenProject {
    const NAME: &'static str = "make-project";
    type Plan = ();
    type Done = ProjectId;

    fn check(&self, issuer: &Issuer, _: &CheckContext<'_>) -> Result<(), Refusal> {
        match issuer.prepaid.projects.iter().any(|project| project.label == self.label) {
            true => Err(Refusal::Taken(self.label.clone())),
            false => Ok(()),
        }
    }

    fn apply(&self, (): (), issuer: &mut Issuer, turn: &mut Turn<'_>) -> ProjectId {
        let id = issuer.prepaid.projects.next();
        issuer.prepaid.projects.push(Project {
            id,
            external_id: turn.object_id("er.project"),
            label: self.label.clone(),
            access: self.access,
            address: tron::draw(turn, "er.address"),
            users: Default::default(),
            stamps: Default::default(),
        });
        id
    }
}

/// A new user of a project (`/users/create`, `make-user`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RegisterUser {
    /// Which project, when the back office does it.
    pub project: Option<ProjectId>,
    /// The project's own id of the user.
    pub external_user_id: String,
}

impl Command for RegisterUser {
    const NAME: &'static str = "users.create";
    type Plan = ProjectId;
    type Done = User;

    fn check(&self, issuer: &Issuer, context: &CheckContext<'_>) -> Result<ProjectId, Refusal> {
        let project = project(&issuer.prepaid, context, self.project)?;
        if project.users.contains_key(&self.external_user_id) {
            return Err(PrepaidRefusal::UserExists.into());
        }
        Ok(project.id)
    }

    fn apply(&self, project: ProjectId, issuer: &mut Issuer, turn: &mut Turn<'_>) -> User {
        let prepaid = &mut issuer.prepaid;
        let id = prepaid.users.next();
        prepaid.users.push(User {
            id,
            external_id: turn.object_id("er.user"),
            project,
            external_user_id: self.external_user_id.clone(),
            address: tron::draw(turn, "er.address"),
            holders: List::default(),
            cards: List::default(),
            created_at: turn.now,
            updated_at: turn.now,
        });
        prepaid.projects.change(project).users.insert(self.external_user_id.clone(), id);
        prepaid.users[id].clone()
    }
}
