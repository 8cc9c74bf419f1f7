//! What validation finds wrong only because of another mistake. The compiler leaves out of its tree
//! what has a mistake, and then finds missing what it has left out: the selections of a field, the
//! uses of a variable, the spreads of a fragment, the fragment of a spread. The document itself has
//! them. A variable of a type that does not exist fits nowhere, which is no mistake of its own.

use std::collections::HashSet;

use apollo_compiler::{
    Name, Node, Schema,
    ast::{
        Argument, Definition, DirectiveList, Document, FragmentDefinition, OperationDefinition,
        Selection, Value,
    },
    parser::SourceSpan,
};

/// What a document has, whatever is wrong with it.
pub(super) struct Written<'a> {
    document: &'a Document,
    /// Where fields begin that have selections.
    selecting: HashSet<usize>,
    /// Where variables are defined that their operation uses.
    used: HashSet<usize>,
    /// Where fragments begin that an operation spreads.
    spread: HashSet<usize>,
    /// Where spreads begin whose fragment is there.
    spreads: HashSet<usize>,
    /// Where arguments begin that have a variable whose type does not exist.
    untyped: HashSet<usize>,
    /// Null for an argument or a field: where what has it begins, and its name.
    nulls: HashSet<(usize, &'a str)>,
}

impl<'a> Written<'a> {
    pub(super) fn of(document: &'a Document, schema: &Schema) -> Self {
        let mut written = Self {
            document,
            selecting: HashSet::new(),
            used: HashSet::new(),
            spread: HashSet::new(),
            spreads: HashSet::new(),
            untyped: HashSet::new(),
            nulls: HashSet::new(),
        };
        for definition in &document.definitions {
            match definition {
                Definition::OperationDefinition(operation) => written.operation(operation, schema),
                Definition::FragmentDefinition(fragment) => {
                    written.selecting_fields(&fragment.selection_set);
                }
                _ => {}
            }
        }
        written
    }

    /// Whether a problem of this name at this place is none in the document as it is written.
    pub(super) fn has(&self, problem: &str, place: Option<SourceSpan>, message: &str) -> bool {
        let Some(place) = place.map(|place| place.offset()) else { return false };
        match problem {
            "MissingSubselection" => self.selecting.contains(&place),
            "UnusedVariable" => self.used.contains(&place),
            "UnusedFragment" => self.spread.contains(&place),
            "UndefinedFragment" => self.spreads.contains(&place),
            "DisallowedVariableUsage" => self.untyped.contains(&place),
            // It is there, and null, which is said as well.
            "RequiredArgument" | "RequiredField" => self.nulls.iter().any(|(at, name)| {
                let is_named = |text: String| message.contains(&text);
                *at == place && (is_named(format!("({name}:)`")) || is_named(format!(".{name}`")))
            }),
            _ => false,
        }
    }

    fn operation(&mut self, operation: &'a OperationDefinition, schema: &Schema) {
        self.selecting_fields(&operation.selection_set);
        let mut uses = Uses { document: self.document, places: Vec::new(), spread: Vec::new() };
        uses.directives(&operation.directives);
        uses.selections(&operation.selection_set);
        for variable in &operation.variables {
            let places = uses.places.iter().filter(|(name, _)| **name == variable.name);
            let mut places = places.filter_map(|(_, place)| *place).peekable();
            if let (Some(_), Some(definition)) = (places.peek(), variable.location()) {
                self.used.insert(definition.offset());
            }
            if !schema.types.contains_key(variable.ty.inner_named_type()) {
                self.untyped.extend(places.map(|place| place.offset()));
            }
        }
        let spread = uses.spread.iter().filter_map(|fragment| Some(fragment.location()?.offset()));
        self.spread.extend(spread);
    }

    fn selecting_fields(&mut self, selections: &'a [Selection]) {
        for selection in selections {
            match selection {
                Selection::Field(field) => {
                    if let (false, Some(place)) = (field.selection_set.is_empty(), field.location())
                    {
                        self.selecting.insert(place.offset());
                    }
                    for argument in &field.arguments {
                        self.null(field.location(), &argument.name, &argument.value);
                    }
                    self.selecting_fields(&field.selection_set);
                }
                Selection::InlineFragment(fragment) => {
                    self.selecting_fields(&fragment.selection_set);
                }
                Selection::FragmentSpread(spread) => {
                    let place =
                        spread.location().filter(|_| self.has_fragment(&spread.fragment_name));
                    self.spreads.extend(place.map(|place| place.offset()));
                }
            }
        }
    }

    /// Notes nulls in a value, which something at a place has under a name.
    fn null(&mut self, holder: Option<SourceSpan>, name: &'a Name, value: &'a Node<Value>) {
        match (&**value, holder) {
            (Value::Null, Some(holder)) => {
                self.nulls.insert((holder.offset(), name.as_str()));
            }
            (Value::List(items), _) => {
                items.iter().for_each(|item| self.null(None, name, item));
            }
            (Value::Object(fields), _) => {
                fields.iter().for_each(|(name, field)| self.null(value.location(), name, field));
            }
            _ => {}
        }
    }

    fn has_fragment(&self, name: &Name) -> bool {
        fragment(self.document, name).is_some()
    }
}

fn fragment<'a>(document: &'a Document, name: &Name) -> Option<&'a Node<FragmentDefinition>> {
    document.definitions.iter().find_map(|definition| match definition {
        Definition::FragmentDefinition(fragment) if fragment.name == *name => Some(fragment),
        _ => None,
    })
}

/// What an operation uses, itself and by the fragments that it spreads.
struct Uses<'a> {
    document: &'a Document,
    /// The variables, each with the argument that it stands in.
    places: Vec<(&'a Name, Option<SourceSpan>)>,
    spread: Vec<&'a Node<FragmentDefinition>>,
}

impl<'a> Uses<'a> {
    fn selections(&mut self, selections: &'a [Selection]) {
        for selection in selections {
            match selection {
                Selection::Field(field) => {
                    self.directives(&field.directives);
                    self.arguments(&field.arguments);
                    self.selections(&field.selection_set);
                }
                Selection::InlineFragment(fragment) => {
                    self.directives(&fragment.directives);
                    self.selections(&fragment.selection_set);
                }
                Selection::FragmentSpread(spread) => {
                    self.directives(&spread.directives);
                    self.fragment(&spread.fragment_name);
                }
            }
        }
    }

    fn fragment(&mut self, name: &Name) {
        let Some(fragment) = fragment(self.document, name) else { return };
        // The guard has refused what spreads itself; that a fragment is looked through once bounds
        // the work.
        if self.spread.iter().all(|known| known.name != *name) {
            self.spread.push(fragment);
            self.directives(&fragment.directives);
            self.selections(&fragment.selection_set);
        }
    }

    fn directives(&mut self, directives: &'a DirectiveList) {
        for directive in directives {
            self.arguments(&directive.arguments);
        }
    }

    fn arguments(&mut self, arguments: &'a [Node<Argument>]) {
        for argument in arguments {
            self.value(&argument.value, argument.location());
        }
    }

    fn value(&mut self, value: &'a Value, argument: Option<SourceSpan>) {
        match value {
            Value::Variable(name) => self.places.push((name, argument)),
            Value::List(items) => items.iter().for_each(|item| self.value(item, argument)),
            Value::Object(fields) => {
                fields.iter().for_each(|(_, value)| self.value(value, argument));
            }
            _ => {}
        }
    }
}
