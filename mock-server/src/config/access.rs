//! Flags that say who may use the control plane, and from where (SB 17).

use std::{env, fs, net::SocketAddr, path::PathBuf};

use clap::Args;
use reqwest::Url;

use super::environment::read_switch;
use crate::crypto::Secret;

/// Protection of the control plane.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Access to the control plane")]
pub struct AccessFlags {
    /// Name of an environment variable that holds the token for the control plane. Every control
    /// request then needs `Authorization: Bearer <token>`.
    #[arg(long, env = "MOCK_SERVER_CONTROL_TOKEN_ENV", value_name = "NAME")]
    pub control_token_env: Option<String>,
    /// File that holds the token for the control plane; white space around the token is ignored.
    #[arg(
        long,
        env = "MOCK_SERVER_CONTROL_TOKEN_FILE",
        value_name = "FILE",
        conflicts_with = "control_token_env"
    )]
    pub control_token_file: Option<PathBuf>,
    /// Serve no control plane.
    #[arg(long, env = "MOCK_SERVER_NO_CONTROL", value_parser = read_switch)]
    pub no_control: bool,
    /// Address for the control plane alone; the main address then has no control plane.
    #[arg(long, env = "MOCK_SERVER_CONTROL_LISTEN", value_name = "ADDR")]
    pub control_listen: Option<SocketAddr>,
    /// Serve no control plane, and leave its traces, such as the `Sandbox-Request` header, out of
    /// the mocked APIs.
    #[arg(long, env = "MOCK_SERVER_STRICT", value_parser = read_switch)]
    pub strict: bool,
    /// Host name, besides localhost, under which clients may call the control plane on a loopback
    /// address. Can be repeated; in the environment variable, separate names by commas.
    #[arg(
        long,
        env = "MOCK_SERVER_ALLOW_HOST",
        value_name = "HOST",
        value_delimiter = ',',
        value_parser = host
    )]
    pub allow_host: Vec<String>,
    /// Origin whose web pages may call the control plane, like `http://localhost:3000`. Can be
    /// repeated; in the environment variable, separate origins by commas.
    #[arg(
        long,
        env = "MOCK_SERVER_CONTROL_ORIGIN",
        value_name = "URL",
        value_delimiter = ',',
        value_parser = origin
    )]
    pub control_origin: Vec<String>,
    /// Origin whose web pages may call the mocked APIs (CORS), which the real APIs do not allow.
    /// Can be repeated; in the environment variable, separate origins by commas.
    #[arg(
        long,
        env = "MOCK_SERVER_CORS_ORIGIN",
        value_name = "URL",
        value_delimiter = ',',
        value_parser = origin
    )]
    pub cors_origin: Vec<String>,
}

/// Reason why the control token cannot be read. No message has any part of the token.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The environment variable is not set.
    #[error("--control-token-env: the variable {0} is not set")]
    Unset(String),
    /// The token file cannot be read: path and cause.
    #[error("--control-token-file: cannot read {0}: {1}")]
    File(String, std::io::Error),
    /// The token is empty or has other characters than visible ASCII, which a header cannot carry.
    #[error(
        "the control token of {0} is empty, or has spaces or characters that are not visible ASCII"
    )]
    Unusable(String),
}

impl AccessFlags {
    /// Token that control requests need; none when no flag names one.
    pub fn token(&self) -> Result<Option<Secret>, TokenError> {
        let (text, place) = if let Some(name) = &self.control_token_env {
            let text = env::var(name).map_err(|_| TokenError::Unset(name.clone()))?;
            (text, format!("the variable {name}"))
        } else if let Some(file) = &self.control_token_file {
            let text = fs::read_to_string(file);
            let text = text.map_err(|error| TokenError::File(file.display().to_string(), error))?;
            (text, format!("the file {}", file.display()))
        } else {
            return Ok(None);
        };
        let token = text.trim();
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(TokenError::Unusable(place));
        }
        Ok(Some(Secret::new(token)))
    }

    /// True when the control plane is served on any address.
    pub fn has_control(&self) -> bool {
        !self.no_control && !self.strict
    }
}

/// Reads the URL of a server: `http` or `https`, a host, an optional port and path. Trailing
/// slashes are dropped.
pub(super) fn base(text: &str) -> Result<String, String> {
    let url = web(text)?;
    if url.query().is_some() || url.fragment().is_some() {
        return Err("a query (?) or fragment (#) is not allowed here".to_owned());
    }
    Ok(text.trim().trim_end_matches('/').to_owned())
}

/// Reads an origin and writes it as browsers do: scheme, host, and the port unless it is the
/// scheme's default.
fn origin(text: &str) -> Result<String, String> {
    let url = web(text)?;
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err("an origin ends after host and port".to_owned());
    }
    Ok(url.origin().ascii_serialization())
}

fn web(text: &str) -> Result<Url, String> {
    let url = Url::parse(text.trim()).map_err(|error| format!("not a URL: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("it must begin with http:// or https://".to_owned());
    }
    // Parsers read `http:///x` and `http:x` as `http://x`, which may not be what was meant.
    let rest = text.trim().split_once("://").map_or("", |(_, rest)| rest);
    if rest.is_empty() || rest.starts_with(['/', '?', '#']) || !url.has_host() {
        return Err("the host is missing".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("a user name or password is not allowed here".to_owned());
    }
    Ok(url)
}

/// Reads a host name or IP address without a port; letter case does not matter.
fn host(text: &str) -> Result<String, String> {
    let text = text.trim().to_ascii_lowercase();
    let name = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let is_bare = name.is_some() || !text.contains([':', '[', ']']);
    let is_host = Url::parse(&format!("http://{text}/")).is_ok_and(|url| url.has_host());
    if is_bare && is_host && !text.is_empty() && !text.contains(['@', '/', '?', '#']) {
        Ok(text)
    } else {
        Err("expected a host name or IP address without a port".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_lead_nowhere_are_refused() {
        for wrong in [
            "nonsense",
            "",
            "localhost:8080",
            "ftp://a",
            "http://",
            "http:///x",
            "http:a",
            "//a",
            "http://a/?b",
            "http://a#b",
            "http://u:p@a",
            "http://a b",
        ] {
            assert!(base(wrong).is_err(), "{wrong}");
        }
        assert_eq!(
            base("https://cards.example/sandbox/").as_deref(),
            Ok("https://cards.example/sandbox")
        );
        assert_eq!(base("http://[::1]:80").as_deref(), Ok("http://[::1]:80"));
    }

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        assert_eq!(origin("HTTP://LocalHost:3000/").as_deref(), Ok("http://localhost:3000"));
        assert_eq!(origin("https://a.example:443").as_deref(), Ok("https://a.example"));
        for wrong in ["null", "*", "localhost:3000", "http://a/b", "http://a?b"] {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_allowed_host_is_a_name() {
        assert_eq!(host("Sandbox.Internal").as_deref(), Ok("sandbox.internal"));
        assert_eq!(host("[fd00::1]").as_deref(), Ok("[fd00::1]"));
        for wrong in ["", "a:80", "a:8080", "[::1]:80", "http://a", "a/b", "u@a"] {
            assert!(host(wrong).is_err(), "{wrong}");
        }
    }
}
