//! What a scalar says about its format. No operation can become invalid by it; what is read and
//! written can be another thing.

use apollo_compiler::schema::ScalarType;

use crate::change::{Changes, Kind};

/// Compares `@specifiedBy`.
pub(crate) fn compare(old: &ScalarType, new: &ScalarType, changes: &mut Changes) {
    let (name, kind) = (&old.name, Kind::SpecificationChanged);
    match (specification(old), specification(new)) {
        (None, Some(url)) => changes.safe(kind, name, format!("it is specified by {url}")),
        (Some(url), None) => changes.safe(kind, name, format!("it is not specified by {url}")),
        (Some(old), Some(new)) if old != new => {
            changes.dangerous(kind, name, format!("it is specified by {new}, it was by {old}"));
        }
        _ => {}
    }
}

fn specification(scalar: &ScalarType) -> Option<&str> {
    scalar.directives.get("specifiedBy")?.specified_argument_by_name("url")?.as_str()
}

#[cfg(test)]
mod tests {
    use crate::tests::with_query;

    #[test]
    fn another_specification_is_dangerous() {
        insta::assert_snapshot!(with_query(
            r#"scalar A scalar B @specifiedBy(url: "https://b.example") scalar C @specifiedBy(url: "https://c.example")"#,
            r#"scalar A @specifiedBy(url: "https://a.example") scalar B scalar C @specifiedBy(url: "https://d.example")"#,
        ), @"
        dangerous SPECIFICATION_CHANGED C: it is specified by https://d.example, it was by https://c.example
        safe SPECIFICATION_CHANGED A: it is specified by https://a.example
        safe SPECIFICATION_CHANGED B: it is not specified by https://b.example
        ");
    }
}
