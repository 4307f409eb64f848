//! `kill -9` under load, at random moments.

use std::{collections::BTreeMap, path::Path, process::Command, sync::Mutex, time::Duration};

use serde_json::{Value, json};

use super::{
    Dice, Directory, lines,
    process::{Client, Server},
};

/// Names of organizations and users that clients have asked for, and whether they were answered.
type Asked = BTreeMap<String, bool>;

/// Clients at a time.
const CLIENTS: u64 = 6;

/// Asks for one thing after another until the server is gone.
fn work(client: &mut Client, (round, number): (u64, u64), asked: &Mutex<Asked>) {
    for n in 0.. {
        let name = format!("r{round}c{number}n{n}");
        asked.lock().unwrap().insert(name.clone(), false);
        let is_done = match n % 3 {
            0 => {
                let user = json!({"surface": "ER", "external_user_id": name});
                let answer = client.control("POST", "/worlds/default/ops/make-user", &user);
                answer.map(|(status, body)| {
                    assert_eq!(status, 200, "{body}");
                })
            }
            _ => {
                let text = format!(
                    "mutation {{ createPartnerCustomerOrganization(input: {{name: \"{name}\"}}) {{ \
                     success error }} }}"
                );
                let answer = client.ask(&text, i64::try_from(number).unwrap());
                answer.map(|(status, body)| {
                    let done = &body["data"]["createPartnerCustomerOrganization"]["success"];
                    assert_eq!((status, done), (200, &json!(true)), "{body}");
                })
            }
        };
        if is_done.is_none() {
            return;
        }
        asked.lock().unwrap().insert(name, true);
    }
}

/// Everything that was answered is there, and nothing is there twice.
fn check(server: &Server, file: &Path, asked: &Asked) {
    let mut client = server.client();
    let (_, found) = client.ask("{ AgioCard_partner_managed_organization { name } }", 7).unwrap();
    let rows = found["data"]["AgioCard_partner_managed_organization"].as_array();
    let rows = rows.unwrap_or_else(|| panic!("{found}"));
    let mut organizations: BTreeMap<&str, u64> = BTreeMap::new();
    for row in rows {
        *organizations.entry(row["name"].as_str().unwrap()).or_default() += 1;
    }
    let written = std::fs::read(file).unwrap();
    let mut recorded: BTreeMap<String, u64> = BTreeMap::new();
    for line in lines(&written) {
        let record: Value = serde_json::from_slice(line).unwrap();
        for command in record["input"].as_array().into_iter().flatten() {
            let text = command.to_string();
            let name = text.find("\"r").and_then(|at| text[at + 1..].split('"').next());
            if let Some(name) = name.filter(|name| asked.contains_key(*name)) {
                *recorded.entry(name.to_owned()).or_default() += 1;
            }
        }
    }
    for (name, is_answered) in asked {
        let times = recorded.get(name).copied().unwrap_or(0);
        assert!(times <= 1, "{name} is recorded {times} times");
        assert!(times == 1 || !is_answered, "{name} was answered and is not recorded");
        let number: u64 = name.rsplit('n').next().unwrap().parse().unwrap();
        if number.is_multiple_of(3) {
            // A user of that name is there if making it again is refused.
            if *is_answered && number.is_multiple_of(9) {
                let user = json!({"surface": "ER", "external_user_id": name});
                let path = "/worlds/default/ops/make-user?dry_run=true";
                let (status, body) = client.control("POST", path, &user).unwrap();
                assert!((400..500).contains(&status), "{name} is there no more: {status} {body}");
            }
        } else {
            let shown = organizations.get(name.as_str()).copied().unwrap_or(0);
            assert_eq!(shown, times, "{name} is shown {shown} times");
        }
    }
}

#[test]
fn sb_jrn_04_what_was_answered_survives_a_crash() {
    let rounds = std::env::var("JOURNAL_CRASHES").map_or(3, |text| text.parse().unwrap());
    let mut dice = Dice(14);
    let mut directory = Directory::new();
    let mut asked = Mutex::new(Asked::new());
    let mut answered = 0;
    for round in 0..rounds {
        if round % 4 == 0 && round > 0 {
            // A short journal is replayed in short time.
            answered += asked.lock().unwrap().values().filter(|done| **done).count();
            (directory, asked) = (Directory::new(), Mutex::new(Asked::new()));
        }
        let file = directory.file();
        let mut server = Server::start(&file, &[]);
        check(&server, &file, &asked.lock().unwrap());
        std::thread::scope(|scope| {
            for number in 0..CLIENTS {
                let asked = &asked;
                let mut client = server.client();
                scope.spawn(move || work(&mut client, (round, number), asked));
            }
            std::thread::sleep(Duration::from_micros(5_000 + dice.below(400_000)));
            server.kill();
        });
        let mut command = Command::new(env!("CARGO_BIN_EXE_mock-server"));
        let told = command.args(["journal", "check", "--json"]).arg(&file).output().unwrap();
        let told: Value = serde_json::from_slice(&told.stdout).unwrap();
        assert_eq!(told["damaged"], Value::Null, "round {round}: {told}");
        let again = Server::start(&file, &[]);
        check(&again, &file, &asked.lock().unwrap());
    }
    answered += asked.lock().unwrap().values().filter(|done| **done).count();
    println!("{rounds} rounds, {answered} answered commands");
    assert!(answered as u64 > rounds, "the server was hardly used");
}
