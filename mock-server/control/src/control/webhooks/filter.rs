//! Filters of deliveries.

use serde::Deserialize;
use utoipa::IntoParams;

use super::receiver_named;
use crate::{
    control::Problem,
    world::outbox::{Delivery, DeliveryState},
    worlds::Handle,
};

/// Filter of deliveries.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::control) struct DeliveryFilter {
    /// The id of a receiver, as `h-1`.
    receiver: Option<String>,
    /// The id of an event, as `e-1`.
    event: Option<String>,
    /// The state of the delivery.
    state: Option<String>,
}

/// A filter of deliveries of which each id is one that there is.
pub(super) struct Filter {
    receiver: Option<u64>,
    event: Option<usize>,
    state: Option<DeliveryState>,
}

impl DeliveryFilter {
    pub(super) fn check(&self, handle: &Handle) -> Result<Filter, Problem> {
        let state = self.state.as_ref().map(|text| {
            let state = DeliveryState::ALL.into_iter().find(|state| state.word() == text);
            let choices = DeliveryState::ALL.map(DeliveryState::word);
            state.ok_or_else(|| Problem::choice("?state", text, &choices))
        });
        let receiver = self.receiver.as_ref().map(|text| {
            handle
                .read(|world| receiver_named(world, text).map(|receiver| receiver.number))
                .map_err(|_| {
                    let all = handle.read(|world| world.outbox.receivers().len());
                    let known: Vec<_> = (1..=all).map(|number| format!("h-{number}")).collect();
                    Problem::choice("?receiver", text, &known)
                })
        });
        let event = self.event.as_ref().map(|text| {
            let number = text.strip_prefix("e-").and_then(|text| text.parse::<usize>().ok());
            let all = handle.read(|world| world.events.len());
            let number = number.filter(|number| (1..=all).contains(number));
            let detail = format!("{text:?} is none of the {all} events of this world, e-1 and on");
            number.map(|number| number - 1).ok_or_else(|| Problem::invalid("?event", detail))
        });
        Ok(Filter {
            receiver: receiver.transpose()?,
            event: event.transpose()?,
            state: state.transpose()?,
        })
    }
}

impl Filter {
    pub(super) fn fits(&self, delivery: &Delivery) -> bool {
        self.receiver.is_none_or(|receiver| delivery.receiver == receiver)
            && self.event.is_none_or(|event| delivery.event == event)
            && self.state.is_none_or(|state| delivery.state == state)
    }
}
