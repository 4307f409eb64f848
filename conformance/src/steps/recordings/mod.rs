//! Sessions that a sandbox has exported (`mock-server export --as gherkin`), played again: requests
//! of any surface as they were sent, and answers by value. Names in angle brackets stand for what
//! earlier answers told, for things of the fixture and for credentials.

mod actors;
mod answers;
mod names;
mod office;
mod requests;
