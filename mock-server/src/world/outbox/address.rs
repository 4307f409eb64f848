//! Addresses of receivers: which ones there can be, and how they are shown.

use reqwest::Url;

/// The most bytes that an address has.
const LONGEST: usize = 2048;

/// Why a text is not the address of a receiver: absolute, http or https, with a host and without a
/// fragment (ER 8.17).
///
/// The URL Standard, by which clients read addresses, mends a good deal: it drops blanks, adds
/// slashes and takes `http:///x` for the host `x`. What needs mending is refused here, because the
/// receiver that is meant would wait in vain.
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

/// Whether an address has a name or password before its host.
pub fn has_userinfo(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| !url.username().is_empty() || url.password().is_some())
}

/// The host and port to which an address leads; the text itself where it leads nowhere.
pub fn authority(text: &str) -> String {
    let parsed = Url::parse(text).ok();
    let found = parsed
        .and_then(|url| Some(format!("{}:{}", url.host_str()?, url.port_or_known_default()?)));
    found.unwrap_or_else(|| text.to_owned())
}

/// An address as it may be shown: user information and query, where secrets stand, are masked.
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
