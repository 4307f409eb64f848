//! Programs that this program starts: the embedded sandbox and hooks.

use tokio::process::{Child, Command};

/// Keeps Ctrl-C of a terminal from reaching a program that is about to be started: Ctrl-C is for
/// this program, which needs the other one until it has ended itself.
pub(crate) fn apart(command: &mut Command) -> &mut Command {
    #[cfg(unix)]
    command.process_group(0);
    #[cfg(windows)]
    {
        /// `CREATE_NEW_PROCESS_GROUP`: the new program gets no Ctrl-C.
        const NEW_GROUP: u32 = 0x200;
        command.creation_flags(NEW_GROUP);
    }
    command
}

/// A program with everything that it has started; all of it ends with this value. Windows has no
/// such groups: only the program itself ends there, by `kill_on_drop`.
#[cfg_attr(windows, expect(dead_code, reason = "there is nothing to end"))]
pub(crate) struct Group(Option<u32>);

impl Group {
    /// The group of a program that was started [`apart`].
    pub(crate) fn of(child: &Child) -> Self {
        Self(child.id())
    }
}

#[cfg(unix)]
impl Drop for Group {
    fn drop(&mut self) {
        use rustix::process::{Pid, Signal, kill_process_group};
        let group = self.0.and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        if let Some(group) = group {
            // Where nothing of it is left there is nothing to end.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}
