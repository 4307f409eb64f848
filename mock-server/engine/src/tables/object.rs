//! JSON as it is written: objects and lists, member by member.

use serde::Serialize;

/// An object that is being written. Keys are GraphQL names, which JSON writes as they are.
pub(super) struct Object<'o> {
    out: &'o mut Vec<u8>,
    next: u8,
}

impl<'o> Object<'o> {
    pub(super) fn begin(out: &'o mut Vec<u8>) -> Self {
        Self { out, next: b'{' }
    }

    /// Where the value of the next member is to be written.
    pub(super) fn member(&mut self, key: &str) -> &mut Vec<u8> {
        self.out.extend_from_slice(&[self.next, b'"']);
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.next = b',';
        self.out
    }

    pub(super) fn end(self) {
        if self.next == b'{' {
            self.out.push(b'{');
        }
        self.out.push(b'}');
    }
}

/// Writes a list.
pub(super) fn list<T, E>(
    items: &[T],
    out: &mut Vec<u8>,
    mut write: impl FnMut(&T, &mut Vec<u8>) -> Result<(), E>,
) -> Result<(), E> {
    out.push(b'[');
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        write(item, out)?;
    }
    out.push(b']');
    Ok(())
}

/// Writes a value.
pub(super) fn value<T: Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) {
    serde_json::to_writer(out, value).expect("memory takes what is written to it");
}
