//! `make-user` (SB 5.1): of a project, of the app, or of managed cards.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act, in_app_user::NewInAppUser, person::PersonName};
use crate::{
    control::{
        Problem,
        entities::{Reference, managed, prepaid},
        label::Label,
    },
    programs::{managed::commands::OpenUser, prepaid::commands::RegisterUser},
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeUser {
    /// `AG`, `ER` or `MC`.
    surface: String,
    /// ER: the project's own id of the user, unless `external_user_id` is given. MC: the full name,
    /// whose first word is the name of the login. AG: first and last name; the last one chooses how
    /// a review ends.
    name: Option<String>,
    /// AG: the organization of the user, of a partner or not; one of its own when absent.
    organization: Option<Reference>,
    /// AG: the name by which other ops refer to the user; the first name in lower case when absent,
    /// with a number behind it where that is taken.
    label: Option<Label>,
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

#[derive(Default, Serialize, ToSchema)]
pub(super) struct UserMade {
    /// AG: the claim `sub` of the user's tokens.
    user_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_user_id: Option<String>,
    /// MC: the name of the login.
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<String>,
    /// MC: the password of the login.
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<String>,
    /// AG: the name by which other ops refer to the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    /// AG: the id of the person at the issuer.
    #[serde(skip_serializing_if = "Option::is_none")]
    card_user_id: Option<String>,
    /// AG: the claim `org` of the user's tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_id: Option<String>,
}

impl Op for MakeUser {
    const NAME: &'static str = "make-user";
    const SUMMARY: &'static str =
        "Registers a user of a project, or makes one of the app or of managed cards.";
    const IS_SEVERAL: bool = true;
    type Result = UserMade;

    fn run(self, handle: &Handle) -> Outcome<UserMade> {
        match self.surface.as_str() {
            "AG" => self.in_app(handle),
            "ER" => self.prepaid(handle),
            "MC" => self.managed(handle),
            other => Err(Problem::choice("/surface", other, &["AG", "ER", "MC"])),
        }
    }
}

impl MakeUser {
    fn in_app(self, handle: &Handle) -> Outcome<UserMade> {
        self.has_only(&["organization", "label"])?;
        let name = self.name.ok_or_else(|| Problem::missing("/name", "first and last name"))?;
        let name = PersonName::new(name).map_err(|why| Problem::invalid("/name", why))?;
        let user = NewInAppUser { name, label: self.label, organization: self.organization };
        let id = user.make(handle, <Self as Op>::NAME)?;
        let result = handle.read(|world| {
            // Under a deviation that loses effects there may be no such person.
            let Some(user) = world.issuer.collateral.users.get(id) else {
                return UserMade::default();
            };
            UserMade {
                user_id: user.user_id.clone().unwrap_or_default(),
                label: user.label.clone(),
                card_user_id: Some(user.external_id.clone()),
                organization_id: Some(world.organization_of(user).to_owned()),
                ..UserMade::default()
            }
        });
        Ok(Effect { result, changed: vec![format!("card_user:{id}")] })
    }

    /// Refuses members that a user of this surface does not have.
    fn has_only(&self, known: &[&str]) -> Result<(), Problem> {
        let given = [
            ("organization", self.organization.is_some()),
            ("label", self.label.is_some()),
            ("external_user_id", self.external_user_id.is_some()),
            ("project", self.project.is_some()),
            ("market", self.market.is_some()),
            ("verified", self.verified.is_some()),
            ("active", self.active.is_some()),
        ];
        let is_foreign = |(name, is_given): &(&str, bool)| *is_given && !known.contains(name);
        match given.into_iter().find(is_foreign) {
            None => Ok(()),
            Some((name, _)) => {
                let detail = format!("a user of {} has none", self.surface);
                Err(Problem::invalid(&format!("/{name}"), detail))
            }
        }
    }

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
        let result = UserMade { user_id, external_user_id, ..UserMade::default() };
        Ok(Effect { result, changed })
    }

    fn managed(self, handle: &Handle) -> Outcome<UserMade> {
        let name = self.name.ok_or_else(|| Problem::missing("/name", "the full name"))?;
        if !(2..=255).contains(&name.trim().chars().count()) {
            let why = "a full name has 2 to 255 characters, as cards bear it";
            return Err(Problem::invalid("/name", why));
        }
        let first = name.split_whitespace().next().unwrap_or_default().to_lowercase();
        let label = handle.read(|world| {
            let is_free = |label: &String| world.issuer.managed.login(label).is_none();
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
        let result = handle.read(|world| {
            // Under a deviation that loses effects there may be no such user.
            let user = world.issuer.managed.users.get(id);
            UserMade {
                user_id: user.map_or_else(String::new, |user| user.reference.clone()),
                username: Some(managed::login_name(&command.label, &world.definition.id)),
                password: user.map(|user| world.managed_password(user).reveal().to_owned()),
                ..UserMade::default()
            }
        });
        let changed = vec![format!("user:{}", result.user_id)];
        Ok(Effect { result, changed })
    }
}
