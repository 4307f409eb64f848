//! The list of a program's commands, and a command as a journal writes it.

use serde::Deserialize;
use serde_json::Value;

/// A command as a journal writes it, before its input is read. Reading the name first keeps the
/// readers of inputs few: each command is read from one form of JSON only.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenCommand {
    /// Name of the command.
    pub command: String,
    /// Members of the command.
    pub input: Value,
}

/// Declares the `AnyCommand` of a program from the list of its commands: one variant each, and
/// running one again from a journal. The text is the command's name in the journal, which stays
/// when the type is renamed.
macro_rules! commands {
    ($program:ty { $($command:ident = $name:literal,)* }) => {
        /// A command of this program as a journal holds it.
        #[derive(Clone, Debug, serde::Serialize)]
        #[serde(tag = "command", content = "input")]
        #[expect(missing_docs, reason = "each variant is the command of the same name")]
        pub enum AnyCommand {
            $(#[serde(rename = $name)] $command(Box<$command>),)*
        }

        $(impl From<$command> for AnyCommand {
            fn from(command: $command) -> Self { Self::$command(Box::new(command)) }
        })*

        impl AnyCommand {
            /// Names of the commands in a journal.
            #[cfg(test)]
            pub const NAMES: &[&str] = &[$($name),*];

            /// The command that a journal has written; none when this program has no command of
            /// that name.
            pub fn read(
                written: &$crate::command::WrittenCommand,
            ) -> Option<serde_json::Result<Self>> {
                use serde::Deserialize as _;
                Some(match &*written.command {
                    $($name => $command::deserialize(&written.input).map(Self::from),)*
                    _ => return None,
                })
            }

            /// Checks the command and applies it, whatever comes of it.
            pub fn run(
                &self,
                program: &mut $program,
                context: &mut $crate::command::ApplyContext<'_, $program>,
            ) -> Result<(), <$program as $crate::command::Program>::Refusal> {
                use $crate::command::Command as _;
                match self {
                    $(Self::$command(command) => {
                        let plan = command.check(program, &context.check())?;
                        command.apply(plan, program, context);
                        Ok(())
                    })*
                }
            }
        }
    };
}

pub(crate) use commands;
