//! Writes the representation of an entity: the bytes that are sent to a subgraph for an object
//! that other subgraphs have told something about.

use gateway_plan::{RepresentationSelection, Rewrite, RewriteSegment};

use crate::{Kind, Node, Store, json, targets::is_of_type};

/// Appends the representation of an object. Nothing is appended, and the answer is `false`, when
/// there is none: the object has no `__typename` or is of none of the types, or nothing but its
/// `__typename` is known.
///
/// A value that is null or was not fetched is sent as `null`, as a field that is required may be
/// null; an entity of which no field at all has a value is one whose key is null.
pub fn write_representation(
    store: &Store,
    node: &Node,
    selections: &[RepresentationSelection],
    rewrites: &[Rewrite],
    out: &mut Vec<u8>,
) -> bool {
    let start = out.len();
    let mut writer = Writer { store, out, values: 0 };
    let is_typed =
        store.field(node, "__typename").is_some_and(|name| !store.is_null(name.primary()));
    if is_typed {
        let rewrites: Vec<Pending<'_>> = rewrites.iter().map(Pending::new).collect();
        writer.object(node, selections, &rewrites);
    }
    let is_known = writer.values > 0;
    if !is_known {
        out.truncate(start);
    }
    is_known
}

struct Writer<'a> {
    store: &'a Store,
    out: &'a mut Vec<u8>,
    /// How many leaves were written that are neither null nor a `__typename`.
    values: usize,
}

/// A rewrite and what is left of its path here.
#[derive(Clone, Copy)]
struct Pending<'a> {
    path: &'a [RewriteSegment],
    rewrite: &'a Rewrite,
}

impl<'a> Pending<'a> {
    fn new(rewrite: &'a Rewrite) -> Self {
        let (Rewrite::Set { path, .. } | Rewrite::Rename { path, .. }) = rewrite;
        Self { path, rewrite }
    }

    /// What is left of the path inside an object of this node's type.
    fn in_object(mut self, store: &Store, node: &Node) -> Option<Self> {
        while let Some((RewriteSegment::OnTypes(types), rest)) = self.path.split_first() {
            if !is_of_type(store, node, types) {
                return None;
            }
            self.path = rest;
        }
        Some(self)
    }

    /// What is left of the path inside a field.
    fn in_field(self, name: &str) -> Option<Self> {
        match self.path.split_first() {
            Some((RewriteSegment::Key(key), rest)) if key == name && !rest.is_empty() => {
                Some(Self { path: rest, ..self })
            }
            _ => None,
        }
    }

    /// Whether the path ends at this field.
    fn is_about(self, name: &str) -> bool {
        matches!(self.path, [RewriteSegment::Key(key)] if key == name)
    }
}

impl Writer<'_> {
    fn object(
        &mut self,
        node: &Node,
        selections: &[RepresentationSelection],
        rewrites: &[Pending<'_>],
    ) {
        let rewrites: Vec<_> =
            rewrites.iter().filter_map(|pending| pending.in_object(self.store, node)).collect();
        self.out.push(b'{');
        let start = self.out.len();
        self.fields(node, selections, &rewrites, start);
        self.out.push(b'}');
    }

    fn fields(
        &mut self,
        node: &Node,
        selections: &[RepresentationSelection],
        rewrites: &[Pending<'_>],
        start: usize,
    ) {
        for selection in selections {
            match selection {
                RepresentationSelection::OnTypes { types, selections } => {
                    if is_of_type(self.store, node, types) {
                        self.fields(node, selections, rewrites, start);
                    }
                }
                RepresentationSelection::Field { response_key, name, selections } => {
                    if self.out.len() > start {
                        self.out.push(b',');
                    }
                    self.field(node, response_key, name, selections, rewrites);
                }
            }
        }
    }

    fn field(
        &mut self,
        node: &Node,
        response_key: &str,
        name: &str,
        selections: &[RepresentationSelection],
        rewrites: &[Pending<'_>],
    ) {
        let mut sent_name = name;
        let mut sent_text = None;
        for pending in rewrites.iter().filter(|pending| pending.is_about(name)) {
            match pending.rewrite {
                Rewrite::Rename { to, .. } => sent_name = to,
                Rewrite::Set { value, .. } => sent_text = Some(value),
            }
        }
        json::write_string(self.out, sent_name);
        self.out.push(b':');
        if let Some(text) = sent_text {
            json::write_string(self.out, text);
            return;
        }
        let inner: Vec<_> = rewrites.iter().filter_map(|pending| pending.in_field(name)).collect();
        let before = self.values;
        match self.store.field(node, response_key) {
            Some(value) => self.value(&value, selections, &inner),
            None => self.out.extend_from_slice(b"null"),
        }
        if name == "__typename" {
            self.values = before;
        }
    }

    fn value(
        &mut self,
        value: &Node,
        selections: &[RepresentationSelection],
        rewrites: &[Pending<'_>],
    ) {
        match self.store.node_kind(value) {
            Kind::Null => self.out.extend_from_slice(b"null"),
            Kind::Object if !selections.is_empty() => self.object(value, selections, rewrites),
            Kind::List if !selections.is_empty() => self.list(value, selections, rewrites),
            _ => {
                self.values += 1;
                self.store.write(value.primary(), self.out);
            }
        }
    }

    fn list(
        &mut self,
        list: &Node,
        selections: &[RepresentationSelection],
        rewrites: &[Pending<'_>],
    ) {
        // A list that is empty is a value too.
        self.values += 1;
        self.out.push(b'[');
        for (index, element) in self.store.node_elements(list).enumerate() {
            if index > 0 {
                self.out.push(b',');
            }
            self.value(&element, selections, rewrites);
        }
        self.out.push(b']');
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::IndexLimits;

    fn field(name: &str, selections: Vec<RepresentationSelection>) -> RepresentationSelection {
        RepresentationSelection::Field { response_key: name.into(), name: name.into(), selections }
    }

    fn leaf(name: &str) -> RepresentationSelection {
        field(name, vec![])
    }

    fn on(type_name: &str, selections: Vec<RepresentationSelection>) -> RepresentationSelection {
        RepresentationSelection::OnTypes { types: vec![type_name.into()], selections }
    }

    fn written(
        json: &'static str,
        selections: &[RepresentationSelection],
        rewrites: &[Rewrite],
    ) -> Option<String> {
        let mut store = Store::new();
        let body = Bytes::from_static(json.as_bytes());
        let root = store.ingest(body, &IndexLimits::default()).expect("JSON");
        let mut out = b"kept".to_vec();
        let known = write_representation(&store, &store.node(root), selections, rewrites, &mut out);
        let text = String::from_utf8(out).expect("UTF-8");
        let representation = text.strip_prefix("kept").expect("what was there stays");
        assert_eq!(known, !representation.is_empty());
        known.then(|| representation.to_owned())
    }

    #[test]
    fn writes_the_selected_fields_of_the_type() {
        let selections = [
            on("P", vec![leaf("__typename"), leaf("id"), field("d", vec![leaf("w"), leaf("h")])]),
            on("Q", vec![leaf("other")]),
        ];
        assert_eq!(
            written(
                r#"{"id": "1", "__typename": "P", "d": [{"h": {"x": 1}, "w": 2.0, "z": 0}, null]}"#,
                &selections,
                &[]
            )
            .as_deref(),
            Some(r#"{"__typename":"P","id":"1","d":[{"w":2.0,"h":{"x": 1}},null]}"#)
        );
    }

    #[test]
    fn reads_under_the_alias_and_sends_the_name() {
        let selections = [
            leaf("__typename"),
            RepresentationSelection::Field {
                response_key: "_y_1".into(),
                name: "price".into(),
                selections: vec![],
            },
        ];
        assert_eq!(
            written(r#"{"__typename": "P", "_y_1": 5}"#, &selections, &[]).as_deref(),
            Some(r#"{"__typename":"P","price":5}"#)
        );
    }

    #[test]
    fn there_is_none_without_a_type_or_a_value() {
        let selections = [on("P", vec![leaf("__typename"), leaf("id")])];
        assert_eq!(written(r#"{"id": "1"}"#, &selections, &[]), None);
        assert_eq!(written(r#"{"id": "1", "__typename": "Q"}"#, &selections, &[]), None);
        assert_eq!(written(r#"{"id": null, "__typename": "P"}"#, &selections, &[]), None);
        assert_eq!(written(r#"{"__typename": "P"}"#, &selections, &[]), None);
    }

    #[test]
    fn a_required_value_may_be_null() {
        let selections = [leaf("__typename"), leaf("id"), leaf("price")];
        assert_eq!(
            written(r#"{"id": 1, "__typename": "P", "price": null}"#, &selections, &[]).as_deref(),
            Some(r#"{"__typename":"P","id":1,"price":null}"#)
        );
    }

    #[test]
    fn rewrites_change_what_is_sent() {
        let key = |key: &str| RewriteSegment::Key(key.to_owned());
        let types = |name: &str| RewriteSegment::OnTypes(vec![name.to_owned()]);
        let rewrites = [
            Rewrite::Set { path: vec![types("Admin"), key("__typename")], value: "Account".into() },
            Rewrite::Set { path: vec![types("Other"), key("__typename")], value: "No".into() },
            Rewrite::Rename { path: vec![key("d"), key("w")], to: "width".into() },
        ];
        let selections = [leaf("__typename"), leaf("w"), field("d", vec![leaf("w")])];
        assert_eq!(
            written(r#"{"__typename": "Admin", "w": 1, "d": {"w": 2}}"#, &selections, &rewrites)
                .as_deref(),
            Some(r#"{"__typename":"Account","w":1,"d":{"width":2}}"#)
        );
    }
}
