//! Requests and answers as they went over the wire.

use maud::{Markup, html};

use super::text::pretty;
use crate::{
    exchange::{Exchange, Inside},
    report::Reproduction,
};

/// All exchanges of a scenario: the last lies open, because it is nearest to the failure.
pub(super) fn exchanges(exchanges: &[Exchange], again: &Reproduction) -> Markup {
    html! {
        @for (index, one) in exchanges.iter().enumerate() {
            details.exchange open[index + 1 == exchanges.len()] {
                (exchange(one))
                div.curl {
                    button type="button" { "copy" }
                    pre { (again.request(one).join("\n")) }
                }
            }
        }
    }
}

fn exchange(exchange: &Exchange) -> Markup {
    let status = exchange.status.map_or("no answer".to_owned(), |status| status.to_string());
    let headers: Vec<_> =
        exchange.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    html! {
        summary {
            span { (exchange.by) } " " (exchange.method) " " (exchange.url) " " b { (status) }
        }
        div.wire {
            div {
                h5 { "Request" }
                pre.dim { (headers.join("\n")) }
                pre { (pretty(&exchange.body)) }
            }
            div { h5 { "Answer" } pre { (pretty(&exchange.answer)) } }
        }
        @if let Some(inside) = &exchange.inside { (sealed(inside)) }
    }
}

/// The text inside the envelopes of both.
fn sealed(inside: &Inside) -> Markup {
    let answer = match inside.answer.is_empty() {
        true => "nothing that opens".to_owned(),
        false => pretty(&inside.answer),
    };
    html! {
        div.wire {
            div { h5 { "Sealed in it" } pre { (pretty(&inside.request)) } }
            div { h5 { "Sealed in the answer" } pre { (answer) } }
        }
    }
}
