//! The JSON of a request to a subgraph, made by appending bytes to one buffer. Values that are
//! already JSON (representations) are copied, never parsed.

use bytes::Bytes;
use gateway_plan::{Document, RenderedDocument};

use crate::route::Variables;

/// Variables that are not the client's: their JSON text by name. They go before the client's.
pub(crate) type Overrides<'a> = [(&'a str, Vec<u8>)];

/// The body that asks for the document as it was rendered.
pub(crate) fn write(
    document: &Document,
    rendered: &RenderedDocument,
    variables: &Variables,
    overrides: &Overrides<'_>,
) -> Bytes {
    let own: usize = overrides.iter().map(|(name, json)| name.len() + json.len() + 4).sum();
    let mut out = Vec::with_capacity(rendered.text.len() + own + 256);
    out.extend_from_slice(b"{\"query\":");
    json(&mut out, &rendered.text);
    let mut lead: &[u8] = b",\"variables\":{";
    for &index in &rendered.variables {
        let name = document.variables[index].name.as_str();
        let replaced = overrides.iter().find(|(other, _)| *other == name);
        let given = variables.get(name);
        if replaced.is_none() && given.is_none() {
            continue;
        }
        out.extend_from_slice(lead);
        lead = b",";
        json(&mut out, name);
        out.push(b':');
        match (replaced, given) {
            (Some((_, value)), _) => out.extend_from_slice(value),
            (None, Some(value)) => json(&mut out, value),
            (None, None) => {}
        }
    }
    if lead == b"," {
        out.push(b'}');
    }
    out.push(b'}');
    Bytes::from(out)
}

/// Appends a value as JSON.
pub(crate) fn json<T: serde::Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    serde_json::to_writer(out, value).expect("plain data is written to memory");
}

#[cfg(test)]
mod tests {
    use gateway_plan::{
        OperationKind,
        document::{DocumentPiece, VariableDefinition},
    };
    use serde_json::json;

    use super::*;

    fn document() -> Document {
        let variable = |name: &str| VariableDefinition {
            name: name.into(),
            type_text: "Int".into(),
            default_text: None,
        };
        let piece = |text: &str, variables: &[usize]| DocumentPiece {
            text: text.into(),
            variables: variables.into(),
            fragments: vec![],
        };
        Document {
            kind: OperationKind::Query,
            variables: ["a", "b", "c"].map(variable).into(),
            fields: vec![piece("x(n:$a,m:$b)", &[0, 1]), piece("y(s:\"q\")", &[])],
            fragments: vec![],
        }
    }

    fn body(mask: usize, variables: serde_json::Value, overrides: &Overrides<'_>) -> String {
        let document = document();
        let rendered = document.render(gateway_plan::FieldMask::none().with(mask));
        let variables = variables.as_object().expect("an object").clone();
        let body = write(&document, &rendered, &variables, overrides);
        String::from_utf8(body.to_vec()).expect("JSON is text")
    }

    #[test]
    fn only_the_variables_of_the_text_are_sent() {
        insta::assert_snapshot!(
            body(0, json!({ "a": 1, "b": null, "c": 3, "other": 4 }), &[]),
            @r#"{"query":"query($a:Int,$b:Int){x(n:$a,m:$b)}","variables":{"a":1,"b":null}}"#
        );
    }

    #[test]
    fn a_variable_without_a_value_is_left_out() {
        insta::assert_snapshot!(
            body(0, json!({ "b": 2 }), &[]),
            @r#"{"query":"query($a:Int,$b:Int){x(n:$a,m:$b)}","variables":{"b":2}}"#
        );
        insta::assert_snapshot!(
            body(1, json!({ "b": 2 }), &[]),
            @r#"{"query":"query{y(s:\"q\")}"}"#
        );
    }

    #[test]
    fn an_override_goes_before_the_client() {
        insta::assert_snapshot!(
            body(0, json!({ "a": 1 }), &[("a", b"[7]".to_vec())]),
            @r#"{"query":"query($a:Int,$b:Int){x(n:$a,m:$b)}","variables":{"a":[7]}}"#
        );
    }
}
