//! The doctor's findings about servers that cannot be judged as they are, and of the files that
//! describe them.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get, fails it")]

mod envelope;
mod in_app;
mod partner;

use std::path::PathBuf;

use conformance::{
    doctor::{Diagnosis, Finding, Health, examine},
    target::Target,
};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{any, path},
};

use self::partner::mount_partner;

/// A folder with the secrets of a test.
struct Secrets(PathBuf);

impl Secrets {
    fn of(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("doctor-{}-{test}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// A secret with that content, as a target file names it.
    fn file(&self, content: &str) -> String {
        let file = self.0.join(content);
        std::fs::write(&file, content).unwrap();
        format!("{{ file = '{}' }}", file.display())
    }

    fn partner(&self, url: &str, second: &str) -> String {
        format!(
            "environment = 'local'\n[surfaces.PG]\nurl = '{url}'\ncredentials.primary = {{ \
             api_token = {}, client_secret = {} }}\n{second}",
            self.file("first-token"),
            self.file("first-secret")
        )
    }

    fn second(&self, token: &str) -> String {
        let (token, secret) = (self.file(token), self.file("second-secret"));
        format!("credentials.second = {{ api_token = {token}, client_secret = {secret} }}\n")
    }

    fn envelope(&self, url: &str, more: &str) -> String {
        format!(
            "environment = 'local'\n[surfaces.ER]\nurl = '{url}'\ncredentials.primary = {{ api_key \
             = {}, api_secret = {} }}\n{more}",
            self.file("first-key"),
            self.file("api-secret")
        )
    }
}

impl Secrets {
    fn in_app(&self, url: &str, token: &str, more: &str) -> String {
        let token = self.file(token);
        format!(
            "environment = 'local'\n[surfaces.AG]\nurl = '{url}'\ncredentials.primary = {{ token = \
             {token} }}\n{more}"
        )
    }
}

impl Drop for Secrets {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn diagnosis(file: &str) -> Diagnosis {
    let target = Target::from_toml(file, "t.toml").unwrap_or_else(|bad| panic!("{bad}"));
    examine(&target).await
}

/// The finding about something; the last one where there are several.
fn about<'a>(diagnosis: &'a Diagnosis, what: &str) -> &'a Finding {
    let found = diagnosis.findings.iter().rev().find(|finding| finding.what == what);
    found.unwrap_or_else(|| panic!("nothing about {what}:\n{}", diagnosis.text()))
}

#[track_caller]
fn is_problem(diagnosis: &Diagnosis, what: &str, seen: &str, repair: &str) {
    let finding = about(diagnosis, what);
    let right = finding.health == Health::Problem
        && finding.detail.contains(seen)
        && finding.repair.contains(repair);
    assert!(right, "{finding:?}");
    assert!(!diagnosis.is_healthy());
}

fn answer(json: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json)
}

#[tokio::test]
async fn name_port_tls_and_answer_are_told_apart() {
    let (secrets, server) = (Secrets::of("reach"), MockServer::start().await);
    let of = async |url: &str| diagnosis(&secrets.partner(url, "")).await;
    let nobody = of("http://server.invalid/graphql").await;
    is_problem(&nobody, "PG DNS", "server.invalid has no address", "DNS");
    is_problem(&of("http://127.0.0.1:9/graphql").await, "PG TCP", "127.0.0.1:9", "running");
    let plain = server.uri().replace("http:", "https:");
    is_problem(&of(&plain).await, "PG TLS", "", "certificate");
    let deaf = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/graphql", deaf.local_addr().unwrap());
    std::thread::spawn(move || deaf.incoming().for_each(drop));
    is_problem(&of(&url).await, "PG answer", "takes connections", "HTTP");
}

#[tokio::test]
async fn a_surface_that_cannot_be_reached_keeps_nobody_from_the_other() {
    let (secrets, server) = (Secrets::of("other"), MockServer::start().await);
    mount_partner(&server).await;
    let envelope = secrets.envelope("http://127.0.0.1:9/api/v1", "");
    let file = secrets.partner(&server.uri(), "");
    let file = format!("{file}{}", envelope.replace("environment = 'local'\n", ""));
    let diagnosis = diagnosis(&file).await;
    is_problem(&diagnosis, "ER TCP", "127.0.0.1:9", "running");
    assert_eq!(about(&diagnosis, "PG signature").health, Health::Ok);
}

#[tokio::test]
async fn a_wrong_clock_is_found_before_it_fails_signatures() {
    let (secrets, server) = (Secrets::of("clock"), MockServer::start().await);
    let late = ResponseTemplate::new(405).insert_header("date", "Tue, 01 Jan 2030 00:00:00 GMT");
    Mock::given(any()).respond_with(late).mount(&server).await;
    let diagnosis = diagnosis(&secrets.partner(&server.uri(), "")).await;
    is_problem(&diagnosis, "PG clock", "this machine's", "NTP");
}

#[tokio::test]
async fn what_a_hook_offers_is_compared_with_what_is_claimed() {
    let (secrets, server) = (Secrets::of("hook"), MockServer::start().await);
    mount_partner(&server).await;
    let with = async |claims: &str, offers: &str| {
        let said = format!(r#"{{"ok":true,"output":{{"actions":[{offers}]}}}}"#);
        let hook = format!("[provision]\ncommand = ['echo', '{said}']\n");
        diagnosis(&format!(
            "capabilities = [{claims}]\n{}{hook}",
            secrets.partner(&server.uri(), "")
        ))
        .await
    };
    let lacking = with("'provision', 'review'", r#""make-carduser""#).await;
    is_problem(&lacking, "capability review", "decide-application", "take review out");
    is_problem(&lacking, "capability provision", "make-card-user", "take provision out");
    assert_eq!(about(&lacking, "hook").repair, "did you mean make-card-user?");

    let part = with("'provision'", r#""make-card-user","authorize""#).await;
    assert_eq!(about(&part, "capability provision").health, Health::Warning);
    assert!(about(&part, "capability provision").detail.contains("make-credential"));
    assert!(about(&part, "capability authorize").repair.contains("add \"authorize\""));
    assert!(part.is_healthy());

    let clock = with("'clock'", r#""make-card-user""#).await;
    is_problem(&clock, "capability clock", "only the control plane", "take clock out");
    let broken = secrets.partner(&server.uri(), "");
    let broken = format!("capabilities = ['review']\n{broken}[provision]\ncommand = ['false']\n");
    is_problem(&diagnosis(&broken).await, "hook", "false answers describe", "start it");
}

#[tokio::test]
async fn webhooks_have_to_reach_the_sink() {
    let (secrets, server) = (Secrets::of("sink"), MockServer::start().await);
    mount_partner(&server).await;
    let with = async |sink: &str| {
        diagnosis(&format!("{}[webhook_sink]\n{sink}", secrets.partner(&server.uri(), ""))).await
    };
    let own = with("listen = '127.0.0.1:0'").await;
    assert_eq!(about(&own, "webhook sink").health, Health::Ok);
    let elsewhere = format!("listen = '127.0.0.1:0'\npublic_url = '{}'", server.uri());
    is_problem(&with(&elsewhere).await, "webhook sink", "does not arrive", "public_url");
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = format!("listen = '{}'", other.local_addr().unwrap());
    is_problem(&with(&taken).await, "webhook sink", "127.0.0.1", "free address");
}

#[tokio::test]
async fn a_sandbox_that_wants_a_token_says_so() {
    let server = MockServer::start().await;
    let refused = ResponseTemplate::new(401).set_body_json(json!({ "type": "unauthorized" }));
    Mock::given(path("/_sandbox/worlds")).respond_with(refused).mount(&server).await;
    let file = format!("kind = 'sandbox'\n[surfaces.SB]\nurl = '{}/_sandbox'", server.uri());
    is_problem(&diagnosis(&file).await, "control plane", "401", "SANDBOX_CONTROL_TOKEN");
}

#[test]
fn programs_read_health_and_findings() {
    let findings = vec![Finding {
        what: "PG key".to_owned(),
        health: Health::Problem,
        detail: "HTTP 401".to_owned(),
        repair: "look at it".to_owned(),
    }];
    let json = serde_json::to_value(Diagnosis { findings }).unwrap();
    assert_eq!(json["healthy"], false);
    assert_eq!(json["findings"][0]["health"], "problem");
    assert_eq!(json["findings"][0]["repair"], "look at it");
}
