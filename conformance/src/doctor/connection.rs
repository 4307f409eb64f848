//! Is it there, and what time is it there? Name, port and TLS are looked at one after another, so
//! that the first that is wrong is the one that is told.

use jiff::{Timestamp, fmt::rfc2822::DateTimeParser};
use reqwest::Url;
use tokio::net::{TcpStream, lookup_host};

use super::{Finding, foreign_answer};
use crate::{
    drivers::{Answer, Http, client::proxy_variable, sent::Sent},
    target::{Surface, Target},
};

/// Asks a surface for anything; whether it answers.
pub(super) async fn examine(
    surface: Surface,
    url: &str,
    target: &Target,
    http: &Http,
) -> (bool, Vec<Finding>) {
    let proxy = proxy_variable(url);
    let answer = match proxy {
        // The proxy finds the host, or does not.
        Some(_) => http.send(&anything(url)).await,
        None => match connected(surface, url, target).await {
            Some(problem) => return (false, vec![problem]),
            None => http.send(&anything(url)).await,
        },
    };
    match answer {
        Ok(answer) => {
            let way = proxy.map_or(String::new(), |name| format!(", by the proxy of {name}"));
            let seen = format!("{url} answers (HTTP {}){way}", answer.status);
            let there = Finding::ok(surface.code(), seen);
            (true, vec![there, time(surface, &answer, target)])
        }
        Err(mismatch) if mismatch.actual.starts_with("it is busy") => {
            (false, vec![foreign_answer::silence(&format!("{surface} answer"), &mismatch, "")])
        }
        Err(mismatch) if proxy.is_some() => {
            let name = proxy.unwrap_or_default();
            let what = format!("{surface} proxy");
            let seen = format!("{url} does not answer by the proxy of {name}: {}", mismatch.actual);
            let repair = format!("is the proxy in {name} right? NO_PROXY excepts hosts from it");
            (false, vec![Finding::problem(what, seen, repair)])
        }
        Err(mismatch) if url.starts_with("https:") => {
            let repair = "look at the server's certificate: is it valid for this name, and issued \
                          by somebody whom this machine trusts?";
            (false, vec![Finding::problem(format!("{surface} TLS"), mismatch.actual, repair)])
        }
        Err(mismatch) => {
            let what = format!("{surface} answer");
            let seen = format!("{url} takes connections, and does not answer: {}", mismatch.actual);
            let repair = "does it speak HTTP on that port? If it is only slow, raise \
                          timeouts.request_ms";
            (false, vec![Finding::problem(what, seen, repair)])
        }
    }
}

/// The reason that there is no connection; `None` where there is one.
async fn connected(surface: Surface, url: &str, target: &Target) -> Option<Finding> {
    let url = Url::parse(url).ok()?;
    let (host, port) = (url.host_str()?.trim_matches(['[', ']']), url.port_or_known_default()?);
    let addresses: Vec<_> = match lookup_host((host, port)).await {
        Ok(addresses) => addresses.collect(),
        Err(error) => {
            let seen = format!("{host} has no address: {error}");
            let repair =
                format!("look at surfaces.{surface}.url, and at this machine's DNS or VPN");
            return Some(Finding::problem(format!("{surface} DNS"), seen, repair));
        }
    };
    let connecting = tokio::time::timeout(target.request_timeout, TcpStream::connect(&*addresses));
    let why = match connecting.await {
        Ok(Ok(_)) => return None,
        Ok(Err(error)) => error.to_string(),
        Err(_) => format!("no connection in {:?}", target.request_timeout),
    };
    let seen = format!("{host}:{port} does not answer: {why}");
    let repair = "is the server running, the port right, and no firewall between?";
    Some(Finding::problem(format!("{surface} TCP"), seen, repair))
}

/// A request that any server answers with something.
pub(super) fn anything(url: &str) -> Sent {
    Sent {
        by: "the doctor".to_owned(),
        method: "GET".to_owned(),
        url: url.to_owned(),
        ..Sent::default()
    }
}

fn time(surface: Surface, answer: &Answer, target: &Target) -> Finding {
    let what = format!("{surface} clock");
    let date =
        answer.header("date").and_then(|text| DateTimeParser::new().parse_timestamp(text).ok());
    let Some(date) = date else {
        return Finding::warning(
            what,
            "the answer has no Date that can be read",
            "let the server send Date, so that a wrong clock is found here and not as a failure",
        );
    };
    // A date has whole seconds, so up to a second of difference is none.
    let offset = date.duration_since(Timestamp::now()).as_millis();
    let tolerance = i128::try_from(target.time_skew_tolerance.as_millis()).unwrap_or(i128::MAX);
    if offset.abs() - 1000 <= tolerance {
        return Finding::ok(what, "agrees with this machine's");
    }
    let side = if offset > 0 { "ahead of" } else { "behind" };
    Finding::problem(
        what,
        format!("{} s {side} this machine's", offset.abs() / 1000),
        "set both clocks by NTP, or raise time_skew_tolerance_ms if it is meant so",
    )
}
