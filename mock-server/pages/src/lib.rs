//! Pages for browsers: the explorer, which is GraphiQL with the credentials of an API around it,
//! and the console. They are files, compiled in, and speak to the server by HTTP alone.
//!
//! The console is ours and always there. The explorer is bundled by `npm run build` in
//! `mock-server/browser`; a program that was built without that step serves a page that says so.
//! No page loads anything from elsewhere, nor runs a script that stands in the page itself.

mod console;
mod explorer;
mod file;
mod files;

pub use console::console;
pub use explorer::{Explorer, POLICY, explorer};
pub use file::file;
pub use files::files;
