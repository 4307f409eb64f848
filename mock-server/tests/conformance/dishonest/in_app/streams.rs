//! Misbehaviour on event streams.

use super::{Misbehaviour, Wrong};

pub(super) const WRONGS: &[Misbehaviour] = &[
    Misbehaviour {
        name: "tells everybody on the event stream what happens to the first user",
        area: "AG-EVENT-06",
        wrong: Wrong::Request(|r, m| {
            if let Some(first) = m.first_user(r).filter(|_| r.path.contains("/events"))
                && r.header("authorization").is_some()
            {
                r.set("authorization", &first);
            }
        }),
    },
    Misbehaviour {
        name: "begins every event stream with the next event",
        area: "AG-EVENT-07",
        wrong: Wrong::Request(|r, _| r.headers.retain(|(name, _)| name != "last-event-id")),
    },
    Misbehaviour {
        name: "tells each event of a stream twice",
        area: "AG-EVENT-07",
        wrong: Wrong::Stream(|event, _| vec![event.to_owned(); 2]),
    },
    Misbehaviour {
        name: "tells events without their data",
        area: "AG-EVENT-06",
        wrong: Wrong::Stream(|event, _| {
            let lines = event.lines().map(|line| match line.split_once("data:") {
                Some(_) => "data: {}".to_owned(),
                None => line.to_owned(),
            });
            vec![lines.collect::<Vec<_>>().join("\n")]
        }),
    },
    Misbehaviour {
        name: "tells every second event of a stream only",
        area: "AG-EVENT-07",
        wrong: Wrong::Stream(|event, memory| {
            if memory.next() % 2 == 0 { vec![event.to_owned()] } else { Vec::new() }
        }),
    },
    Misbehaviour {
        name: "calls every event of a stream a message",
        area: "AG-EVENT-06",
        wrong: Wrong::Stream(|event, _| {
            let lines = event.lines().filter(|line| !line.starts_with("event:"));
            vec![lines.collect::<Vec<_>>().join("\n")]
        }),
    },
];
