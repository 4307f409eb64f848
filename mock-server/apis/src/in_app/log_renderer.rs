//! This surface's requests as a log shows them (SB 9).

use super::{
    EVENTS, InApp, PATH, auth, doctor, live,
    redaction_classes::{HEADERS, NAMES},
    schema,
};
use crate::{
    card_graphql::{LogReader, NAMED},
    crypto::jwt::Token,
    gate::Door,
    log::{Cause, Diagnosis, Entry, Head, List, LogRenderer, Reading, RedactionContext},
    surface::Surface,
};

/// Reads entries of this surface.
pub(super) struct InAppLogRenderer;

impl LogRenderer for InAppLogRenderer {
    fn surface(&self) -> Option<Surface> {
        Some(InApp::SURFACE)
    }

    fn operations(&self) -> Vec<&'static str> {
        let roots = schema::EXECUTOR.operations().iter().map(String::as_str);
        roots.chain(["introspection", live::UPGRADE, live::CONNECT, live::STREAM]).collect()
    }

    fn entity_types(&self) -> Vec<&'static str> {
        NAMED.map(|(kind, _)| kind).to_vec()
    }

    fn headers(&self) -> &'static List {
        &HEADERS
    }

    fn token<'a>(&self, head: &'a Head) -> Option<&'a str> {
        head.header(auth::AUTHORIZATION)
    }

    fn by<'a>(&self, head: &Head, redaction: &'a RedactionContext) -> Option<&'a str> {
        let token = Token::read(auth::bare(self.token(head)?))?;
        redaction.user(Surface::AG, token.text("sub")?)
    }

    fn doors(&self) -> Vec<String> {
        vec![PATH.to_owned(), EVENTS.to_owned()]
    }

    fn path(&self, path: &str) -> String {
        if path == EVENTS { EVENTS.to_owned() } else { PATH.to_owned() }
    }

    fn read(&self, entry: &Entry, redaction: &RedactionContext) -> Reading {
        let judge = schema::log_judge(redaction.rules());
        LogReader { names: &NAMES, judge }.read(entry, redaction)
    }

    fn diagnose(&self, entry: &Entry, redaction: &RedactionContext) -> Vec<Diagnosis> {
        doctor::diagnose(entry, redaction)
    }

    fn causes(&self) -> &'static [Cause] {
        &doctor::CAUSES
    }
}
