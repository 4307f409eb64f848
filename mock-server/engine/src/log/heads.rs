//! Mistakes in the head of a request that are the same on every surface (SB 9.3): a header that
//! decides and stands there twice, and a body in a coding that is not read.

use serde_json::json;

use super::{Diagnosis, Entry, Proof, Reason};

/// Diagnosis of a head in which one of `deciding` stands more than once, or whose body was refused
/// for its coding. Nothing else is looked for then: it would be said of one of two values, and the
/// server took neither.
pub fn of_head(entry: &Entry, deciding: &[&str]) -> Option<Diagnosis> {
    let headers = || entry.request.head.headers();
    let times = |wanted: &str| headers().filter(|(name, _)| *name == wanted).count();
    if let Some(name) = deciding.iter().find(|name| times(name) > 1) {
        let says = format!("The header {name} stands there {} times.", times(name));
        let found = Diagnosis::proved("header-twice", says, Proof::of(times(name) > 1));
        return Some(found.shown_by(json!({"header": name, "times": times(name)})));
    }
    if entry.reason() == Some(Reason::MediaType) {
        let coded = |value: &[u8]| !value.is_empty() && !value.eq_ignore_ascii_case(b"identity");
        let is_coded = headers().any(|(name, value)| name == "content-encoding" && coded(value));
        let says =
            "Its Content-Encoding says that the body is compressed; only plain ones are read.";
        return is_coded.then(|| Diagnosis::proved("body-coded", says, Proof::of(is_coded)));
    }
    None
}
