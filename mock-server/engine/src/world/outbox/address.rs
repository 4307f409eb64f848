//! URLs of webhook receivers: which ones are accepted, and their masked form.

use reqwest::Url;

/// Longest URL, in bytes.
const LONGEST: usize = 2048;

/// Reason why a text is not the URL of a receiver, which must be absolute, http or https, with a
/// host and without a fragment (ER 8.17); none when it is one.
///
/// Parsers that follow the URL Standard repair a good deal: they drop blanks, add slashes, and take
/// `http:///x` for the host `x`. A text that needs repair is refused here, because the receiver
/// that was meant would never be called.
pub fn problem(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        return Some("is empty");
    }
    if text.len() > LONGEST {
        return Some("is longer than 2048 bytes");
    }
    if text.chars().any(|sign| sign.is_whitespace() || sign.is_control()) {
        return Some("has blanks or control characters in it");
    }
    let lower = text.to_ascii_lowercase();
    let Some(rest) = lower.strip_prefix("http:").or_else(|| lower.strip_prefix("https:")) else {
        return Some("does not begin with http:// or https://");
    };
    let Some(rest) = rest.strip_prefix("//") else {
        return Some("has not two slashes after its scheme");
    };
    if rest.contains('\\') {
        return Some("has a backslash in it");
    }
    if rest.is_empty() || rest.starts_with(['/', '?', '#', ':']) || rest.starts_with("@") {
        return Some("has no host");
    }
    match Url::parse(text) {
        Ok(url) if url.fragment().is_some() => Some("has a fragment"),
        Ok(url) if url.port() == Some(0) => Some("has port 0, on which nobody listens"),
        Ok(url) if url.has_host() => None,
        Ok(_) => Some("has no host"),
        Err(_) => Some("has no host or port that can be read"),
    }
}

/// True when a URL has a user name or password before its host.
pub fn has_userinfo(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| !url.username().is_empty() || url.password().is_some())
}

/// Host and port that a URL leads to; the text itself when it is not a URL.
pub fn authority(text: &str) -> String {
    let parsed = Url::parse(text).ok();
    let found = parsed
        .and_then(|url| Some(format!("{}:{}", url.host_str()?, url.port_or_known_default()?)));
    found.unwrap_or_else(|| text.to_owned())
}

/// A URL with its user information and query masked, because those may hold secrets.
pub fn masked(text: &str) -> String {
    let (rest, query) = match text.split_once('?') {
        Some((rest, _)) => (rest, "?***"),
        None => (text, ""),
    };
    let Some((scheme, rest)) = rest.split_once("://") else { return format!("{rest}{query}") };
    let end = rest.find('/').unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let authority = match authority.rsplit_once('@') {
        Some((_, host)) => format!("***@{host}"),
        None => authority.to_owned(),
    };
    format!("{scheme}://{authority}{path}{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_client_would_mend_is_refused() {
        for text in [
            "",
            " ",
            "nowhere",
            "ftp://a.test/x",
            "//a.test/x",
            "http:",
            "http:/a.test/x",
            "http:a.test",
            "http://",
            "http:///x",
            "https:////x",
            "http://?x",
            "http://:80/",
            " http://a.test/",
            "http://a.test/ ",
            "http://a.test/a b",
            "http://a.test/\ta",
            "http://a.test/\n",
            "http://a b/",
            "http:\\\\a.test\\x",
            "http://a.test\\x",
            "http://a.test:99999/",
            "http://a.test:x/",
            "http://a.test:0/",
            "http://[::1/",
            "http://a.test/#x",
            "http://u:p@/x",
            "http://@/x",
            "http://1.2.3.400/",
        ] {
            assert!(problem(text).is_some(), "{text:?}");
        }
        let long = format!("http://a.test/{}", "x".repeat(LONGEST));
        assert!(problem(&long).is_some());
    }

    #[test]
    fn what_leads_to_a_host_is_taken() {
        for text in [
            "http://a.test",
            "https://a.test/x?y=1",
            "HTTP://A.test:8080/",
            "http://[::1]:9000/a",
            "http://127.0.0.1:9/hook",
            "http://u:p@a.test/",
            "http://xn--bcher-kva.test/%20",
            "http://bücher.test/",
        ] {
            assert_eq!(problem(text), None, "{text:?}");
        }
    }

    #[test]
    fn what_may_be_secret_is_masked() {
        for (text, shown) in [
            ("sink", "sink"),
            ("http://a.test/x", "http://a.test/x"),
            ("http://u:p@a.test:8/x", "http://***@a.test:8/x"),
            ("http://u:p@w@a.test", "http://***@a.test"),
            ("https://a.test/x?token=abc", "https://a.test/x?***"),
            ("http://u@a.test?k=/@", "http://***@a.test?***"),
        ] {
            assert_eq!(masked(text), shown);
        }
    }
}
