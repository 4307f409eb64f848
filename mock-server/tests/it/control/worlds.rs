//! Making, resetting and deleting worlds (SB 3, 4.1).

use serde_json::json;

use super::{done, refused};
use crate::support::Sandbox;

#[tokio::test]
async fn the_default_world_never_expires() {
    let sandbox = Sandbox::new().await;
    let world = done(&sandbox, "PUT", "/worlds/default", &json!({})).await;
    assert_eq!(world["idle"], "never");
    let short = json!({"idle": "1s"});
    refused(&sandbox, "PUT", "/worlds/default", &short, ("invalid_value", "/idle")).await;
    done(&sandbox, "POST", "/worlds/default/reset", &json!({})).await;
    assert!(sandbox.worlds.get("default").unwrap().expires().is_none());
    assert!(sandbox.worlds.get("test").unwrap().expires().is_some());
}

#[tokio::test]
async fn a_hundred_worlds_may_never_expire() {
    let sandbox = Sandbox::new().await;
    for n in 0..100 {
        let wanted = json!({"id": format!("w{n}"), "fixture": "empty", "idle": "never"});
        done(&sandbox, "POST", "/worlds", &wanted).await;
    }
    let wanted = json!({"id": "w100", "fixture": "empty", "idle": "never"});
    refused(&sandbox, "POST", "/worlds", &wanted, ("too_many", "/idle")).await;
    let again = json!({"fixture": "empty", "idle": "never"});
    done(&sandbox, "PUT", "/worlds/w99", &again).await;
    done(&sandbox, "PUT", "/worlds/default", &json!({})).await;
}

#[tokio::test]
async fn a_reset_takes_the_seeds_that_a_birth_takes() {
    let sandbox = Sandbox::new().await;
    let reset = "/worlds/test/reset";
    for seed in [String::new(), "x".repeat(129)] {
        refused(&sandbox, "POST", reset, &json!({"seed": seed}), ("invalid_value", "/seed")).await;
        let wanted = json!({"id": "other", "seed": seed});
        refused(&sandbox, "POST", "/worlds", &wanted, ("invalid_value", "/seed")).await;
    }
    let long = "é".repeat(128);
    let world = done(&sandbox, "POST", reset, &json!({"seed": long})).await;
    assert_eq!(world["seed"], json!(long));
}

#[tokio::test]
async fn a_world_begins_between_2000_and_2100() {
    let sandbox = Sandbox::new().await;
    for at in ["1999-12-31T23:59:59Z", "2101-01-01T00:00:00Z"] {
        for mode in ["frozen", "running"] {
            let wanted = json!({"clock": {"mode": mode, "at": at}});
            refused(&sandbox, "POST", "/worlds", &wanted, ("clock_range", "/clock")).await;
        }
    }
    let far = json!({"clock": {"mode": "running", "offset": "90000000d"}});
    let reply = sandbox.control("POST", "/worlds", &far).await;
    assert_eq!(reply.json()["code"], "clock_range", "{}", reply.text());
    for at in ["2000-01-01T00:00:00Z", "2100-12-31T23:59:59Z"] {
        done(&sandbox, "POST", "/worlds", &json!({"clock": {"mode": "frozen", "at": at}})).await;
    }
}

#[tokio::test]
async fn an_id_is_said_once_or_twice_alike() {
    let sandbox = Sandbox::new().await;
    let other = json!({"id": "putb"});
    refused(&sandbox, "PUT", "/worlds/puta", &other, ("invalid_value", "/id")).await;
    done(&sandbox, "PUT", "/worlds/puta", &json!({"id": "puta"})).await;
}

#[tokio::test]
async fn a_world_carries_sixteen_labels() {
    let sandbox = Sandbox::new().await;
    let labels = |count: usize| -> serde_json::Value {
        (0..count).map(|n| (format!("l{n}"), json!("x"))).collect::<serde_json::Map<_, _>>().into()
    };
    let many = json!({"labels": labels(17)});
    refused(&sandbox, "POST", "/worlds", &many, ("invalid_value", "/labels")).await;
    done(&sandbox, "POST", "/worlds", &json!({"labels": labels(16)})).await;
}

#[tokio::test]
async fn the_journal_of_a_world_holds_changes_and_digests() {
    let sandbox = Sandbox::new().await;
    let usual = json!({"journal": {"level": "changes", "answers": "digest"}});
    done(&sandbox, "POST", "/worlds", &usual).await;
    let more = json!({"journal": {"level": "all"}});
    refused(&sandbox, "POST", "/worlds", &more, ("invalid_value", "/journal/level")).await;
}

#[tokio::test]
async fn the_time_that_judges_signatures_is_set_with_the_clock() {
    let sandbox = Sandbox::new().await;
    let setting = json!({"mode": "frozen", "auth_time": "real"});
    let clock = done(&sandbox, "PUT", "/worlds/test/clock", &setting).await;
    assert_eq!(clock["auth_time"], "real");
    let clock = done(&sandbox, "PUT", "/worlds/test/clock", &json!({"mode": "frozen"})).await;
    assert_eq!(clock["auth_time"], "real");
    let world = done(&sandbox, "POST", "/worlds", &json!({"clock": setting})).await;
    assert_eq!(world["clock"]["auth_time"], "real");
    let wanted = json!({"clock": setting, "rules": {"sb.clock.auth_time": "world"}});
    refused(&sandbox, "POST", "/worlds", &wanted, ("invalid_value", "/clock/auth_time")).await;
}

#[tokio::test]
async fn what_fires_tells_from_which_state_to_which() {
    let sandbox = Sandbox::new().await;
    let rules = json!({"fund.confirm_delay_ms": 30_000});
    let reply = sandbox.control("PATCH", "/worlds/test/rules", &rules).await;
    assert!(reply.status.is_success(), "{}", reply.text());
    let deposit = json!({"card": "carla/1", "amount": "10.00"});
    done(&sandbox, "POST", "/worlds/test/ops/deposit", &deposit).await;
    let path = "/worlds/test/clock/advance";
    let moved = done(&sandbox, "POST", path, &json!({"by": "1h"})).await;
    assert_eq!(moved["fired"][0]["effect"], "deposit.confirm", "{moved}");
    assert_eq!(moved["fired"][0]["from"], "received");
    assert_eq!(moved["fired"][0]["to"], "confirmed");
}
