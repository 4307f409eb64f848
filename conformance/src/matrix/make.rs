//! Mutants of answers and effects, made from the answers that were seen.

mod effects;

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    Kind, Levels, Mutant,
    level::name_of,
    mutant::Fault,
    recording::{Answers, Form, Member, Recording, Told},
};
use crate::{surfaces::has_tables, target::Surface};

/// The largest number of different words of a member that still count as a list of words.
const WORDS: usize = 16;

/// Mutants of every answer that was seen.
pub(super) fn mutants(recording: &Recording, levels: &Levels) -> Vec<Mutant> {
    let mut made = Made { recording, levels, mutants: Vec::new() };
    for (told, answers) in &recording.answers {
        if told.reason != "repeated" {
            made.members(told, answers);
            made.status(told, answers);
            made.effects(told, answers);
            made.arguments(told, answers);
            made.lies(told, answers);
        }
    }
    made.views();
    made.events();
    made.mutants
}

struct Made<'a> {
    recording: &'a Recording,
    levels: &'a Levels,
    mutants: Vec<Mutant>,
}

fn texts(member: &Member) -> impl Iterator<Item = String> + '_ {
    member.values.iter().filter_map(|value| serde_json::from_str(value).ok())
}

/// True for a text that may be a word of a list, such as a state.
fn is_word(text: &str) -> bool {
    (2..=40).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
}

impl Made<'_> {
    fn add(
        &mut self,
        told: &Told,
        kind: Kind,
        (pointer, change): (&str, &str),
        reached_by: &BTreeSet<String>,
    ) {
        if reached_by.is_empty() {
            return;
        }
        let Told { surface, operation, reason } = told;
        let fault = Fault {
            kind,
            level: self.levels.of(told, pointer, kind),
            patch: format!("answer {operation}[{reason}] {change}"),
        };
        let mutant = Mutant::of(surface, operation, fault, reached_by);
        self.mutants.push(mutant.about(pointer).told_for(reason));
    }

    /// Every member in every way that suits its forms.
    fn members(&mut self, told: &Told, answers: &Answers) {
        let is_refusal = told.reason != "ok";
        for (pointer, member) in &answers.members {
            // The whole result, and the elements of a list, are no members.
            if pointer.is_empty() || pointer.ends_with("/*") {
                self.list(told, pointer, member);
                continue;
            }
            let has = |form| member.forms.contains(&form);
            let scalar = has(Form::Text) || has(Form::Number) || has(Form::Bool);
            let texts: Vec<String> =
                if has(Form::Text) { texts(member).collect() } else { Vec::new() };
            let counted = |text: &String| {
                let digits = text.strip_prefix('-').unwrap_or(text);
                text.len() < 16
                    && digits.contains('.')
                    && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            };
            let amount = texts.iter().any(counted);
            let is_id = |name: &str| name == "id" || name.ends_with("Id") || name.ends_with("_id");
            let number = has(Form::Number) && !is_id(name_of(pointer));
            let mut ways: Vec<(Kind, &str)> =
                vec![(Kind::Absent, "drop"), (Kind::Null, "null"), (Kind::Retyped, "retyped")];
            if scalar {
                ways.push((Kind::Other, "other"));
            }
            if !is_refusal && (has(Form::Text) || has(Form::Number)) {
                ways.push((Kind::Previous, "previous"));
            }
            if !is_refusal && pointer.contains("/*/") && (has(Form::Object) || has(Form::List)) {
                ways.push((Kind::Relation, "previous"));
            }
            if number || amount {
                ways.push((Kind::Times100, "times 100"));
                ways.push((Kind::Divided100, "divided by 100"));
                ways.push((Kind::OffByOne, "plus 1"));
            }
            let lettered = |text: &String| {
                !text.starts_with('[') && text.bytes().any(|b| b.is_ascii_alphabetic())
            };
            let time = |text: &String| text.ends_with('Z') && text.contains('T');
            if texts.iter().any(|text| lettered(text) && !time(text)) {
                ways.push((Kind::Recased, "recased"));
            }
            if has(Form::Text) || has(Form::List) || has(Form::Object) {
                ways.push((Kind::Emptied, "emptied"));
            }
            for (kind, way) in ways {
                self.add(told, kind, (pointer, &format!("{pointer} {way}")), &member.scenarios);
            }
            if is_refusal {
                self.other_refusals(told, pointer, member, &texts);
            } else {
                self.words(told, pointer, member, &texts);
            }
            self.list(told, pointer, member);
        }
    }

    /// Other words that a member has had.
    fn words(&mut self, told: &Told, pointer: &str, member: &Member, texts: &[String]) {
        let words: BTreeSet<_> = texts.iter().filter(|text| is_word(text)).collect();
        if words.len() < 2 || words.len() > WORDS || words.len() < texts.len() {
            return;
        }
        // Whatever the right word is, one of two others is wrong.
        for word in words.iter().take(2) {
            let change = format!("{pointer} = \"{word}\"");
            self.add(told, Kind::Word, (pointer, &change), &member.scenarios);
        }
    }

    /// Values that this member has in other refusals of the surface.
    fn other_refusals(&mut self, told: &Told, pointer: &str, member: &Member, own: &[String]) {
        let others: BTreeSet<String> = self
            .recording
            .answers
            .iter()
            .filter(|(other, _)| {
                other.surface == told.surface && other.reason != "ok" && other.reason != told.reason
            })
            .filter_map(|(_, answers)| answers.members.get(pointer))
            .flat_map(|member| texts(member).collect::<Vec<_>>())
            .filter(|text| {
                !own.contains(text) && text.len() < 80 && !text.contains(['"', '\\', '['])
            })
            .collect();
        // Spread over all of them, so that not only the first letters of the alphabet come up.
        let step = (others.len() / 2).max(1);
        for text in others.iter().step_by(step).take(2) {
            let change = format!("{pointer} = \"{text}\"");
            self.add(told, Kind::Refusal, (pointer, &change), &member.scenarios);
        }
    }

    /// Rows of a list, and its columns.
    fn list(&mut self, told: &Told, pointer: &str, member: &Member) {
        if member.forms.contains(&Form::List) && told.reason == "ok" {
            let place = if pointer.is_empty() { "/" } else { pointer };
            self.add(
                told,
                Kind::RowTwice,
                (pointer, &format!("{place} doubled")),
                &member.scenarios,
            );
            let first = format!("{pointer}/0 drop");
            self.add(told, Kind::RowMissing, (pointer, &first), &member.scenarios);
            self.add(told, Kind::Reversed, (pointer, &format!("{place} reversed")), &member.plural);
        }
        if member.forms.contains(&Form::Object) && told.reason == "ok" {
            for form in [Form::Text, Form::Number] {
                let same: Vec<_> = member
                    .columns
                    .iter()
                    .filter(|(_, one)| *one == form)
                    .map(|(name, _)| name)
                    .collect();
                for pair in same.windows(2) {
                    let change = format!("{pointer}/{} swapped with {}", pair[0], pair[1]);
                    // It breaks both, so it is as bad as the weaker of them is stated.
                    let place = |name: &str| format!("{pointer}/{name}");
                    let level = |name: &str| self.levels.of(told, &place(name), Kind::Swapped);
                    let weaker = pair.iter().max_by_key(|name| level(name)).map_or("", |one| one);
                    let place = place(weaker);
                    self.add(told, Kind::Swapped, (&place, &change), &member.scenarios);
                }
            }
        }
    }

    /// Another HTTP status of the same class, and some of other classes.
    fn status(&mut self, told: &Told, answers: &Answers) {
        let Some(status) = answers.statuses.first() else { return };
        let (within, beyond): (u16, &[u16]) = match status {
            200..=299 => (202, &[400, 500]),
            400 => (422, &[200, 500]),
            401 => (403, &[200]),
            403 => (404, &[200]),
            500 => (503, &[200]),
            501..=599 => (500, &[200]),
            _ => (400, &[200]),
        };
        let within = std::iter::once((Kind::StatusWithin, within));
        let beyond = beyond.iter().map(|other| (Kind::StatusClass, *other));
        for (kind, other) in within.chain(beyond) {
            let change = format!("status = {other}");
            self.add(told, kind, ("", &change), &answers.scenarios);
        }
    }

    /// Arguments of a table's list that are overlooked, or read as one more.
    fn arguments(&mut self, told: &Told, answers: &Answers) {
        let is_list =
            answers.members.get("").is_some_and(|whole| whole.forms.contains(&Form::List));
        if told.reason != "ok" || !is_list || !Surface::of(&told.surface).is_some_and(has_tables) {
            return;
        }
        let table = &told.operation;
        let ignored = ["where", "order_by", "distinct_on", "limit", "offset"];
        let ignored = ignored.map(|name| (Kind::ArgumentIgnored, name, "ignored"));
        let beyond = ["limit", "offset"].map(|name| (Kind::ArgumentEdge, name, "plus 1"));
        for (kind, name, change) in ignored.into_iter().chain(beyond) {
            let fault = Fault {
                kind,
                level: self.levels.of(told, name, kind),
                patch: format!("argument {table} {name} {change}"),
            };
            let mutant = Mutant::of(&told.surface, table, fault, &answers.scenarios);
            self.mutants.push(mutant.told_for(&told.reason));
        }
    }

    /// A refusal that stands before all operations, and tells what one of them has answered.
    fn data_beside_a_refusal(&mut self, told: &Told, answers: &Answers) {
        let mut others = self.recording.answers.iter().filter(|(other, _)| {
            other.surface == told.surface && other.reason == "ok" && other.operation != "*"
        });
        let body = others.find_map(|(_, other)| other.body.as_ref());
        if let Some(body) = body.filter(|_| told.reason != "ok") {
            let more = format!("besides {body}");
            self.add(told, Kind::ToldMore, ("", &more), &answers.scenarios);
        }
    }

    /// Something that is done and told as refused, or refused and told as done.
    fn lies(&mut self, told: &Told, answers: &Answers) {
        if told.operation == "*" {
            self.data_beside_a_refusal(told, answers);
            return;
        }
        let same =
            |other: &&Told| other.surface == told.surface && other.operation == told.operation;
        let spoken = |body: &Value, status: u16| {
            (!body.to_string().contains('\n')).then(|| format!("told {status} {body}"))
        };
        let others = self.recording.answers.iter().filter(|(other, _)| same(other));
        let lie = match told.reason.as_str() {
            "ok" if answers.changes => {
                others.clone().find(|(other, _)| other.reason != "ok" && other.reason != "repeated")
            }
            "ok" => None,
            _ => others.clone().find(|(other, _)| other.reason == "ok"),
        };
        let Some((_, lie)) = lie else { return };
        let Some(status) = lie.statuses.first() else { return };
        let Some(body) = lie.body.as_ref() else { return };
        if let Some(change) = spoken(body, *status) {
            let kind = match told.reason.as_str() {
                "ok" => Kind::DoneToldRefused,
                _ => Kind::RefusedToldDone,
            };
            self.add(told, kind, ("", &change), &answers.scenarios);
        }
        if told.reason != "ok" {
            let more = format!("besides {body}");
            self.add(told, Kind::ToldMore, ("", &more), &answers.scenarios);
        }
    }
}
