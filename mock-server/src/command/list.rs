//! The list of a program's commands.

/// Declares the `AnyCommand` of a program from the list of its commands: one variant each, and
/// running one again from a journal. The text is the command's name in the journal, which stays
/// when the type is renamed.
macro_rules! commands {
    ($program:ty { $($command:ident = $name:literal,)* }) => {
        /// A command of this program as a journal holds it.
        #[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
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
