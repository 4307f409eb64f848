//! The command line as somebody meets it who has a server and no sandbox. The tests bear the ids of
//! the requirements that they judge.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get, fails it")]

use std::{
    io::{Read, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

/// A server that refuses everybody, or answers what the test says, and remembers what it was asked.
struct Refusing {
    url: String,
    connections: Arc<AtomicUsize>,
    heard: Arc<Mutex<String>>,
}

impl Refusing {
    fn start() -> Self {
        let body = r#"{"error":"Unauthorized","description":"Invalid API key"}"#;
        Self::answering(401, "application/json", move |_| body.to_owned())
    }

    /// `answer` makes a body of what was heard.
    fn answering(
        status: u16,
        media_type: &'static str,
        answer: impl Fn(&str) -> String + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (connections, heard) = (Arc::<AtomicUsize>::default(), Arc::<Mutex<String>>::default());
        let (counted, noted) = (connections.clone(), heard.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                counted.fetch_add(1, Ordering::SeqCst);
                let mut stream = stream.unwrap();
                let mut bytes = [0; 65536];
                let mut text = String::new();
                while let Ok(count) = stream.read(&mut bytes)
                    && count > 0
                {
                    text.push_str(&String::from_utf8_lossy(&bytes[..count]));
                    if is_whole(&text) {
                        break;
                    }
                }
                noted.lock().unwrap().push_str(&text);
                let body = answer(&text);
                let _ = write!(
                    stream,
                    "HTTP/1.1 {status} Whatever\r\ncontent-type: {media_type}\r\n\
                     content-length: {}\r\nconnection: close\r\n\r\n{body}",
                    body.len()
                );
            }
        });
        Self { url, connections, heard }
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

fn is_whole(text: &str) -> bool {
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    body.len() >= length.unwrap_or(0)
}

/// A folder of one test.
struct Place(PathBuf);

impl Place {
    fn of(test: &str) -> Self {
        let place = std::env::temp_dir().join(format!("conformance-{}-{test}", std::process::id()));
        std::fs::create_dir_all(&place).unwrap();
        Self(place)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let file = self.0.join(name);
        std::fs::write(&file, text).unwrap();
        file
    }

    fn conformance(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_conformance"))
            .args(arguments)
            .current_dir(&self.0)
            .env("TOKEN", "a-token-of-somebody")
            .env("SECRET", "a-secret-of-somebody")
            .env("TENANT", "acme")
            .output()
            .unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn target(url: &str, more: &str) -> String {
    format!(
        "{more}\n[surfaces.PG]\nurl = \"{url}/graphql\"\n[surfaces.PG.credentials.primary]\n\
         api_token = {{ env = \"TOKEN\" }}\nclient_secret = {{ env = \"SECRET\" }}\n"
    )
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn said(output: &Output) -> String {
    let [out, err] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    format!("{out}{err}")
}

fn shown(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn sb_conf_02_a_bad_target_file_ends_with_2_before_any_request() {
    let (place, server) = (Place::of("bad-file"), Refusing::start());
    let good = target(&server.url, "");
    let bad = [
        ("unknown-key", format!("levle = \"public\"\n{good}"), "levle", "level"),
        ("no-variable", good.replace("TOKEN", "NOBODY_SETS_THIS"), "NOBODY_SETS_THIS", "export"),
        (
            "literal",
            good.replace("{ env = \"SECRET\" }", "\"hunter2hunter2\""),
            "named, not written",
            "variable",
        ),
        ("address", good.replace("http:", "nowhere:"), "surfaces.PG.url", "https://"),
    ];
    for (name, text, what, repair) in bad {
        let file = place.write(&format!("{name}.toml"), &text);
        let output = place.conformance(&["run", "--target", shown(&file)]);
        let said = said(&output);
        assert_eq!(code(&output), 2, "{name}: {said}");
        assert!(said.contains(&format!("{name}.toml:")), "{name}: {said}");
        assert!(said.contains(what) && said.contains(repair), "{name}: {said}");
        assert!(!said.contains("hunter2"), "{said}");
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn sb_conf_03_a_run_that_judged_nothing_ends_with_4() {
    let (place, server) = (Place::of("nothing"), Refusing::start());
    let file = place.write("t.toml", &target(&server.url, ""));
    // The one is skipped here, the other is a duty that no scenario judges.
    for filter in ["PG-REVEAL-01", "SB-CONF-03"] {
        let output = place.conformance(&["run", "--target", shown(&file), filter]);
        assert_eq!(code(&output), 4, "{filter}: {}", said(&output));
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn sb_conf_04_a_missing_capability_is_a_skip_in_all_reports() {
    let (place, server) = (Place::of("skip"), Refusing::start());
    let file = place.write("t.toml", &target(&server.url, ""));
    let output = place.conformance(&[
        "run",
        "--target",
        shown(&file),
        "PG-REVEAL-01",
        "--report",
        "junit=j.xml",
        "--report",
        "json=j.json",
    ]);
    let read = |name: &str| std::fs::read_to_string(place.0.join(name)).unwrap();
    for text in [said(&output), read("j.xml")] {
        assert!(text.contains("capability: pin-codec"), "{text}");
    }
    let json: serde_json::Value = serde_json::from_str(&read("j.json")).unwrap();
    assert_eq!(json["scenarios"][0]["verdict"], "skipped");
    assert_eq!(json["scenarios"][0]["reason"], "capability");
    assert_eq!(json["totals"]["passed"], serde_json::Value::Null);
}

#[test]
fn sb_conf_06_a_plan_sends_nothing() {
    let (place, server) = (Place::of("plan"), Refusing::start());
    let hook = format!("[provision]\nhttp = {{ url = \"{}/hook\" }}\n", server.url);
    let file = target(&server.url, "capabilities = [\"provision\"]");
    let file = place.write("t.toml", &format!("{file}{hook}"));
    let output = place.conformance(&["run", "--plan", "--target", shown(&file)]);
    assert_eq!(code(&output), 0, "{}", said(&output));
    assert!(said(&output).contains("would run"), "{}", said(&output));
    assert_eq!(server.connections(), 0);
}

#[test]
fn sb_conf_09_a_production_target_sees_only_reads() {
    let (place, server) = (Place::of("production"), Refusing::start());
    let more = "environment = \"production\"\n[known.PG]\ncard_application = 1\ncard = 1\n[timeouts]\nsettle_s = 0";
    let file = place.write("t.toml", &target(&server.url, more));
    let output = place.conformance(&["run", "--target", shown(&file)]);
    let said = said(&output);
    assert!(said.contains("safe-mode: "), "{said}");
    let heard = server.heard.lock().unwrap();
    assert!(server.connections() > 10);
    let changing = heard.lines().find(|line| line.contains("\"mutation"));
    assert!(changing.is_none(), "{changing:?}");
}

#[test]
fn a_report_shows_no_secret() {
    let (place, server) = (Place::of("secrets"), Refusing::start());
    let more = "environment = \"production\"\n[timeouts]\nsettle_s = 0";
    let file = place.write("t.toml", &target(&server.url, more));
    let output = place.conformance(&[
        "run",
        "--target",
        shown(&file),
        "PG-SIGN",
        "--report",
        "html=r.html",
        "--report",
        "messages=r.ndjson",
    ]);
    assert_eq!(code(&output), 1, "{}", said(&output));
    let read = |name: &str| std::fs::read_to_string(place.0.join(name)).unwrap();
    let all = [said(&output), read("r.html"), read("r.ndjson"), read("conformance-out/last.json")];
    for text in all {
        assert!(!text.contains("a-token-of") && !text.contains("a-secret-of"));
    }
}

#[test]
fn init_writes_a_file_and_doctor_finds_that_nobody_is_there() {
    let place = Place::of("init");
    let url = "http://127.0.0.1:9";
    let output = place.conformance(&["init", "--surface", "PG,ER", "--url", url]);
    assert_eq!(code(&output), 0, "{}", said(&output));
    assert_eq!(code(&place.conformance(&["init"])), 2, "it must not write over a file");
    let written = std::fs::read_to_string(place.0.join("target.toml")).unwrap();
    let known =
        ["AGIO_PARTNER_API_TOKEN", "AGIO_PARTNER_CLIENT_SECRET", "ER_API_KEY", "ER_API_SECRET"];
    place.write("t.toml", &known.iter().fold(written, |text, name| text.replace(name, "SECRET")));
    let output = place.conformance(&["doctor", "--target", "t.toml"]);
    assert_eq!(code(&output), 2);
    assert!(said(&output).contains("does not answer"), "{}", said(&output));
    assert!(said(&output).contains("repair: is the server running"), "{}", said(&output));
}

/// What a target says of the one who asks: key, secret and tenant, in every form.
fn repeated(heard: &str) -> String {
    use base64::{Engine, prelude::BASE64_STANDARD};
    let secrets = ["a-token-of-somebody", "a-secret-of-somebody", "acme", "user:pass-word"];
    let mut said = heard.to_owned();
    for secret in secrets {
        let percent: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let units: String = secret.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        let forms = [
            secret.to_owned(),
            percent,
            units,
            hex::encode(secret),
            BASE64_STANDARD.encode(secret),
            BASE64_STANDARD.encode(format!("x{secret}y")),
        ];
        said.push_str(&format!("\n {}", forms.join(" ")));
    }
    said
}

#[test]
fn a_target_that_repeats_what_it_was_told_gets_no_secret_into_anything() {
    let place = Place::of("repeats");
    for media_type in ["text/plain", "application/json"] {
        let server = Refusing::answering(500, media_type, move |heard| {
            let said = repeated(heard);
            match media_type {
                "text/plain" => said,
                _ => serde_json::json!({ "errors": [{ "message": said }] }).to_string(),
            }
        });
        let url = server.url.replace("http://", "http://user:pass-word@");
        let more = "environment = \"production\"\n[timeouts]\nsettle_s = 0";
        let text = target(&url, more).replace(
            "[surfaces.PG.credentials",
            "headers = { x-tenant = { env = \"TENANT\" } }\n[surfaces.PG.credentials",
        );
        let file = place.write("t.toml", &text);
        let mut outputs = vec![place.conformance(&["doctor", "--target", shown(&file)])];
        outputs.push(place.conformance(&["doctor", "--format", "json", "--target", shown(&file)]));
        outputs.push(place.conformance(&[
            "run",
            "--target",
            shown(&file),
            "PG-SIGN",
            "PG-CARD",
            "--report",
            "html=r.html",
            "--report",
            "messages=r.ndjson",
            "--report",
            "junit=r.xml",
            "--report",
            "text=r.txt",
        ]));
        let mut all: Vec<_> = outputs.iter().map(said).collect();
        let files = ["r.html", "r.ndjson", "r.xml", "r.txt", "conformance-out/last.json"];
        all.extend(files.map(|name| std::fs::read_to_string(place.0.join(name)).unwrap()));
        assert!(all[2].contains("PG-SIGN") && server.connections() > 10, "{}", all[2]);
        let kept =
            ["a-token-of", "61-2D", "612d746f6b656e", "YS10b2tlbi1v", "LXNlY3JldC1v", "pass-word"];
        for text in &all {
            for part in kept {
                let at = text.find(part).map(|at| &text[at.saturating_sub(60)..at + 30]);
                assert_eq!(at, None, "{part}");
            }
            let mut words = text.split(|letter: char| !letter.is_alphanumeric());
            assert!(!words.any(|word| word == "acme"), "the tenant");
        }
    }
}

#[test]
fn a_full_disk_is_an_error_and_no_panic() {
    let (place, server) = (Place::of("full"), Refusing::start());
    let file = place.write("t.toml", &target(&server.url, "[timeouts]\nsettle_s = 0"));
    let run = ["run", "--target", shown(&file), "PG-SIGN-01", "--report", "junit=/dev/full"];
    let commands: [(&[&str], i32); 6] = [
        (&["list"], 2),
        (&["steps"], 2),
        (&["explain", "PG-AUTH-04"], 2),
        (&["--help"], 2),
        (&["doctor", "--target", shown(&file)], 2),
        (&run, 1),
    ];
    for (arguments, expected) in commands {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
            .args(arguments)
            .current_dir(&place.0)
            .env("TOKEN", "a-token-of-somebody")
            .env("SECRET", "a-secret-of-somebody")
            .stdout(full)
            .output()
            .unwrap();
        let said = said(&output);
        assert_eq!(output.status.code(), Some(expected), "{arguments:?}: {said}");
        assert!(!said.contains("panicked"), "{said}");
    }
    let last = std::fs::read_to_string(place.0.join("conformance-out/last.json")).unwrap();
    assert!(last.contains("\"verdict\": \"failed\""), "what could be written was written");
}

#[test]
fn what_a_target_answers_is_not_kept_whole() {
    let place = Place::of("huge");
    let server = Refusing::answering(500, "text/plain", |_| "A".repeat(3_000_000));
    let more = "environment = \"production\"\n[timeouts]\nsettle_s = 0";
    let file = place.write("t.toml", &target(&server.url, more));
    place.conformance(&["run", "--target", shown(&file), "PG-SIGN", "--report", "html=r.html"]);
    for name in ["r.html", "conformance-out/last.json"] {
        let text = std::fs::read_to_string(place.0.join(name)).unwrap();
        assert!(text.contains("3000000 bytes in all"), "{name}");
        assert!(text.len() < 3_000_000, "{name}: {}", text.len());
    }
}

#[test]
fn sb_conf_03_a_filter_that_nothing_answers_to_ends_with_2_and_the_nearest() {
    let (place, server) = (Place::of("no-such"), Refusing::start());
    let file = place.write("t.toml", &target(&server.url, ""));
    let wrong: [(&[&str], &str); 6] = [
        (&["PG-FRZ"], "did you mean PG-LIFE"),
        (&["PG-AUTH", "PG-NOSUCH"], "no requirement begins with PG-NOSUCH"),
        (&["features/partner/pins.feature"], "did you mean partner/pin"),
        (&["partner/pin.feature:9999"], "no scenario at line 9999; they begin at"),
        (&["--tags", "not @mony"], "did you mean money"),
        (&["--features", "."], "there is no feature in ."),
    ];
    for command in ["run", "list"] {
        for (arguments, told) in wrong {
            let all = [&[command, "--target", shown(&file)], arguments].concat();
            let output = place.conformance(&all);
            assert_eq!(code(&output), 2, "{arguments:?}: {}", said(&output));
            assert!(said(&output).contains(told), "{arguments:?}: {}", said(&output));
        }
    }
    assert_eq!(server.connections(), 0);
    let same = |filter: &str| said(&place.conformance(&["list", filter]));
    let all = same("PG-PIN-01");
    assert!(all.contains("PG-PIN-01"), "{all}");
    assert_eq!(same("pg-pin-01"), all);
    let coverage = |filter: &str| said(&place.conformance(&["list", "--coverage", filter]));
    assert_eq!(coverage("pg-pin"), coverage("PG-PIN"));
    let of_file = coverage("partner/pin.feature");
    assert!(of_file.contains("PG-PIN-01") && !of_file.contains("PG-AUTH"), "{of_file}");
    assert_eq!(same("features/partner/pin.feature"), same("partner/pin.feature"));
}

#[test]
fn scenarios_of_a_folder_are_all_told_of() {
    let place = Place::of("folder");
    let scenario = |tag: &str, name: &str| {
        format!(
            "\n{tag}\nScenario: {name}\nWhen the project registers \"Ann\"\nThen it is served\n"
        )
    };
    std::fs::create_dir_all(place.0.join("mine/deeper")).unwrap();
    let all = [
        scenario("@ER-USER-01", "plain"),
        scenario("@ER-USR-01", "mistyped"),
        scenario("", "untagged"),
        "\n@ER-USER-01\nScenario: empty\n".to_owned(),
        format!("\nRule: R\n{}", scenario("@ER-USER-01", "ruled")),
    ];
    place.write("mine/deeper/a.feature", &format!("Feature: F\n{}", all.concat()));
    place.write("mine/comments.feature", "# nothing yet\n");
    let server = Refusing::start();
    let file = place.write("t.toml", &target(&server.url, ""));
    let run = ["--target", shown(&file), "--features", "mine"];
    for command in ["run", "list"] {
        let output = place.conformance(&[&[command], &run[..]].concat());
        let said = said(&output);
        for name in ["plain", "mistyped", "untagged", "empty", "ruled"] {
            assert!(said.contains(name), "{command}, {name}: {said}");
        }
        assert!(said.contains("@ER-USR-01; did you mean ER-USER-01"), "{said}");
    }
    let output = place.conformance(&[&["run"], &run[..]].concat());
    assert_eq!(code(&output), 2, "{}", said(&output));
    assert!(said(&output).contains("2 skipped") && said(&output).contains("3 blocked"));
    let output = place.conformance(&[&["list"], &run[..], &["mine/deeper/a.feature:4"]].concat());
    assert!(said(&output).contains("plain") && !said(&output).contains("ruled"));
}

#[test]
fn a_request_is_signed_and_sent_as_a_report_says() {
    let (place, server) = (Place::of("send"), Refusing::start());
    let more = "environment = \"production\"\n[timeouts]\nsettle_s = 0";
    let file = place.write("my target.toml", &target(&server.url, more));
    let run = ["run", "--target", "my target.toml", "PG-SIGN"];
    let output = place.conformance(&run);
    let said_of_run = said(&output);
    assert!(said_of_run.contains("again     conformance run --target 'my target.toml' partner/"));
    let lines: Vec<_> = said_of_run
        .lines()
        .filter_map(|line| line.split_once("conformance send ").map(|(_, rest)| rest.to_owned()))
        .collect();
    assert!(lines.len() > 5 && lines.iter().any(|line| line.contains("--signature=")), "{lines:?}");
    assert!(!said_of_run.contains("curl") || said_of_run.contains("SIG="), "{said_of_run}");
    for line in lines {
        server.heard.lock().unwrap().clear();
        let output = Command::new("sh")
            .args(["-c", &format!("\"$0\" send {line}"), env!("CARGO_BIN_EXE_conformance")])
            .current_dir(&place.0)
            .env("TOKEN", "a-token-of-somebody")
            .env("SECRET", "a-secret-of-somebody")
            .output()
            .unwrap();
        assert_eq!(code(&output), 0, "{line}: {}", said(&output));
        assert!(said(&output).contains("HTTP 401") && said(&output).contains("Invalid API key"));
        assert!(!said(&output).contains("a-secret-of-somebody"));
        let heard = server.heard.lock().unwrap();
        assert!(heard.starts_with("POST /graphql") && heard.contains("a-token-of"), "{heard}");
    }
    assert!(file.exists());
}
