//! Commands to a world: checked, journalled, applied.

use std::borrow::Cow;

use super::{
    CommandContext, World,
    access::{Credential, Principal},
    change::Change,
    commands::AnyAct,
    journal::{Journal, Unavailable},
};
use crate::{
    issuer::AnyCommand,
    programs::collateral::CardUser,
    register::{Others, Repeat},
    surface::Surface,
};

/// A change that is journalled when it is made.
pub trait Act: Change + Into<AnyAct> {}

impl<C: Change + Into<AnyAct>> Act for C {}

/// Reason why a command was not applied. The world is unchanged.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Denied<R> {
    /// The check refused it.
    #[error("refused: {0}")]
    Refused(R),
    /// The journal or the outbox is full.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// The repetition of a command: how often it is applied, and to what.
enum Repeated {
    /// Once, as it stands.
    No,
    /// To a copy of the world, which is forgotten.
    Lost,
    /// Once more.
    Twice,
    /// To other things: instead of the right one, or as well.
    Elsewhere(Box<AnyCommand>, Others),
}

impl World {
    /// Checks a command, hands it to the journal and applies it, in this order: a refused command
    /// is not journalled, and a command for which the journal has no room is not applied.
    pub fn act<A: Act>(
        &mut self,
        journal: &mut Journal,
        context: &CommandContext,
        command: &A,
    ) -> Result<A::Done, Denied<A::Refusal>> {
        let context = &self.as_deviating_principal(context);
        let plan = command.check(self, context).map_err(Denied::Refused)?;
        let repeat = self.record(journal, context, command.clone().into())?;
        Ok(match repeat {
            Repeated::No => command.apply(plan, self, context),
            Repeated::Lost => command.apply(plan, &mut self.clone(), context),
            Repeated::Elsewhere(other, others) => {
                let done = match others.and_the_right_one() {
                    true => command.apply(plan, self, context),
                    false => command.apply(plan, &mut self.clone(), context),
                };
                self.run_elsewhere(context, &other, others);
                done
            }
            Repeated::Twice => {
                let done = command.apply(plan, self, context);
                if let Ok(again) = command.check(self, context) {
                    command.apply(again, self, context);
                }
                done
            }
        })
    }

    /// Journals a command that was not refused; tells how a deviation lets it be applied.
    fn record(
        &mut self,
        journal: &mut Journal,
        context: &CommandContext,
        command: AnyAct,
    ) -> Result<Repeated, Unavailable> {
        if let AnyAct::Issuer(_) = &command
            && !context.continues
            && !journal.has_begun()
        {
            self.outbox.room()?;
        }
        let repeated = match (self.deviations.repeat(&context.operation), &command) {
            (Some(Repeat::Elsewhere(others)), AnyAct::Issuer(command)) => {
                Repeated::Elsewhere(command.clone().into(), others)
            }
            (None, _) | (Some(Repeat::Elsewhere(_)), AnyAct::World(_)) => Repeated::No,
            (Some(Repeat::Lost), _) => Repeated::Lost,
            (Some(Repeat::Twice), _) => Repeated::Twice,
        };
        journal.append(self, context, command)?;
        self.keep_view_before(context);
        Ok(repeated)
    }

    /// Refusal that a command would get, without running it.
    pub fn would<A: Act>(&self, context: &CommandContext, command: &A) -> Result<(), A::Refusal> {
        command.check(self, &self.as_deviating_principal(context)).map(|_| ())
    }

    /// The context, with the principal that a deviation puts in place of the real one.
    pub fn as_deviating_principal<'m>(
        &self,
        context: &'m CommandContext,
    ) -> Cow<'m, CommandContext> {
        let label = self.deviations.principal(&context.operation);
        match label.and_then(|label| self.principal(label)) {
            None => Cow::Borrowed(context),
            Some(principal) => Cow::Owned(CommandContext { principal, ..context.clone() }),
        }
    }

    /// Principal with this label: a credential, a user of the app or of managed cards by id or
    /// label, `ops`, or the empty label before authentication.
    pub fn principal(&self, label: &str) -> Option<Principal> {
        match label {
            "ops" => return Some(Principal::ops()),
            "" => return Some(Principal::nobody()),
            _ => {}
        }
        if let Some(credential) = self.access.credentials.labelled(label) {
            return Some(self.acting_as(credential));
        }
        let managed = &self.issuer.managed;
        let in_app = self.in_app_user(label).and_then(Principal::of_user);
        in_app.or_else(|| {
            let user = managed.user(label).or_else(|| managed.login(label))?;
            Some(Principal::of_managed_user(user))
        })
    }

    /// Principal of the first credential of a surface, or of its first user where users call.
    pub fn first_caller(&self, surface: Surface) -> Option<Principal> {
        match surface {
            Surface::PG | Surface::ER => {
                self.access.credentials.first(surface).map(|first| self.acting_as(first))
            }
            Surface::AG => self.issuer.collateral.users.iter().find_map(Principal::of_user),
            Surface::MC => self.issuer.managed.users.iter().next().map(Principal::of_managed_user),
            Surface::SB => None,
        }
    }

    /// The person with a login in the app whom a user id or a label names.
    fn in_app_user(&self, name: &str) -> Option<&CardUser> {
        let program = &self.issuer.collateral;
        let labelled =
            |user: &&CardUser| user.user_id.is_some() && user.label.as_deref() == Some(name);
        program.in_app_user(name).or_else(|| program.users.iter().find(labelled))
    }

    /// Principal that a request with this credential acts as.
    pub fn acting_as(&self, credential: &Credential) -> Principal {
        let organization = credential.holder.organization(&self.issuer);
        let label = credential.label.clone();
        Principal { label, caller: credential.holder.caller(), organization }
    }
}
