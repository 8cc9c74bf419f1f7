//! The gateway as a subgraph of another one: what the entry of its supergraph answers. Keys come
//! back as they were sent, and the rest of the plan fetches by them.

use gateway_plan::RootFetch;
use gateway_response::{IndexLimits, Ref};
use serde_json::{Value, json};

use crate::{call_body, run::Run};

/// The object of the entry's root fields: `_entities` is the list of representations that its
/// variable holds, and `_service` the SDL.
pub(crate) fn answer(run: &mut Run<'_>, sdl: &str, fetch: &RootFetch) -> Ref {
    let mut object = Vec::with_capacity(fetch.fields.len());
    for (field, piece) in fetch.fields.iter().zip(&fetch.document.fields) {
        let argument = piece.variables.iter().find_map(|&index| {
            let variable = fetch.document.variables.get(index)?;
            let is_list = variable.type_text.contains("_Any");
            is_list.then(|| run.request.variables.get(&variable.name).cloned())
        });
        let value = match argument {
            Some(representations) => representations.unwrap_or(Value::Null),
            None => json!({ "sdl": sdl }),
        };
        let mut text = Vec::new();
        call_body::json(&mut text, &value);
        // Values of variables are sound JSON; only one that is too deep is not taken.
        let value = run.store.ingest(text.into(), &IndexLimits::default()).unwrap_or(Ref::NULL);
        object.push((field.response_key.as_str(), value));
    }
    run.store.make_object(object)
}
