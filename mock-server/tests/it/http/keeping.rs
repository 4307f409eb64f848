//! Access to the control plane (SB 17): closed to web pages and to other machines.

use super::{KEY, Served, body, get_once, post, status};

/// A request that a page of another origin can send without a preflight.
fn simple_post(host: &str, origin: &str) -> String {
    format!(
        "POST /_sandbox/worlds HTTP/1.1\r\nhost: {host}\r\n{origin}content-type: text/plain\r\n\
         connection: close\r\ncontent-length: 2\r\n\r\n{{}}"
    )
}

async fn worlds(served: &Served, more: &str) -> usize {
    let ask = format!(
        "GET /_sandbox/worlds?limit=0 HTTP/1.1\r\nhost: localhost\r\n{more}connection: close\r\n\r\n"
    );
    let answer = served.send(ask).await;
    let shown: serde_json::Value = serde_json::from_str(body(&answer)).unwrap();
    usize::try_from(shown["total"].as_u64().unwrap()).unwrap()
}

#[tokio::test]
async fn a_web_page_of_another_origin_cannot_drive_it() {
    let served = Served::with(&[]).await;
    let here = served.address.to_string();
    for origin in ["https://evil.example", "null", "http://localhost:1", "http://127.0.0.1", ""] {
        let answer = served.send(simple_post(&here, &format!("origin: {origin}\r\n"))).await;
        assert_eq!(status(&answer), 403, "{origin}: {answer}");
        assert!(body(&answer).contains(r#""code":"origin_refused""#), "{answer}");
        assert!(!answer.to_lowercase().contains("access-control"), "{answer}");
    }
    let two = format!("origin: http://{here}\r\norigin: https://evil.example\r\n");
    assert_eq!(status(&served.send(simple_post(&here, &two)).await), 403);
    assert_eq!(worlds(&served, "").await, 1, "a page made a world");
    // A page may not even ask whether it may.
    let preflight = format!(
        "OPTIONS /_sandbox/worlds HTTP/1.1\r\nhost: {here}\r\norigin: https://evil.example\r\n\
         access-control-request-method: POST\r\nconnection: close\r\n\r\n"
    );
    let answer = served.send(preflight).await;
    assert_eq!(status(&answer), 403, "{answer}");
    let own = served.send(simple_post(&here, &format!("origin: http://{here}\r\n"))).await;
    assert_eq!(status(&own), 201, "{own}");
}

#[tokio::test]
async fn a_name_that_somebody_points_here_is_refused() {
    let served = Served::with(&["--allow-host", "sandbox.test"]).await;
    for host in ["evil.example", "evil.example:8080", "localhost.evil.example", "10.0.0.1"] {
        let own = format!("origin: http://{host}\r\n");
        for origin in ["", own.as_str()] {
            let answer = served.send(simple_post(host, origin)).await;
            assert_eq!(status(&answer), 421, "{host}: {answer}");
            assert!(body(&answer).contains(r#""code":"host_refused""#), "{answer}");
        }
    }
    for host in [
        "localhost",
        "LOCALHOST:8080",
        "a.localhost",
        "127.0.0.1:1",
        "127.9.9.9",
        "[::1]:8080",
        "sandbox.test:80",
    ] {
        assert_eq!(status(&served.send(simple_post(host, "")).await), 201, "{host}");
    }
    // Only the control plane minds; and it minds what the target says too.
    let surface = served.send("POST /api/v1/users/get HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\ncontent-length: 0\r\n\r\n").await;
    assert_eq!(status(&surface), 404, "{surface}");
    let target = "GET http://evil.example/_sandbox/worlds HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    assert_eq!(status(&served.send(target).await), 421);
    let public = Served::with(&["--public-url", "https://cards.test/base"]).await;
    let answer = public.send(simple_post("cards.test", "origin: https://cards.test\r\n")).await;
    assert_eq!(status(&answer), 201, "{answer}");
}

#[tokio::test]
async fn an_origin_that_is_let_in_may_read_too() {
    let served = Served::with(&["--control-origin", "http://localhost:3000"]).await;
    let origin = "origin: http://localhost:3000\r\n";
    let answer = served.send(simple_post("localhost", origin)).await;
    assert_eq!(status(&answer), 201, "{answer}");
    assert!(answer.contains("access-control-allow-origin: http://localhost:3000"), "{answer}");
    let other = served.send(simple_post("localhost", "origin: http://localhost:3001\r\n")).await;
    assert_eq!(status(&other), 403, "{other}");
    assert!(!other.contains("access-control-allow-origin"), "{other}");
}

#[tokio::test]
async fn the_mocked_apis_let_pages_read_only_where_a_flag_says_so() {
    let ask =
        |origin: &str| post("/partner/cards/graphql", &format!("origin: {origin}\r\n{KEY}"), "{}");
    let closed = Served::with(&[]).await;
    let answer = closed.send(ask("http://localhost:3000")).await;
    assert!(!answer.contains("access-control"), "{answer}");
    let open = Served::with(&["--cors-origin", "http://localhost:3000"]).await;
    let answer = open.send(ask("http://localhost:3000")).await;
    assert!(answer.contains("access-control-allow-origin: http://localhost:3000"), "{answer}");
    assert!(!open.send(ask("http://evil.example")).await.contains("allow-origin"));
    let preflight = "OPTIONS /partner/cards/graphql HTTP/1.1\r\nhost: localhost\r\n\
        origin: http://localhost:3000\r\naccess-control-request-method: POST\r\n\
        access-control-request-headers: x-agio-api-key\r\nconnection: close\r\n\r\n";
    let answer = open.send(preflight).await;
    assert_eq!(status(&answer), 200, "{answer}");
    assert!(answer.contains("access-control-allow-headers"), "{answer}");
    // The control plane is another matter.
    assert_eq!(
        status(&open.send(simple_post("localhost", "origin: http://localhost:3000\r\n")).await),
        403
    );
}

/// Makes a file with a token and returns its path.
fn token_file(name: &str) -> String {
    let file = std::env::temp_dir().join(format!("mock-server-{name}-{}", std::process::id()));
    std::fs::write(&file, "s3cret-token\n").unwrap();
    file.to_str().unwrap().to_owned()
}

#[tokio::test]
async fn sb_srv_01_probes_need_no_token() {
    let file = token_file("probes");
    let served = Served::with(&["--control-token-file", &file]).await;
    for (probe, member) in
        [("/health", "status"), ("/ready", "status"), ("/version", "control_api")]
    {
        let answer = served.send(get_once(probe)).await;
        assert_eq!(status(&answer), 200, "{probe}: {answer}");
        assert!(body(&answer).contains(&format!("\"{member}\"")), "{answer}");
    }
}

#[tokio::test]
async fn pages_need_no_token_and_keep_strangers_out() {
    let file = token_file("pages");
    let served = Served::with(&["--control-token-file", &file]).await;
    for page in ["/console", "/explorer/AG", "/pages/console.js"] {
        let answer = served.send(get_once(page)).await;
        assert_eq!(status(&answer), 200, "{page}: {answer}");
        assert!(!answer.contains("s3cret"), "{page}");
        let ask = |host: &str, origin: &str| {
            format!(
                "GET /_sandbox{page} HTTP/1.1\r\nhost: {host}\r\n{origin}connection: close\r\n\r\n"
            )
        };
        let foreign = served.send(ask("localhost", "origin: http://evil.example\r\n")).await;
        assert_eq!(status(&foreign), 403, "{foreign}");
        assert_eq!(status(&served.send(ask("evil.example", "")).await), 421, "{page}");
    }
}

#[tokio::test]
async fn the_page_of_the_partner_api_keeps_strangers_out_as_the_other_pages_do() {
    let page = "/partner/cards/graphql";
    let ask = |path: &str, host: &str, origin: &str| {
        format!(
            "GET {path} HTTP/1.1\r\nhost: {host}\r\naccept: text/html\r\n{origin}connection: close\r\n\r\n"
        )
    };
    let foreign = "origin: http://evil.example\r\n";
    let served = Served::with(&["--allow-host", "sandbox.test"]).await;
    for host in ["localhost", "sandbox.test"] {
        assert_eq!(status(&served.send(ask(page, host, "")).await), 200, "{host}");
    }
    let file = format!("{page}/explorer/explorer.js");
    for path in [page, file.as_str()] {
        let answer = served.send(ask(path, "evil.example", "")).await;
        assert_eq!(status(&answer), 421, "{answer}");
        assert!(body(&answer).contains(r#""code":"host_refused""#), "{answer}");
        assert_eq!(status(&served.send(ask(path, "localhost", foreign)).await), 403, "{path}");
    }
    // The endpoint itself lets everybody in who has a key, and says its own no to other methods.
    let post = format!(
        "POST {page} HTTP/1.1\r\nhost: evil.example\r\n{foreign}connection: close\r\ncontent-length: 0\r\n\r\n"
    );
    assert_eq!(status(&served.send(post).await), 401);
    let plain = ask(page, "evil.example", foreign).replace("text/html", "application/json");
    assert_eq!(status(&served.send(plain).await), 405);
    // Where no control plane is beside it, there is nothing that a page could drive.
    for alone in [["--no-control"].as_slice(), &["--control-listen", "127.0.0.1:0"]] {
        let served = Served::with(alone).await;
        assert_eq!(
            status(&served.send(ask(page, "cards.example", foreign)).await),
            200,
            "{alone:?}"
        );
    }
}

#[tokio::test]
async fn without_a_control_plane_there_is_no_console() {
    let served = Served::with(&["--no-control"]).await;
    for page in ["/console", "/explorer/AG", "/pages/console.js"] {
        assert_eq!(status(&served.send(get_once(page)).await), 404, "{page}");
    }
}

#[tokio::test]
async fn sb_srv_02_the_control_token_is_required_once_it_is_set() {
    let file = token_file("required");
    let served = Served::with(&["--control-token-file", &file]).await;
    let right = "authorization: Bearer s3cret-token\r\n";
    for wrong in [
        "",
        "authorization: Bearer wrong\r\n",
        "authorization: Bearer s3cret-toke\r\n",
        "authorization: Bearer s3cret-token2\r\n",
        "authorization: s3cret-token\r\n",
        "authorization: Basic s3cret-token\r\n",
        "authorization: Bearer s3cret-token\r\nauthorization: Bearer s3cret-token\r\n",
    ] {
        for (method, path) in [
            ("POST", "/worlds"),
            ("GET", "/worlds"),
            ("GET", "/nothing"),
            ("DELETE", "/worlds/default"),
        ] {
            let ask = format!(
                "{method} /_sandbox{path} HTTP/1.1\r\nhost: localhost\r\n{wrong}connection: close\r\ncontent-length: 2\r\n\r\n{{}}"
            );
            let answer = served.send(ask).await;
            assert_eq!(status(&answer), 401, "{method} {path} {wrong}: {answer}");
            assert!(body(&answer).contains(r#""code":"token_required""#), "{answer}");
            assert!(answer.contains("www-authenticate: Bearer"), "{answer}");
            assert!(!answer.contains("s3cret"), "{answer}");
        }
    }
    assert_eq!(worlds(&served, right).await, 1, "something was done");
    assert_eq!(status(&served.send(post("/_sandbox/worlds", right, "{}")).await), 201);
    assert_eq!(worlds(&served, right).await, 2);
    let surface = served.send(post("/partner/cards/graphql", KEY, "{}")).await;
    assert_eq!(status(&surface), 401, "{surface}");
    assert!(body(&surface).contains("Timestamp outside"), "the surface asked for the token");
}

/// An answer without its `Date` header.
fn undated(answer: &str) -> String {
    answer.lines().filter(|line| !line.starts_with("date:")).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn sb_srv_03_a_switched_off_control_plane_does_not_exist() {
    for flag in ["--no-control", "--strict"] {
        let served = Served::with(&[flag]).await;
        for method in ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD"] {
            let ask = |path: &str| {
                format!(
                    "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
                )
            };
            let nothing = served.send(ask("/does-not-exist")).await;
            assert_eq!(status(&nothing), 404, "{nothing}");
            for path in [
                "/_sandbox",
                "/_sandbox/",
                "/_sandbox/health",
                "/_sandbox/ready",
                "/_sandbox/worlds",
                "/_sandbox/x",
                "/",
            ] {
                let answer = served.send(ask(path)).await;
                assert_eq!(undated(&answer), undated(&nothing), "{method} {path}");
            }
        }
        let surface = served.send(post("/partner/cards/graphql", KEY, "{}")).await;
        assert_eq!(status(&surface), 401, "{surface}");
        assert_eq!(surface.contains("sandbox-request"), flag == "--no-control", "{surface}");
    }
}

#[tokio::test]
async fn the_root_leads_to_the_control_plane() {
    let served = Served::with(&[]).await;
    let answer = served
        .send("GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n".to_owned())
        .await;
    assert_eq!(status(&answer), 302, "{answer}");
    assert!(answer.contains("location: /_sandbox\r\n"), "{answer}");
}

#[tokio::test]
async fn an_api_that_is_not_served_does_not_exist() {
    let served = Served::with(&["--surfaces", "pg"]).await;
    let ask = |method: &str, path: &str| {
        format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
        )
    };
    for method in ["GET", "POST", "OPTIONS"] {
        let nothing = served.send(ask(method, "/does-not-exist")).await;
        for path in
            ["/graphql", "/graphql/events", "/api/v1/users/create", "/cards/api/v1/programs/"]
        {
            let answer = served.send(ask(method, path)).await;
            let traceless = |answer: &str| {
                let kept = answer.lines().filter(|line| !line.starts_with("sandbox-request:"));
                undated(&kept.collect::<Vec<_>>().join("\n"))
            };
            assert_eq!(traceless(&answer), traceless(&nothing), "{method} {path}");
        }
    }
    let answer = served.send(post("/partner/cards/graphql", KEY, "{}")).await;
    assert_eq!(status(&answer), 401, "{answer}");
    let version = served.send(ask("GET", "/_sandbox/version")).await;
    assert!(version.contains(r#""surfaces":["PG"]"#), "{version}");
}
