//! Options that requests of several surfaces share: method, media type, key, headers, raw bytes.

use super::bytes;

/// Method, media type and API key.
#[derive(Debug, clap::Args)]
pub(super) struct Head {
    /// Another `x-agio-api-key` (PG) or `API-KEY` (ER).
    #[arg(long, conflicts_with = "no_key")]
    key: Option<String>,
    /// No such header.
    #[arg(long)]
    no_key: bool,
    #[arg(long, default_value = "POST")]
    pub(super) method: String,
    #[arg(long, default_value = "application/json")]
    content_type: String,
    #[arg(long)]
    no_content_type: bool,
}

impl Head {
    /// The media type; none where the header is left out.
    pub(super) fn content_type(&self) -> Option<String> {
        (!self.no_content_type).then(|| self.content_type.clone())
    }

    /// The key in place of the caller's own: another, or none.
    pub(super) fn key(&self) -> Option<Option<String>> {
        match &self.key {
            Some(key) => Some(Some(key.clone())),
            None => self.no_key.then_some(None),
        }
    }
}

/// Headers beside those that the surface asks for.
#[derive(Debug, clap::Args)]
pub(super) struct Headers {
    /// A further header: `name: value`. Repeatable.
    #[arg(long = "header", value_parser = header)]
    pub(super) further: Vec<(String, String)>,
}

fn header(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once(':').ok_or("write it as name: value")?;
    Ok((name.to_owned(), value.strip_prefix(' ').unwrap_or(value).to_owned()))
}

/// Bytes that are written in hex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hex(pub(super) Vec<u8>);

impl std::str::FromStr for Hex {
    type Err = String;

    fn from_str(digits: &str) -> Result<Self, String> {
        bytes(digits).map(Self)
    }
}
