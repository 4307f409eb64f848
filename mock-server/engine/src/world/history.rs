//! The history of things: which commands and effects touched them, for the timelines of entities
//! (SB 12).
//!
//! A step holds the rows that it changed as they were and as they are. Rows are shared with the
//! tables, so a step costs what changed and nothing else; how they are shown, and what of them is
//! secret, is decided when somebody looks. Replay makes the history again.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{CommandContext, Principal};
use crate::{collections::List, issuer::Touched, surface::Surface};

/// Most changed rows and balances that a world remembers. Beyond them the oldest steps are forgotten.
pub const MOST_TOUCHED: usize = 50_000;

/// A command or an effect that touched something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Its number, from 0 in the order of the steps.
    pub number: u64,
    /// World time.
    pub at: Timestamp,
    /// Name of the operation, of the op or of the effect.
    pub what: String,
    /// Label of the principal; `timeline` for an effect.
    pub by: String,
    /// Surface that the command came through.
    pub surface: Surface,
    /// Number of the journal record; none for an effect, which follows from earlier records.
    pub record: Option<u64>,
    /// Changes, in no meaningful order.
    pub touched: Vec<Touched>,
}

/// Steps of a world, oldest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct History {
    steps: List<Arc<Step>>,
    /// Number of steps ever made.
    made: u64,
    /// Number of changes that are remembered.
    touched: usize,
    /// Number of the journal record of the command that runs.
    record: Option<u64>,
}

impl PartialEq for History {
    /// The record to which the next commands belong is none of what happened.
    fn eq(&self, other: &Self) -> bool {
        self.made == other.made && self.steps == other.steps
    }
}

impl History {
    /// The steps that are remembered, oldest first.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().map(AsRef::as_ref)
    }

    /// Number of steps ever made, including forgotten ones.
    pub fn made(&self) -> u64 {
        self.made
    }

    /// Number of steps that were forgotten.
    pub fn forgotten(&self) -> u64 {
        self.made - self.steps.len() as u64
    }

    /// Sets the number of the journal record to which the next commands belong.
    pub fn belong_to(&mut self, record: u64) {
        self.record = Some(record);
    }

    /// Leaves out the records of a journal that nobody keeps: the steps of a fixture follow from the
    /// definition of the world.
    pub fn leave_records_out(&mut self) {
        let without = |step: &Arc<Step>| Arc::new(Step { record: None, ..Step::clone(step) });
        self.steps = self.steps.iter().map(without).collect();
        self.record = None;
    }

    /// Puts others in the place of changes.
    pub(super) fn replace(&mut self, other: impl Fn(&Touched) -> Option<Touched>) {
        for step in self.steps.iter_mut() {
            for at in 0..step.touched.len() {
                if let Some(other) = other(&step.touched[at]) {
                    Arc::make_mut(step).touched[at] = other;
                }
            }
        }
    }

    /// Goes on with the numbers of another history, which was left for this one.
    pub(super) fn go_on(&mut self, left: &Self) {
        self.record = left.record;
    }

    /// Adds a step, unless it touched nothing.
    pub(super) fn note(&mut self, context: &CommandContext, mut touched: Vec<Touched>) {
        if touched.is_empty() {
            return;
        }
        touched.truncate(MOST_TOUCHED);
        self.touched += touched.len();
        let is_effect = context.principal == Principal::timeline();
        self.steps.push(Arc::new(Step {
            number: self.made,
            at: context.now,
            what: context.operation.clone(),
            by: context.principal.label.clone(),
            surface: context.surface,
            record: self.record.filter(|_| !is_effect),
            touched,
        }));
        self.made += 1;
        while self.touched > MOST_TOUCHED
            && let Some(oldest) = self.steps.pop_front()
        {
            self.touched -= oldest.touched.len();
        }
    }
}
