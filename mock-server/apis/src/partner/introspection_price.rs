//! Introspection is priced to the byte, and says what the executing library would say.

use async_graphql::{Request, Variables};
use proptest::prelude::*;

use super::schema::EXECUTOR;
use crate::{
    card_graphql::LeftOut,
    graphql::{self, Reader, SchemaAnswers, bounds::INTROSPECTION_BYTES},
    rulebook::Rulebook,
};

/// The fields of a type of introspection, each with the type that it leads to; leaves lead nowhere.
fn fields(of: &str) -> &'static [(&'static str, &'static str)] {
    match of {
        "__Schema" => &[
            ("__typename", ""),
            ("types", "__Type"),
            ("queryType", "__Type"),
            ("mutationType", "__Type"),
            ("subscriptionType", "__Type"),
            ("directives", "__Directive"),
            ("description", ""),
        ],
        "__Type" => &[
            ("name", ""),
            ("fields", "__Field"),
            ("fields(includeDeprecated: true)", "__Field"),
            ("interfaces", "__Type"),
            ("possibleTypes", "__Type"),
            ("enumValues(includeDeprecated: false)", "__EnumValue"),
            ("inputFields", "__InputValue"),
            ("ofType", "__Type"),
            ("kind", ""),
            ("__typename", ""),
            ("specifiedByURL", ""),
            ("isOneOf", ""),
        ],
        "__Field" => &[
            ("name", ""),
            ("args", "__InputValue"),
            ("type", "__Type"),
            ("deprecationReason", ""),
            ("isDeprecated", ""),
        ],
        "__InputValue" => {
            &[("name", ""), ("type", "__Type"), ("defaultValue", ""), ("description", "")]
        }
        "__Directive" => &[("locations", ""), ("args", "__InputValue"), ("isRepeatable", "")],
        _ => &[("name", ""), ("description", ""), ("isDeprecated", "")],
    }
}

/// A selection of a type, by a row of choices; where they end, it ends.
fn selection(of: &str, choices: &mut std::vec::IntoIter<u8>, depth: usize) -> String {
    let count = choices.next().unwrap_or(0) % 4 + 1;
    let one = |number| {
        let known = fields(of);
        let (name, inner) = known[usize::from(choices.next().unwrap_or(0)) % known.len()];
        if inner.is_empty() || depth == 0 {
            let leaf = if inner.is_empty() { name } else { "__typename" };
            return format!("a{number}: {leaf}");
        }
        format!("a{number}: {name} {}", selection(inner, choices, depth - 1))
    };
    format!("{{ {} }}", (0..count).map(one).collect::<Vec<_>>().join(" "))
}

fn document(choices: Vec<u8>) -> String {
    let mut choices = choices.into_iter();
    let schema = selection("__Schema", &mut choices, 12);
    let of_type = selection("__Type", &mut choices, 6);
    let name = ["Query", "AgioCard_card", "CardReplacedCard", "CardLimitFrequency", "Missing"];
    let name = name[usize::from(choices.next().unwrap_or(0)) % name.len()];
    format!("{{ s: __schema {schema} t: __type(name: \"{name}\") {of_type} }}")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn what_is_written_is_what_was_priced(choices in proptest::collection::vec(any::<u8>(), 0..300)) {
        let text = document(choices);
        let (executor, rules) = (&*EXECUTOR, Rulebook::default());
        let judge = executor.judge(&rules);
        let prepared = judge.documents.read(&text).unwrap();
        let weighs_too_much = !prepared.errors(&judge.checker).is_empty();
        prop_assume!(!weighs_too_much);
        let variables = Variables::default();
        let operation = graphql::choose(&prepared.document, None).unwrap();
        let flat = prepared.flat(operation, &variables);
        let operation = graphql::choose(&flat, None).unwrap();
        let reader = Reader { document: &flat, operation, variables: &variables };
        let model = || executor.model(&rules);
        // The two keys and what surrounds them.
        let around = r#"{"data":{"s":,"t":}}"#.len() as u64;
        let fields = operation.selection_set.node.items.iter().map(|one| match &one.node {
            async_graphql::parser::types::Selection::Field(field) => &field.node,
            _ => panic!("a flat document has fields"),
        });
        let price = fields.map(|field| model().price(reader, field)).fold(around, u64::saturating_add);
        // A comma more is counted than there is.
        let refused = graphql::excess(reader, &model).is_some();
        prop_assert_eq!(refused, price.saturating_add(1) > INTROSPECTION_BYTES, "{}", price);
        if refused {
            return Ok(());
        }
        let response = async_graphql::Response::new(async_graphql::Value::Object(Default::default()));
        let mut written = b"{\"data\":".to_vec();
        graphql::written(&SchemaAnswers::of(reader, &model).joined(response).data, &mut written);
        written.push(b'}');
        prop_assert_eq!(written.len() as u64, price);
        if price < 100_000 {
            let request = Request::new(text).data(LeftOut(EXECUTOR.left_out(&rules)));
            let said = tokio::runtime::Runtime::new().unwrap().block_on(executor.schema().execute(request));
            prop_assert_eq!(String::from_utf8(written).unwrap(), serde_json::to_string(&said).unwrap());
        }
    }
}
