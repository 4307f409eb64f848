//! Cost of the record of one request, against a bare floor: copying as many bytes, and hashing the
//! answer.
//!
//! The usual way is to write bytes once and to chain them when somebody reads. The other one, over
//! values and with a chain value at once, is what a record costs in which a secret is sealed and that
//! goes to a file.

use std::hint::black_box;

use jiff::Timestamp;
use mock_server::{
    gate::{BodySecrets, described_body},
    log::{Class, List},
    programs::collateral::{
        CardStatus,
        card::CardAction,
        commands::{Freeze, Unfreeze},
    },
    surface::Surface,
    surfaces::control::create_world,
    world::{
        CommandContext, Definition, Journal, World,
        journal::{
            AnswerDigest, Anything, DescribedRequest, Engine, GrowingLines, Limits, Lines, Memory,
            RequestEnd, START, Unavailable, chain_line, rewrite,
        },
    },
};
use serde_json::json;

use super::{
    load::now,
    table::{Row, heading, median},
};

const ROUNDS: usize = 41;
const A_ROUND: usize = 2_000;

/// Rounds after which a journal begins anew, so that it does not grow for ever.
const A_LIFE: usize = 8;

/// Names that count in a body.
static NAMES: List = List::new(&[(Class::Plain, &["query", "variables"]), (Class::Pin, &["pin"])]);

/// The answer to a request of this kind.
const ANSWER: &[u8] = br#"{"data":{"freezeCard":{"success":true,"id":1,"cardId":"card-000001",
"status":"locked","error":null}}}"#;

/// Way in which a request is recorded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Not at all.
    Nothing,
    /// Over values, and with its chain value at once.
    Values,
    /// In bytes that are chained when somebody reads.
    Bytes,
}

/// An engine in memory that chains at once.
struct Eager {
    link: String,
    lines: GrowingLines,
    line: Vec<u8>,
}

impl Engine for Eager {
    fn append(&mut self, bare: &[u8]) -> Result<(), Unavailable> {
        self.line.clear();
        chain_line(&mut self.link, bare, &mut self.line);
        self.lines.push(&self.line[..self.line.len() - 1]);
        Ok(())
    }

    fn lines(&self) -> Lines {
        self.lines.lines()
    }
}

/// Freezes and unfreezes one card, as a partner's client does.
struct Client {
    world: World,
    journal: Journal,
    at: Timestamp,
    way: Way,
}

impl Client {
    fn of(way: Way) -> Self {
        let at: Timestamp = "2030-01-01T00:00:00Z".parse().expect("an instant");
        let world = create_world(Definition::new("bench", "bench", at)).expect("a world");
        let limits = Limits { records: u64::MAX, bytes: u64::MAX };
        let engine: Box<dyn Engine> = match way {
            Way::Bytes => Box::new(Memory::default()),
            Way::Nothing | Way::Values => Box::new(Eager {
                link: START.to_owned(),
                lines: GrowingLines::default(),
                line: Vec::new(),
            }),
        };
        let journal = match way {
            Way::Nothing => Ok(Journal::numbered(&world, 0)),
            Way::Values | Way::Bytes => Journal::begin(&world, engine, limits),
        };
        Self { world, journal: journal.expect("it has room"), at, way }
    }

    fn request(&mut self, n: usize) {
        self.journal.open(None);
        let card = {
            let mut cards = self.world.issuer.collateral.cards.iter();
            let card = cards.find(|card| card.status != CardStatus::NotActivated);
            card.expect("a card of the fixture").id
        };
        let is_freeze = n.is_multiple_of(2);
        let operation = if is_freeze { "freezeCard" } else { "unfreezeCard" };
        let context = CommandContext::ops(self.at, operation);
        let context = CommandContext { surface: Surface::PG, ..context };
        let Self { world, journal, .. } = self;
        let is_done = match is_freeze {
            true => {
                world.act(journal, &context, &Freeze { card, action: CardAction::Freeze }).is_ok()
            }
            false => {
                let unfreeze = Unfreeze { card, action: CardAction::Unfreeze };
                world.act(journal, &context, &unfreeze).is_ok()
            }
        };
        assert!(is_done, "{operation}");
        let query =
            format!("mutation {{ {operation}(cardId: {n}) {{ success id cardId status }} }}");
        let body = format!(r#"{{"query":"{query}"}}"#);
        let request = match self.way {
            Way::Nothing => None,
            Way::Values => {
                let (name, body) = described_body(BodySecrets::Document(&NAMES), body.as_bytes());
                let mut request = json!({"method": "POST", "path": "/partner/cards/graphql",
                                         "headers": {"content-type": "application/json"}});
                request[name] = body;
                Some(DescribedRequest::Marked(request))
            }
            Way::Bytes => {
                let mut request = br#"{"body":"#.to_vec();
                rewrite(&body, &mut Anything, &mut request).expect("it is plain");
                request.extend_from_slice(
                    br#","headers":{"content-type":"application/json"},"method":"POST""#,
                );
                request.extend_from_slice(br#","path":"/partner/cards/graphql"}"#);
                Some(DescribedRequest::Plain(request))
            }
        };
        let end = request.map(|request| RequestEnd {
            at: Some(self.at),
            surface: Surface::PG,
            operation: Some(operation.to_owned()),
            by: Some("acme/primary".to_owned()),
            request: Some(request),
            claim: None,
            fault: None,
            answer: Some(AnswerDigest::of(200, ANSWER)),
        });
        self.journal.close(&self.world, end).expect("it has room");
    }

    /// Microseconds of each request of a round.
    fn round(&mut self) -> f64 {
        let begin = now();
        (0..A_ROUND).for_each(|n| self.request(n));
        begin.elapsed().as_secs_f64() * 1e6 / A_ROUND as f64
    }
}

/// Microseconds of the floor of a record of so many bytes.
fn floor(bytes: usize, memory: &mut Vec<u8>) -> f64 {
    let line = vec![b'x'; bytes];
    memory.clear();
    let begin = now();
    for _ in 0..A_ROUND {
        memory.extend_from_slice(black_box(&line));
        black_box(AnswerDigest::of(200, black_box(ANSWER)));
    }
    begin.elapsed().as_secs_f64() * 1e6 / A_ROUND as f64
}

/// Prints what a record costs in each way, beside its floor and beside the command that it tells of.
pub(crate) fn print() {
    println!("\nThe record of a freezeCard, medians of {ROUNDS} rounds; lower ratios are better\n");
    heading(["", "floor", "command", "record", "to floor"]);
    let ways = [Way::Nothing, Way::Values, Way::Bytes];
    let (mut clients, mut memory) = (ways.map(Client::of), Vec::new());
    let [_, _, client] = &mut clients;
    client.request(0);
    let before = client.journal.lines().bytes();
    client.request(1);
    let bytes = usize::try_from(client.journal.lines().bytes() - before).expect("a short line");
    let mut seen: [Vec<f64>; 4] = Default::default();
    for round in 0..=ROUNDS {
        if round % A_LIFE == 0 {
            clients = ways.map(Client::of);
        }
        let [nothing, values, written] = &mut clients;
        let one = [floor(bytes, &mut memory), nothing.round(), values.round(), written.round()];
        if round > 0 {
            seen.iter_mut().zip(one).for_each(|(all, one)| all.push(one));
        }
    }
    let [floor, command, values, written] = seen.map(|all| median(all.into_iter()));
    for (name, whole) in
        [("over values, chained at once", values), ("in bytes, chained when read", written)]
    {
        let record = whole - command;
        let mut cells: Vec<_> =
            [floor, command, record].iter().map(|micros| format!("{micros:.2} µs")).collect();
        cells.push(format!("{:.1}", record / floor));
        println!("{}", Row { name, cells });
    }
}
