//! Commands on the world itself, beside those of its issuer: one struct per command, checked,
//! applied, journalled and replayed like the issuer's.

mod answer;
mod clock;
mod credential;
mod fault;
mod fork;
mod session;
mod settings;
mod snapshot;
mod token;
mod webhook;

use serde::{Deserialize, Deserializer, Serialize, de::Error};

use super::{World, change::Change, command_context::CommandContext};
use crate::{
    command::{Command, Program, WrittenCommand},
    issuer::{AnyCommand, IssuerProgram},
};

pub use answer::KeepAnswer;
pub use clock::{Advance, ClockFault, SetClock, Target};
pub use credential::{CredentialError, EndCredential, IssueCredential};
pub use fault::{
    CallOffFault, FaultError, MOST_FAULTS, MeetFaults, NoMatchingFault, OrderFault, StrikeFault,
};
pub use fork::BeginFork;
pub use session::{EndSession, NewSession, OpenSession, TakeSession, TakeWrappedKey};
pub use settings::{PatchRules, SetDeviations, SetReadings, WorldCommandError};
pub use snapshot::{DropSnapshot, RestoreSnapshot, SnapshotError, TakeSnapshot};
pub use token::{AlreadyExchanged, ExchangeToken, IssueTokens, TokenIds};
pub use webhook::{
    AcknowledgeDelivery, ChangeReceiver, PauseReceiver, ProbeReceiver, ReceiverError,
    RecordAttempt, RecoverDeliveries, ReleaseDeliveries, Resend, RotateWebhookSecret, Subscribe,
    SwitchOffReceiver, Unsubscribe,
};

/// A command as a journal holds it.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum AnyAct {
    /// A command to the issuer.
    Issuer(AnyCommand),
    /// A command to the world itself.
    World(AnyWorldCommand),
}

impl<C> From<C> for AnyAct
where
    C: Command<Program: IssuerProgram> + Into<<C::Program as Program>::AnyCommand>,
{
    fn from(command: C) -> Self {
        let command: <C::Program as Program>::AnyCommand = command.into();
        Self::Issuer(command.into())
    }
}

impl<'de> Deserialize<'de> for AnyAct {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let written = WrittenCommand::deserialize(source)?;
        let issuer = || AnyCommand::read(&written).map(|read| read.map(Self::Issuer));
        let world = || AnyWorldCommand::read(&written).map(|read| read.map(Self::World));
        let read = issuer().or_else(world).ok_or_else(|| {
            D::Error::custom(format_args!("there is no command {:?}", written.command))
        })?;
        read.map_err(|error| D::Error::custom(format_args!("{}: {error}", written.command)))
    }
}

macro_rules! world_commands {
    ($($command:ident,)*) => {
        /// A command on the world, as the journal holds it.
        #[derive(Clone, Debug, Serialize)]
        #[serde(tag = "command", content = "input")]
        #[expect(missing_docs, reason = "each variant is the command of the same name")]
        pub enum AnyWorldCommand {
            $($command(Box<$command>),)*
        }

        $(impl From<$command> for AnyAct {
            fn from(command: $command) -> Self { Self::World(AnyWorldCommand::$command(Box::new(command))) }
        })*

        impl AnyWorldCommand {
            /// Name of the command in the journal.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$command(_) => $command::NAME,)* }
            }

            /// The command that a journal has written; none when the world has none of that name.
            fn read(written: &WrittenCommand) -> Option<serde_json::Result<Self>> {
                Some(match &*written.command {
                    $(stringify!($command) => {
                        Box::<$command>::deserialize(&written.input).map(Self::$command)
                    })*
                    _ => return None,
                })
            }

            /// Checks and applies the command; a refused one leaves the world as it was.
            pub(super) fn run(&self, world: &mut World, context: &CommandContext) {
                match self {
                    $(Self::$command(command) => {
                        let planned = command.check(world, context);
                        let _ = planned.map(|plan| command.apply(plan, world, context));
                    })*
                }
            }
        }
    };
}

world_commands! {
    AcknowledgeDelivery,
    ChangeReceiver,
    PauseReceiver,
    ProbeReceiver,
    RecordAttempt,
    RecoverDeliveries,
    ReleaseDeliveries,
    Resend,
    RotateWebhookSecret,
    Subscribe,
    SwitchOffReceiver,
    Unsubscribe,
    Advance,
    BeginFork,
    CallOffFault,
    DropSnapshot,
    EndCredential,
    EndSession,
    ExchangeToken,
    IssueCredential,
    IssueTokens,
    KeepAnswer,
    MeetFaults,
    OpenSession,
    OrderFault,
    PatchRules,
    RestoreSnapshot,
    SetClock,
    SetDeviations,
    SetReadings,
    StrikeFault,
    TakeSession,
    TakeSnapshot,
    TakeWrappedKey,
}
