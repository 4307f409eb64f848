//! This surface's requests as a log shows them (SB 9).

use super::{
    PATH, Partner, auth, doctor,
    redaction_classes::{HEADERS, NAMES},
    schema,
};
use crate::{
    card_graphql::{LogReader, NAMED},
    gate::Door,
    log::{Cause, Diagnosis, Entry, Head, List, LogRenderer, Reading, RedactionContext},
    surface::Surface,
};

/// Reads entries of this surface.
pub(super) struct PartnerLogRenderer;

impl LogRenderer for PartnerLogRenderer {
    fn surface(&self) -> Option<Surface> {
        Some(Partner::SURFACE)
    }

    fn operations(&self) -> Vec<&'static str> {
        let roots = schema::operations().iter().map(String::as_str);
        roots.chain(["introspection", "explorer"]).collect()
    }

    fn entity_types(&self) -> Vec<&'static str> {
        NAMED.map(|(kind, _)| kind).to_vec()
    }

    fn headers(&self) -> &'static List {
        &HEADERS
    }

    fn token<'a>(&self, head: &'a Head) -> Option<&'a str> {
        head.header(auth::API_KEY)
    }

    fn doors(&self) -> Vec<String> {
        vec![PATH.to_owned()]
    }

    fn path(&self, _: &str) -> String {
        PATH.to_owned()
    }

    fn read(&self, entry: &Entry, redaction: &RedactionContext) -> Reading {
        LogReader { names: &NAMES, judge: schema::default_judge() }.read(entry, redaction)
    }

    fn diagnose(&self, entry: &Entry, redaction: &RedactionContext) -> Vec<Diagnosis> {
        doctor::diagnose(entry, redaction)
    }

    fn causes(&self) -> &'static [Cause] {
        &doctor::CAUSES
    }
}
