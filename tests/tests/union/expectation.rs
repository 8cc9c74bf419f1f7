//! What the theorem says of one moment: the data by the oracle, and who is missing by the faults.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{
    case::{Demand, Policy},
    city::{Partition, UnionCity},
    fault::Faults,
    graph::{ENTITY_ROOT, Graph},
    operation::{Field, Input, Selection, print},
    routing, skew,
};

/// What must be answered.
pub struct Expectation {
    pub data: Value,
    /// The errors, each as the lines of [`located`] print it, sorted.
    pub errors: Vec<String>,
    /// `extensions.partitions` without times.
    pub partitions: Option<Value>,
    pub is_complete: bool,
}

/// Asks the oracle what a moment must bring.
pub async fn expect(
    graph: &Graph,
    city: &UnionCity,
    roots: &[Field],
    faults: &Faults,
    demand: Demand,
) -> Expectation {
    let Demand { policy, cut_off } = demand;
    let mut data = Map::new();
    let mut errors = Vec::new();
    let mut standings = Standings::default();
    let mut is_null = false;
    for root in roots {
        let asked = routing::asked(graph, city, root);
        let failed: BTreeMap<usize, &'static str> = faults
            .iter()
            .filter(|(place, failure)| asked.contains(place) && failure.fails(root))
            .map(|(place, failure)| (*place, failure.reason(cut_off)))
            .collect();
        let older = city.older.filter(|it| asked.contains(it) && !failed.contains_key(it));
        let left_out = older.map(|_| skew::left_out(graph, root)).unwrap_or_default();
        let older = older.filter(|_| !left_out.is_empty());
        standings.lacks.extend(left_out);
        let turnout = Turnout { asked, failed, older };
        standings.add(graph, city, root, &turnout).await;
        let is_lost_entity = root.name == ENTITY_ROOT && !turnout.failed.is_empty();
        let value = if is_lost_entity && policy == Policy::Partial {
            turnout.tell(city, root, &mut errors);
            without_owner(graph, root)
        } else if policy.is_met(turnout.asked.len(), turnout.failed.len()) {
            turnout.tell(city, root, &mut errors);
            value_of(city, root, &turnout, &mut errors).await
        } else {
            let failed = turnout.listed(city, " ").join(", ");
            errors.push(located("PARTITIONS_MISSING", root.key(), &failed));
            Value::Null
        };
        is_null |= value.is_null() && graph.root(&root.name).non_null;
        data.insert(root.key().to_owned(), value);
    }
    errors.sort();
    let is_complete = errors.is_empty() && standings.lacks.is_empty();
    let data = if is_null { Value::Null } else { Value::Object(data) };
    Expectation { data, errors, partitions: standings.told(city), is_complete }
}

/// One line for one error.
pub fn located(code: &str, path: &str, detail: &str) -> String {
    format!("{code} at {path}: {detail}")
}

/// Who was asked by one field, and who did not answer.
struct Turnout {
    asked: BTreeSet<usize>,
    failed: BTreeMap<usize, &'static str>,
    /// One that answered without what its version lacks.
    older: Option<usize>,
}

impl Turnout {
    /// One located error for each partition that failed.
    fn tell(&self, city: &UnionCity, root: &Field, errors: &mut Vec<String>) {
        for failed in self.listed(city, " ") {
            errors.push(located("PARTITION_FAILED", root.key(), &failed));
        }
    }

    fn listed(&self, city: &UnionCity, between: &str) -> Vec<String> {
        let line = |(place, reason): (&usize, &&'static str)| {
            format!("{}{between}{reason}", city.partitions[*place].code)
        };
        self.failed.iter().map(line).collect()
    }

    fn answered(&self) -> BTreeSet<usize> {
        self.asked.iter().copied().filter(|place| !self.failed.contains_key(place)).collect()
    }

    fn coverage(&self, city: &UnionCity) -> Value {
        let code = |place: &usize| city.partitions[*place].code;
        let mut missing = self.failed.clone();
        missing.extend(self.older.map(|place| (place, "VERSION_SKEW")));
        let is_complete = missing.is_empty();
        let missing: Vec<Value> = missing
            .iter()
            .map(|(place, reason)| json!({ "code": code(place), "reason": reason }))
            .collect();
        json!({
            "asked": self.asked.iter().map(code).collect::<Vec<_>>(),
            "answered": self.answered().iter().map(code).collect::<Vec<_>>(),
            "missing": missing,
            "complete": is_complete,
        })
    }
}

/// The value of a root field: the oracle's, with the coverage that the faults make.
async fn value_of(
    city: &UnionCity,
    root: &Field,
    turnout: &Turnout,
    errors: &mut Vec<String>,
) -> Value {
    let coverage = turnout.coverage(city);
    if root.name == "compare" {
        return comparison(city, root, turnout, &coverage).await;
    }
    let all = 0..city.partitions.len();
    let there: BTreeSet<usize> = all.filter(|place| !turnout.failed.contains_key(place)).collect();
    if root.name == ENTITY_ROOT {
        let code = root.argument("code").map(Input::json);
        let district = json!({ "__typename": "District", "code": code });
        let request = entity_request("District", &root.selections, &district);
        return city.oracle.ask(&there, request).await["data"]["_entities"][0].clone();
    }
    let printed = print(std::slice::from_ref(root));
    let request = json!({ "query": printed.text, "variables": printed.variables });
    let answer = city.oracle.ask(&there, request).await;
    for error in answer["errors"].as_array().into_iter().flatten() {
        let code = error["extensions"]["code"].as_str().unwrap_or_default();
        errors.push(located(code, root.key(), ""));
    }
    let mut value = answer["data"][root.key()].clone();
    if root.name != "node" && root.name != "nodes" {
        put_coverage(&mut value, &root.selections, &coverage);
    }
    value
}

/// A comparison as the city service makes it of the parts that the oracle counts.
async fn comparison(city: &UnionCity, root: &Field, turnout: &Turnout, coverage: &Value) -> Value {
    let mut parts = root.clone();
    parts.alias = None;
    let mut part = Field::leaves(&[
        "metric",
        "key",
        "split",
        "period",
        "numerator",
        "denominator",
        "histogram",
    ]);
    part.push(Selection::Field(Field::new("label", Field::leaves(&["zh", "en"]))));
    parts.selections = Field::leaves(&["id"]);
    parts.selections.push(Selection::Field(Field::new("parts", part)));
    let printed = print(&[parts]);
    let request = json!({ "query": printed.text, "variables": printed.variables });
    let counted = city.oracle.ask(&turnout.answered(), request).await;
    let counted = &counted["data"]["compare"];

    let of_city = root
        .selections
        .iter()
        .filter(|it| !matches!(it, Selection::Field(it) if it.name == "coverage"));
    let mut of_city: Vec<Selection> = of_city.cloned().collect();
    of_city.extend(Field::leaves(&["__typename"]));
    let entity = json!({
        "__typename": "Comparison",
        "id": counted["id"],
        "parts": counted["parts"],
        "coverage": coverage,
    });
    let answer = city.statistics.run(entity_request("Comparison", &of_city, &entity)).await;
    let made = &answer["data"]["_entities"][0];

    let mut value = Map::new();
    for selection in &root.selections {
        let Selection::Field(field) = selection else { continue };
        let member = match field.name.as_str() {
            "coverage" => project(coverage, &field.selections, "Coverage"),
            _ => made[field.key()].clone(),
        };
        value.insert(field.key().to_owned(), member);
    }
    Value::Object(value)
}

/// Asks for fields of one entity.
fn entity_request(type_name: &str, selections: &[Selection], entity: &Value) -> Value {
    let type_name = type_name.to_owned();
    let on = Selection::On { type_name, inline: true, selections: selections.to_vec() };
    let mut field = Field::new("_entities", vec![on]);
    field.set("representations", "[_Any!]!", Input::List(Vec::new()));
    let mut printed = print(&[field]);
    // The only argument of the only root field is printed first.
    printed.variables.insert("v0".to_owned(), json!([entity]));
    json!({ "query": printed.text, "variables": printed.variables })
}

/// A district whose owner did not answer: without what must not be null it is null itself.
fn without_owner(graph: &Graph, root: &Field) -> Value {
    let fields = graph.fields("District");
    let is_needed = |field: &Field| {
        field.name != "code" && fields.iter().any(|it| it.name == field.name && it.non_null)
    };
    let mut object = Map::new();
    for field in flat(&root.selections) {
        if is_needed(field) {
            return Value::Null;
        }
        let member = match field.name.as_str() {
            "code" => root.argument("code").map(Input::json).unwrap_or_default(),
            "__typename" => Value::from("District"),
            _ => Value::Null,
        };
        object.insert(field.key().to_owned(), member);
    }
    Value::Object(object)
}

/// The fields of a selection set, those of fragments among them.
fn flat(selections: &[Selection]) -> Vec<&Field> {
    let mut fields = Vec::new();
    for selection in selections {
        match selection {
            Selection::Field(field) => fields.push(field),
            Selection::On { selections, .. } => fields.extend(flat(selections)),
        }
    }
    fields
}

/// Replaces what the oracle says of itself.
fn put_coverage(value: &mut Value, selections: &[Selection], coverage: &Value) {
    for selection in selections {
        if let Selection::Field(field) = selection
            && field.name == "coverage"
            && let Some(place) = value.get_mut(field.key())
        {
            *place = project(coverage, &field.selections, "Coverage");
        }
    }
}

/// The selected part of a whole object.
fn project(whole: &Value, selections: &[Selection], type_name: &str) -> Value {
    if let Value::Array(elements) = whole {
        return elements.iter().map(|it| project(it, selections, type_name)).collect();
    }
    let mut object = Map::new();
    for selection in selections {
        match selection {
            Selection::Field(field) if field.include == Some(false) => {}
            Selection::Field(field) => {
                let member = match field.name.as_str() {
                    "__typename" => Value::from(type_name),
                    "missing" => project(&whole["missing"], &field.selections, "MissingPartition"),
                    name => whole[name].clone(),
                };
                object.insert(field.key().to_owned(), member);
            }
            Selection::On { selections, .. } => {
                if let Value::Object(inner) = project(whole, selections, type_name) {
                    object.extend(inner);
                }
            }
        }
    }
    Value::Object(object)
}

/// What became of the partitions in all root fields together.
#[derive(Default)]
struct Standings {
    asked: BTreeSet<usize>,
    failed: BTreeMap<usize, &'static str>,
    /// Those that answered some root field with something.
    full: BTreeSet<usize>,
    /// What the older version answered without.
    lacks: BTreeSet<String>,
}

impl Standings {
    async fn add(&mut self, graph: &Graph, city: &UnionCity, root: &Field, turnout: &Turnout) {
        self.asked.extend(&turnout.asked);
        for (place, reason) in &turnout.failed {
            self.failed.entry(*place).or_insert(reason);
        }
        for place in turnout.answered() {
            if !self.full.contains(&place)
                && !answers_with_nothing(graph, &city.partitions[place], root).await
            {
                self.full.insert(place);
            }
        }
    }

    fn told(&self, city: &UnionCity) -> Option<Value> {
        if self.asked.is_empty() {
            return None;
        }
        let failed = self.failed.clone();
        let turnout = Turnout { asked: self.asked.clone(), failed, older: None };
        let coverage = turnout.coverage(city);
        let empty = turnout.answered().into_iter().filter(|place| !self.full.contains(place));
        let empty: Vec<&str> = empty.map(|place| city.partitions[place].code).collect();
        let mut told = json!({
            "asked": coverage["asked"],
            "answered": coverage["answered"],
            "empty": empty,
            "failed": coverage["missing"],
        });
        if let Some(older) = city.older.filter(|_| !self.lacks.is_empty()) {
            let code = city.partitions[older].code;
            told["lacking"] = json!([{ "code": code, "fields": self.lacks }]);
        }
        Some(told)
    }
}

/// Whether a partition alone has nothing of what a root field asks for: no rows on the page, no
/// object, nothing counted. One that is not asked for rows does not say that it has none.
async fn answers_with_nothing(graph: &Graph, partition: &Partition, root: &Field) -> bool {
    let mut probe = Field { alias: None, ..root.clone() };
    let is_page = graph.root(&root.name).named_type.ends_with("Connection");
    probe.selections = match root.name.as_str() {
        ENTITY_ROOT => return false,
        "compare" if !asks_for(&root.selections, &["rows", "total", "cautions"]) => return false,
        _ if is_page && !asks_for(&root.selections, &["edges", "nodes", "pageInfo"]) => {
            return false;
        }
        "compare" => {
            vec![Selection::Field(Field::new("parts", Field::leaves(&["key"])))]
        }
        _ if is_page => vec![Selection::Field(Field::new("edges", Field::leaves(&["cursor"])))],
        _ => Field::leaves(&["__typename"]),
    };
    let printed = print(&[probe]);
    let request = json!({ "query": printed.text, "variables": printed.variables });
    let answer = partition.ask(request).await;
    let value = &answer["data"][&root.name];
    let is_nothing =
        |list: &Value| list.as_array().is_some_and(|list| list.iter().all(Value::is_null));
    answer.get("errors").is_none()
        && match root.name.as_str() {
            "compare" => is_nothing(&value["parts"]),
            _ if is_page => is_nothing(&value["edges"]),
            _ => value.is_null() || is_nothing(value),
        }
}

fn asks_for(selections: &[Selection], names: &[&str]) -> bool {
    flat(selections).into_iter().any(|field| names.contains(&field.name.as_str()))
}
