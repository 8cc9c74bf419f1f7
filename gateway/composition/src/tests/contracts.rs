//! Contracts: what clients see by tags.

use std::collections::BTreeSet;

use gateway_supergraph::Supergraph;

use super::support::{composed, subgraph, text};
use crate::{Code, ContractOptions, contract};

const SDL: &str = r#"
type Query { shop: Shop @tag(name: "public") staff: Staff @tag(name: "internal") pay(to: Account, note: String @tag(name: "internal")): Receipt @tag(name: "partner") }
type Shop @tag(name: "public") { name: String kind: Kind margin: Int @tag(name: "internal") place: Place }
type Staff { name: String @tag(name: "internal") }
type Place @tag(name: "public") { at: Coordinates }
type Lonely @tag(name: "public") { a: Int }
type Receipt @tag(name: "partner") { id: ID! }
scalar Coordinates @tag(name: "public")
input Account @tag(name: "partner") { number: String! secret: String @tag(name: "internal") }
enum Kind { BIG @tag(name: "public") SMALL @tag(name: "public") SECRET @tag(name: "internal") }
"#;

fn tags(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(ToString::to_string).collect()
}

fn sdl() -> String {
    composed(&[subgraph("a", SDL)]).supergraph_sdl
}

/// What clients see of a contract.
fn seen(include: &[&str], exclude: &[&str], hide_unreachable: bool) -> String {
    let options =
        ContractOptions { include: tags(include), exclude: tags(exclude), hide_unreachable };
    let contract = contract(&sdl(), &options)
        .unwrap_or_else(|diagnostics| panic!("refused:\n{}", text(&diagnostics)));
    Supergraph::parse(&contract).expect("a contract is a supergraph").api_sdl()
}

#[test]
fn what_is_included_is_all_that_is_seen() {
    insta::assert_snapshot!(seen(&["public"], &["internal"], true), @r#"
    scalar Coordinates

    enum Kind {
      BIG
      SMALL
    }

    type Place {
      at: Coordinates
    }

    type Query {
      shop: Shop
    }

    type Shop {
      name: String
      kind: Kind
      place: Place
    }
    "#);
}

#[test]
fn what_is_excluded_is_all_that_is_not_seen() {
    insta::assert_snapshot!(seen(&[], &["internal"], false), @r#"
    input Account {
      number: String!
    }

    scalar Coordinates

    enum Kind {
      BIG
      SMALL
    }

    type Lonely {
      a: Int
    }

    type Place {
      at: Coordinates
    }

    type Query {
      shop: Shop
      pay(to: Account): Receipt
    }

    type Receipt {
      id: ID!
    }

    type Shop {
      name: String
      kind: Kind
      place: Place
    }
    "#);
}

#[test]
fn nothing_chosen_changes_nothing_for_clients() {
    let whole = Supergraph::parse(&sdl()).expect("it is a supergraph").api_sdl();
    assert_eq!(seen(&[], &[], false), whole);
}

fn refused(sdl: &str, include: &[&str], exclude: &[&str]) -> Vec<Code> {
    let options =
        ContractOptions { include: tags(include), exclude: tags(exclude), hide_unreachable: false };
    let found = contract(sdl, &options).expect_err("it must be refused");
    found.into_iter().map(|one| one.code).collect()
}

#[test]
fn a_contract_that_is_none_is_refused() {
    let sdl = sdl();
    assert_eq!(refused(&sdl, &["public"], &["public"]), [Code::ContractTagConflict]);
    assert_eq!(refused(&sdl, &["pulbic"], &[]), [Code::ContractTagUnknown]);
    assert_eq!(refused("type Query {", &[], &[])[0], Code::InvalidGraphql);
    // The query stays and the receipt that it returns does not.
    let untagged = composed(&[subgraph(
        "a",
        r#"type Query { pay: Receipt @tag(name: "partner") } type Receipt { id: ID! }"#,
    )]);
    let found = refused(&untagged.supergraph_sdl, &["partner"], &[]);
    assert_eq!(found, [Code::ReferencedInaccessible]);
    assert!(
        refused(&sdl, &[], &["public", "partner", "internal"])
            .contains(&Code::QueryRootInaccessible)
    );
}

#[test]
fn a_renamed_tag_is_a_tag() {
    let renamed = sdl()
        .replace(
            r#"@link(url: "https://specs.apollo.dev/tag/v0.3")"#,
            r#"@link(url: "https://specs.apollo.dev/tag/v0.3", as: "label")"#,
        )
        .replace("@tag(", "@label(");
    let options = ContractOptions { exclude: tags(&["internal"]), ..ContractOptions::default() };
    let contract = contract(&renamed, &options).expect("it is a contract");
    assert!(
        contract.contains(r#"margin: Int @label(name: "internal") @inaccessible"#),
        "{contract}"
    );
}
