//! Codes of the mocked APIs that are served (SB 20).

use strum::IntoEnumIterator;

use crate::{spelling::nearest, surface::Surface};

/// Codes of all mocked APIs, as the flag takes them.
pub(super) const ALL: &str = "PG,AG,ER,MC";

/// Reads the code of a mocked API, in any letter case. The control plane has flags of its own.
pub(super) fn code(text: &str) -> Result<Surface, String> {
    let wanted = text.trim().to_ascii_uppercase();
    let mocked = Surface::iter().filter(|surface| *surface != Surface::SB);
    let codes: Vec<_> = mocked.clone().map(Surface::code).collect();
    mocked.into_iter().find(|surface| surface.code() == wanted).ok_or_else(|| {
        let near = nearest(&wanted, &codes).into_iter().next().unwrap_or_default();
        format!("expected one of {}; is {near} meant?", codes.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mocked_api_is_served_unless_some_are_named() {
        let all: Vec<_> = ALL.split(',').map(code).collect();
        let mocked = Surface::iter().filter(|surface| *surface != Surface::SB);
        assert_eq!(all, mocked.map(Ok).collect::<Vec<_>>());
        assert_eq!(code(" pg"), Ok(Surface::PG));
        assert!(code("PX").unwrap_err().contains("is PG meant"));
        assert!(code("SB").is_err() && code("").is_err());
    }
}
