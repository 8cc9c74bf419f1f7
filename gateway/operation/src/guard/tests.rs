//! Attacks that the guard must stop, and ordinary documents that it must let through.

use proptest::prelude::*;

use super::*;

fn refusal(document: &str) -> String {
    admit(document, &Limits::default()).expect_err("it must be refused").to_string()
}

fn admitted(document: &str, limits: &Limits) -> bool {
    admit(document, limits).is_ok()
}

#[test]
fn fragments_that_double_thirty_times_are_counted_and_not_expanded() {
    let mut document = String::from("{ ...f0 }");
    for level in 0..30 {
        let next = level + 1;
        document += &format!(" fragment f{level} on T {{ ...f{next} ...f{next} }}");
    }
    document += " fragment f30 on T { a }";
    insta::assert_snapshot!(refusal(&document), @"the document has 1073741824 root fields; the limit is 64 (`root_fields`)");
    let below = document.replacen("{ ...f0 }", "{ x { y { ...f0 } } }", 1);
    let limits = Limits { root_fields: usize::MAX, ..Limits::default() };
    let error = admit(&below, &limits).expect_err("it must be refused");
    insta::assert_snapshot!(error, @"the document has 1073741826 fields after fragments are expanded; the limit is 10000 (`fields`)");
}

#[test]
fn doubling_a_hundred_times_does_not_wrap() {
    let mut document = String::from("{ x { ...f0 } }");
    for level in 0..100 {
        let next = level + 1;
        document += &format!(" fragment f{level} on T {{ ...f{next} ...f{next} }}");
    }
    document += " fragment f100 on T { a }";
    let limits = Limits { depth: 1_000, root_fields: usize::MAX - 1, ..Limits::default() };
    assert!(!admitted(&document, &limits));
}

#[test]
fn aliases_that_double_at_each_level_are_refused() {
    let mut selection = String::from("id");
    for _ in 0..14 {
        selection = format!("a: friend {{ {selection} }} b: friend {{ {selection} }}");
        if selection.len() > 200_000 {
            break;
        }
    }
    assert!(refusal(&format!("{{ me {{ {selection} }} }}")).contains("`bytes`"));

    let mut document = String::from("{ me { ...f0 } }");
    for level in 0..14 {
        let next = level + 1;
        document += &format!(
            " fragment f{level} on T {{ a: friend {{ ...f{next} }} b: friend {{ ...f{next} }} }}"
        );
    }
    document += " fragment f14 on T { id }";
    insta::assert_snapshot!(refusal(&document), @"the document has 49151 fields after fragments are expanded; the limit is 10000 (`fields`)");
}

#[test]
fn a_chain_of_a_thousand_hops_is_too_deep() {
    let mut document = String::from("{ me { ...f0 } }");
    for level in 0..1_000 {
        document += &format!(" fragment f{level} on T {{ friend {{ ...f{} }} }}", level + 1);
    }
    document += " fragment f1000 on T { id }";
    let limits = Limits { definitions: 10_000, fragment_spreads: 10_000, ..Limits::default() };
    let error = admit(&document, &limits).expect_err("it must be refused");
    insta::assert_snapshot!(error, @"the document has 2003 nested selections after fragments are expanded; the limit is 50 (`depth`)");
    assert!(refusal(&document).contains("`definitions`"));
}

#[test]
fn a_flat_chain_of_two_thousand_spreads_is_refused() {
    let spreads: String = (0..2_000).map(|n| format!("...f{n} ")).collect();
    let fragments: String = (0..2_000).map(|n| format!("fragment f{n} on T {{ a }} ")).collect();
    let document = format!("{{ x {{ {spreads} }} }} {fragments}");
    insta::assert_snapshot!(refusal(&document), @"the document has 2001 definitions; the limit is 200 (`definitions`)");
    let spreads = "...f ".repeat(2_000);
    let document = format!("{{ x {{ {spreads} }} }} fragment f on T {{ a }}");
    insta::assert_snapshot!(refusal(&document), @"the document has 2000 fragment spreads; the limit is 500 (`fragment_spreads`)");
}

#[test]
fn fifty_kilobytes_of_nested_fragments_are_refused() {
    let document = format!("{{ {} a {} }}", "... { ".repeat(7_000), "}".repeat(7_000));
    insta::assert_snapshot!(refusal(&document), @"the document has 49 nested brackets; the limit is 48 (`nesting`)");
    let values = format!("{{ a(x: {}{}) }}", "[".repeat(9_000), "]".repeat(9_000));
    assert!(refusal(&values).contains("`nesting`"));
}

#[test]
fn cycles_of_fragments_are_named() {
    let document = "{ ...a } fragment a on T { b { ...b } } fragment b on T { ...a }";
    insta::assert_snapshot!(refusal(document), @"fragments spread each other in a cycle: a, b");
    assert!(refusal("{ ...a } fragment a on T { ...a }").contains("cycle"));
}

#[test]
fn every_limit_counts_what_its_name_says() {
    let document = "query Q($v: Int = 3) @d { a: b(x: {y: [1]}) @d { c ... on T { e } ...f } g } fragment f on T { h }";
    let exact = Limits {
        bytes: document.len(),
        tokens: 49,
        nesting: 4,
        definitions: 2,
        fragment_spreads: 1,
        aliases: 1,
        directives: 2,
        root_fields: 2,
        depth: 3,
        fields: 5,
    };
    assert_eq!(admit(document, &exact), Ok(()));
    let less: [(&str, Limits); 10] = [
        ("bytes", Limits { bytes: exact.bytes - 1, ..exact.clone() }),
        ("tokens", Limits { tokens: exact.tokens - 1, ..exact.clone() }),
        ("nesting", Limits { nesting: exact.nesting - 1, ..exact.clone() }),
        ("definitions", Limits { definitions: exact.definitions - 1, ..exact.clone() }),
        ("fragment_spreads", Limits { fragment_spreads: 0, ..exact.clone() }),
        ("aliases", Limits { aliases: 0, ..exact.clone() }),
        ("directives", Limits { directives: 1, ..exact.clone() }),
        ("root_fields", Limits { root_fields: 1, ..exact.clone() }),
        ("depth", Limits { depth: 2, ..exact.clone() }),
        ("fields", Limits { fields: 4, ..exact.clone() }),
    ];
    for (name, limits) in less {
        let error = admit(document, &limits).expect_err("one less than needed").to_string();
        assert!(error.contains(&format!("(`{name}`)")), "{name}: {error}");
    }
}

#[test]
fn root_fields_in_fragments_count() {
    let limits = Limits { root_fields: 3, ..Limits::default() };
    assert!(admitted("{ a ... { b } ...f } fragment f on Query { c { d e } }", &limits));
    assert!(!admitted("{ a ... { b } ...f } fragment f on Query { c d }", &limits));
}

#[test]
fn braces_in_strings_and_comments_do_not_nest() {
    let limits = Limits { nesting: 2, ..Limits::default() };
    assert!(admitted("{ a(x: \"{{{{\") # {{{{\n}", &limits));
}

proptest! {
    /// Whatever the text, the guard answers.
    #[test]
    fn any_text_is_admitted_or_refused(text in "[a-c{}()\\[\\]:@.\" \\n#$!]{0,300}") {
        let _ = admit(&text, &Limits::default());
    }

    /// Expanding on paper gives the same number of fields as the guard's totals.
    #[test]
    fn totals_equal_a_real_expansion(shape in proptest::collection::vec((0_u64..4, proptest::collection::vec(0_usize..8, 0..3)), 1..8)) {
        let mut document = String::from("{ ...f0 }");
        for (index, (fields, uses)) in shape.iter().enumerate() {
            let fields: String = (0..*fields).map(|n| format!("x{n} ")).collect();
            let spreads: String = uses.iter().filter(|used| **used > index && **used < shape.len()).map(|used| format!("...f{used} ")).collect();
            document += &format!(" fragment f{index} on T {{ {fields}{spreads} }}");
        }
        fn count(shape: &[(u64, Vec<usize>)], index: usize) -> u64 {
            let (fields, uses) = &shape[index];
            fields + uses.iter().filter(|used| **used > index && **used < shape.len()).map(|used| count(shape, *used)).sum::<u64>()
        }
        let expected = count(&shape, 0);
        let limits = Limits { root_fields: usize::MAX, ..Limits::default() };
        let outline = Outline::read(&document, &limits).expect("small");
        let parts = expand(&outline).expect("no cycles");
        let largest = (0..shape.len()).map(|index| count(&shape, index)).max().unwrap_or(0);
        prop_assert!(parts.fields >= expected);
        prop_assert_eq!(parts.fields, largest);
    }
}
