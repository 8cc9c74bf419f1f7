//! The outline of a document: how many fields each definition has and which fragments it spreads.

use std::collections::{HashMap, hash_map::Entry};

use super::{
    GuardError,
    lexer::{Lexer, Token},
    within,
};
use crate::Limits;

/// What one pass over the tokens tells.
#[derive(Debug, Default)]
pub(super) struct Outline<'a> {
    /// Operations, and fragments of different names.
    pub(super) parts: Vec<Part<'a>>,
    /// As they are written.
    pub(super) definitions: u64,
    pub(super) directives: u64,
}

/// An operation or a fragment.
#[derive(Debug, Default)]
pub(super) struct Part<'a> {
    /// The fragment's name; none for an operation.
    pub(super) fragment: Option<&'a str>,
    pub(super) fields: u64,
    pub(super) root_fields: u64,
    pub(super) aliases: u64,
    /// The deepest selection set.
    pub(super) depth: u64,
    pub(super) spreads: Vec<Spread<'a>>,
}

impl<'a> Part<'a> {
    fn add(&mut self, other: Part<'a>) {
        self.fields += other.fields;
        self.root_fields += other.root_fields;
        self.aliases += other.aliases;
        self.depth = self.depth.max(other.depth);
        self.spreads.extend(other.spreads);
    }
}

/// A fragment spread.
#[derive(Debug)]
pub(super) struct Spread<'a> {
    pub(super) fragment: &'a str,
    /// The selection sets around it.
    pub(super) depth: u64,
    /// Whether what it spreads are root fields.
    pub(super) at_root: bool,
}

impl<'a> Outline<'a> {
    pub(super) fn read(document: &'a str, limits: &Limits) -> Result<Self, GuardError> {
        let mut reader = Reader { lexer: Lexer::new(document), ..Reader::default() };
        while let Some(token) = reader.lexer.next() {
            reader.step(token);
            within("tokens", "tokens", reader.lexer.count as u64, limits.tokens)?;
            within("nesting", "nested brackets", reader.nesting(), limits.nesting)?;
        }
        reader.end_part();
        Ok(reader.outline)
    }

    pub(super) fn spreads(&self) -> u64 {
        self.parts.iter().map(|part| part.spreads.len() as u64).sum()
    }
}

#[derive(Debug)]
struct Reader<'a> {
    lexer: Lexer<'a>,
    outline: Outline<'a>,
    part: Option<Part<'a>>,
    /// Where the fragments stand among the parts.
    fragments: HashMap<&'a str, usize>,
    /// The open selection sets; whether each belongs to a field.
    selections: Vec<bool>,
    /// Open brackets of arguments and values: what is in them selects nothing.
    values: u64,
    /// Whether the next selection set belongs to an inline fragment.
    inline_fragment: bool,
}

impl Default for Reader<'_> {
    fn default() -> Self {
        Self {
            lexer: Lexer::new(""),
            outline: Outline::default(),
            part: None,
            fragments: HashMap::new(),
            selections: Vec::new(),
            values: 0,
            inline_fragment: false,
        }
    }
}

impl<'a> Reader<'a> {
    fn nesting(&self) -> u64 {
        self.selections.len() as u64 + self.values
    }

    fn step(&mut self, token: Token<'a>) {
        match token {
            Token::Punctuator(b'(' | b'[') => self.values += 1,
            Token::Punctuator(b')' | b']') => self.values = self.values.saturating_sub(1),
            Token::Punctuator(b'{') if self.values > 0 => self.values += 1,
            Token::Punctuator(b'}') if self.values > 0 => self.values -= 1,
            Token::Punctuator(b'@') => self.directive(),
            Token::Punctuator(b'{') => self.open(),
            Token::Punctuator(b'}') => self.close(),
            _ if self.values > 0 => {}
            Token::Name(keyword) if self.selections.is_empty() => self.header(keyword),
            Token::Name(_) => self.field(),
            Token::Spread => self.spread(),
            Token::Punctuator(_) | Token::Other => {}
        }
    }

    /// `query`, `fragment name on Type` and the like: the first name outside selections.
    fn header(&mut self, keyword: &str) {
        if self.part.is_some() {
            return;
        }
        let fragment = if keyword == "fragment" { self.take_name() } else { None };
        self.part = Some(Part { fragment, ..Part::default() });
    }

    fn directive(&mut self) {
        self.outline.directives += 1;
        self.take_name();
    }

    fn field(&mut self) {
        if self.lexer.peek() == Some(Token::Punctuator(b':')) {
            self.lexer.next();
            self.take_name();
            self.part.get_or_insert_default().aliases += 1;
        }
        self.inline_fragment = false;
        let at_root = self.at_root();
        let part = self.part.get_or_insert_default();
        part.fields += 1;
        part.root_fields += u64::from(at_root);
    }

    fn spread(&mut self) {
        match self.lexer.peek() {
            Some(Token::Name("on")) => {
                self.lexer.next();
                self.take_name();
                self.inline_fragment = true;
            }
            Some(Token::Name(fragment)) => {
                self.lexer.next();
                let spread = Spread {
                    fragment,
                    depth: self.selections.len() as u64,
                    at_root: self.at_root(),
                };
                self.part.get_or_insert_default().spreads.push(spread);
            }
            _ => self.inline_fragment = true,
        }
    }

    fn open(&mut self) {
        // The outermost selection set belongs to the definition, and its fields are root fields.
        let of_field = !self.inline_fragment && !self.selections.is_empty();
        self.selections.push(of_field);
        self.inline_fragment = false;
        let depth = self.selections.len() as u64;
        let part = self.part.get_or_insert_default();
        part.depth = part.depth.max(depth);
    }

    fn close(&mut self) {
        self.selections.pop();
        if self.selections.is_empty() {
            self.end_part();
        }
    }

    /// Two fragments of one name are invalid, but that is found out later: until then they are one
    /// that has what both have, so that counting stays linear.
    fn end_part(&mut self) {
        let Some(part) = self.part.take() else { return };
        self.outline.definitions += 1;
        let parts = &mut self.outline.parts;
        match part.fragment.map(|name| self.fragments.entry(name)) {
            Some(Entry::Occupied(known)) => parts[*known.get()].add(part),
            new => {
                if let Some(Entry::Vacant(place)) = new {
                    place.insert(parts.len());
                }
                parts.push(part);
            }
        }
    }

    fn at_root(&self) -> bool {
        !self.selections.contains(&true)
    }

    fn take_name(&mut self) -> Option<&'a str> {
        let Some(Token::Name(name)) = self.lexer.peek() else { return None };
        self.lexer.next();
        Some(name)
    }
}
