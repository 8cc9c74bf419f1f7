//! The stages from text to an operation that can be planned, in their order.

use apollo_compiler::{
    ExecutableDocument, Node, Schema,
    executable::{Operation, OperationType},
    validation::Valid,
};
use contract::ErrorCode;

use crate::{
    Limits, RequestError, guard, introspection, parse::parse, select::select, validate::validate,
};

/// How operations are prepared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrepareSettings {
    /// Limits of the guard.
    pub limits: Limits,
    /// Whether clients may ask for the schema.
    pub introspection: bool,
    /// Whether operations come from gateways, which use names that are reserved for gateways.
    pub from_gateways: bool,
}

impl Default for PrepareSettings {
    fn default() -> Self {
        Self { limits: Limits::default(), introspection: true, from_gateways: false }
    }
}

/// A valid operation of a valid document.
#[derive(Debug, Clone)]
pub struct PreparedOperation {
    /// The document, for its fragments and sources.
    pub document: Valid<ExecutableDocument>,
    /// The operation that runs.
    pub operation: Node<Operation>,
    /// Whether it asks for `__schema` or `__type`.
    pub introspects: bool,
}

impl PreparedOperation {
    /// Query, mutation or subscription.
    #[must_use]
    pub fn kind(&self) -> OperationType {
        self.operation.operation_type
    }
}

/// Prepares an operation: guard, parse, validate, select.
///
/// # Errors
/// All problems of the first stage that finds one.
pub fn prepare(
    schema: &Valid<Schema>,
    settings: &PrepareSettings,
    document: &str,
    operation_name: Option<&str>,
) -> Result<PreparedOperation, Vec<RequestError>> {
    guard::admit(document, &settings.limits).map_err(|error| vec![error.into()])?;
    let syntax = parse(document, &settings.limits)?;
    let document = validate(&syntax, schema, settings.from_gateways)?;
    let operation = select(&document, operation_name).map_err(|error| vec![error])?;
    let introspects = introspection::is_asked(&document, &operation);
    let prepared = PreparedOperation { document, operation, introspects };
    if introspects {
        admit_introspection(&prepared, settings).map_err(|error| vec![error])?;
    }
    Ok(prepared)
}

fn admit_introspection(
    prepared: &PreparedOperation,
    settings: &PrepareSettings,
) -> Result<(), RequestError> {
    if !settings.introspection {
        let message = "introspection is switched off";
        return Err(RequestError::new(ErrorCode::ValidationFailed, message));
    }
    introspection::check_depth(prepared)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema() -> Valid<Schema> {
        Schema::parse_and_validate(
            "input In { i: Int! } type Query { a(x: Int): Int b: B r(n: Int!, in: In): Int } type B { c: String d: B } type Mutation { set: Int }",
            "schema.graphql",
        )
        .expect("a valid schema")
    }

    fn refused(document: &str, name: Option<&str>) -> Vec<(&'static str, String)> {
        prepare(&schema(), &PrepareSettings::default(), document, name)
            .expect_err("it must be refused")
            .into_iter()
            .map(|error| {
                let place = error.locations.first().map(|at| format!("{}:{} ", at.line, at.column));
                (error.code.as_str(), place.unwrap_or_default() + &error.message)
            })
            .collect()
    }

    #[test]
    fn syntax_errors_are_located() {
        insta::assert_debug_snapshot!(refused("{\n a(", None), @r#"
        [
            (
                "GRAPHQL_PARSE_FAILED",
                "2:4 syntax error: expected an Argument",
            ),
        ]
        "#);
    }

    #[test]
    fn all_validation_errors_are_reported_with_their_places() {
        insta::assert_debug_snapshot!(refused("{ a(x: \"1\") nope\n b }", None), @r#"
        [
            (
                "GRAPHQL_VALIDATION_FAILED",
                "1:8 expected value of type Int, found a string",
            ),
            (
                "GRAPHQL_VALIDATION_FAILED",
                "1:13 type `Query` does not have a field `nope`",
            ),
            (
                "GRAPHQL_VALIDATION_FAILED",
                "2:2 interface, union and object types must have a subselection set",
            ),
        ]
        "#);
    }

    /// What is left out for a mistake is not missed as well.
    #[test]
    fn one_mistake_is_one_error() {
        for (document, mistake) in [
            ("{ b { cc } }", "does not have a field `cc`"),
            ("{ b { ...F } } fragment F on B { cc }", "does not have a field `cc`"),
            ("{ b { d { cc } d { c } } }", "does not have a field `cc`"),
            ("{ b { ...F } }", "cannot find fragment `F`"),
            ("{ b { ... on Nope { c } } }", "`Nope` of inline fragment is not a type"),
            ("{ ...F } fragment F on Nope { c }", "`Nope` of fragment `F` is not a type"),
            ("query($x: Int) { nope(a: $x) a }", "does not have a field `nope`"),
            ("query($x: Int) { nope { c(a: [{ b: $x }]) } a }", "does not have a field `nope`"),
            ("query($x: Int) { a(y: $x) }", "argument `y` is not supported"),
            ("query($x: Boolean!) { nope @skip(if: $x) a }", "does not have a field `nope`"),
            ("{ nope { ...F } a } fragment F on B { c }", "does not have a field `nope`"),
            (
                "query($x: Nope!) { ...F } fragment F on Query { a(x: $x) }",
                "cannot find type `Nope`",
            ),
            ("query($x: Nope) { a(x: $x) }", "cannot find type `Nope`"),
            ("{ r(n: null) }", "found null"),
            ("{ r(n: 1, in: { i: null }) }", "found null"),
            ("{ r(n: 1, in: {}) }", "required field `In.i`"),
            ("{ r }", "required argument `Query.r(n:)`"),
            ("{ a(x: 1, x: 2) }", "argument `x`"),
            ("{ a(x: $x) }", "variable `$x` is not defined"),
            ("{ a { c } }", "a"),
            ("{ b }", "must have a subselection set"),
            ("query($x: Int) { a }", "unused variable"),
            ("{ a } fragment F on B { c }", "must be used"),
            ("{ a @nope }", "cannot find directive"),
            ("{ a a: b { c } }", "cannot select different fields"),
            ("subscription { a }", "a"),
            ("{ a(x: 99999999999) }", "a"),
            ("{ a(x: null) a(x: ) }", "syntax error"),
        ] {
            let errors = refused(document, None);
            let is_told = errors.len() == 1 && errors[0].1.contains(mistake);
            assert!(is_told, "{document}: {errors:#?}");
        }
    }

    #[test]
    fn two_mistakes_are_two_errors() {
        assert_eq!(refused("query($x: Int) { b nope }", None).len(), 3);
        assert_eq!(refused("query($x: Int) { nope } fragment F on B { c }", None).len(), 3);
        assert_eq!(
            refused("query A($x: Int) { nope(x: $x) } query B($x: Int) { a }", None).len(),
            2
        );
    }

    #[test]
    fn names_of_the_gateway_are_refused() {
        insta::assert_debug_snapshot!(refused("query($_y_0: Int) { _y_a: a(x: $_y_0) }", None), @r#"
        [
            (
                "GRAPHQL_VALIDATION_FAILED",
                "1:8 the variable `_y_0` is not allowed: names that begin with `_y_` belong to the gateway",
            ),
            (
                "GRAPHQL_VALIDATION_FAILED",
                "1:21 the alias `_y_a` is not allowed: names that begin with `_y_` belong to the gateway",
            ),
        ]
        "#);
    }

    #[test]
    fn aliases_of_meta_fields_are_theirs_alone() {
        let (_, message) = refused("{ b { __typename: c } }", None).remove(0);
        assert!(message.contains("`__typename` is not allowed"), "{message}");
        let same =
            prepare(&schema(), &PrepareSettings::default(), "{ __typename: __typename }", None);
        assert!(same.is_ok());
    }

    #[test]
    fn gateways_may_use_the_names_of_gateways() {
        let settings = PrepareSettings { from_gateways: true, ..PrepareSettings::default() };
        let document = "query($_y_0: Int) { _y_a: a(x: $_y_0) }";
        assert!(prepare(&schema(), &settings, document, None).is_ok());
    }

    #[test]
    fn an_operation_is_selected_by_the_specification() {
        let two = "query A { a } query B { a }";
        insta::assert_debug_snapshot!(refused(two, None), @r#"
        [
            (
                "OPERATION_NOT_FOUND",
                "the document has several operations; `operationName` must choose one; it has A, B",
            ),
        ]
        "#);
        insta::assert_debug_snapshot!(refused(two, Some("C")), @r#"
        [
            (
                "OPERATION_NOT_FOUND",
                "the document has no operation `C`; it has A, B",
            ),
        ]
        "#);
        insta::assert_debug_snapshot!(refused("fragment f on Query { a } ", None), @r#"
        [
            (
                "GRAPHQL_VALIDATION_FAILED",
                "1:1 fragment `f` must be used in an operation",
            ),
        ]
        "#);
        let settings = PrepareSettings::default();
        let prepared = prepare(&schema(), &settings, two, Some("B")).expect("B is there");
        assert_eq!(prepared.operation.name.as_ref().map(|name| name.as_str()), Some("B"));
        let mutation = prepare(&schema(), &settings, "mutation { set }", None).expect("valid");
        assert_eq!(mutation.kind(), OperationType::Mutation);
    }

    #[test]
    fn definitions_of_types_hide_nothing_from_the_guard() {
        let hidden = "{ ...f } scalar X fragment f on Query { ...g ...g } union U = A fragment g on Query { a }";
        insta::assert_debug_snapshot!(refused(hidden, None), @r#"
        [
            (
                "GRAPHQL_VALIDATION_FAILED",
                "1:10 only operations and fragments can be executed",
            ),
            (
                "GRAPHQL_VALIDATION_FAILED",
                "1:53 only operations and fragments can be executed",
            ),
        ]
        "#);
    }

    #[test]
    fn the_guard_speaks_before_the_parser() {
        let (code, _) = refused(&"{".repeat(60), None).remove(0);
        assert_eq!(code, "OPERATION_TOO_COMPLEX");
    }

    #[test]
    fn introspection_can_be_switched_off_but_typename_cannot() {
        let off = PrepareSettings { introspection: false, ..PrepareSettings::default() };
        let refused = prepare(
            &schema(),
            &off,
            "{ ...f } fragment f on Query { __schema { queryType { name } } }",
            None,
        )
        .expect_err("it must be refused");
        assert_eq!(refused[0].message, "introspection is switched off");
        assert!(prepare(&schema(), &off, "{ __typename b { __typename } }", None).is_ok());
    }

    #[test]
    fn deep_introspection_is_refused() {
        let deep = "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }";
        let (code, message) = refused(deep, None).remove(0);
        assert_eq!(code, "OPERATION_TOO_COMPLEX", "{message}");
    }
}
