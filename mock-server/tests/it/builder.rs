//! The server in the process of a test, as users of the crate start it (SB 20).

use std::net::TcpStream;

use mock_server::Server;
use serde_json::json;

const AT: &str = "2030-01-01T00:00:00Z";

#[test]
fn a_server_in_the_process_has_url_worlds_and_clock() {
    let sandbox = Server::builder().seed("7").frozen_at(AT).start().unwrap();
    let world = sandbox.default_world();
    assert_eq!(world.clock().now().unwrap(), "2030-01-01T00:00:00.000000Z");
    let deposit = json!({"card": "carla/1", "asset": "USDC", "amount": "5.00"});
    let made = world.op("deposit", &deposit).unwrap();
    assert!(made["deposit"].is_string(), "{made}");
    let card = json!({"user": "amara", "program": "prg_ke_usd_instant", "available": "10.00"});
    let card = world.op("make-card", &card).unwrap()["card"].clone();
    world.op("authorize", &json!({"card": card, "amount": "5.00"})).unwrap();
    assert_eq!(world.clock().advance("1h").unwrap().len(), 0, "nothing was due");
    let fired = world.clock().advance("8d").unwrap();
    assert_eq!(fired.len(), 1, "the hold ends: {fired:?}");
    let url = world.credentials().unwrap()["PG"]["url"].clone();
    assert!(url.as_str().unwrap().starts_with(sandbox.url()), "{url}");
    let other = sandbox.make_world(&json!({"id": "other", "seed": "7"})).unwrap();
    assert_eq!(other.id(), "other");
    assert!(other.requests().unwrap().is_empty());
    other.reset().unwrap();
    let refused = sandbox.world("none").credentials().unwrap_err();
    assert_eq!(refused.problem["code"], "world_unknown");
    assert!(refused.to_string().contains("world_unknown"), "{refused}");
}

#[tokio::test]
async fn it_serves_the_network_and_is_gone_when_dropped() {
    let sandbox = Server::builder().world(json!({"id": "mine"})).start().unwrap();
    let address = sandbox.url().strip_prefix("http://").unwrap().to_owned();
    TcpStream::connect(&address).unwrap();
    assert!(sandbox.world("mine").credentials().is_ok());
    drop(sandbox);
    TcpStream::connect(&address).unwrap_err();
    let sandbox = Server::builder().start().unwrap();
    assert_eq!(sandbox.stop().unwrap().cut, 0);
}

#[test]
fn a_mistake_is_an_error_and_no_server() {
    for (builder, part) in [
        (Server::builder().flag("--max-wordls=1"), "max-worlds"),
        (Server::builder().world(json!({"sede": "7"})), "unknown_field"),
        (Server::builder().frozen_at("noon"), "clock"),
        (Server::builder().flag("--listen=192.0.2.1:1"), "192.0.2.1:1"),
    ] {
        let error = format!("{:#}", builder.start().unwrap_err());
        assert!(error.contains(part), "{part}: {error}");
    }
}
