//! The commands of all programs.

use serde::Serialize;

use super::{ApplyContext, Issuer, Refusal};
use crate::{
    command::WrittenCommand,
    programs::{collateral, managed, prepaid},
};

/// A command as a journal holds it: `{"command": NAME, "input": MEMBERS}`, whatever the program.
/// No two programs have a command of one name.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum AnyCommand {
    /// A command of the collateral cards.
    Collateral(collateral::AnyCommand),
    /// A command of the managed cards.
    Managed(managed::AnyCommand),
    /// A command of the prepaid cards.
    Prepaid(prepaid::AnyCommand),
}

impl From<collateral::AnyCommand> for AnyCommand {
    fn from(command: collateral::AnyCommand) -> Self {
        Self::Collateral(command)
    }
}

impl From<managed::AnyCommand> for AnyCommand {
    fn from(command: managed::AnyCommand) -> Self {
        Self::Managed(command)
    }
}

impl From<prepaid::AnyCommand> for AnyCommand {
    fn from(command: prepaid::AnyCommand) -> Self {
        Self::Prepaid(command)
    }
}

impl AnyCommand {
    /// The command that a journal has written; none when no program has a command of that name.
    pub fn read(written: &WrittenCommand) -> Option<serde_json::Result<Self>> {
        let collateral = || collateral::AnyCommand::read(written).map(|read| read.map(Self::from));
        let managed = || managed::AnyCommand::read(written).map(|read| read.map(Self::from));
        let prepaid = || prepaid::AnyCommand::read(written).map(|read| read.map(Self::from));
        collateral().or_else(managed).or_else(prepaid)
    }

    /// Checks the command and applies it, whatever comes of it.
    pub fn run(&self, issuer: &mut Issuer, context: &mut ApplyContext<'_>) -> Result<(), Refusal> {
        match self {
            Self::Collateral(command) => {
                issuer.within(context, |program, context| command.run(program, context))?;
            }
            Self::Managed(command) => {
                issuer.within(context, |program, context| command.run(program, context))?;
            }
            Self::Prepaid(command) => {
                issuer.within(context, |program, context| command.run(program, context))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::programs::{collateral, managed, prepaid};

    /// A journal tells commands apart by their names alone.
    #[test]
    fn no_two_commands_have_one_name() {
        let programs =
            [collateral::AnyCommand::NAMES, managed::AnyCommand::NAMES, prepaid::AnyCommand::NAMES];
        let mut seen = BTreeSet::new();
        for name in programs.into_iter().flatten() {
            assert!(seen.insert(name), "{name} is a command of two programs");
        }
    }
}
