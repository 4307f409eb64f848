//! A last line that was not written completely.

use std::{path::Path, process::Stdio};

use clap::Parser;
use mock_server::{config::Config, journal_file::JournalSync, server};
use serde_json::json;

use super::{
    Directory, lines, opened,
    process::{Server, program},
};
use crate::support::Sandbox;

fn config(file: &Path) -> Config {
    let journal = format!("--journal={}", file.display());
    Config::parse_from(["mock-server", "--no-default-world", &journal, "--journal-sync=off"])
}

/// A journal of some records.
async fn written(file: &Path) -> Vec<u8> {
    let config = config(file);
    let worlds = server::worlds(&config).unwrap();
    let mut sandbox = Sandbox::over(worlds, json!({}), &config).await;
    for text in ["freezeCard", "unfreezeCard", "freezeCard"] {
        let text = format!("mutation {{ {text}(cardId: 1) {{ success }} }}");
        assert_eq!(sandbox.ask(&text, &json!({})).await.status, 200);
    }
    sandbox.worlds.close();
    std::fs::read(file).unwrap()
}

#[tokio::test]
async fn sb_jrn_05_a_torn_last_line_is_repaired() {
    let directory = Directory::new();
    let file = directory.file();
    let whole = written(&file).await;
    let all = lines(&whole);
    let good: usize = all[..all.len() - 1].iter().map(|line| line.len()).sum();
    for end in good + 1..whole.len() {
        std::fs::write(&file, &whole[..end]).unwrap();
        let opened = opened(&file, JournalSync::Off).unwrap();
        assert_eq!(opened.scan.lines, all.len() as u64 - 1, "cut at {end}");
        let saved = opened.saved.clone().unwrap();
        assert_eq!(directory.torn(), [saved.as_path()]);
        assert_eq!(std::fs::read(&saved).unwrap(), &whole[good..end]);
        drop(opened);
        assert_eq!(std::fs::read(&file).unwrap(), &whole[..good]);
        std::fs::remove_file(saved).unwrap();
    }
    // The worlds are back, and new records follow on.
    for end in [good + 1, (good + whole.len()) / 2, whole.len() - 1] {
        std::fs::write(&file, &whole[..end]).unwrap();
        let worlds = server::worlds(&config(&file)).unwrap();
        assert_eq!(worlds.get("test").unwrap().records(), all.len() as u64 - 1);
        let router = server::router(worlds.clone(), &config(&file)).unwrap();
        let request = axum::http::Request::post("/_sandbox/worlds/test/clock/advance")
            .header("content-type", "application/json")
            .body(axum::body::Body::from("{\"by\":\"1s\"}"))
            .unwrap();
        let answer = tower::ServiceExt::oneshot(router, request).await.unwrap();
        assert_eq!(answer.status(), 200);
        worlds.close();
        let again = opened(&file, JournalSync::Off).unwrap();
        assert_eq!((again.scan.lines, again.scan.torn), (all.len() as u64, None));
    }
    // The program says so, and starts.
    let before = directory.torn().len();
    std::fs::write(&file, &whole[..whole.len() - 9]).unwrap();
    let errors = std::fs::File::create(directory.0.join("errors")).unwrap();
    let server = Server::of(program(&file, &["--no-default-world"]).stderr(Stdio::from(errors)));
    let (status, _) = server.client().control("GET", "/ready", &json!(null)).unwrap();
    assert_eq!(status, 200);
    let told = std::fs::read_to_string(directory.0.join("errors")).unwrap();
    let line = format!("line {}", all.len());
    assert!(told.contains(&line) && told.contains(".torn-"), "{told}");
    assert_eq!(directory.torn().len(), before + 1);
}

#[tokio::test]
async fn a_world_is_there_with_its_whole_setup_or_not_at_all() {
    let directory = Directory::new();
    let file = directory.file();
    let config = config(&file);
    let worlds = server::worlds(&config).unwrap();
    let organization =
        |name: &str| json!({"op": "make-organization", "input": {"partner": "acme", "name": name}});
    let setup = json!({"setup": [organization("One"), organization("Two")]});
    let sandbox = Sandbox::over(worlds, setup, &config).await;
    sandbox.worlds.close();
    let whole = std::fs::read(&file).unwrap();
    assert!(lines(&whole).len() >= 3);
    let note = format!("{}.batch", file.display());
    let batch = json!({"start": 0, "bytes": whole.len()}).to_string();
    for end in (0..whole.len()).step_by(37) {
        std::fs::write(&file, &whole[..end]).unwrap();
        std::fs::write(&note, &batch).unwrap();
        let opened = opened(&file, JournalSync::Off).unwrap();
        assert_eq!(opened.scan.lives.len(), 0, "cut at {end}");
        assert!(!Path::new(&note).exists());
    }
    std::fs::write(&file, &whole).unwrap();
    std::fs::write(&note, &batch).unwrap();
    let opened = opened(&file, JournalSync::Off).unwrap();
    assert_eq!(opened.scan.lives.len(), 1);
}
