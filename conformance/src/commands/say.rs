//! Output of commands, by way of [`crate::outlet`].

/// Prints a line, as `println!` does.
macro_rules! say {
    ($($text:tt)*) => { $crate::outlet::line(format_args!($($text)*)) };
}

pub(super) use crate::outlet::{complain as aside, json, page, painted};
