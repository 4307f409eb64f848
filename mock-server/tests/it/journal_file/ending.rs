//! A server that is told to end while a request runs.

use std::time::Duration;

use serde_json::json;

use super::{Directory, process::Server};

const FREEZE: &str = "mutation { freezeCard(cardId: 1) { success } }";
const STATUS: &str = "{ AgioCard_vw_card(where: {id: {_eq: 1}}) { status } }";

#[test]
fn sb_srv_06_what_was_answered_at_the_end_is_there_after_a_new_start() {
    let ends = |sync| {
        let directory = Directory::new();
        let flags = ["--journal-sync", sync];
        let server = Server::start(&directory.file(), &flags);
        let mut client = server.client();
        let fault = json!({"match": {"operation": "freezeCard"}, "then": {"delay": "1200ms"}});
        let (status, body) =
            client.control("POST", "/worlds/default/faults", &fault).expect("it is answered");
        assert_eq!(status, 201, "{body}");
        let answered = std::thread::scope(|scope| {
            let slow = scope.spawn(|| client.ask(FREEZE, 0));
            std::thread::sleep(Duration::from_millis(300));
            assert_eq!(server.ends(), Some(0), "{sync}");
            slow.join().unwrap()
        });
        let (status, body) = answered.expect("it is answered");
        assert_eq!((status, &body["data"]["freezeCard"]["success"]), (200, &json!(true)), "{body}");
        let again = Server::start(&directory.file(), &flags);
        let (_, shown) = again.client().ask(STATUS, 1).expect("it is answered");
        assert_eq!(shown["data"]["AgioCard_vw_card"][0]["status"], "locked", "{sync}: {shown}");
    };
    std::thread::scope(|scope| {
        for sync in ["always", "batch"] {
            scope.spawn(move || ends(sync));
        }
    });
}
