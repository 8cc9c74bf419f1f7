//! Which headers of clients travel on: lists of rules in `[[headers]]` for all subgraphs and in
//! `[[subgraphs.headers]]` for one, each with `propagate`, `insert` or `remove`.

use gateway_subgraph_client::{HeaderPattern, HeaderRule, HeaderRules, header_name};
use http::{HeaderName, HeaderValue};

use super::reader::{Problems, Section};

/// Reads the list `headers` of a table.
pub(super) fn read(parent: &mut Section<'_>, problems: &Problems<'_>) -> HeaderRules {
    let sections = parent.sections("headers");
    HeaderRules::new(sections.into_iter().filter_map(|rule| read_rule(rule, problems)).collect())
}

fn read_rule(mut section: Section<'_>, problems: &Problems<'_>) -> Option<HeaderRule> {
    let (offset, before) = (section.offset(), problems.count());
    let propagate = section.parsed("propagate", HeaderPattern::parse);
    let rename = section.parsed("rename", header_name);
    let default = section.parsed("default", header_value);
    let insert = section.parsed("insert", header_name);
    let value = section.parsed("value", header_value);
    let remove = section.parsed("remove", HeaderPattern::parse);
    section.finish();
    if problems.count() != before {
        return None;
    }
    let rule = match (propagate, insert, remove) {
        (Some(pattern), None, None) if value.is_none() => propagation(pattern, rename, default),
        (None, Some(name), None) if rename.is_none() && default.is_none() => {
            value.map(|value| HeaderRule::Insert { name, value }).ok_or("`insert` needs `value`")
        }
        (None, None, Some(pattern)) if rename.is_none() && default.is_none() && value.is_none() => {
            Ok(HeaderRule::Remove(pattern))
        }
        _ => Err(
            "a rule about headers has one of `propagate` (with `rename` and `default`), `insert` \
             (with `value`) and `remove`",
        ),
    };
    rule.map_err(|message| problems.add(offset, message)).ok()
}

fn propagation(
    pattern: HeaderPattern,
    rename: Option<HeaderName>,
    default: Option<HeaderValue>,
) -> Result<HeaderRule, &'static str> {
    match pattern {
        pattern if rename.is_none() && default.is_none() => Ok(HeaderRule::Propagate(pattern)),
        HeaderPattern::Name(name) => {
            let rename = rename.unwrap_or_else(|| name.clone());
            Ok(HeaderRule::PropagateAs { name, rename, default })
        }
        HeaderPattern::Prefix(_) => Err("`rename` and `default` are for one header, not for many"),
    }
}

fn header_value(text: &str) -> Result<HeaderValue, &'static str> {
    HeaderValue::from_str(text).map_err(|_| "a header cannot have this value")
}
