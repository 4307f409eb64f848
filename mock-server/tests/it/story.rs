//! Random but repeatable stories: what partners, the back office and time may do to a world.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{Reply, Sandbox};

/// One thing that happens.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// A partner asks.
    Ask { partner: usize, document: String },
    /// The back office acts.
    Op { name: &'static str, input: Value },
    /// Time passes.
    Pass { seconds: i64 },
}

/// Ids that partly exist, partly belong to somebody else, partly are nobody's.
fn id() -> impl Strategy<Value = i64> {
    prop_oneof![9 => 1..12_i64, 1 => Just(2_147_483_000)]
}

fn ask() -> impl Strategy<Value = String> {
    let status = "success id cardId status error";
    prop_oneof![
        id().prop_map(move |id| format!("mutation {{ freezeCard(cardId: {id}) {{ {status} }} }}")),
        id().prop_map(move |id| format!("mutation {{ unfreezeCard(cardId: {id}) {{ {status} }} }}")),
        id().prop_map(move |id| format!("mutation {{ lockCard(cardId: {id}) {{ {status} }} }}")),
        id().prop_map(move |id| {
            format!("mutation {{ cancelCard(input: {{cardId: {id}}}) {{ {status} }} }}")
        }),
        id().prop_map(|id| format!(
            "mutation {{ replaceVirtualCard(cardId: {id}) {{ success id oldCardId newCard {{ \
             cardId last4 }} error }} }}"
        )),
        (id(), 0..3_i64).prop_map(|(id, amount)| format!(
            "mutation {{ updateCardLimit(input: {{cardId: {id}, limitAmount: {amount}, \
             limitFrequency: per7DayPeriod}}) {{ success limitAmount error }} }}"
        )),
        id().prop_map(|id| format!(
            "mutation {{ createCard(input: {{cardApplicationId: {id}, cardType: virtual}}) {{ \
             success id cardId last4 error }} }}"
        )),
        (id(), id()).prop_map(|(one, two)| format!(
            "mutation {{ a: freezeCard(cardId: {one}) {{ success }} b: unfreezeCard(cardId: \
             {two}) {{ success }} }}"
        )),
        Just("mutation { generateEncryptionKeys { sessionId key iv } }".to_owned()),
        Just(
            "mutation { createPartnerCustomerOrganization(input: {name: \"Acme\"}) { success \
             organizationId } }"
                .to_owned()
        ),
        id().prop_map(|id| format!(
            "{{ cardBalance(cardId: {id}) {{ success balance {{ creditLimit spendingPower }} error }} }}"
        )),
        Just("{ AgioCard_vw_card(order_by: {id: desc}) { id status last4 } }".to_owned()),
        Just("{ AgioCard_card_user { id card_user_id application_status } }".to_owned()),
        Just("{ __typename".to_owned()),
        Just("{ AgioCard_card { nothing } }".to_owned()),
    ]
}

/// Any event.
pub(crate) fn event() -> impl Strategy<Value = Event> {
    let asks = (prop_oneof![4 => Just(0_usize), 1 => Just(1)], ask());
    prop_oneof![
        8 => asks.prop_map(|(partner, document)| Event::Ask { partner, document }),
        1 => Just(Event::Op { name: "make-card-user", input: json!({"partner": "acme"}) }),
        1 => id().prop_map(|id| Event::Op { name: "activate-card", input: json!({"card": id}) }),
        1 => (id(), 1..500_i64).prop_map(|(id, amount)| Event::Op {
            name: "deposit",
            input: json!({"card": id, "amount": format!("{amount}.00")}),
        }),
        2 => (id(), 1..500_i64).prop_map(|(id, amount)| Event::Op {
            name: "authorize",
            input: json!({"card": id, "amount": format!("{amount}.00")}),
        }),
        1 => (1..6_i64).prop_map(|id| Event::Op {
            name: "clear",
            input: json!({"transaction": format!("t-{id}")}),
        }),
        1 => (0..90_000_i64).prop_map(|seconds| Event::Pass { seconds }),
    ]
}

/// Lets it happen.
pub(crate) async fn happen(sandbox: &mut Sandbox, event: &Event) -> Reply {
    match event {
        Event::Ask { partner, document } => {
            let body = json!({"query": document}).to_string();
            sandbox.post(*partner, body.as_bytes()).await
        }
        Event::Op { name, input } => sandbox.op(name, input).await,
        Event::Pass { seconds } => sandbox.advance(*seconds).await,
    }
}

/// Runs asynchronous code of a property.
pub(crate) fn wait<T>(story: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story)
}
