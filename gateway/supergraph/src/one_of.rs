//! `@oneOf` on inputs that lost it: most composers leave the directive out of what they compose, and
//! then only a person can say which inputs had it.

use apollo_compiler::{
    Name, Node,
    ast::{Definition, Directive, Document, InputObjectTypeDefinition},
};

use crate::SupergraphError;

const ONE_OF: Name = apollo_compiler::name!("oneOf");

/// The text of a supergraph in which these inputs are `@oneOf`. Those that are it already stay so.
///
/// # Errors
/// [`SupergraphError::OneOf`] when there is no such input, or one of its fields must have a value or
/// has one by itself.
pub fn with_one_of<'n>(
    sdl: &str,
    inputs: impl IntoIterator<Item = &'n str>,
) -> Result<String, SupergraphError> {
    let mut document = Document::parse(sdl, "supergraph.graphql")
        .map_err(|failed| SupergraphError::Invalid { problems: failed.errors.to_string() })?;
    for name in inputs {
        let refused = |problem: String| SupergraphError::OneOf { input: name.to_owned(), problem };
        let input = input(&mut document, name)
            .ok_or_else(|| refused("the supergraph has no input object of this name".to_owned()))?;
        for field in &input.fields {
            if field.is_required() || field.ty.is_non_null() || field.default_value.is_some() {
                let problem = format!("its field `{}` is non-null or has a default", field.name);
                return Err(refused(problem));
            }
        }
        if !input.directives.has(&ONE_OF) {
            let directive = Directive { name: ONE_OF, arguments: Vec::new() };
            input.directives.push(Node::new(directive));
        }
    }
    Ok(document.to_string())
}

fn input<'d>(document: &'d mut Document, name: &str) -> Option<&'d mut InputObjectTypeDefinition> {
    document.definitions.iter_mut().find_map(|definition| match definition {
        Definition::InputObjectTypeDefinition(input) if input.name == name => {
            Some(input.make_mut())
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SDL: &str = "input Key { id: ID name: String } input Other { a: Int! b: Int } \
                       input Third { a: Int = 1 } type Query { q(key: Key): Int }";

    #[test]
    fn inputs_that_are_named_take_one_field() {
        let sdl = with_one_of(SDL, ["Key"]).expect("it can be");
        assert!(sdl.contains("input Key @oneOf {"), "{sdl}");
        assert_eq!(with_one_of(&sdl, ["Key"]), Ok(sdl));
    }

    #[test]
    fn what_cannot_take_one_field_is_refused() {
        let problem = |name| with_one_of(SDL, [name]).expect_err("it cannot be").to_string();
        insta::assert_snapshot!(problem("Kee"), @"`Kee` cannot be `@oneOf`: the supergraph has no input object of this name");
        insta::assert_snapshot!(problem("Query"), @"`Query` cannot be `@oneOf`: the supergraph has no input object of this name");
        insta::assert_snapshot!(problem("Other"), @"`Other` cannot be `@oneOf`: its field `a` is non-null or has a default");
        insta::assert_snapshot!(problem("Third"), @"`Third` cannot be `@oneOf`: its field `a` is non-null or has a default");
    }
}
