//! The command line as somebody meets it who has a server and no sandbox.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get, fails it")]

mod place;
mod refusing;
mod requirements;
mod secrets;

use std::process::Command;

use place::{Place, code, said, shown, target};
use refusing::Refusing;

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
