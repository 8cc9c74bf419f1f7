//! The laws that every list keeps, on both databases: pages joined together are the list, cursors
//! compare as the list is ordered, an index serves every order, and a query costs the same number of
//! statements whatever its size.

use async_graphql::resolver_utils::EnumType;
use contract::Cursor;
use serde_json::Value;
use storage::{PageLimits, PageRequest, for_each_database};

use super::{ListOrder, Listed, queries};
use crate::{
    brands::model::BrandInitiative,
    delegations::model::{Delegation, WorkingGroup},
    deputies::model::Deputy,
    duty::model::Activity,
    petitions::model::{Escalation, Petition},
    places::model::{Community, Division, Grid},
    stations::model::{Channel, QrCode, Station},
    supervision::model::SupervisionActivity,
    testing::{TestDistrict, only_error, texts},
};

for_each_database! {
    /// Every root list in every order, forward and backward.
    async fn pages_joined_together_are_the_list(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let lists = root_lists(&district).await;
        assert!(lists.len() >= 14, "{lists:?}");
        for (list, orders) in lists {
            for order in orders {
                let whole = page(&district, &list, &order, "first: 100").await;
                assert!(whole.ids.len() > 1, "the list {list} has rows");
                assert_eq!(whole.total, whole.ids.len(), "{list} by {order}");
                assert!(whole.cursors.is_sorted_by(|a, b| a < b), "cursors of {list} by {order}");
                assert_eq!(walk_forward(&district, &list, &order).await, whole.ids, "{list} {order}");
                assert_eq!(walk_backward(&district, &list, &order).await, whole.ids, "{list} {order}");
            }
        }
    }

    /// Naming a district narrows a list to it.
    async fn a_list_is_narrowed_to_districts(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        for (list, _) in root_lists(&district).await {
            let query = format!(
                r#"{{ {list}(districts: ["231004", "231081"]) {{ nodes {{ id }} coverage {{ asked answered complete }} }} }}"#
            );
            let data = district.data(query).await;
            let ids = texts(&data[&list]["nodes"], "/id");
            assert!(ids.iter().all(|id| id.starts_with("231004:")), "{list}: {ids:?}");
            assert_eq!(data[&list]["coverage"]["asked"], serde_json::json!(["231004"]));
        }
    }

    /// The same page below each parent is the page of the list that is narrowed to the parent.
    async fn pages_below_parents_are_pages_of_narrowed_lists(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        for arguments in ["first: 2", "last: 2", "first: 1, orderBy: DUE_ASC", "first: 0"] {
            let fields = "{ totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage } }";
            let data = district
                .data(format!("{{ grids(first: 100) {{ nodes {{ id petitions({arguments}) {fields} }} }} }}"))
                .await;
            for grid in data["grids"]["nodes"].as_array().expect("a list") {
                let id = grid["id"].as_str().expect("an id");
                let query = format!(r#"{{ petitions({arguments}, filter: {{ grid: "{id}" }}) {fields} }}"#);
                assert_eq!(district.data(query).await["petitions"], grid["petitions"], "{arguments}");
            }
        }
    }

    /// More rows do not cost more statements.
    async fn a_query_costs_the_same_whatever_its_size(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        for (query, expected) in [
            ("{ deputies(first: SIZE) { nodes { name { zh } } } }", 1),
            ("{ deputies(first: SIZE) { totalCount } }", 1),
            ("{ deputies(first: SIZE) { totalCount edges { cursor node { id } } } }", 2),
            ("{ grids(first: SIZE) { nodes { deputies { id } petitions(first: 3) { totalCount nodes { category } } } } }", 4),
            ("{ delegations(first: SIZE) { totalCount nodes { deputies(first: 1) { totalCount } grids(first: 1) { totalCount } workingGroups { name { zh } topics } } } }", 6),
            ("{ petitions(first: SIZE) { nodes { delegation { name { zh } division { code } } grid { community { id } } events { kind } assignments { deputy { id } } replies { mode } ratings { score } escalations { id } channel { id } district { code } } } }", 12),
            ("{ grids(first: SIZE) { nodes { a: petitions(first: 1) { nodes { id } } b: petitions(first: 1) { nodes { status } } c: petitions(first: 2) { nodes { id } } } } }", 3),
        ] {
            let at = async |size: &str| district.statements(&query.replace("SIZE", size)).await;
            assert_eq!(at("20").await, expected, "{query}");
            assert!(at("1").await <= expected, "{query}");
            assert_eq!(at("100").await, expected, "{query}");
        }
    }

    /// No order of a list reads and sorts the whole table, from the start or after a cursor.
    async fn an_index_serves_every_order(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        explain::<Deputy>(&district, "deputies").await;
        explain::<Delegation>(&district, "delegations").await;
        explain::<WorkingGroup>(&district, "workingGroups").await;
        explain::<Station>(&district, "stations").await;
        explain::<Channel>(&district, "channels").await;
        explain::<QrCode>(&district, "qrCodes").await;
        explain::<Division>(&district, "divisions").await;
        explain::<Community>(&district, "communities").await;
        explain::<Grid>(&district, "grids").await;
        explain::<Petition>(&district, "petitions").await;
        explain::<Escalation>(&district, "escalations").await;
        explain::<Activity>(&district, "activities").await;
        explain::<SupervisionActivity>(&district, "supervision").await;
        explain::<BrandInitiative>(&district, "brands").await;
    }

    /// Each field of each filter makes SQL that the database takes, alone and with null.
    async fn every_filter_is_understood(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        for (list, filter) in root_filters(&district).await {
            let query = format!("{{ {list}(filter: {{ {filter} }}) {{ totalCount nodes {{ id }} }} }}");
            let data = district.data(query).await;
            let total = data[&list]["totalCount"].as_u64().expect("a number");
            let rows = data[&list]["nodes"].as_array().map(Vec::len).expect("a list");
            assert!(rows as u64 <= total && total <= 36, "{list} by {filter}: {data}");
        }
    }

    /// A cursor was given at a row, which counts as there, whatever the list is narrowed to.
    async fn an_empty_page_has_rows_behind_the_cursor_that_it_begins_at(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let start = page(&district, "petitions", "ACCEPTED_AT_DESC", "last: 1").await.start;
        for nobody in ["districts: []", "filter: { delegation: [] }"] {
            for (around, has_next) in [("last: 1, before", true), ("first: 1, after", false)] {
                let arguments = format!(r#"{nobody}, {around}: "{start}""#);
                let page = page(&district, "petitions", "ACCEPTED_AT_DESC", &arguments).await;
                let told = (page.total, page.ids.len(), page.has_next, page.has_previous);
                assert_eq!(told, (0, 0, has_next, !has_next), "{arguments}");
            }
        }
    }

    /// What is wrong with the arguments of a list is said with a code.
    async fn wrong_pages_are_refused(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let by_name = page(&district, "deputies", "NAME_ASC", "first: 1").await.end;
        for (arguments, code) in [
            ("first: 100000", "PAGE_SIZE_INVALID"),
            ("first: -1", "PAGE_SIZE_INVALID"),
            ("first: 1, last: 1", "PAGE_SIZE_INVALID"),
            (r#"after: "x""#, "CURSOR_INVALID"),
            (&format!(r#"after: "{by_name}", orderBy: ID_ASC"#), "CURSOR_INVALID"),
            (r#"districts: ["231081"]"#, "PARTITION_UNKNOWN"),
        ] {
            let answer = district.answer(format!("{{ deputies({arguments}) {{ nodes {{ id }} }} }}")).await;
            assert_eq!(only_error(&answer).0, code, "{arguments}");
        }
    }
}

struct Page {
    ids: Vec<String>,
    cursors: Vec<Vec<u8>>,
    total: usize,
    start: String,
    end: String,
    has_next: bool,
    has_previous: bool,
}

async fn page(district: &TestDistrict<'_>, list: &str, order: &str, arguments: &str) -> Page {
    let query = format!(
        "{{ {list}(orderBy: {order}, {arguments}) {{ totalCount edges {{ cursor node {{ id }} }} \
         pageInfo {{ startCursor endCursor hasNextPage hasPreviousPage }} }} }}"
    );
    let data = district.data(query).await;
    let found = &data[list];
    let info = &found["pageInfo"];
    let cursor = |text: &str| Cursor::decode(text).expect("a cursor").order_bytes().to_vec();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Page {
        ids: texts(&found["edges"], "/node/id"),
        cursors: texts(&found["edges"], "/cursor").iter().map(|text| cursor(text)).collect(),
        total: found["totalCount"].as_u64().and_then(|n| n.try_into().ok()).expect("a number"),
        start: text(&info["startCursor"]),
        end: text(&info["endCursor"]),
        has_next: info["hasNextPage"] == true,
        has_previous: info["hasPreviousPage"] == true,
    }
}

async fn walk_forward(district: &TestDistrict<'_>, list: &str, order: &str) -> Vec<String> {
    let mut page = page(district, list, order, "first: 7").await;
    let mut ids = page.ids;
    while page.has_next {
        page =
            self::page(district, list, order, &format!(r#"first: 7, after: "{}""#, page.end)).await;
        ids.extend(page.ids);
    }
    ids
}

async fn walk_backward(district: &TestDistrict<'_>, list: &str, order: &str) -> Vec<String> {
    let mut page = page(district, list, order, "last: 7").await;
    let mut ids = page.ids;
    while page.has_previous {
        page = self::page(district, list, order, &format!(r#"last: 7, before: "{}""#, page.start))
            .await;
        ids.splice(0..0, page.ids);
    }
    ids
}

/// The root fields that are lists, with the names of their orders, from the schema itself.
async fn root_lists(district: &TestDistrict<'_>) -> Vec<(String, Vec<String>)> {
    let data = district
        .data(
            r#"{ __type(name: "Query") { fields { name args { name type { ofType { enumValues { name } } } } } } }"#,
        )
        .await;
    let orders = |field: &Value| {
        let args = field["args"].as_array()?.clone();
        let order = args.into_iter().find(|arg| arg["name"] == "orderBy")?;
        let name = field["name"].as_str()?.to_owned();
        Some((name, texts(&order["type"]["ofType"]["enumValues"], "/name")))
    };
    let fields = data["__type"]["fields"].as_array().expect("a list");
    fields.iter().filter_map(orders).collect()
}

/// Every field of every filter of a root list with a value, and with null.
async fn root_filters(district: &TestDistrict<'_>) -> Vec<(String, String)> {
    let data = district
        .data(
            r#"{ __type(name: "Query") { fields { name args { name type { name inputFields {
                name type { name kind ofType { ofType { name kind enumValues { name } } } } } } } } } }"#,
        )
        .await;
    let mut filters = Vec::new();
    for field in data["__type"]["fields"].as_array().expect("a list") {
        let list = field["name"].as_str().expect("a name");
        let arguments = field["args"].as_array().into_iter().flatten();
        for filter in arguments.filter(|argument| argument["name"] == "filter") {
            for input in filter["type"]["inputFields"].as_array().expect("a list") {
                let name = input["name"].as_str().expect("a name");
                filters.push((list.to_owned(), format!("{name}: {}", value_of(&input["type"]))));
                filters.push((list.to_owned(), format!("{name}: null")));
            }
        }
    }
    assert!(filters.len() > 80, "{filters:?}");
    filters
}

/// A value of an input type.
fn value_of(input: &Value) -> String {
    let element = &input["ofType"]["ofType"];
    match (input["name"].as_str(), element["name"].as_str(), element["kind"].as_str()) {
        (Some("Boolean"), ..) => "true".to_owned(),
        (Some("NaiveDate"), ..) => r#""2023-06-01""#.to_owned(),
        (Some("IntFilter"), ..) => "{ eq: 1, atLeast: 0, atMost: 2 }".to_owned(),
        (_, Some("ID"), _) => r#"["231004:delegation:003", "231004:grid:003-1"]"#.to_owned(),
        (_, _, Some("ENUM")) => format!("[{}]", texts(&element["enumValues"], "/name").join(", ")),
        _ => panic!("no value is known for {input}"),
    }
}

async fn explain<R: Listed>(district: &TestDistrict<'_>, list: &str) {
    for item in R::Order::items() {
        let (name, order) = (item.value.name(), item.value.order_by());
        let cursor = page(district, list, name, "first: 1").await.end;
        for request in [
            PageRequest { first: Some(20), ..PageRequest::default() },
            PageRequest { first: Some(20), after: Some(cursor.clone()), ..PageRequest::default() },
            PageRequest { last: Some(20), before: Some(cursor.clone()), ..PageRequest::default() },
        ] {
            let page = request.validate(name, PageLimits::default()).expect("a valid page");
            let rest = queries::page_of::<R>(&[], &order, &page).expect("a cursor of the list");
            let sql = format!("SELECT {}.* {}", R::TABLE, rest.explained());
            let plan = district.test.explain(&sql).await;
            let indexed = plan.to_lowercase().contains("index");
            let sorts = ["Seq Scan", "Sort", "TEMP B-TREE"].iter().any(|step| plan.contains(step));
            assert!(indexed && !sorts, "{sql}\n{plan}");
        }
    }
}
