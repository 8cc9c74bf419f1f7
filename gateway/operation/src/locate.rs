//! Where in the client's document the fields stand that a path of the answer leads through. Needed
//! for errors alone: it walks the document anew for each path.

use std::collections::HashSet;

use apollo_compiler::{
    Name, Node,
    ast::Value,
    executable::{DirectiveList, Field, Selection, SelectionSet},
};

use crate::{Location, PreparedOperation};

/// The most places that are told of one field, which may be selected any number of times.
const MAX_LOCATIONS: usize = 8;

impl PreparedOperation {
    /// Where the field at the end of a path of response keys is selected, in the order in which
    /// `CollectFields` meets it. Selections that a condition leaves out are no places; those in
    /// fragments on other types than the object's are, as the document does not tell its type.
    /// Empty for a path that the document does not have.
    #[must_use]
    pub fn locations(
        &self,
        keys: &[&str],
        variable: &dyn Fn(&str) -> Option<bool>,
    ) -> Vec<Location> {
        let mut sets = vec![&self.operation.selection_set];
        let mut found = Vec::new();
        for key in keys {
            let mut search = Search { prepared: self, key, variable, seen: HashSet::new() };
            found = Vec::new();
            for set in sets {
                search.collect(set, &mut found);
            }
            sets = found.iter().map(|field| &field.selection_set).collect();
        }
        let sources = &self.document.sources;
        let places = found.iter().filter_map(|field| field.location()?.line_column(sources));
        let places = places.map(|place| Location { line: place.line, column: place.column });
        places.take(MAX_LOCATIONS).collect()
    }
}

struct Search<'a, 'k> {
    prepared: &'a PreparedOperation,
    key: &'k str,
    variable: &'k dyn Fn(&str) -> Option<bool>,
    /// Fragments that were looked through: their fields are found already.
    seen: HashSet<&'a Name>,
}

impl<'a> Search<'a, '_> {
    fn collect(&mut self, set: &'a SelectionSet, found: &mut Vec<&'a Node<Field>>) {
        for selection in &set.selections {
            if !self.includes(selection.directives()) {
                continue;
            }
            match selection {
                Selection::Field(field) if field.response_key() == self.key => found.push(field),
                Selection::Field(_) => {}
                Selection::InlineFragment(fragment) => self.collect(&fragment.selection_set, found),
                Selection::FragmentSpread(spread) => {
                    let prepared = self.prepared;
                    let fragment = prepared.document.fragments.get(&spread.fragment_name);
                    if let Some(fragment) =
                        fragment.filter(|_| self.seen.insert(&spread.fragment_name))
                    {
                        self.collect(&fragment.selection_set, found);
                    }
                }
            }
        }
    }

    fn includes(&self, directives: &DirectiveList) -> bool {
        let holds = |name: &str| match &**directives.get(name)?.specified_argument_by_name("if")? {
            Value::Variable(name) => (self.variable)(name),
            value => value.to_bool(),
        };
        holds("skip") != Some(true) && holds("include") != Some(false)
    }
}

#[cfg(test)]
mod tests {
    use apollo_compiler::Schema;

    use crate::{PrepareSettings, prepare};

    fn places(document: &str, path: &str) -> String {
        let schema = Schema::parse_and_validate(
            "type Query { a: A as: [A] } interface A { b: Int c: A } type X implements A { b: Int c: A }",
            "schema.graphql",
        )
        .expect("a valid schema");
        let prepared = prepare(&schema, &PrepareSettings::default(), document, None)
            .expect("a valid operation");
        let keys: Vec<&str> = path.split('.').collect();
        let places = prepared.locations(&keys, &|name| Some(name == "yes"));
        let places = places.iter().map(|place| format!("{}:{}", place.line, place.column));
        places.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_field_is_found_by_its_response_key_wherever_it_stands() {
        assert_eq!(places("{\n  a { b }\n}", "a"), "2:3");
        assert_eq!(places("{\n  a { b }\n}", "a.b"), "2:7");
        assert_eq!(places("{ a { x: b b } }", "a.b"), "1:12");
        assert_eq!(places("{ x: a { b } }", "x"), "1:3");
        assert_eq!(places("{ a { ... on X { c { b } } } }", "a.c.b"), "1:22");
        assert_eq!(
            places("{ ...F }\nfragment F on Query { a { ...G } }\nfragment G on A { b }", "a.b"),
            "3:19"
        );
    }

    #[test]
    fn every_selection_that_counts_is_a_place() {
        assert_eq!(places("{ a { b } a { b } }", "a.b"), "1:7 1:15");
        assert_eq!(places("{ a { b ...F ...F } } fragment F on A { b }", "a.b"), "1:7 1:41");
        let conditions = "query($yes: Boolean!, $no: Boolean!) { a @skip(if: $yes) { b } a { b @include(if: $no) b @skip(if: false) } }";
        assert_eq!(places(conditions, "a.b"), "1:88");
        let many = format!("{{ {} }}", "a { b } ".repeat(20));
        assert_eq!(places(&many, "a.b").split(' ').count(), super::MAX_LOCATIONS);
    }

    #[test]
    fn what_the_document_does_not_have_has_no_place() {
        assert_eq!(places("{ a { b } }", "a.c"), "");
        assert_eq!(places("{ a { b } }", "a.b.c"), "");
        assert_eq!(places("{ a { b } }", "x.b"), "");
    }
}
