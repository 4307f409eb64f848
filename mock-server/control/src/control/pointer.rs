//! JSON Pointers (RFC 6901), by which a problem names the place in a body.

use serde_path_to_error::{Path, Segment};

/// A path as JSON Pointer (RFC 6901).
pub(super) fn pointer(path: &Path) -> String {
    path.iter().fold(String::new(), |path, segment| match segment {
        Segment::Seq { index } => format!("{path}/{index}"),
        Segment::Map { key } => format!("{path}/{}", escaped(key)),
        Segment::Enum { .. } | Segment::Unknown => path,
    })
}

/// A name as a JSON Pointer writes it.
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The place of a member, whether or not the path already ends in it.
pub(super) fn member(path: &str, name: &str) -> String {
    let end = format!("/{}", escaped(name));
    if path.ends_with(&end) { path.to_owned() } else { format!("{path}{end}") }
}
