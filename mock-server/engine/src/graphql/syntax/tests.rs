//! Documents that are read, and the words for those that are not.

use super::{Fault, read};

#[test]
fn documents_are_documents() {
    for document in [
        "{ a }",
        "query Q($a: [Int!]! = [1], $b: S = {x: -1.5e3}) @d { ...F ... on T @skip(if: $a) { b: \
         c(x: \"\\u00e9\", y: \"\"\"block \\\"\"\" \"\"\") } } fragment F on T { a }",
        "# comment\n{ a, b }",
        "subscription { a }",
        "\"of a\" query Q(\"of $a\" $a: Int @d) { a }",
        "type X implements A & B @d { \"a\" a(x: [Int!] = [1] @d): B @d } extend schema @d scalar S \
         union U = | A | B enum E { A B @d } input I { a: Int = 1 } schema { query: Q } directive \
         @d(a: Int) repeatable on | FIELD | QUERY interface N { a: B } extend input I @d",
    ] {
        assert!(read(document).is_ok(), "{document}: {:?}", read(document));
    }
}

/// Each message as graphql-js 16 prints it.
#[test]
fn errors_are_worded_like_graphql_js() {
    for (document, message) in [
        ("{ a", "Expected Name, found <EOF>."),
        ("", "Unexpected <EOF>."),
        ("{}", "Expected Name, found \"}\"."),
        ("{ a(x: ) }", "Unexpected \")\"."),
        ("{ a() }", "Expected Name, found \")\"."),
        ("query ($a Int) { a }", "Expected \":\", found Name \"Int\"."),
        ("query ($a: Int = $b) { a }", "Unexpected variable \"$b\" in constant value."),
        ("fragment on on T { a }", "Unexpected Name \"on\"."),
        ("fragment F T { a }", "Expected \"on\", found Name \"T\"."),
        ("notAnOperation { a }", "Unexpected Name \"notAnOperation\"."),
        ("{ a(x: 01) }", "Invalid number, unexpected digit after 0: \"1\"."),
        ("{ a(x: 1a) }", "Invalid number, expected digit but got: \"a\"."),
        ("{ a(x: \"b) }", "Unterminated string."),
        ("{ a(x: \"\\x\") }", "Invalid character escape sequence: \"\\x\"."),
        ("{ a } \"x\"", "Unexpected <EOF>."),
        (
            "\"x\" { a }",
            "Unexpected description, descriptions are not supported on shorthand queries.",
        ),
        ("type X {}", "Expected Name, found \"}\"."),
        ("extend type X", "Unexpected <EOF>."),
        ("directive @x on FIELD | HERE", "Unexpected Name \"HERE\"."),
        ("{ a ? }", "Unexpected character: \"?\"."),
        (
            "{ a(x: 'b') }",
            "Unexpected single quote character ('), did you mean to use a double quote (\")?",
        ),
    ] {
        let said = read(document).unwrap_err();
        assert_eq!(said, Fault::Syntax(format!("Syntax Error: {message}")), "{document}");
    }
}

#[test]
fn what_is_too_large_is_told_apart() {
    let nested = format!("{}b{}", "{ a ".repeat(61), " }".repeat(61));
    for document in [nested, format!("{{ {} ? }}", "a ".repeat(15_000))] {
        assert_eq!(read(&document).unwrap_err(), Fault::TooLarge);
    }
}
