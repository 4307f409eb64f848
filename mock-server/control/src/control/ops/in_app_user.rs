//! People with a login in the app (AG 12), whom several ops make and change.

use std::collections::HashSet;

use super::{act, company::company, kyc::KycInput, person::PersonName};
use crate::{
    control::{
        Problem,
        entities::{Reference, collateral},
        label::Label,
    },
    programs::collateral::{
        CardUserId, OrganizationId,
        commands::{OpenOrganization, SetInAppUser},
        person::Kyc,
    },
    world::World,
    worlds::Handle,
};

/// Refuses a label that a person has already.
pub(super) fn is_free(world: &World, label: Option<&str>) -> Result<(), Problem> {
    let has = |label: &str| {
        world.issuer.collateral.users.iter().any(|user| user.label.as_deref() == Some(label))
    };
    match label.is_some_and(has) {
        true => Err(Problem::state("taken", Vec::new()).with("pointer", "/label")),
        false => Ok(()),
    }
}

/// Completes the KYC of a person in the app, or takes the completion back. A person without a login
/// in the app has no level, so none may be given.
pub(super) fn complete_kyc(
    handle: &Handle,
    op: &str,
    user: CardUserId,
    kyc: &KycInput,
) -> Result<(), Problem> {
    let (has_login, usual) = handle.read(|world| {
        let user = world.issuer.collateral.users.get(user);
        let has_login = user.is_some_and(|user| user.user_id.is_some());
        (has_login, world.rules.ag.application.kyc_level.clone())
    });
    match (has_login, &kyc.level) {
        (true, _) => {
            let kyc_level = Some(kyc.completed_level(&usual));
            act(handle, op, &SetInAppUser { user, is_active: None, kyc_level })
        }
        (false, None) => Ok(()),
        (false, Some(_)) => {
            let detail = "only a person with a login in the app completes a level";
            Err(Problem::invalid("/kyc/level", detail))
        }
    }
}

/// A person with a login in the app, as `make-user` makes one.
pub(super) struct NewInAppUser {
    /// The full name, whose last word chooses how a review ends.
    pub(super) name: PersonName,
    /// The label; the first name in lower case when absent, with a number behind it where that is
    /// taken.
    pub(super) label: Option<Label>,
    /// The organization; one of its own, which no partner sees, when absent.
    pub(super) organization: Option<Reference>,
}

impl NewInAppUser {
    /// Makes the person, with completed KYC and everything that the issuer asks for.
    pub(super) fn make(self, handle: &Handle, op: &str) -> Result<CardUserId, Problem> {
        let label = match self.label {
            Some(Label(label)) => {
                handle.read(|world| is_free(world, Some(&label)))?;
                Some(label)
            }
            None => handle.read(|world| free_label(world, &self.name.parts().0)),
        };
        let organization = match &self.organization {
            Some(organization) => {
                handle.read(|world| collateral::organization(world, organization).map(|row| row.id))
            }
            None => open_organization(handle, op, &self.name),
        }?;
        let company = company(handle, op, organization)?;
        let mut command = self.name.command(company);
        command.user_id = Some(handle.read(|world| world.new_user_id(label.as_deref())));
        command.label = label;
        let user = act(handle, op, &command)?;
        complete_kyc(handle, op, user, &Kyc::Complete.into())?;
        Ok(user)
    }
}

/// An organization of a person alone, which bears the person's name.
fn open_organization(
    handle: &Handle,
    op: &str,
    name: &PersonName,
) -> Result<OrganizationId, Problem> {
    let (first, last) = name.parts();
    let name = if first == last { first } else { format!("{first} {last}") };
    act(handle, op, &OpenOrganization { name, label: None })
}

/// A label out of a first name that no user of the world has; none where the name makes no label.
fn free_label(world: &World, first_name: &str) -> Option<String> {
    let word = first_name.split_whitespace().next()?.to_lowercase();
    let Label(first) = Label::new(word)?;
    let people = world.issuer.collateral.users.iter().filter_map(|user| user.label.as_deref());
    let managed = world.issuer.managed.users.iter().map(|user| user.label.as_str());
    let taken: HashSet<_> = people.chain(managed).collect();
    let numbered = (2..).map(|number| format!("{first}-{number}"));
    let mut all = std::iter::once(first.clone()).chain(numbered);
    all.find(|label| !taken.contains(label.as_str()))
}
