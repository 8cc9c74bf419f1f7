//! The admission guard, held against the syntax tree: what the parser accepts has exactly the
//! counts that the guard computes without parsing.

use std::collections::HashMap;

use apollo_compiler::{
    ast::{Definition, Document, FragmentDefinition, OperationDefinition, Selection},
    parser::Parser,
};
use gateway_operation::{Limits, guard::admit};

/// Any text is admitted or refused, and of what can be parsed every limit is met exactly.
pub fn guard(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let _ = admit(&text, &Limits::default());
    let Ok(document) = Parser::new().parse_ast(text.as_ref(), "operation") else { return };
    let Some(tree) = Tree::of(&document) else { return };
    let Some(exact) = tree.limits() else {
        let message = admit(&text, &unlimited()).map_err(|error| error.to_string());
        assert!(message.is_err_and(|message| message.contains("cycle")), "a cycle is overlooked");
        return;
    };
    assert_eq!(admit(&text, &exact), Ok(()));
    type Change = fn(&mut Limits) -> &mut usize;
    let limits: [Change; 7] = [
        |limits| &mut limits.definitions,
        |limits| &mut limits.aliases,
        |limits| &mut limits.directives,
        |limits| &mut limits.fragment_spreads,
        |limits| &mut limits.root_fields,
        |limits| &mut limits.depth,
        |limits| &mut limits.fields,
    ];
    for limit in limits {
        let mut less = exact.clone();
        let limit = limit(&mut less);
        if let Some(lower) = limit.checked_sub(1).filter(|_| *limit < usize::MAX) {
            *limit = lower;
            assert!(admit(&text, &less).is_err(), "not counted: {less:?}");
        }
    }
}

fn unlimited() -> Limits {
    Limits {
        bytes: usize::MAX,
        tokens: usize::MAX,
        nesting: usize::MAX,
        definitions: usize::MAX,
        fragment_spreads: usize::MAX,
        aliases: usize::MAX,
        directives: usize::MAX,
        root_fields: usize::MAX,
        depth: usize::MAX,
        fields: usize::MAX,
    }
}

/// The operations and fragments of a document.
struct Tree<'a> {
    operations: Vec<&'a OperationDefinition>,
    fragments: HashMap<&'a str, &'a FragmentDefinition>,
    directives: usize,
}

/// What a selection set comes to with its fragments expanded.
#[derive(Clone, Copy, Default)]
struct Totals {
    fields: u64,
    root_fields: u64,
    aliases: u64,
    depth: u64,
}

/// What stands in a document.
#[derive(Default)]
struct Written {
    directives: usize,
    spreads: usize,
}

impl<'a> Tree<'a> {
    /// None when the document has something else than operations and fragments of different names.
    fn of(document: &'a Document) -> Option<Self> {
        let mut tree = Self { operations: Vec::new(), fragments: HashMap::new(), directives: 0 };
        for definition in &document.definitions {
            match definition {
                Definition::OperationDefinition(operation) => {
                    let on_variables = operation.variables.iter().map(|one| one.directives.len());
                    tree.directives += operation.directives.len() + on_variables.sum::<usize>();
                    tree.operations.push(operation);
                }
                Definition::FragmentDefinition(fragment) => {
                    tree.directives += fragment.directives.len();
                    if tree.fragments.insert(&fragment.name, fragment).is_some() {
                        return None;
                    }
                }
                _ => return None,
            }
        }
        Some(tree)
    }

    /// The smallest limits that admit the document; none when fragments spread each other in a
    /// cycle.
    fn limits(&self) -> Option<Limits> {
        let mut known = HashMap::new();
        let mut widest = Totals::default();
        let mut written = Written { directives: self.directives, ..Written::default() };
        for fragment in self.fragments.values() {
            let totals = self.fragment(&fragment.name, &mut known)?;
            widest = widest.larger(Totals { root_fields: 0, ..totals });
            written.count(&fragment.selection_set);
        }
        for operation in &self.operations {
            let totals = self.totals(&operation.selection_set, &mut known)?;
            widest = widest.larger(totals);
            written.count(&operation.selection_set);
        }
        let number = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        Some(Limits {
            definitions: self.operations.len() + self.fragments.len(),
            fragment_spreads: written.spreads,
            aliases: number(widest.aliases),
            directives: written.directives,
            root_fields: number(widest.root_fields),
            depth: number(widest.depth),
            fields: number(widest.fields),
            ..unlimited()
        })
    }

    /// The totals of a fragment; none inside a cycle. A fragment that is being looked at is known
    /// without totals.
    fn fragment(
        &self,
        name: &'a str,
        known: &mut HashMap<&'a str, Option<Totals>>,
    ) -> Option<Totals> {
        if let Some(totals) = known.get(name) {
            return *totals;
        }
        let Some(fragment) = self.fragments.get(name) else { return Some(Totals::default()) };
        known.insert(name, None);
        let totals = self.totals(&fragment.selection_set, known)?;
        known.insert(name, Some(totals));
        Some(totals)
    }

    fn totals(
        &self,
        selections: &'a [Selection],
        known: &mut HashMap<&'a str, Option<Totals>>,
    ) -> Option<Totals> {
        let mut all = Totals { depth: 1, ..Totals::default() };
        for selection in selections {
            let one = match selection {
                Selection::Field(field) => {
                    let inner = if field.selection_set.is_empty() {
                        Totals::default()
                    } else {
                        self.totals(&field.selection_set, known)?
                    };
                    Totals {
                        fields: inner.fields.saturating_add(1),
                        root_fields: 1,
                        aliases: inner.aliases.saturating_add(u64::from(field.alias.is_some())),
                        depth: inner.depth,
                    }
                }
                Selection::InlineFragment(fragment) => {
                    self.totals(&fragment.selection_set, known)?
                }
                Selection::FragmentSpread(spread) => self.fragment(&spread.fragment_name, known)?,
            };
            all.fields = all.fields.saturating_add(one.fields);
            all.root_fields = all.root_fields.saturating_add(one.root_fields);
            all.aliases = all.aliases.saturating_add(one.aliases);
            all.depth = all.depth.max(one.depth.saturating_add(1));
        }
        Some(all)
    }
}

impl Totals {
    fn larger(self, other: Self) -> Self {
        Self {
            fields: self.fields.max(other.fields),
            root_fields: self.root_fields.max(other.root_fields),
            aliases: self.aliases.max(other.aliases),
            depth: self.depth.max(other.depth),
        }
    }
}

impl Written {
    fn count(&mut self, selections: &[Selection]) {
        for selection in selections {
            match selection {
                Selection::Field(field) => {
                    self.directives += field.directives.len();
                    self.count(&field.selection_set);
                }
                Selection::InlineFragment(fragment) => {
                    self.directives += fragment.directives.len();
                    self.count(&fragment.selection_set);
                }
                Selection::FragmentSpread(spread) => {
                    self.spreads += 1;
                    self.directives += spread.directives.len();
                }
            }
        }
    }
}
