//! Tests of which fault acts on which request.

use super::*;
use crate::{surface::Surface, world::Dice};

fn fault(about: About, when: When, kind: FaultKind) -> Fault {
    let then = Then { kind: Some(kind), delay_us: 0 };
    Fault { number: 0, label: None, about, when, then, matched: 0, fired: 0 }
}

fn asked(operation: &str) -> RequestedCalls {
    let errors = match operation.starts_with("AgioCard_") {
        true => vec!["hasura-503".to_owned()],
        false => Vec::new(),
    };
    let entities = vec!["card:1".to_owned()];
    let call = Call { operation: operation.to_owned(), entities, errors };
    RequestedCalls { surface: Surface::PG, by: Some("acme/primary".to_owned()), calls: vec![call] }
}

fn chosen(faults: &mut Faults, operation: &str) -> Option<u64> {
    faults
        .choose(&asked(operation), Overlooked::default(), &mut Dice::new("7"))
        .map(|chosen| chosen.fault)
}

#[test]
fn the_oldest_whose_schedule_says_now_acts_and_the_others_count() {
    let mut faults = Faults::default();
    let drop = || FaultKind::Drop(Side::Before);
    faults.add(fault(About::default(), When::Nth(2), drop()));
    faults.add(fault(About::default(), When::Next(1), drop()));
    faults.add(fault(About::default(), When::Always, drop()));
    let acts: Vec<_> = (0..3).map(|_| chosen(&mut faults, "freezeCard")).collect();
    assert_eq!(acts, [Some(2), Some(1), Some(3)]);
    let counts: Vec<_> = faults.iter().map(|fault| (fault.matched, fault.fired)).collect();
    assert_eq!(counts, [(2, 1), (1, 1), (3, 1)]);
    assert!(!faults.get(1).unwrap().is_live() && faults.get(3).unwrap().is_live());
}

#[test]
fn what_does_not_match_is_not_counted() {
    let mut faults = Faults::default();
    let operation = Some("freeze*".to_owned());
    let about = About { operation, entity: Some("card:1".to_owned()), ..About::default() };
    faults.add(fault(about, When::Next(1), FaultKind::Drop(Side::After)));
    assert_eq!(chosen(&mut faults, "unfreezeCard"), None);
    assert_eq!(faults.get(1).unwrap().matched, 0);
    assert_eq!(chosen(&mut faults, "freezeCard"), Some(1));
}

#[test]
fn a_named_error_counts_only_what_it_can_strike_and_waits_to_be_asked() {
    let mut faults = Faults::default();
    let error = FaultKind::Error("hasura-503".to_owned());
    faults.add(fault(About::default(), When::Next(1), error));
    assert_eq!(chosen(&mut faults, "freezeCard"), None);
    assert_eq!(chosen(&mut faults, "AgioCard_card"), Some(1));
    assert_eq!(chosen(&mut faults, "AgioCard_card"), Some(1), "nobody asked for it yet");
    faults.fire(1);
    assert_eq!(chosen(&mut faults, "AgioCard_card"), None);
}

#[test]
fn attempts_are_not_requests() {
    let mut faults = Faults::default();
    let error = FaultKind::Error("provider-attempt-fails".to_owned());
    faults.add(fault(About::default(), When::Nth(2), error));
    let order = RequestedCalls { surface: Surface::ER, ..asked("/cards/create") };
    assert!(!faults.any_matches(&order, Overlooked::default()));
    let mut dice = Dice::new("7");
    let fails: Vec<_> = (0..3)
        .map(|_| faults.strike_attempt("provider-attempt-fails", &order, &mut dice))
        .collect();
    assert_eq!(fails, [false, true, false]);
}
