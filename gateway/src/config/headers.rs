//! Which headers travel on: lists of rules in `[[headers]]` about those of clients, for all
//! subgraphs, and in `[[subgraphs.headers]]` for one, each with `propagate`, `insert` or `remove`;
//! `response_headers` is the same about those of subgraphs' answers.

use gateway_subgraph_client::{
    Algorithm, HeaderNameError, HeaderPattern, HeaderRule, HeaderRules, ResponseHeaderRule,
    ResponseHeaderRules, header_name, response_header_name,
};
use http::{HeaderName, HeaderValue};

use super::reader::{Problems, Section};

/// How names are read: not all may be touched on both ways.
struct Names {
    name: fn(&str) -> Result<HeaderName, HeaderNameError>,
    pattern: fn(&str) -> Result<HeaderPattern, HeaderNameError>,
}

const OF_CLIENTS: Names = Names { name: header_name, pattern: HeaderPattern::parse };
const OF_ANSWERS: Names =
    Names { name: response_header_name, pattern: HeaderPattern::parse_of_response };

/// Reads the list `headers` of a table.
pub(super) fn read(parent: &mut Section<'_>, problems: &Problems<'_>) -> HeaderRules {
    let sections = parent.sections("headers").into_iter();
    let read = |section| {
        let mut reading = Reading::new(section, problems);
        let rule = reading.rule(&OF_CLIENTS);
        reading.finish(rule)
    };
    HeaderRules::new(sections.filter_map(read).collect())
}

/// Reads the list `response_headers` of a table.
pub(super) fn read_of_answers(
    parent: &mut Section<'_>,
    problems: &Problems<'_>,
) -> ResponseHeaderRules {
    let sections = parent.sections("response_headers").into_iter();
    let read = |section| {
        let mut reading = Reading::new(section, problems);
        let rule = reading.rule(&OF_ANSWERS);
        let algorithm: Option<Algorithm> = reading.section.parsed("algorithm", str::parse);
        let is_lost = algorithm.is_some() && matches!(rule, Ok(HeaderRule::Remove(_)));
        let rule = if is_lost { Err("`remove` needs no `algorithm`") } else { rule };
        let algorithm = algorithm.unwrap_or_default();
        reading.finish(rule.map(|rule| ResponseHeaderRule { rule, algorithm }))
    };
    ResponseHeaderRules::new(sections.filter_map(read).collect())
}

/// A rule while it is read.
struct Reading<'a> {
    section: Section<'a>,
    problems: &'a Problems<'a>,
    /// How many mistakes there were before.
    before: usize,
}

impl<'a> Reading<'a> {
    fn new(section: Section<'a>, problems: &'a Problems<'a>) -> Self {
        Self { section, problems, before: problems.count() }
    }

    fn rule(&mut self, names: &Names) -> Result<HeaderRule, &'static str> {
        let section = &mut self.section;
        let propagate = section.parsed("propagate", names.pattern);
        let rename = section.parsed("rename", names.name);
        let default = section.parsed("default", header_value);
        let insert = section.parsed("insert", names.name);
        let value = section.parsed("value", header_value);
        let remove = section.parsed("remove", names.pattern);
        match (propagate, insert, remove) {
            (Some(pattern), None, None) if value.is_none() => propagation(pattern, rename, default),
            (None, Some(name), None) if rename.is_none() && default.is_none() => value
                .map(|value| HeaderRule::Insert { name, value })
                .ok_or("`insert` needs `value`"),
            (None, None, Some(pattern))
                if rename.is_none() && default.is_none() && value.is_none() =>
            {
                Ok(HeaderRule::Remove(pattern))
            }
            _ => Err("a rule about headers has one of `propagate` (with `rename` and `default`), \
                 `insert` (with `value`) and `remove`"),
        }
    }

    /// The rule, or a mistake: the last one only when no other was told.
    fn finish<T>(self, rule: Result<T, &'static str>) -> Option<T> {
        let offset = self.section.offset();
        self.section.finish();
        if self.problems.count() != self.before {
            return None;
        }
        rule.map_err(|message| self.problems.add(offset, message)).ok()
    }
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
