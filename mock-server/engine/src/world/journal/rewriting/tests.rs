use proptest::prelude::*;
use serde_json::{Map, Value};

use super::*;
use crate::world::journal::canonical;

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f32>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[\\x00-\\x20\"\\\\a-c\u{e9}]{0,9}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec(("[a-e_ ]{0,3}", inner), 0..6)
                .prop_map(|members| Value::Object(Map::from_iter(members))),
        ]
    })
}

fn rewritten(text: &str) -> Result<String, Odd> {
    let mut out = b"before".to_vec();
    let done = rewrite(text, &mut Anything, &mut out);
    let out = String::from_utf8(out).unwrap();
    let behind = out.strip_prefix("before").unwrap().to_owned();
    assert!(done.is_ok() || behind.is_empty(), "{behind}");
    done.map(|()| behind)
}

proptest! {
    #[test]
    fn it_is_what_the_way_over_values_writes(value in values(), is_pretty in any::<bool>()) {
        let text = match is_pretty {
            true => serde_json::to_string_pretty(&value).unwrap(),
            false => value.to_string(),
        };
        let mut over_values = Vec::new();
        canonical::write(&value, &mut over_values);
        match rewritten(&text) {
            Ok(rewritten) => {
                prop_assert_eq!(rewritten, String::from_utf8(over_values).unwrap());
            }
            // Only numbers have several spellings here.
            Err(Odd) => prop_assert!(text.contains(['.', 'e']) || text.len() > DIGITS),
        }
    }

    #[test]
    fn a_text_that_is_cut_or_changed_is_no_other(
        value in values(), at in any::<prop::sample::Index>(), byte in "[ -~]",
    ) {
        let mut text: Vec<char> = value.to_string().chars().collect();
        let at = at.index(text.len());
        text[at] = byte.chars().next().unwrap();
        let text: String = text.into_iter().collect();
        if let Ok(rewritten) = rewritten(&text) {
            let read: Value = serde_json::from_str(&text).unwrap();
            let mut over_values = Vec::new();
            canonical::write(&read, &mut over_values);
            prop_assert_eq!(rewritten, String::from_utf8(over_values).unwrap());
        }
    }
}

#[test]
fn members_get_their_order_and_what_has_several_spellings_is_left_alone() {
    let cases = [
        (
            r#" { "b" : [ 1 , {"d":"\n","c":null} ] , "a":{ } } "#,
            r#"{"a":{},"b":[1,{"c":null,"d":"\n"}]}"#,
        ),
        (r#"{"a":-7,"a_":0,"B":[]}"#, r#"{"B":[],"a":-7,"a_":0}"#),
        ("\"\u{e9}\"", "\"\u{e9}\""),
        (r#""\u001f""#, r#""\u001f""#),
    ];
    for (text, wanted) in cases {
        assert_eq!(rewritten(text).as_deref(), Ok(wanted), "{text}");
    }
    let odd = [
        "",
        "{",
        "1 2",
        "01",
        "-0",
        "1.0",
        "1e3",
        "12345678901234567",
        r#""\u0041""#,
        r#""\/""#,
        r#""\u000a""#,
        r#""\u001F""#,
        r#"{"a":1,"a":2}"#,
        r#"{"a":1,}"#,
        "[1,]",
        "nul",
        "\"\n\"",
        r#"{"\n":1}"#,
        "{\"\u{e9}\":1}",
    ];
    for text in odd {
        assert_eq!(rewritten(text), Err(Odd), "{text}");
    }
    let deep = |levels| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(rewritten(&deep(DEEPEST)).is_ok() && rewritten(&deep(DEEPEST + 1)).is_err());
}
