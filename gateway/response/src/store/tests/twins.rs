//! Values that say the same at the same place.

use gateway_plan::PathSegment;

use super::*;
use crate::Targets;

fn add_twins(store: &mut Store, value: &Value) -> Ref {
    let body = Bytes::from(value.to_string());
    store.add(Tape::index_twins(body, &IndexLimits::default()).expect("JSON"))
}

fn elements(store: &Store, root: Ref, key: &str) -> Vec<Ref> {
    store.elements(store.get(root, key).expect(key)).collect()
}

fn at(keys: &[&str]) -> Vec<Vec<PathSegment>> {
    let segment = |key: &&str| match *key {
        "@" => PathSegment::List,
        key => PathSegment::Field(key.to_owned()),
    };
    vec![keys.iter().map(segment).collect()]
}

#[test]
fn equal_values_at_one_place_are_one_and_at_another_place_they_are_not() {
    let mut store = Store::new();
    let value = json!({
        "l": [{"p": {"id": 1}}, {"n": 2, "p": {"id": 1}}, {"p": {"id": 3}}, {"p": {"id": 1}}],
        "m": [{"p": {"id": 1}}],
    });
    let root = add_twins(&mut store, &value);
    let l = elements(&store, root, "l");
    let m = elements(&store, root, "m");
    assert_eq!(l[0], l[3]);
    let p = |object: Ref| store.get(object, "p").expect("p");
    assert_eq!(p(l[0]), p(l[1]));
    assert_ne!(p(l[0]), p(l[2]));
    assert_ne!(p(l[0]), p(m[0]));
    assert_eq!(rebuilt(&store, root), value);
}

#[test]
fn a_target_that_stands_at_several_places_is_one_and_knows_them_all() {
    let mut store = Store::new();
    let product = json!({"upc": "1"});
    let author = json!({"id": "7", "reviews": [{"product": product}, {"product": {"upc": "2"}}]});
    let value = json!({"reviews": [{"author": author, "n": 1}, {"author": author, "n": 2}]});
    let root = add_twins(&mut store, &value);
    let paths = at(&["reviews", "@", "author", "reviews", "@", "product"]);
    let targets = Targets::find(&store, &store.node(root), &paths);
    let places: Vec<Vec<String>> = targets
        .as_slice()
        .iter()
        .map(|target| targets.places(target).iter().map(ToString::to_string).collect())
        .collect();
    assert_eq!(
        places,
        [
            ["reviews[0].author.reviews[0].product", "reviews[1].author.reviews[0].product"],
            ["reviews[0].author.reviews[1].product", "reviews[1].author.reviews[1].product"],
        ]
    );
}

/// Three people of whom one subgraph says that they live in a country, all in the same words, and
/// another one which country that is: what is found out about one country holds for no other.
#[test]
fn what_is_laid_over_a_node_lies_over_nothing_that_shares_a_part_with_it() {
    let mut store = Store::new();
    let country = json!({"country": {"kind": "Country"}});
    let people = add_twins(&mut store, &json!([country, country, country]));
    let people: Vec<Ref> = store.elements(people).collect();
    assert_eq!(people[0], people[1]);
    // Each stands in an object of its own, as what an entity fetch brings does.
    let homes: Vec<Ref> = (0..3).map(|n| add(&mut store, &json!({"n": n}))).collect();
    let told = |code: &str| json!({"country": {"code": code}});
    let codes = add_twins(&mut store, &json!([told("cn"), told("jp"), told("cn")]));
    let codes: Vec<Ref> = store.elements(codes).collect();
    for (home, (person, code)) in homes.iter().zip(people.iter().zip(codes)) {
        store.overlay(*home, *person);
        store.overlay(*home, code);
    }
    let countries: Vec<Node> = homes
        .iter()
        .map(|home| store.field(&store.node(*home), "country").expect("the country"))
        .collect();
    for (country, name) in countries.iter().zip(["China", "Japan", "China"]) {
        let found = add(&mut store, &json!({"name": name}));
        store.overlay_node(country, found);
    }
    let keys = ["country", "kind", "code", "name"];
    let seen: Vec<Value> =
        homes.iter().map(|home| seen(&store, &store.node(*home), &keys)).collect();
    let country = |code: &str, name: &str| json!({"country": {"kind": "Country", "code": code, "name": name}});
    assert_eq!(seen, [country("cn", "China"), country("jp", "Japan"), country("cn", "China")]);
}

/// Lists of a few objects that repeat.
fn repeating() -> impl Strategy<Value = Value> {
    let few = prop::collection::vec(any_json(), 1..4);
    (few, prop::collection::vec(0_usize..4, 0..9)).prop_map(|(few, order)| {
        let chosen = |at: &usize| few[at % few.len()].clone();
        json!({"l": order.iter().map(chosen).collect::<Vec<_>>(), "x": few})
    })
}

proptest! {
    #[test]
    fn twins_are_read_as_what_they_are(value in repeating()) {
        let mut store = Store::new();
        let root = add_twins(&mut store, &value);
        prop_assert_eq!(rebuilt(&store, root), value);
    }
}
