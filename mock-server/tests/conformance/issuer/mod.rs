//! An issuer that was written from the source document alone: paths, statuses and event names are
//! those of the document; fields, ids, amounts, status codes within their class, fees and every path
//! that the document leaves open are its own. The suite knows it by a target file with a dialect, and
//! finds what is wrong with it at level `documented`.

mod books;
mod events;
mod faults;
mod office;
mod routes;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};

use conformance::{Plan, Report, report, run, target::Target};
use futures::future::join_all;
use tokio::{net::TcpListener, task::JoinHandle};

use self::{books::Books, events::Events, faults::Fault};

/// Everybody who has an account, with the token that opens it.
const TOKENS: [(&str, &str); 2] = [
    ("ada", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.bm90LWEtcmVhbC1zaWduYXR1cmUtYWRh"),
    ("ben", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJiZW4ifQ.bm90LWEtcmVhbC1zaWduYXR1cmUtYmVu"),
];

/// Names and places of the issuer, as its operators write them down for the suite.
const DIALECT: &str = include_str!("dialect.toml");

/// A running issuer; it ends when dropped.
struct Issuer {
    url: String,
    /// Address of the suite's receiver, at which the issuer delivers its events.
    sink: String,
    /// Folder with the tokens; deleted when this value is dropped.
    folder: PathBuf,
    serving: JoinHandle<()>,
}

/// State of the issuer that its routes share.
#[derive(Clone)]
struct Desk {
    books: Arc<Mutex<Books>>,
    events: Events,
    fault: Option<Fault>,
}

impl Desk {
    fn has(&self, fault: Fault) -> bool {
        self.fault == Some(fault)
    }
}

impl Issuer {
    /// An honest issuer, or one with a fault.
    async fn open(fault: Option<Fault>) -> Self {
        let name = fault.map_or_else(|| "honest".to_owned(), |fault| format!("{fault:?}"));
        let folder =
            std::env::temp_dir().join(format!("conformance-issuer-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for (user, token) in TOKENS {
            std::fs::write(folder.join(format!("{user}.jwt")), token).unwrap();
        }
        let sink = free_address().await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let desk = Desk {
            books: Arc::new(Mutex::new(Books::opened(TOKENS.map(|(user, _)| user)))),
            events: Events::to(&format!("http://{sink}/")),
            fault,
        };
        let router = routes::all(desk);
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, sink, folder, serving }
    }

    /// Target file of the issuer.
    fn file(&self) -> String {
        let token = |user: &str| self.folder.join(format!("{user}.jwt")).display().to_string();
        format!(
            "environment = 'local'\nlevel = 'documented'\ncapabilities = ['provision', 'deposit']\n\
             [surfaces.MC]\nurl = '{url}'\n\
             credentials.primary = {{ token = {{ file = '{}' }} }}\n\
             credentials.second = {{ token = {{ file = '{}' }} }}\n{DIALECT}\n\
             [provision]\nhttp = {{ url = '{url}/office' }}\n\
             [webhook_sink]\nlisten = '{}'\n[timeouts]\nsettle_s = 1\npoll_ms = 20\n",
            token("ada"),
            token("ben"),
            self.sink,
            url = self.url,
        )
    }

    async fn judged(&self, filter: &str) -> Report {
        let file = self.file();
        let target = Target::from_toml(&file, "issuer.toml").unwrap_or_else(|bad| panic!("{bad}"));
        run(&Plan { filter: vec![filter.to_owned()], ..Plan::of(target) }).await.unwrap()
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.serving.abort();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// An address of this machine that nobody listens on.
async fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_issuer_of_whom_only_the_document_is_known_conforms() {
    let report = Issuer::open(None).await.judged("MC").await;
    let bad = report.cases.iter().filter(|case| case.outcome.failure().is_some()).count();
    assert_eq!(bad, 0, "{}", report::text(&report));
    let judged = |id: &str| {
        let passed = |case: &&report::Case| case.outcome.word() == "passed";
        report.cases.iter().filter(passed).any(|case| case.requirements.iter().any(|one| one == id))
    };
    let documented = [
        "MC-AUTH-01",
        "MC-AUTH-02",
        "MC-PROG-01",
        "MC-PROG-02",
        "MC-PROG-03",
        "MC-CARD-01",
        "MC-CARD-02",
        "MC-CARD-10",
        "MC-FUND-01",
        "MC-FUND-02",
        "MC-WITHDRAW-01",
        "MC-FREEZE-01",
        "MC-FREEZE-02",
        "MC-FREEZE-04",
        "MC-TERM-01",
        "MC-TERM-07",
        "MC-AUTHZ-01",
        "MC-AUTHZ-02",
        "MC-SETTLE-01",
        "MC-REVERSE-01",
        "MC-DISPUTE-01",
        "MC-HOOK-01",
        "MC-HOOK-02",
        "MC-HOOK-03",
    ];
    let open: Vec<_> = documented.into_iter().filter(|id| !judged(id)).collect();
    assert!(open.is_empty(), "not judged: {open:?}: {:?}", report.skips());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_of_the_issuer_is_found() {
    // All at once: most of the time is spent in waiting for events that never come.
    let judged = Fault::ALL.iter().map(async |fault| {
        let report = Issuer::open(Some(*fault)).await.judged(fault.area()).await;
        let found = report.count("failed") > 0 && report.count("error") == 0;
        (!found).then(|| format!("{fault:?}: {}", report.summary()))
    });
    let missed: Vec<_> = join_all(judged).await.into_iter().flatten().collect();
    assert!(missed.is_empty(), "{missed:#?}");
}
