//! A change of a world: checked, then applied. Commands of the issuer are changes, and so are those
//! of the world itself.

use super::{Obstacle, World, command_context::CommandContext};
use crate::{
    command::{Command, Program},
    issuer::{CheckContext, IssuerProgram},
};

/// A change that can be made to a world.
pub trait Change: Clone {
    /// Findings of the check, which `apply` needs.
    type Plan;
    /// Result of the command.
    type Done;
    /// Reason for refusing the command.
    type Refusal;

    /// Checks every reason to refuse. Sees the world read-only.
    fn check(&self, world: &World, context: &CommandContext) -> Result<Self::Plan, Self::Refusal>;

    /// Applies the plan; cannot fail.
    fn apply(&self, plan: Self::Plan, world: &mut World, context: &CommandContext) -> Self::Done;
}

impl<C> Change for C
where
    C: Command<Program: IssuerProgram> + Into<<C::Program as Program>::AnyCommand>,
{
    type Plan = C::Plan;
    type Done = C::Done;
    type Refusal = <C::Program as Program>::Refusal;

    fn check(&self, world: &World, context: &CommandContext) -> Result<C::Plan, Self::Refusal> {
        let explanation = context.explanation.as_deref();
        let log = explanation.map(|explanation| &explanation.checks);
        let (now, rules, caller) = (context.now, &*world.rules, context.principal.caller);
        let planned = world.issuer.check(self, &CheckContext { now, rules, caller, log });
        planned.inspect_err(|refusal| {
            if let Some(explanation) = explanation {
                let command: <C::Program as Program>::AnyCommand = self.clone().into();
                let refused = (command.into(), refusal.clone().into());
                explanation.meet(Obstacle::Refused(Box::new(refused)));
            }
        })
    }

    fn apply(&self, plan: C::Plan, world: &mut World, context: &CommandContext) -> C::Done {
        world.with_issuer(context, |issuer, context| issuer.apply(self, plan, context))
    }
}
