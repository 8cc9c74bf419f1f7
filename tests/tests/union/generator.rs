//! Draws cases: any root fields of the district's schema with any of their arguments, whatever can
//! be selected below them, and partitions that fail.

use rand::{Rng as _, seq::IndexedRandom as _};
use rand_chacha::ChaCha8Rng;

use super::{
    case::{Case, Demand, Policy, Walk},
    city::UnionCity,
    fault::{Failure, Fault, Faults, Time},
    graph::{ENTITY_ROOT, FieldDefinition, Graph, InputDefinition, Kind},
    operation::{Argument, Field, Input, Selection},
    routing, skew,
};

/// Fields that the public may not read, which a comparison of answers can say nothing about.
const NOT_PUBLIC: [&str; 3] = ["performanceFiles", "excuses", "pointsEntries"];

/// The most pages that a walk reads.
pub const MAX_PAGES: usize = 6;

/// Draws the cases of one city.
pub struct Generator<'a> {
    graph: &'a Graph,
    city: &'a UnionCity,
    random: ChaCha8Rng,
    /// The root field that is being drawn.
    subject: String,
}

impl<'a> Generator<'a> {
    pub fn new(graph: &'a Graph, city: &'a UnionCity, random: ChaCha8Rng) -> Self {
        Self { graph, city, random, subject: String::new() }
    }

    pub fn case(&mut self) -> Case {
        loop {
            let case = if self.chance(30) { self.walk() } else { self.operation() };
            // Nobody to compare is a mistake of the caller, and no rows to make a union of.
            let compares = |root: &&Field| root.name == "compare";
            let compares_nobody = case
                .roots
                .iter()
                .filter(compares)
                .any(|root| routing::asked(self.graph, self.city, root).is_empty());
            // Two districts are looked up together, and told of together where they fail.
            let districts = case.roots.iter().filter(|root| root.name == ENTITY_ROOT).count();
            let is_looked_up_without = case.roots.iter().any(|root| {
                root.name == ENTITY_ROOT && !skew::left_out(self.graph, root).is_empty()
            });
            if !compares_nobody && districts < 2 && !is_looked_up_without {
                return case;
            }
        }
    }

    fn operation(&mut self) -> Case {
        let count = self.random.random_range(1..=3);
        let mut roots: Vec<Field> = (0..count).map(|_| self.root()).collect();
        // Beside other root fields, what is looked up asks a partition a second time.
        let is_looked_up = self.chance(15);
        if is_looked_up {
            let definition = self.graph.root(ENTITY_ROOT);
            roots.push(self.root_of(definition));
        }
        if roots.len() > 1 || self.chance(30) {
            for (number, root) in roots.iter_mut().enumerate() {
                root.alias = Some(format!("r{number}"));
            }
        }
        let policy = match self.random.random_range(0..100) {
            0..80 => Policy::Partial,
            80..90 => Policy::Abort,
            _ => Policy::Require(self.random.random_range(0..=self.city.partitions.len())),
        };
        let mut faults = self.faults();
        if is_looked_up {
            for failure in faults.values_mut() {
                let times = [Time::Always, Time::FromLookups, Time::UntilLookups];
                failure.time = *self.pick(&times);
            }
        }
        // What a comparison is made of must be there in time for the city to make it.
        if roots.iter().any(|root| root.name == "compare")
            && self.chance(30)
            && let Some(failure) = faults.values_mut().next()
        {
            failure.fault = *self.pick(&Fault::SLOW);
        }
        let is_slow = faults.values().any(|failure| failure.is_slow());
        let cut_off = self.chance(if is_slow { 50 } else { 10 });
        let demand = Demand { policy, cut_off };
        Case { roots, walk: None, moments: vec![faults], demand }
    }

    fn walk(&mut self) -> Case {
        let lists: Vec<&FieldDefinition> =
            self.graph.roots().filter(|root| root.named_type.ends_with("Connection")).collect();
        let definition = *self.pick(&lists);
        let backward = self.chance(50);
        let mut root = self.field(definition, 2);
        root.arguments
            .retain(|it| !["first", "last", "after", "before"].contains(&it.name.as_str()));
        let size = self.random.random_range(1..=7);
        root.set(if backward { "last" } else { "first" }, "Int", Input::Int(size));
        let info = ["hasNextPage", "hasPreviousPage", "startCursor", "endCursor"];
        root.selections.retain(|it| !matches!(it, Selection::Field(it) if it.key() == "pageInfo"));
        root.selections.push(Selection::Field(Field::new("pageInfo", Field::leaves(&info))));
        let moments = (0..MAX_PAGES).map(|_| self.faults()).collect();
        let demand = Demand { policy: Policy::Partial, cut_off: self.chance(10) };
        Case { roots: vec![root], walk: Some(Walk { backward }), moments, demand }
    }

    fn faults(&mut self) -> Faults {
        let mut faults = Faults::new();
        if self.chance(45) {
            return faults;
        }
        for place in 0..self.city.partitions.len() {
            if self.chance(35) {
                let is_slow = self.random.random_range(0..1000) < 15;
                let choices: &[Fault] = if is_slow { &Fault::SLOW } else { &Fault::PROMPT };
                faults.insert(place, Failure::always(*self.pick(choices)));
            }
        }
        faults
    }

    fn root(&mut self) -> Field {
        let roots: Vec<&FieldDefinition> = self.graph.roots().collect();
        let definition = *self.pick(&roots);
        self.root_of(definition)
    }

    fn root_of(&mut self, definition: &FieldDefinition) -> Field {
        self.subject.clone_from(&definition.name);
        let mut root = match definition.name.as_str() {
            "compare" => return self.compare(),
            _ => self.field(definition, 3),
        };
        if root.name == ENTITY_ROOT {
            root.selections.iter_mut().for_each(without_conditions);
        }
        root
    }

    /// A comparison, whose rows are the city's and not in the district's schema.
    fn compare(&mut self) -> Field {
        let metrics = self.names_of("MetricKey");
        let metrics = (0..self.random.random_range(1..=3))
            .map(|_| self.pick(&metrics).clone())
            .map(Input::Name)
            .collect();
        let dimensions = self.names_of("Dimension");
        let dimension = self.pick(&dimensions).clone();
        let scope = match self.random.random_range(0..3) {
            0 => ("all", Input::Bool(true)),
            1 => ("districts", self.some_codes()),
            _ => {
                let groups: Vec<&str> =
                    self.city.partitions.iter().map(|partition| partition.peer_group).collect();
                ("peerGroup", Input::Name((*self.pick(&groups)).to_owned()))
            }
        };
        let period = match self.random.random_range(0..3) {
            0 => vec![("year".to_owned(), Input::Int(self.random.random_range(2022..=2023)))],
            1 => vec![("quarter".to_owned(), Input::Text("2023Q2".to_owned()))],
            _ => vec![
                ("from".to_owned(), Input::Text("2022-03-01".to_owned())),
                ("to".to_owned(), Input::Text("2023-09-30".to_owned())),
            ],
        };
        let cells = "metric value numerator denominator low high state";
        let row = |name: &str| {
            let label = Field::new("label", Field::leaves(&["zh", "en"]));
            let cells: Vec<&str> = cells.split(' ').collect();
            let cells = Field::new("cells", Field::leaves(&cells));
            let mut inner = Field::leaves(&["key"]);
            inner.extend([Selection::Field(label), Selection::Field(cells)]);
            Selection::Field(Field::new(name, inner))
        };
        let coverage = self.selections("Coverage", 1);
        let cautions = Field::new("cautions", Field::leaves(&["code", "message"]));
        let mut selections = Field::leaves(&["id"]);
        selections.extend([
            Selection::Field(Field::new("coverage", coverage)),
            row("rows"),
            row("total"),
            Selection::Field(cautions),
        ]);
        let mut selections: Vec<Selection> =
            selections.into_iter().filter(|_| self.chance(60)).collect();
        if selections.is_empty() {
            selections = vec![row("rows")];
        }
        let mut field = Field::new("compare", selections);
        field.set("metrics", "[MetricKey!]!", Input::List(metrics));
        field.set("by", "Dimension!", Input::Name(dimension));
        field.set("scope", "ScopeInput!", Input::Object(vec![(scope.0.to_owned(), scope.1)]));
        field.set("period", "PeriodInput!", Input::Object(period));
        for argument in &mut field.arguments {
            argument.by_variable = self.random.random_bool(0.5);
        }
        field
    }

    /// A field with arguments, and with selections when its type has fields.
    fn field(&mut self, definition: &FieldDefinition, depth: usize) -> Field {
        let mut field = Field::new(&definition.name, Vec::new());
        field.arguments = self.arguments(&definition.arguments);
        if matches!(self.graph.kind(&definition.named_type), Kind::Composite { .. }) {
            field.selections = self.selections(&definition.named_type, depth);
        }
        field
    }

    fn arguments(&mut self, definitions: &[InputDefinition]) -> Vec<Argument> {
        let mut arguments = Vec::new();
        let from_start = self.chance(50);
        for definition in definitions {
            let is_page_size = (definition.name == "first" && from_start)
                || (definition.name == "last" && !from_start);
            let chance = match definition.name.as_str() {
                _ if definition.is_required => 100,
                "first" | "last" => {
                    if is_page_size {
                        85
                    } else {
                        0
                    }
                }
                "after" | "before" => 25,
                _ => 50,
            };
            if self.chance(chance)
                && let Some(value) = self.argument(definition, &arguments)
            {
                arguments.push(Argument {
                    name: definition.name.clone(),
                    type_text: definition.type_text.clone(),
                    value,
                    by_variable: self.chance(50),
                });
            }
        }
        arguments
    }

    fn argument(&mut self, definition: &InputDefinition, before: &[Argument]) -> Option<Input> {
        match definition.name.as_str() {
            "districts" => Some(self.some_codes()),
            "code" => {
                let codes = self.city.codes();
                Some(Input::Text((*self.pick(&codes)).to_owned()))
            }
            "first" | "last" => Some(Input::Int(self.random.random_range(1..=9))),
            "after" | "before" => {
                let order = before.iter().find(|argument| argument.name == "orderBy")?;
                let Input::Name(name) = &order.value else { return None };
                let order = format!("{}.{name}", order.type_text.trim_end_matches('!'));
                let cursors = self.city.cursors.get(&order)?;
                cursors.choose(&mut self.random).cloned().map(Input::Text)
            }
            _ => self.value(definition),
        }
    }

    fn value(&mut self, definition: &InputDefinition) -> Option<Input> {
        if definition.is_list {
            let count = self.random.random_range(1..=4);
            let elements = (0..count).filter_map(|_| self.single(definition)).collect();
            return Some(Input::List(elements));
        }
        self.single(definition)
    }

    fn single(&mut self, definition: &InputDefinition) -> Option<Input> {
        Some(match definition.named_type.as_str() {
            "Boolean" => Input::Bool(self.chance(50)),
            "Int" => Input::Int(self.random.random_range(0..20)),
            "ID" => Input::Text(self.id(&definition.name)?),
            "NaiveDate" => {
                let (month, day) =
                    (self.random.random_range(1..=12), self.random.random_range(1..=28));
                let year = self.random.random_range(2022..=2024);
                Input::Text(format!("{year}-{month:02}-{day:02}"))
            }
            name => match self.graph.kind(name) {
                Kind::Enum(names) => Input::Name(self.pick(names).clone()),
                Kind::Input(fields) => {
                    let mut object = Vec::new();
                    for field in fields {
                        if (field.is_required || self.chance(100 / fields.len().max(2) as u32))
                            && let Some(value) = self.value(field)
                        {
                            object.push((field.name.clone(), value));
                        }
                    }
                    Input::Object(object)
                }
                _ => return None,
            },
        })
    }

    /// An id: of the kind that the argument or the root field is called by, if there is one;
    /// sometimes of no row.
    fn id(&mut self, argument: &str) -> Option<String> {
        let kinds: Vec<&String> = self.city.ids.keys().collect();
        let kind = match argument {
            "id" if self.city.ids.contains_key(&self.subject) => self.subject.clone(),
            "id" | "ids" => (*self.pick(&kinds)).clone(),
            "workingGroup" => "working-group".to_owned(),
            "qrCode" => "qr-code".to_owned(),
            other => other.to_owned(),
        };
        if self.chance(10) {
            let codes = self.city.codes();
            return Some(format!("{}:{kind}:nobody", self.pick(&codes)));
        }
        let ids = self.city.ids.get(&kind);
        ids.and_then(|ids| ids.choose(&mut self.random)).cloned()
    }

    fn some_codes(&mut self) -> Input {
        let codes = self.city.codes();
        let count = self.random.random_range(1..=codes.len());
        Input::texts(codes.choose_multiple(&mut self.random, count))
    }

    fn selections(&mut self, type_name: &str, depth: usize) -> Vec<Selection> {
        let Kind::Composite { fields, possible } = self.graph.kind(type_name) else {
            return Vec::new();
        };
        if !possible.is_empty() {
            let mut selections = Field::leaves(&["__typename"]);
            selections.extend(fields.iter().flat_map(|field| Field::leaves(&[&field.name])));
            selections.extend(self.of_types(possible, depth));
            return selections;
        }
        let is_page = type_name.ends_with("Connection") || type_name.ends_with("Edge");
        let below = if is_page { depth } else { depth.saturating_sub(1) };
        let mut selections = Vec::new();
        for field in fields {
            let is_leaf = !matches!(self.graph.kind(&field.named_type), Kind::Composite { .. });
            let chance = match (is_page, is_leaf) {
                (true, _) => 60,
                (false, true) => 25,
                (false, false) if depth <= 1 => 0,
                (false, false) => 12,
            };
            if NOT_PUBLIC.contains(&field.name.as_str()) || !self.chance(chance) {
                continue;
            }
            let mut selected = self.field(field, below);
            if self.chance(10) {
                selected.alias = Some(format!("{}_", field.name));
            }
            // Whether an older version lacks something must not hang on a condition.
            if !is_page && self.city.older.is_none() && self.chance(5) {
                selected.include = Some(self.chance(50));
            }
            selections.push(Selection::Field(selected));
        }
        if selections.is_empty() || self.chance(5) {
            selections.push(Selection::Field(Field::new("__typename", Vec::new())));
        }
        if !is_page && self.chance(8) {
            let inline = self.chance(50);
            let type_name = type_name.to_owned();
            return vec![Selection::On { type_name, inline, selections }];
        }
        selections
    }

    /// Fragments on some of the types, whose fields have names of their own: those of different
    /// types may be of different shapes.
    fn of_types(&mut self, possible: &[String], depth: usize) -> Vec<Selection> {
        let mut selections = Vec::new();
        for type_name in possible {
            if !self.chance(40) {
                continue;
            }
            let mut inner = self.selections(type_name, depth);
            for selection in &mut inner {
                name_by_type(selection, type_name);
            }
            let inline = self.chance(70);
            let type_name = type_name.clone();
            selections.push(Selection::On { type_name, inline, selections: inner });
        }
        selections
    }

    fn names_of(&self, name: &str) -> Vec<String> {
        match self.graph.kind(name) {
            Kind::Enum(names) => names.clone(),
            _ => Vec::new(),
        }
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.random.random_range(0..100) < percent
    }

    fn pick<'s, T>(&mut self, from: &'s [T]) -> &'s T {
        from.choose(&mut self.random).expect("there is something to choose from")
    }
}

/// What is looked up of a district must not hang on a condition: whether anybody is asked does.
fn without_conditions(selection: &mut Selection) {
    match selection {
        Selection::Field(field) => field.include = None,
        Selection::On { selections, .. } => selections.iter_mut().for_each(without_conditions),
    }
}

fn name_by_type(selection: &mut Selection, type_name: &str) {
    match selection {
        Selection::Field(field) => {
            field.alias = Some(format!("{}_{type_name}", field.key().trim_start_matches('_')));
        }
        Selection::On { selections, .. } => {
            for selection in selections {
                name_by_type(selection, type_name);
            }
        }
    }
}
