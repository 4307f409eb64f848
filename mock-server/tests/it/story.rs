//! Random but repeatable stories of partners, the back office and time.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{
    envelope::Project,
    support::{Reply, Sandbox},
};

/// One random event.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// A partner sends a document.
    Ask { partner: usize, document: String },
    /// A project calls an endpoint; `#n` in a field stands for the id of the n-th card.
    Seal { path: &'static str, fields: Value, key: Option<&'static str> },
    /// The back office runs an operation.
    Op { name: &'static str, input: Value },
    /// Time passes.
    Pass { seconds: i64 },
}

/// Ids, some of which exist, some belong to somebody else, and some to nobody.
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

fn seal() -> impl Strategy<Value = Event> {
    let user = || prop_oneof![Just("ext-ada"), Just("ext-new"), Just("ext-kyc"), Just("ext-one")];
    let card = || (0..4_usize).prop_map(|n| format!("#{n}"));
    let key = || prop_oneof![Just("a"), Just("b"), Just("c")];
    let whose = |path| {
        (user(), card()).prop_map(move |(user, card)| Event::Seal {
            path,
            fields: json!({"external_user_id": user, "card_id": card}),
            key: None,
        })
    };
    prop_oneof![
        user().prop_map(|user| Event::Seal {
            path: "/users/create",
            fields: json!({"external_user_id": user}),
            key: None,
        }),
        user().prop_map(|user| Event::Seal {
            path: "/cardholders/create",
            fields: json!({"external_user_id": user, "subprovider_code": "alpha", "kyc_data": {
                "first_name": "Ann", "last_name": "Lee", "birth_date": "1990-01-31",
                "email": "a@b.cd", "phone_number_full": "+15550100", "country_iso": "US"}}),
            key: None,
        }),
        (user(), key()).prop_map(|(user, key)| Event::Seal {
            path: "/cards/create",
            fields: json!({"external_user_id": user, "product_code": "VUSD-STD"}),
            key: Some(key),
        }),
        (card(), key(), 5..50_i64).prop_map(|(card, key, amount)| Event::Seal {
            path: "/cards/topup",
            fields: json!({"card_id": card, "amount": format!("{amount}.00")}),
            key: Some(key),
        }),
        whose("/cards/freeze"),
        whose("/cards/unfreeze"),
        whose("/cards/details"),
        whose("/cards/txs"),
        Just(Event::Seal { path: "/project/balance", fields: json!({}), key: None }),
        // Deliveries are left out: what a receiver answers is no part of the world's own story.
        Just(Event::Seal { path: "/wh/subscriptions", fields: json!({}), key: None }),
    ]
}

/// A random event.
pub(crate) fn event() -> impl Strategy<Value = Event> {
    let asks = (prop_oneof![4 => Just(0_usize), 1 => Just(1)], ask());
    prop_oneof![
        8 => asks.prop_map(|(partner, document)| Event::Ask { partner, document }),
        4 => seal(),
        1 => (0..3_usize, 1..90_i64).prop_map(|(card, amount)| Event::Op {
            name: "authorize",
            input: json!({"card": format!("ext-ada/{}", card + 1), "amount": format!("{amount}.00")}),
        }),
        1 => Just(Event::Op {
            name: "make-card-user",
            input: json!({"partner": "acme", "organization": "acme-north", "name": "Lena Lo"}),
        }),
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

/// The fields, with `#n` replaced by ids of cards.
fn with_cards(sandbox: &Sandbox, fields: &Value) -> Value {
    let mut fields = fields.clone();
    if let Some(at) = fields["card_id"].as_str().and_then(|text| text.strip_prefix('#')) {
        let at: usize = at.parse().unwrap();
        let handle = sandbox.worlds.get(&sandbox.world).unwrap();
        let id = handle.read(|world| {
            world.issuer.prepaid.cards.iter().nth(at).map(|card| card.external_id.clone())
        });
        fields["card_id"] = json!(id.unwrap_or_else(|| "0".repeat(24)));
    }
    fields
}

/// Performs an event and returns the answer.
pub(crate) async fn happen(sandbox: &mut Sandbox, event: &Event) -> Reply {
    match event {
        Event::Ask { partner, document } => {
            let body = json!({"query": document}).to_string();
            sandbox.post(*partner, body.as_bytes()).await
        }
        Event::Seal { path, fields, key } => {
            let mut main = Project::named(sandbox, "main").await;
            main.requests = sandbox.next_request();
            let fields = with_cards(sandbox, fields);
            let request = main.request(sandbox, path, &fields, *key);
            sandbox.send(request).await
        }
        Event::Op { name, input } => sandbox.op(name, input).await,
        Event::Pass { seconds } => sandbox.advance(*seconds).await,
    }
}

/// Runs the asynchronous code of a property test.
pub(crate) fn wait<T>(story: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story)
}
