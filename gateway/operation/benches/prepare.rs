//! What a text goes through that was not planned before (the usual benchmark query), and what every
//! request goes through.

use std::hint::black_box;

use apollo_compiler::Schema;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gateway_operation::{
    GraphQlRequest, Limits, PrepareSettings, Variables, guard, prepare, variables,
};

const QUERY: &str = include_str!("../../../tests/load/src/federation/seven_fetches.graphql");

const SCHEMA: &str = "
    type Query { me: User users: [User!]! topProducts(first: Int! = 5): [Product!]! }
    type User { id: ID! name: String! username: String! birthday: String! reviews: [Review!]! }
    type Review { id: ID! body: String! author: User! product: Product! }
    type Product {
      upc: String! name: String! price: Int weight: Int
      inStock: Boolean! shippingEstimate: Int reviews: [Review!]!
    }";

fn new_text(criterion: &mut Criterion) {
    let schema = Schema::parse_and_validate(SCHEMA, "schema.graphql").expect("a valid schema");
    let (limits, settings) = (Limits::default(), PrepareSettings::default());
    let mut group = criterion.benchmark_group("prepare");
    group.throughput(Throughput::Bytes(QUERY.len() as u64));
    group.bench_function("guard", |bencher| {
        bencher.iter(|| guard::admit(black_box(QUERY), &limits).expect("within the limits"));
    });
    group.bench_function("guard_parse_validate_select", |bencher| {
        bencher.iter(|| prepare(&schema, &settings, black_box(QUERY), None).expect("valid"));
    });
    group.finish();
}

fn every_request(criterion: &mut Criterion) {
    let schema = Schema::parse_and_validate(SCHEMA, "schema.graphql").expect("a valid schema");
    let with_variable = "query($first: Int!) { topProducts(first: $first) { upc } }";
    let prepared = prepare(&schema, &PrepareSettings::default(), with_variable, None);
    let prepared = prepared.expect("valid");
    let raw = Variables::from_iter([("first".to_owned(), 9.into())]);
    let body = serde_json::json!({ "query": QUERY, "variables": raw }).to_string();
    criterion.bench_function("request/read", |bencher| {
        bencher.iter(|| GraphQlRequest::from_json(black_box(body.as_bytes())).expect("a request"));
    });
    criterion.bench_function("request/variables", |bencher| {
        bencher.iter(|| variables::coerce(&schema, &prepared, black_box(&raw)).expect("it fits"));
    });
}

criterion_group!(benches, new_text, every_request);
criterion_main!(benches);
