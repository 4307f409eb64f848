//! The program.

use std::process::ExitCode;

use mock_server::command_line::Cli;

/// Allocator. A request makes some hundred short-lived allocations, which are a sixth of its cost
/// with the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    Cli::run()
}
