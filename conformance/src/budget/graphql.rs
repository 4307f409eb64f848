//! The mutations that a GraphQL request asks for, read without a schema.

use std::collections::BTreeSet;

use graphql_tools::parser::{
    parse_query,
    query::{
        Definition, Document, Field, OperationDefinition, Selection, SelectionSet, Value as Written,
    },
};
use serde_json::{Map, Value};

use super::{Operation, Quote, amount::member};
use crate::{drivers::sent::Sent, surfaces, target::Surface};

/// The name under which a request counts that speaks of mutations and cannot be read: it costs
/// everything, for nobody knows what the target makes of it.
const UNREADABLE: &str = "mutation";

/// A root field of a mutation, with its arguments; variables are replaced by their values.
#[derive(Debug, PartialEq)]
struct Called {
    name: String,
    arguments: Value,
}

/// The operations of a request to a GraphQL surface that change something.
pub(crate) fn operations(surface: Surface, sent: &Sent) -> Vec<Operation> {
    let body: Value = serde_json::from_slice(&sent.body).unwrap_or(Value::Null);
    let document = match body["query"].as_str() {
        Some(document) => document.to_owned(),
        None => in_address(&sent.url)
            .unwrap_or_else(|| String::from_utf8_lossy(&sent.body).into_owned()),
    };
    let called = called(&document, &body["variables"]);
    called.into_iter().map(|one| operation(surface, &one)).collect()
}

/// The document of a request that has it in its address.
fn in_address(url: &str) -> Option<String> {
    let url = reqwest::Url::parse(url).ok()?;
    let document = url.query_pairs().find(|(name, _)| name == "query")?.1;
    Some(document.into_owned())
}

/// The operation that a root field is, with what its arguments cost. A card that is not said to be
/// virtual counts as one that is shipped.
fn operation(surface: Surface, called: &Called) -> Operation {
    let row = surfaces::row(surface, &called.name);
    let form = row.and_then(|row| surfaces::row(surface, &format!("{} physical", row.name)));
    let physical = form.filter(|_| !is_virtual(&called.arguments));
    let Some(row) = physical.or(row) else { return Operation::unknown(&called.name) };
    let amount = row.amount.and_then(|amount| amount.read(&called.arguments));
    let quote = row.quote.map(|part| Quote::of(part, &called.arguments));
    Operation { quote, ..Operation::costing(row).moving(amount) }
}

fn is_virtual(arguments: &Value) -> bool {
    member(arguments, "cardType")
        .and_then(Value::as_str)
        .is_some_and(|kind| kind.eq_ignore_ascii_case("virtual"))
}

/// The root fields of all mutations of a document, whichever of them is chosen.
fn called(document: &str, variables: &Value) -> Vec<Called> {
    let Ok(read) = parse_query::<String>(document).map(Document::into_static) else {
        let speaks = document.contains("mutation");
        let unreadable = || Called { name: UNREADABLE.to_owned(), arguments: Value::Null };
        return speaks.then(unreadable).into_iter().collect();
    };
    let mut all = Vec::new();
    for definition in &read.definitions {
        let Definition::Operation(OperationDefinition::Mutation(mutation)) = definition else {
            continue;
        };
        let mut given = Map::new();
        for one in &mutation.variable_definitions {
            let default = || one.default_value.as_ref().map(|value| json(value, &Map::new()));
            let value = variables.get(&one.name).cloned().or_else(default);
            given.insert(one.name.clone(), value.unwrap_or(Value::Null));
        }
        let mut fields = Vec::new();
        roots(&mutation.selection_set, &read, &mut BTreeSet::new(), &mut fields);
        let named = fields.into_iter().filter(|field| field.name != "__typename");
        all.extend(named.map(|field| {
            Called {
                name: field.name.clone(),
                arguments: field
                    .arguments
                    .iter()
                    .map(|(name, value)| (name.clone(), json(value, &given)))
                    .collect::<Map<_, _>>()
                    .into(),
            }
        }));
    }
    all
}

/// The fields of a selection, those of its fragments among them, each fragment once.
fn roots<'a>(
    selection: &'a SelectionSet<'static, String>,
    document: &'a Document<'static, String>,
    seen: &mut BTreeSet<&'a str>,
    fields: &mut Vec<&'a Field<'static, String>>,
) {
    for item in &selection.items {
        match item {
            Selection::Field(field) => fields.push(field),
            Selection::InlineFragment(inline) => {
                roots(&inline.selection_set, document, seen, fields);
            }
            Selection::FragmentSpread(spread) => {
                if !seen.insert(&spread.fragment_name) {
                    continue;
                }
                for definition in &document.definitions {
                    match definition {
                        Definition::Fragment(one) if one.name == spread.fragment_name => {
                            roots(&one.selection_set, document, seen, fields);
                        }
                        Definition::Fragment(_) | Definition::Operation(_) => {}
                    }
                }
            }
        }
    }
}

/// A value of a document, with variables replaced by what is given.
fn json(value: &Written<'_, String>, given: &Map<String, Value>) -> Value {
    match value {
        Written::Variable(name) => given.get(name).cloned().unwrap_or(Value::Null),
        Written::Int(number) => number.as_i64().into(),
        Written::Float(number) => (*number).into(),
        Written::String(text) => text.clone().into(),
        Written::Boolean(boolean) => (*boolean).into(),
        Written::Null => Value::Null,
        Written::Enum(word) => word.clone().into(),
        Written::List(items) => items.iter().map(|item| json(item, given)).collect(),
        Written::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), json(value, given)))
            .collect::<Map<_, _>>()
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::target::Expense;

    #[test]
    fn root_fields_of_mutations_are_found() {
        let cases = [
            ("{ a { b } }", vec![]),
            ("query Q { freezeCard }", vec![]),
            ("mutation { freezeCard(cardId: 1) { success } }", vec!["freezeCard"]),
            (
                "mutation M($a: Int = 3) @x { one: freezeCard(cardId: $a) { s } two: lockCard(c: {d: 1}) @skip(if: false) { s } }",
                vec!["freezeCard", "lockCard"],
            ),
            ("# mutation\n{ note(text: \"mutation { cancelCard }\") }", vec![]),
            (
                "fragment F on M { cancelCard } mutation { ...F chargeCard }",
                vec!["cancelCard", "chargeCard"],
            ),
            (
                "mutation { ...F ... on M { lockCard } } fragment F on M { cancelCard ...F }",
                vec!["cancelCard", "lockCard"],
            ),
            (
                "query A { a } mutation B { cancelCard } mutation C { lockCard }",
                vec!["cancelCard", "lockCard"],
            ),
            ("mutation {", vec!["mutation"]),
            ("[{\"query\": \"mutation { cancelCard }\"}]", vec!["mutation"]),
            ("{ a", vec![]),
        ];
        for (document, fields) in cases {
            let names: Vec<_> =
                called(document, &Value::Null).into_iter().map(|one| one.name).collect();
            assert_eq!(names, fields, "{document}");
        }
    }

    fn one(surface: Surface, document: &str, variables: Value) -> Operation {
        let body = json!({ "query": document, "variables": variables }).to_string().into_bytes();
        let sent = Sent { method: "POST".to_owned(), body, ..Sent::default() };
        operations(surface, &sent).remove(0)
    }

    #[test]
    fn a_card_is_virtual_where_its_arguments_say_so() {
        let name = |document: &str, variables: Value| one(Surface::PG, document, variables).name;
        let named = "mutation($of: I!) { createCard(input: $of) { id } }";
        assert_eq!(name(named, json!({ "of": { "cardType": "physical" } })), "createCard physical");
        assert_eq!(name(named, json!({ "of": { "cardType": "virtual" } })), "createCard");
        // Who does not say counts as who orders plastic.
        assert_eq!(name(named, json!({})), "createCard physical");
        let kind = "mutation($kind: K = virtual) { createCard(input: {cardType: $kind}) { id } }";
        assert_eq!(name(kind, json!({ "kind": "physical" })), "createCard physical");
        assert_eq!(name(kind, json!({})), "createCard");
        let written =
            "mutation { physical: createCard(input: {cardType: virtual, n: \"physical\"}) { id } }";
        assert_eq!(name(written, Value::Null), "createCard");
        let names = ["createRainCard", "createAgioCard", "createCard"].map(|field| {
            let document =
                format!("mutation {{ {field}(input: {{cardType: physical}}) {{ id }} }}");
            one(Surface::AG, &document, Value::Null).name
        });
        assert_eq!(names, ["createRainCard physical"; 3]);
    }

    #[test]
    fn money_is_read_wherever_it_stands() {
        let cents = |surface, document: &str, variables: Value| {
            one(surface, document, variables).uses.get(&Expense::Money).copied()
        };
        let charge = |arguments: &str, variables: Value| {
            let document =
                format!("mutation($i: I, $fee: Int) {{ chargeCard({arguments}) {{ s }} }}");
            cents(Surface::PG, &document, variables)
        };
        assert_eq!(charge("input: {feeCents : 2550}", Value::Null), Some(2550));
        assert_eq!(charge("input: {feeCents: $fee}", json!({ "fee": 7 })), Some(7));
        assert_eq!(charge("input: $i", json!({ "i": { "feeCents": 9 } })), Some(9));
        assert_eq!(charge("input: $i", json!({})), Some(1));
        let withdraw = "mutation($w: I!) { cardWithdraw(input: $w) { success } }";
        let amount = json!({ "w": { "amount": "100.5" } });
        assert_eq!(cents(Surface::AG, withdraw, amount), Some(10_050));
        let swap = "mutation { smartWalletSwap(input: {amount: \"100000001\"}) { success } }";
        assert_eq!(cents(Surface::AG, swap, Value::Null), Some(10_001));
    }

    #[test]
    fn a_document_in_the_address_counts_as_well() {
        let url = "https://h.example/graphql?query=mutation%7BcancelCard(cardId:1)%7Bs%7D%7D";
        let sent = Sent { method: "GET".to_owned(), url: url.to_owned(), ..Sent::default() };
        let names: Vec<_> =
            operations(Surface::PG, &sent).into_iter().map(|one| one.name).collect();
        assert_eq!(names, ["cancelCard"]);
    }
}
