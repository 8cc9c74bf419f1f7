//! What `@cost` and `@listSize` say: weights of types, fields, arguments and input fields, and how
//! long lists are. What an operation costs by them is not computed here.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use apollo_compiler::{
    Node, Schema,
    ast::{Directive, DirectiveList, FieldDefinition},
    schema::ExtendedType,
};

use crate::{directive::list, link::Links};

/// The weights of a supergraph. What it does not weigh has the default of its kind: 1 for objects,
/// interfaces, unions and input objects, 0 for scalars and enums.
#[derive(Debug, Clone, Default)]
pub struct CostRules {
    types: HashMap<String, u64>,
    /// Fields and input fields, by type and name.
    fields: HashMap<String, HashMap<String, FieldCostRule>>,
    /// The objects that may stand for an interface or a union.
    possible: HashMap<String, BTreeSet<String>>,
}

/// What is said of one field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldCostRule {
    /// Its weight, in the place of the weight of its type.
    pub weight: Option<u64>,
    /// How long its list is.
    pub list: Option<ListSizeRule>,
    /// Weights of its arguments, in the place of the weights of their types.
    pub arguments: BTreeMap<String, u64>,
}

/// How long the list of a field is, or the lists in the object that it returns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListSizeRule {
    /// When no slicing argument says.
    pub assumed: Option<u64>,
    /// Arguments that say how long.
    pub slicing: Vec<String>,
    /// Fields of the returned object that are so long, instead of the field itself.
    pub sized: Vec<String>,
    /// Whether exactly one slicing argument must be given.
    pub one_slicing: bool,
}

impl CostRules {
    pub(crate) fn read(schema: &Schema, links: &Links) -> Self {
        let mut rules = Self { possible: possible_types(schema), ..Self::default() };
        if let Some(link) = links.iter().find(|link| link.is_specification("cost")) {
            let words = Words { cost: link.directive("cost"), list: link.directive("listSize") };
            words.read(schema, &mut rules);
        }
        rules.raise_interfaces(schema);
        for (name, ty) in &schema.types {
            if !rules.types.contains_key(name.as_str()) {
                let weight = rules.default_weight(ty);
                rules.types.insert(name.to_string(), weight);
            }
        }
        rules
    }

    /// The weight of a type.
    #[must_use]
    pub fn type_weight(&self, name: &str) -> u64 {
        self.types.get(name).copied().unwrap_or(0)
    }

    /// What is said of a field or an input field.
    #[must_use]
    pub fn field(&self, type_name: &str, field: &str) -> Option<&FieldCostRule> {
        self.fields.get(type_name)?.get(field)
    }

    /// The objects that may stand for a type: for an object itself, it has none.
    #[must_use]
    pub fn possible_types(&self, name: &str) -> Option<&BTreeSet<String>> {
        self.possible.get(name)
    }

    fn default_weight(&self, ty: &ExtendedType) -> u64 {
        match ty {
            ExtendedType::Scalar(_) | ExtendedType::Enum(_) => 0,
            ExtendedType::Object(_) | ExtendedType::InputObject(_) => 1,
            ExtendedType::Interface(_) | ExtendedType::Union(_) => {
                let possible = self.possible.get(ty.name().as_str()).into_iter().flatten();
                let weights = possible.map(|name| self.types.get(name).copied().unwrap_or(1));
                weights.max().unwrap_or(1)
            }
        }
    }

    /// A field of an interface is answered by a field of an object: the heaviest one counts.
    fn raise_interfaces(&mut self, schema: &Schema) {
        for (interface, ty) in &schema.types {
            let ExtendedType::Interface(definition) = ty else { continue };
            for (field, field_definition) in &definition.fields {
                if let Some(rule) = self.heaviest(interface, field, field_definition) {
                    let fields = self.fields.entry(interface.to_string()).or_default();
                    fields.insert(field.to_string(), rule);
                }
            }
        }
    }

    fn heaviest(
        &self,
        interface: &str,
        field: &str,
        definition: &FieldDefinition,
    ) -> Option<FieldCostRule> {
        let own = self.field(interface, field);
        let objects = self.possible.get(interface).into_iter().flatten();
        let of_objects: Vec<_> = objects.map(|object| self.field(object, field)).collect();
        if own.is_none() && of_objects.iter().all(Option::is_none) {
            return None;
        }
        let mut heaviest = own.cloned().unwrap_or_default();
        let by_type = self.types.get(definition.ty.inner_named_type().as_str()).copied();
        for rule in of_objects {
            let weight = rule.and_then(|rule| rule.weight).or(by_type);
            heaviest.weight = heaviest.weight.max(weight);
            let Some(rule) = rule else { continue };
            for (argument, weight) in &rule.arguments {
                let known = heaviest.arguments.entry(argument.clone()).or_default();
                *known = (*known).max(*weight);
            }
            if let Some(list) = &rule.list {
                heaviest.list.get_or_insert_default().widen(list);
            }
        }
        Some(heaviest)
    }
}

impl ListSizeRule {
    /// Makes one rule of two; nothing is demanded that one of them does not.
    fn widen(&mut self, other: &Self) {
        self.assumed = self.assumed.max(other.assumed);
        for (own, others) in [(&mut self.slicing, &other.slicing), (&mut self.sized, &other.sized)]
        {
            own.extend(
                others.iter().filter(|name| !own.contains(name)).cloned().collect::<Vec<_>>(),
            );
        }
        self.one_slicing = self.one_slicing && other.one_slicing;
    }
}

/// The names of the directives in this supergraph.
struct Words {
    cost: String,
    list: String,
}

impl Words {
    fn read(&self, schema: &Schema, rules: &mut CostRules) {
        for (name, ty) in &schema.types {
            if let Some(directive) = ty.directives().get(&self.cost)
                && let Some(weight) = weight(directive)
            {
                rules.types.insert(name.to_string(), weight);
            }
            let fields: HashMap<String, FieldCostRule> = match ty {
                ExtendedType::Object(object) => self.fields(object.fields.values().map(|f| &**f)),
                ExtendedType::Interface(interface) => {
                    self.fields(interface.fields.values().map(|f| &**f))
                }
                ExtendedType::InputObject(input) => input
                    .fields
                    .values()
                    .filter_map(|field| {
                        let weight = Some(self.weight(&field.directives)?);
                        let rule = FieldCostRule { weight, ..FieldCostRule::default() };
                        Some((field.name.to_string(), rule))
                    })
                    .collect(),
                _ => continue,
            };
            if !fields.is_empty() {
                rules.fields.insert(name.to_string(), fields);
            }
        }
    }

    fn fields<'a>(
        &self,
        fields: impl Iterator<Item = &'a Node<FieldDefinition>>,
    ) -> HashMap<String, FieldCostRule> {
        let rules = fields.filter_map(|field| {
            let arguments = field.arguments.iter().filter_map(|argument| {
                Some((argument.name.to_string(), self.weight(&argument.directives)?))
            });
            let rule = FieldCostRule {
                weight: self.weight(&field.directives),
                list: field.directives.get(&self.list).map(|directive| list_size(directive)),
                arguments: arguments.collect(),
            };
            (rule != FieldCostRule::default()).then(|| (field.name.to_string(), rule))
        });
        rules.collect()
    }

    fn weight(&self, directives: &DirectiveList) -> Option<u64> {
        weight(directives.get(&self.cost)?)
    }
}

/// A weight below nothing counts as nothing, so that no part of an operation makes another cheaper.
fn weight(directive: &Directive) -> Option<u64> {
    number(directive, "weight")
}

fn number(directive: &Directive, argument: &str) -> Option<u64> {
    let number = directive.specified_argument_by_name(argument)?.to_i32()?;
    Some(u64::try_from(number).unwrap_or(0))
}

fn list_size(directive: &Directive) -> ListSizeRule {
    let names = |argument| {
        list(directive, argument)
            .iter()
            .filter_map(|item| Some(item.as_str()?.to_owned()))
            .collect()
    };
    let one_slicing = directive
        .specified_argument_by_name("requireOneSlicingArgument")
        .and_then(|value| value.to_bool())
        .unwrap_or(true);
    ListSizeRule {
        assumed: number(directive, "assumedSize"),
        slicing: names("slicingArguments"),
        sized: names("sizedFields"),
        one_slicing,
    }
}

fn possible_types(schema: &Schema) -> HashMap<String, BTreeSet<String>> {
    let mut possible: HashMap<String, BTreeSet<String>> = HashMap::new();
    for (name, ty) in &schema.types {
        match ty {
            ExtendedType::Union(union) => {
                let members = union.members.iter().map(ToString::to_string);
                possible.entry(name.to_string()).or_default().extend(members);
            }
            ExtendedType::Object(object) => {
                for interface in &object.implements_interfaces {
                    possible.entry(interface.to_string()).or_default().insert(name.to_string());
                }
            }
            _ => {}
        }
    }
    possible
}
