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

/// A server that refuses everybody, and remembers what it was asked.
struct Refusing {
    url: String,
    connections: Arc<AtomicUsize>,
    heard: Arc<Mutex<String>>,
}

impl Refusing {
    fn start() -> Self {
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
                let body = r#"{"error":"Unauthorized","description":"Invalid API key"}"#;
                let _ = write!(
                    stream,
                    "HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\n\
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
    for filter in ["PG-NOSUCH", "PG-REVEAL-01"] {
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
