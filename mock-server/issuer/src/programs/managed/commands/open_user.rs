//! Users: made and changed (MC 19).

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::{
    collections::Ids,
    command::Command,
    programs::managed::{
        ApplyContext, CheckContext, Managed, Refusal, User,
        ids::{UserId, reference},
    },
};

/// A user with a login (`make-user`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenUser {
    /// The name by which the user logs in, without its world.
    pub label: String,
    /// Full name.
    pub name: String,
    /// The market, ISO 3166-1 alpha-2.
    pub market: String,
    /// Identity is verified.
    pub verified: bool,
    /// May log in and call.
    pub active: bool,
}

impl Command for OpenUser {
    type Program = Managed;
    type Plan = ();
    type Done = UserId;

    fn check(&self, managed: &Managed, _: &CheckContext<'_>) -> Result<(), Refusal> {
        match managed.login(&self.label).is_some() {
            true => Err(Refusal::Taken(self.label.clone())),
            false => Ok(()),
        }
    }

    fn apply(&self, (): (), managed: &mut Managed, context: &mut ApplyContext<'_>) -> UserId {
        let id = managed.users.next();
        let reference = reference(context.dice, "mc.usr");
        managed.references.users.insert(reference.clone(), id);
        managed.references.logins.insert(self.label.clone(), id);
        managed.users.push(User {
            id,
            reference,
            label: self.label.clone(),
            name: self.name.clone(),
            market: self.market.clone(),
            verified: self.verified,
            active: self.active,
            wallets: OrdMap::new(),
            cards: Ids::default(),
            authorizations: Ids::default(),
            operations: Ids::default(),
            disputes: Ids::default(),
            created_at: context.now,
        });
        id
    }
}

/// A user is changed (`set-user`, `decide-kyc`); what is absent stays.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeUser {
    /// The user.
    pub user: UserId,
    /// Identity is verified.
    pub verified: Option<bool>,
    /// May log in and call.
    pub active: Option<bool>,
    /// The market, ISO 3166-1 alpha-2.
    pub market: Option<String>,
}

impl Command for ChangeUser {
    type Program = Managed;
    type Plan = ();
    type Done = ();

    fn check(&self, managed: &Managed, _: &CheckContext<'_>) -> Result<(), Refusal> {
        managed.users.get(self.user).map(|_| ()).ok_or(Refusal::NotFound)
    }

    fn apply(&self, (): (), managed: &mut Managed, _: &mut ApplyContext<'_>) {
        let user = managed.users.change(self.user);
        user.verified = self.verified.unwrap_or(user.verified);
        user.active = self.active.unwrap_or(user.active);
        if let Some(market) = &self.market {
            user.market.clone_from(market);
        }
    }
}
