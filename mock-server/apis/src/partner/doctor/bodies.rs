//! Bodies that a client may have signed instead of the one that it sent: what is done to the
//! document, to the members, in writing, and to the bytes, one after the other.
//!
//! Each of the four is a small list of things that clients do, and every composition of them is
//! made, what takes fewest of them first, until there are as many as the search can pay for. What
//! compositions have in common is made once.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
};

use super::{
    bytes,
    json::{Node, pieces},
    members,
    mistake::{Made, Mistake, mistake},
    query,
    writing::{Escapes, Layout, write, write_in_place},
};

/// Largest number of bodies that are made for one request.
const MOST: usize = 12_000;
/// Largest number of changes of one kind that are made one after the other.
const REPEATED: usize = 2;

/// Takes a body; says whether there is room for more.
type RequestContext<'a> = &'a mut dyn FnMut(Made<Vec<u8>>) -> bool;

/// The body that was sent, and the bodies that may have been signed instead of it.
pub(super) struct Bodies<'a> {
    sent: &'a [u8],
    /// The body as text, and what it is in JSON.
    read: Option<(&'a str, Node)>,
    /// Layout and escapes of the body, if a known library writes so.
    style: Option<(Layout, Escapes)>,
    /// By how many steps they take.
    levels: Vec<Vec<Made<Vec<u8>>>>,
    seen: HashSet<u64>,
    /// Bytes that may still be made, and could be in the beginning.
    room: usize,
    most: usize,
}

impl<'a> Bodies<'a> {
    /// Of a request with this body; no more bytes are made than so many.
    pub(super) fn of(sent: &'a [u8], room: usize) -> Self {
        let text = std::str::from_utf8(sent).ok();
        let read = text.and_then(|text| Some((text, Node::read(text)?)));
        let style = read.as_ref().and_then(|(text, node)| style_of(node, text));
        let mut bodies =
            Self { sent, read, style, levels: Vec::new(), seen: HashSet::new(), room, most: room };
        bodies.seen.insert(hash(sent));
        bodies.levels.push(vec![Made::right(sent.to_vec())]);
        bodies
    }

    /// Some of those, of each kind: for what else was done wrong at the same time.
    pub(super) fn samples(&mut self, effort: usize) -> Vec<Made<Vec<u8>>> {
        const MOST_ALIKE: usize = 24;
        let mut kinds: Vec<(Vec<Mistake>, usize)> = Vec::new();
        let mut is_one_more = |made: &&Made<Vec<u8>>| match kinds
            .iter_mut()
            .find(|(mistakes, _)| *mistakes == made.mistakes)
        {
            Some((_, count)) => {
                *count += 1;
                *count <= MOST_ALIKE
            }
            None => {
                kinds.push((made.mistakes.clone(), 1));
                true
            }
        };
        self.of_effort(effort).iter().filter(|made| is_one_more(made)).cloned().collect()
    }

    /// Number of bytes that were made.
    pub(super) fn made(&self) -> usize {
        self.most - self.room
    }

    /// Those that take exactly so many steps.
    pub(super) fn of_effort(&mut self, effort: usize) -> &[Made<Vec<u8>>] {
        while self.levels.len() <= effort {
            let level = self.level(self.levels.len());
            self.levels.push(level);
        }
        &self.levels[effort]
    }

    fn level(&mut self, effort: usize) -> Vec<Made<Vec<u8>>> {
        let mut level = Vec::new();
        let (mut seen, mut room) = (std::mem::take(&mut self.seen), self.room);
        let mut context = |made: Made<Vec<u8>>| {
            let Some(left) = room.checked_sub(made.value.len()) else { return false };
            room = left;
            if seen.insert(hash(&made.value)) {
                level.push(made);
            }
            seen.len() < MOST
        };
        let mut on = true;
        for in_bytes in 0..=effort.min(REPEATED) {
            let in_json = effort - in_bytes;
            let mut changed = |made: Made<Vec<u8>>| changed(made, in_bytes, &mut context);
            on = on
                && match in_json {
                    0 => changed(Made::right(self.sent.to_vec())),
                    _ => self.written(in_json, in_bytes == 0, &mut changed),
                };
        }
        (self.seen, self.room) = (seen, room);
        level
    }

    /// Every text of a JSON body that takes exactly so many steps.
    fn written(&self, effort: usize, alone: bool, context: RequestContext<'_>) -> bool {
        let Some((text, node)) = &self.read else { return true };
        if !in_place(node, text, effort, context) {
            return false;
        }
        let sent = Made::right(node.clone());
        for in_document in 0..=effort.min(REPEATED) {
            for document in repeated(&sent, in_document, &documents) {
                for in_members in 0..=(effort - in_document).min(REPEATED) {
                    for one in repeated(&document, in_members, &members::changed) {
                        let left = effort - in_document - in_members;
                        if !self.anew(&one, left, alone, context) {
                            return false;
                        }
                    }
                }
            }
        }
        true
    }

    /// Every way to write a value that takes exactly so many steps. One that was changed takes none
    /// where it is written as the body was sent.
    fn anew(
        &self,
        from: &Made<Node>,
        effort: usize,
        alone: bool,
        context: RequestContext<'_>,
    ) -> bool {
        let is_changed = !from.mistakes.is_empty();
        let (own_layout, own_escapes) = self.style.unwrap_or((Layout::COMPACT, Escapes::NONE));
        // What no library wrote is written anew by any.
        let least = usize::from(self.style.is_none() && !is_changed);
        let present = Escapes::present(&from.value);
        let (own, choices) = (own_escapes.within(present), Escapes::choices(present));
        let layouts = Layout::ALL.map(|layout| (layout, usize::from(layout != own_layout)));
        for (order, other_order) in orders(&from.value) {
            for &(escapes, rare) in &choices {
                let other_escapes = if escapes == own { 0 } else { rare.max(1) };
                // A library that writes a body anew chooses all three at once. What no library
                // does, and what is done together with other changes, is taken one by one.
                let steps = match is_changed || !alone || other_escapes > 1 {
                    false => [0, 1].map(|layout| other_order.max(other_escapes).max(layout)),
                    true => [0, 1].map(|layout| other_order + other_escapes + layout),
                };
                let is_right = steps.map(|steps| steps.max(least) == effort);
                if is_right == [false; 2] {
                    continue;
                }
                for (layout, other_layout) in layouts {
                    if !is_right[other_layout] {
                        continue;
                    }
                    let mistake = match [other_order, other_escapes, other_layout] {
                        [0, 0, 0] if least == 0 => None,
                        [_, 0, 0] => Some(ORDERED),
                        [0, _, 0] => Some(ESCAPED),
                        _ => Some(WRITTEN),
                    };
                    let mut mistakes = from.mistakes.clone();
                    mistakes.extend(mistake);
                    let value = write(&order, layout, escapes).into_bytes();
                    if !context(Made { mistakes, effort: from.effort + effort, value }) {
                        return false;
                    }
                }
            }
        }
        true
    }
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// Whether a body gives the digest after so many changes of its bytes.
fn changed(from: Made<Vec<u8>>, times: usize, context: RequestContext<'_>) -> bool {
    let all = repeated(&from, times, &|bytes: &Vec<u8>| bytes::changed(bytes));
    all.into_iter().all(context)
}

/// Values that so many changes of one kind make of another one.
fn repeated<T: Clone>(
    from: &Made<T>,
    times: usize,
    changes: &dyn Fn(&T) -> Vec<(Mistake, T)>,
) -> Vec<Made<T>> {
    let mut all = vec![from.clone()];
    for _ in 0..times {
        let next = all.iter().flat_map(|one| {
            changes(&one.value).into_iter().map(|(mistake, value)| one.then(mistake, value))
        });
        all = next.collect();
    }
    all
}

/// Bodies that differ from this one in the text of their document.
fn documents(node: &Node) -> Vec<(Mistake, Node)> {
    let Some(Node::Text(text)) = node.member("query") else { return Vec::new() };
    let all = query::rewritten(text).into_iter();
    all.map(|(mistake, text)| (mistake, node.with("query", Node::Text(text)))).collect()
}

const ANEW: &str = "pg-sig-reserialised";
const WRITTEN: Mistake = mistake(ANEW, "over a body that was written anew");
const ORDERED: Mistake = mistake(ANEW, "over its members in another order");
const ESCAPED: Mistake = mistake(ANEW, "over its letters escaped in another way");

/// The body as it stood, with other escapes and nothing else.
fn in_place(node: &Node, text: &str, effort: usize, context: RequestContext<'_>) -> bool {
    let pieces = pieces(text);
    let choices = Escapes::choices(Escapes::present(node)).into_iter();
    let all = choices.filter(|(_, rare)| (*rare).max(1) == effort);
    let made = |(escapes, _)| {
        let value = write_in_place(&pieces, escapes).into_bytes();
        Made { mistakes: vec![ESCAPED], effort, value }
    };
    all.map(made).all(context)
}

/// Layout and escapes by which a known library writes exactly this text.
fn style_of(node: &Node, text: &str) -> Option<(Layout, Escapes)> {
    let fits = |(layout, escapes): &(Layout, Escapes)| write(node, *layout, *escapes) == text;
    let sets = Escapes::choices(Escapes::present(node));
    let all =
        Layout::ALL.into_iter().flat_map(|layout| sets.iter().map(move |(set, _)| (layout, *set)));
    all.into_iter().find(fits)
}

/// Orders of the members, each with how many steps it is away.
fn orders(node: &Node) -> Vec<(Node, usize)> {
    const MOST_MEMBERS: usize = 4;
    let mut all = vec![(node.clone(), 0)];
    let sorted = node.sorted();
    if sorted != *node {
        all.push((sorted, 1));
    }
    let Node::Object(members) = node else { return all };
    if members.len() > MOST_MEMBERS {
        return all;
    }
    let mut orders = Vec::new();
    permute(&mut members.clone(), 0, &mut orders);
    for members in orders {
        let order = Node::Object(members);
        if !all.iter().any(|(known, _)| *known == order) {
            all.push((order, 1));
        }
    }
    all
}

type Members = Vec<(String, Node)>;

fn permute(members: &mut Members, from: usize, found: &mut Vec<Members>) {
    if from + 1 >= members.len() {
        found.push(members.clone());
        return;
    }
    for at in from..members.len() {
        members.swap(from, at);
        permute(members, from + 1, found);
        members.swap(from, at);
    }
}
