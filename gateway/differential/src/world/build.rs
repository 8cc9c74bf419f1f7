//! Makes a world of choices, so that it composes: a field leads only to what its subgraphs know.

use super::{Field, LABELS, Named, ObjectKind, ObjectType, Shape, Source, World};
use crate::Choices;

const LEAVES: [&str; 7] = ["Int", "String", "Float", "Boolean", "ID", "Color", "Json"];

/// Arguments that fields have.
const ARGUMENTS: [&str; 4] = [
    "n: Int = 3, text: String",
    "color: Color! = RED, list: [Int!]",
    "in: In",
    "all: [[In]!], id: ID",
];

impl World {
    /// The world that these choices stand for.
    #[must_use]
    pub fn new(mut choices: Choices<'_>) -> Self {
        let c = &mut choices;
        let subgraphs = 2 + c.choose(3);
        let (nulls, failures) = [(0, 0), (10, 0), (15, 8), (35, 15)][c.choose(4)];
        let mut world = Self {
            subgraphs,
            seed: c.choose(256) as u64,
            nulls,
            failures,
            types: vec![ObjectType::new("Query", Vec::new())],
            extra_in: None,
            peer: None,
            thing: None,
        };
        let entities = 1 + c.choose(4);
        for number in 0..entities {
            world.types.push(entity(number, subgraphs, c));
        }
        for number in 0..c.choose(3) {
            world.types.push(value_type(number, subgraphs));
        }
        world.extra(c);
        let to_fill = 1..world.types.len();
        world.places();
        world.thing(c);
        for one in to_fill {
            world.fill(one, c);
        }
        world.requirements(c);
        world.provisions(c);
        world.roots(c);
        world.mutations(c);
        world.fields_of_thing(c);
        world.keep_things();
        world
    }

    /// The fields of the interface that one subgraph adds, which must know all that implement it.
    fn extra(&mut self, c: &mut Choices<'_>) {
        if !c.once_in(2) {
            return;
        }
        let implementors = || self.types.iter().filter(|one| !one.implements_in.is_empty());
        let mut knowing: Vec<usize> = (0..self.subgraphs).collect();
        knowing.retain(|home| implementors().all(|one| one.implements_in.contains(home)));
        if knowing.is_empty() || implementors().next().is_none() {
            return;
        }
        let subgraph = *c.pick(&knowing);
        self.extra_in = Some(subgraph);
        for one in self.types.iter_mut().filter(|one| !one.implements_in.is_empty()) {
            let shape = Shape::Named { non_null: false, named: Named::Leaf("Int") };
            one.fields.push(Field::new("extra", shape, vec![subgraph]));
        }
        if !c.once_in(4) {
            self.peer(subgraph, c);
        }
    }

    /// The field of the interface whose type is narrower on its objects.
    fn peer(&mut self, subgraph: usize, c: &mut Choices<'_>) {
        let mut peer = Shape::Named { non_null: false, named: Named::Node };
        for _ in 0..c.choose(3) {
            peer = Shape::List { non_null: c.once_in(4), of: Box::new(peer) };
        }
        let all = 0..self.types.len();
        let objects: Vec<usize> =
            all.filter(|index| !self.types[*index].implements_in.is_empty()).collect();
        let alike = Named::Object(*c.pick(&objects));
        let are_alike = !c.once_in(2);
        for index in &objects {
            let named = match c.choose(4) {
                _ if are_alike => alike,
                0 => Named::Node,
                _ => Named::Object(*c.pick(&objects)),
            };
            let field = Field::new("peer", peer.narrowed(named, c), vec![subgraph]);
            self.types[*index].fields.push(field);
        }
        self.peer = Some(peer);
    }

    /// Gives a type the fields of its own.
    fn fill(&mut self, index: usize, c: &mut Choices<'_>) {
        let one = &self.types[index];
        let (name, is_value) = (one.name.to_lowercase(), one.kind == ObjectKind::Value);
        for number in 0..=c.choose(5) {
            let all = self.types[index].homes.clone();
            let mut homes = if is_value { all.clone() } else { vec![*c.pick(&all)] };
            if !is_value && c.once_in(4) {
                homes.push(*c.pick(&all));
                homes.sort_unstable();
                homes.dedup();
            }
            let shape = self.shape(&homes, index, c);
            let mut field = Field::new(&format!("{name}f{number}"), shape, homes);
            self.vary(&mut field, &all, is_value, c);
            self.types[index].fields.push(field);
        }
    }

    /// Arguments, takeovers, hiding and looser types.
    fn vary(&self, field: &mut Field, all: &[usize], is_value: bool, c: &mut Choices<'_>) {
        let is_leaf = matches!(field.shape.named(), Named::Leaf(_));
        match c.choose(12) {
            1 | 2 => {
                field.source = Source::Arguments(c.pick::<&str>(&ARGUMENTS));
                field.shape = Shape::Named { non_null: false, named: Named::Leaf("String") };
            }
            3 if field.homes.len() == 1 && !is_value && is_leaf => {
                field.taken_from = all.iter().copied().find(|home| *home != field.homes[0]);
                if field.taken_from.is_some() && c.once_in(2) {
                    field.label = Some(c.pick::<&str>(&LABELS));
                }
            }
            4 if !is_value => field.is_hidden = is_leaf,
            5 if field.homes.len() > 1 && !is_value && field.shape.is_non_null() => {
                field.is_sound = true;
                field.is_looser_in = vec![field.homes[0]];
            }
            _ => {}
        }
    }

    /// A shape that all of these subgraphs can give.
    pub(super) fn shape(&self, homes: &[usize], of: usize, c: &mut Choices<'_>) -> Shape {
        let named = self.named(homes, of, c);
        let mut shape = Shape::Named { non_null: c.once_in(3), named };
        for _ in 0..[0, 0, 1, 1, 0, 2][c.choose(6)] {
            shape = Shape::List { non_null: c.once_in(3), of: Box::new(shape) };
        }
        shape
    }

    fn named(&self, homes: &[usize], of: usize, c: &mut Choices<'_>) -> Named {
        let leaf = Named::Leaf(c.pick::<&str>(&LEAVES));
        let is_known = |index: &usize| {
            let one = &self.types[*index];
            // Values in values would go on for ever, and the root is nowhere.
            let fits = match one.kind {
                ObjectKind::Root | ObjectKind::InterfaceObject => false,
                ObjectKind::Entity => true,
                ObjectKind::Value => *index > of || self.types[of].kind != ObjectKind::Value,
            };
            fits && homes.iter().all(|home| one.homes.contains(home))
        };
        match c.choose(9) {
            0..=2 => leaf,
            3..=5 => {
                let known: Vec<usize> = (0..self.types.len()).filter(is_known).collect();
                if known.is_empty() { leaf } else { Named::Object(*c.pick(&known)) }
            }
            6 if !self.possible(Named::Node, homes).is_empty() => Named::Node,
            7 if !self.possible(Named::Either, homes).is_empty() => Named::Either,
            8 if !self.possible(Named::Thing, homes).is_empty() => Named::Thing,
            _ => leaf,
        }
    }

    /// Some fields need the value of a leaf that only another subgraph has.
    fn requirements(&mut self, c: &mut Choices<'_>) {
        for index in 1..self.types.len() {
            if self.types[index].kind != ObjectKind::Entity || !c.once_in(2) {
                continue;
            }
            let home = *c.pick(&self.types[index].homes.clone());
            let one = &mut self.types[index];
            let needed = one.fields.iter_mut().find(|field| field.can_be_needed_in(home));
            if let Some(needed) = needed {
                needed.is_sound = true;
                let shape = Shape::Named { non_null: false, named: Named::Leaf("String") };
                let name = format!("{}needs", one.name.to_lowercase());
                let mut field = Field::new(&name, shape, vec![home]);
                field.source = Source::Required(needed.name.clone());
                one.fields.push(field);
            }
        }
    }

    /// Some fields know a leaf of the entity that they lead to.
    fn provisions(&mut self, c: &mut Choices<'_>) {
        let mut found = Vec::new();
        for (index, one) in self.types.iter().enumerate().skip(1) {
            for (number, field) in one.fields.iter().enumerate() {
                let Named::Object(target) = field.shape.named() else { continue };
                let ([home], ObjectKind::Entity) = (&field.homes[..], self.types[target].kind)
                else {
                    continue;
                };
                let is_plain = |other: &&Field| other.can_be_needed_in(*home);
                let provided = self.types[target].fields.iter().rfind(is_plain);
                let is_possible = field.taken_from.is_none() && one.kind == ObjectKind::Entity;
                if let Some(provided) = provided.filter(|_| is_possible && c.once_in(3)) {
                    found.push((index, number, target, provided.name.clone()));
                }
            }
        }
        for (index, number, target, provided) in found {
            for field in self.types[target].fields.iter_mut().filter(|one| one.name == provided) {
                field.is_provided = true;
            }
            self.types[index].fields[number].provides = Some(provided);
        }
    }

    fn roots(&mut self, c: &mut Choices<'_>) {
        for number in 0..=1 + c.choose(5) {
            let mut homes = vec![c.choose(self.subgraphs)];
            if c.once_in(6) {
                homes.push(c.choose(self.subgraphs));
                homes.sort_unstable();
                homes.dedup();
            }
            let shape = self.root_shape(&homes, c);
            self.types[0].fields.push(Field::new(&format!("q{number}"), shape, homes));
        }
        if let Some(home) = self.extra_in.filter(|_| self.peer.is_some()) {
            let shape = Shape::Named { non_null: false, named: Named::Node };
            self.types[0].fields.push(Field::new("node", shape, vec![home]));
        }
        for index in 1..self.types.len() {
            let one = &self.types[index];
            if one.kind == ObjectKind::Entity && c.once_in(2) {
                let home = *c.pick(&one.homes);
                let shape = Shape::Named { non_null: false, named: Named::Object(index) };
                let name = format!("one{}", one.name);
                let mut field = Field::new(&name, shape, vec![home]);
                field.source = Source::Lookup;
                field.is_sound = true;
                self.types[0].fields.push(field);
            }
        }
    }

    /// Roots that are leaves ask little.
    pub(super) fn root_shape(&self, homes: &[usize], c: &mut Choices<'_>) -> Shape {
        for _ in 0..3 {
            let shape = self.shape(homes, 0, c);
            if !matches!(shape.named(), Named::Leaf(_)) {
                return shape;
            }
        }
        self.shape(homes, 0, c)
    }
}

impl Field {
    pub(super) fn new(name: &str, shape: Shape, homes: Vec<usize>) -> Self {
        Self {
            name: name.to_owned(),
            shape,
            homes,
            source: Source::Random,
            is_sound: false,
            taken_from: None,
            label: None,
            provides: None,
            is_provided: false,
            is_hidden: false,
            is_looser_in: Vec::new(),
        }
    }

    /// Whether a subgraph that does not have it can be told its value.
    fn can_be_needed_in(&self, subgraph: usize) -> bool {
        matches!(self.shape.named(), Named::Leaf(_))
            && self.source == Source::Random
            && !self.homes.contains(&subgraph)
            && self.taken_from.is_none()
            && self.name != "extra"
    }
}

impl ObjectType {
    /// A root without fields, of which much is to be said otherwise for any other type.
    pub(super) fn new(name: &str, homes: Vec<usize>) -> Self {
        Self {
            name: name.to_owned(),
            kind: ObjectKind::Root,
            fields: Vec::new(),
            homes,
            implements_in: Vec::new(),
            is_thing: false,
            is_member: false,
            keys: Vec::new(),
        }
    }
}

fn entity(number: usize, subgraphs: usize, c: &mut Choices<'_>) -> ObjectType {
    // The first one is everywhere, so that value types can lead to it.
    let is_home = |home: &usize, c: &mut Choices<'_>| {
        number == 0 || *home == number % subgraphs || c.once_in(2)
    };
    let homes: Vec<usize> = (0..subgraphs).filter(|home| is_home(home, c)).collect();
    let keys: Vec<(usize, Vec<&'static str>)> = homes
        .iter()
        .map(|home| {
            let keys = [
                vec!["id"],
                vec!["id", "k"],
                vec!["k"],
                vec!["k j", "id"],
                vec!["j", "k"],
                vec!["at { n }"],
                vec!["id at { n m }", "k"],
            ];
            (*home, keys[c.choose(7)].clone())
        })
        .collect();
    let implements_in = match c.choose(3) {
        0 => Vec::new(),
        1 => homes.clone(),
        _ => homes.iter().copied().filter(|_| c.once_in(2)).collect(),
    };
    let mut one = ObjectType {
        kind: ObjectKind::Entity,
        implements_in,
        is_member: c.once_in(2),
        keys,
        ..ObjectType::new(&format!("T{number}"), homes.clone())
    };
    for (name, leaf) in [("id", "ID"), ("k", "String"), ("j", "Int")] {
        let shape = Shape::Named { non_null: true, named: Named::Leaf(leaf) };
        let mut field = Field::new(name, shape, homes.clone());
        (field.source, field.is_sound) = (Source::Key, true);
        one.fields.push(field);
    }
    let shape = Shape::Named { non_null: false, named: Named::Leaf("String") };
    one.fields.push(Field::new("name", shape, homes));
    one
}

fn value_type(number: usize, subgraphs: usize) -> ObjectType {
    ObjectType {
        kind: ObjectKind::Value,
        ..ObjectType::new(&format!("V{number}"), (0..subgraphs).collect())
    }
}
