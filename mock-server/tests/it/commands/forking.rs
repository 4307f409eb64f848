//! `worlds fork` and `worlds diff`.

use serde_json::json;

use super::Running;

#[test]
fn worlds_are_forked_and_compared() {
    let server = Running::new();
    let at = "2030-01-01T00:00:00Z";
    assert_eq!(server.ask(&["worlds", "make", "a", "--seed", "7", "--frozen-at", at]).code, 0);
    let made = server.ask(&["worlds", "fork", "a", "--id", "b"]);
    assert!(made.code == 0 && made.out.contains("env --world b"), "{made:?}");
    let same = server.ask(&["worlds", "diff", "b", "--with-world", "a"]);
    assert_eq!((same.code, same.out.as_str()), (0, "nothing differs\n"));
    let lock = ["ops", "set-card-status", "card=jane/1", "status=locked", "--world", "b"];
    assert_eq!(server.ask(&lock).code, 0);
    let differs = server.ask(&["worlds", "diff", "b", "--with-world", "a"]);
    assert_eq!(differs.code, 1, "{differs:?}");
    assert!(differs.out.contains(" status: active -> locked"), "{differs:?}");
    let back = server.ask(&["worlds", "fork", "b", "--id", "c", "--at", "0", "--json"]);
    assert_eq!((back.code, &back.json()["id"]), (0, &json!("c")));
    assert_eq!(server.ask(&["worlds", "diff", "c", "--with-world", "a"]).code, 0);
    let beyond = server.ask(&["worlds", "fork", "b", "--at", "99"]);
    assert!(beyond.code == 2 && beyond.errors.contains("(at /at)"), "{beyond:?}");
    assert_eq!(server.ask(&["worlds", "diff", "b"]).code, 2);
}
