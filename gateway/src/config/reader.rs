//! Reads TOML by hand, so that every mistake of a file is reported at once and with its line:
//! wrong types, values out of range, missing and unknown keys. It knows no setting.

use std::{cell::RefCell, collections::BTreeMap, fmt, ops::RangeInclusive};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// One mistake in a configuration file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

/// Collects the mistakes of one file.
pub(super) struct Problems<'a> {
    source: &'a str,
    found: RefCell<Vec<Problem>>,
}

impl<'a> Problems<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self { source, found: RefCell::default() }
    }

    /// Notes a mistake at a byte offset of the file.
    pub(super) fn add(&self, offset: usize, message: impl Into<String>) {
        let line = 1 + self.source.bytes().take(offset).filter(|byte| *byte == b'\n').count();
        self.found.borrow_mut().push(Problem { line, message: message.into() });
    }

    /// How many there are so far.
    pub(super) fn count(&self) -> usize {
        self.found.borrow().len()
    }

    /// All mistakes, top to bottom.
    pub(super) fn into_sorted(self) -> Vec<Problem> {
        let mut found = self.found.into_inner();
        found.sort();
        found.dedup();
        found
    }
}

/// A table of the file. Keys are taken one by one; what is left at the end is unknown.
pub(super) struct Section<'a> {
    problems: &'a Problems<'a>,
    path: String,
    offset: usize,
    entries: BTreeMap<&'a str, &'a Spanned<DeValue<'a>>>,
    key_offsets: BTreeMap<&'a str, usize>,
    taken: Vec<&'static str>,
}

/// A value and where it stands, for checks that need more than one value.
pub(super) struct Located<T> {
    pub(super) value: T,
    pub(super) offset: usize,
}

impl<'a> Section<'a> {
    pub(super) fn root(table: &'a Spanned<DeTable<'a>>, problems: &'a Problems<'a>) -> Self {
        Self::new(table.get_ref(), String::new(), table.span().start, problems)
    }

    fn new(
        table: &'a DeTable<'a>,
        path: String,
        offset: usize,
        problems: &'a Problems<'a>,
    ) -> Self {
        let entries = table.iter().map(|(key, value)| (key.get_ref().as_ref(), value)).collect();
        let key_offsets =
            table.iter().map(|(key, _)| (key.get_ref().as_ref(), key.span().start)).collect();
        Self { problems, path, offset, entries, key_offsets, taken: Vec::new() }
    }

    /// Where the section stands.
    pub(super) fn offset(&self) -> usize {
        self.offset
    }

    fn name(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn take(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.taken.push(key);
        self.entries.remove(key)
    }

    fn wrong_type(&self, key: &str, expected: &str, found: &Spanned<DeValue<'_>>) {
        let message = format!(
            "`{}` must be {expected}, found {}",
            self.name(key),
            article(found.get_ref().type_str())
        );
        self.problems.add(found.span().start, message);
    }

    /// Whether a key is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// A text.
    pub(super) fn text(&mut self, key: &'static str) -> Option<Located<String>> {
        let value = self.take(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some(Located { value: text.to_owned(), offset: value.span().start }),
            None => {
                self.wrong_type(key, "a string", value);
                None
            }
        }
    }

    /// A text that must be there.
    pub(super) fn required_text(&mut self, key: &'static str) -> Option<Located<String>> {
        if !self.entries.contains_key(key) {
            self.taken.push(key);
            self.problems.add(self.offset, format!("`{}` is missing", self.name(key)));
            return None;
        }
        self.text(key)
    }

    /// A text that a function understands; its error is reported.
    pub(super) fn parsed<T, E: fmt::Display>(
        &mut self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = self.text(key)?;
        parse(&text.value)
            .map_err(|error| {
                self.problems.add(text.offset, format!("`{}`: {error}", self.name(key)));
            })
            .ok()
    }

    /// A whole number within a range.
    pub(super) fn integer(&mut self, key: &'static str, range: RangeInclusive<u64>) -> Option<u64> {
        let value = self.take(key)?;
        let Some(integer) = value.get_ref().as_integer() else {
            self.wrong_type(key, "a whole number", value);
            return None;
        };
        let number = u64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok();
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            let (low, high) = (range.start(), range.end());
            let message = format!("`{}` must be from {low} to {high}", self.name(key));
            self.problems.add(value.span().start, message);
        }
        number
    }

    /// True or false.
    pub(super) fn boolean(&mut self, key: &'static str) -> Option<bool> {
        let value = self.take(key)?;
        let boolean = value.get_ref().as_bool();
        if boolean.is_none() {
            self.wrong_type(key, "true or false", value);
        }
        boolean
    }

    /// A list of texts; absent is an empty list.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<Located<String>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, "a list of strings", value);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in array {
            match item.get_ref().as_str() {
                Some(text) => {
                    texts.push(Located { value: text.to_owned(), offset: item.span().start });
                }
                None => self.wrong_type(key, "a list of strings", item),
            }
        }
        texts
    }

    /// A table whose values are all texts.
    pub(super) fn text_table(&mut self, key: &'static str) -> BTreeMap<String, String> {
        let Some(value) = self.take(key) else { return BTreeMap::new() };
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(key, "a table of strings", value);
            return BTreeMap::new();
        };
        let mut texts = BTreeMap::new();
        for (name, item) in table {
            match item.get_ref().as_str() {
                Some(text) => {
                    texts.insert(name.get_ref().to_string(), text.to_owned());
                }
                None => self.wrong_type(key, "a table of strings", item),
            }
        }
        texts
    }

    /// All entries of this section, whatever their names, each of one form.
    pub(super) fn all<T>(
        self,
        expected: &str,
        read: impl Fn(&DeValue<'_>) -> Option<T>,
    ) -> BTreeMap<String, T> {
        let mut all = BTreeMap::new();
        for (key, value) in &self.entries {
            match read(value.get_ref()) {
                Some(read) => {
                    all.insert((*key).to_owned(), read);
                }
                None => {
                    let message = format!("`{}` must be {expected}", self.name(key));
                    self.problems.add(value.span().start, message);
                }
            }
        }
        all
    }

    /// A table within this one.
    pub(super) fn section(&mut self, key: &'static str) -> Option<Section<'a>> {
        let value = self.take(key)?;
        match value.get_ref().as_table() {
            Some(table) => {
                let offset = self.key_offsets[key];
                Some(Section::new(table, self.name(key), offset, self.problems))
            }
            None => {
                self.wrong_type(key, "a table", value);
                None
            }
        }
    }

    /// A list of tables within this one.
    pub(super) fn sections(&mut self, key: &'static str) -> Vec<Section<'a>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, "a list of tables", value);
            return Vec::new();
        };
        let mut sections = Vec::new();
        for item in array {
            match item.get_ref().as_table() {
                Some(table) => {
                    let offset = item.span().start;
                    sections.push(Section::new(table, self.name(key), offset, self.problems));
                }
                None => self.wrong_type(key, "a list of tables", item),
            }
        }
        sections
    }

    /// Reports the keys that nobody took.
    pub(super) fn finish(self) {
        for key in self.entries.keys() {
            let message = if self.taken.is_empty() {
                format!("`{}` is unknown", self.name(key))
            } else {
                format!("`{}` is unknown; known are {}", self.name(key), self.taken.join(", "))
            };
            self.problems.add(self.key_offsets[key], message);
        }
    }
}

fn article(kind: &str) -> String {
    let vowel = kind.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {kind}", if vowel { "an" } else { "a" })
}
