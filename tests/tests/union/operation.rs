//! An operation as a tree that can be printed, routed and made smaller.

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// A value in an operation.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    Bool(bool),
    Int(i64),
    Text(String),
    /// A value of an enum.
    Name(String),
    List(Vec<Input>),
    Object(Vec<(String, Input)>),
}

/// An argument, written into the text or sent as a variable.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    pub name: String,
    pub type_text: String,
    pub value: Input,
    pub by_variable: bool,
}

/// A field that is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub alias: Option<String>,
    pub name: String,
    pub arguments: Vec<Argument>,
    /// `@include(if: …)`.
    pub include: Option<bool>,
    pub selections: Vec<Selection>,
}

/// A part of a selection set.
#[derive(Clone, Debug, PartialEq)]
pub enum Selection {
    Field(Field),
    /// A fragment on a type: inline, or a definition of its own.
    On {
        type_name: String,
        inline: bool,
        selections: Vec<Selection>,
    },
}

/// The text of an operation and its variables.
#[derive(Clone, Debug, Default)]
pub struct Printed {
    pub text: String,
    pub variables: Map<String, Value>,
}

impl Input {
    pub fn texts<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        let text = |text: T| Self::Text(text.as_ref().to_owned());
        Self::List(texts.into_iter().map(text).collect())
    }

    pub fn json(&self) -> Value {
        match self {
            Self::Bool(value) => Value::from(*value),
            Self::Int(value) => Value::from(*value),
            Self::Text(text) | Self::Name(text) => Value::from(text.as_str()),
            Self::List(elements) => elements.iter().map(Self::json).collect(),
            Self::Object(fields) => {
                fields.iter().map(|(name, value)| (name.clone(), value.json())).collect()
            }
        }
    }

    fn literal(&self) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Int(value) => value.to_string(),
            Self::Text(text) => Value::from(text.as_str()).to_string(),
            Self::Name(name) => name.clone(),
            Self::List(elements) => {
                let elements: Vec<String> = elements.iter().map(Self::literal).collect();
                format!("[{}]", elements.join(", "))
            }
            Self::Object(fields) => {
                let field = |(name, value): &(String, Self)| format!("{name}: {}", value.literal());
                let fields: Vec<String> = fields.iter().map(field).collect();
                format!("{{{}}}", fields.join(", "))
            }
        }
    }
}

impl Field {
    pub fn new(name: impl Into<String>, selections: Vec<Selection>) -> Self {
        Self { alias: None, name: name.into(), arguments: Vec::new(), include: None, selections }
    }

    /// Fields without arguments and selections of their own.
    pub fn leaves(names: &[&str]) -> Vec<Selection> {
        names.iter().map(|name| Selection::Field(Self::new(*name, Vec::new()))).collect()
    }

    pub fn key(&self) -> &str {
        self.alias.as_ref().unwrap_or(&self.name)
    }

    pub fn argument(&self, name: &str) -> Option<&Input> {
        Some(&self.arguments.iter().find(|argument| argument.name == name)?.value)
    }

    /// Sets an argument, and says so by a variable.
    pub fn set(&mut self, name: &str, type_text: &str, value: Input) {
        self.arguments.retain(|argument| argument.name != name);
        let (name, type_text) = (name.to_owned(), type_text.to_owned());
        self.arguments.push(Argument { name, type_text, value, by_variable: true });
    }
}

/// Prints a query of these root fields.
pub fn print(roots: &[Field]) -> Printed {
    let mut printer = Printer::default();
    let mut body = String::new();
    for root in roots {
        printer.field(root, &mut body, 1);
    }
    let head = match printer.declared.as_slice() {
        [] => String::new(),
        declared => format!("query({}) ", declared.join(", ")),
    };
    let text = format!("{head}{{\n{body}}}\n{}", printer.fragments.concat());
    Printed { text, variables: printer.variables }
}

#[derive(Default)]
struct Printer {
    declared: Vec<String>,
    variables: Map<String, Value>,
    fragments: Vec<String>,
    named: usize,
}

impl Printer {
    fn field(&mut self, field: &Field, out: &mut String, depth: usize) {
        out.push_str(&"  ".repeat(depth));
        if let Some(alias) = &field.alias {
            out.push_str(&format!("{alias}: "));
        }
        out.push_str(&field.name);
        if !field.arguments.is_empty() {
            let arguments: Vec<String> =
                field.arguments.iter().map(|argument| self.argument(argument)).collect();
            out.push_str(&format!("({})", arguments.join(", ")));
        }
        if let Some(include) = field.include {
            let name = self.variable("Boolean!", include.into());
            out.push_str(&format!(" @include(if: ${name})"));
        }
        self.selections(&field.selections, out, depth);
    }

    fn selections(&mut self, selections: &[Selection], out: &mut String, depth: usize) {
        if selections.is_empty() {
            out.push('\n');
            return;
        }
        out.push_str(" {\n");
        for selection in selections {
            self.selection(selection, out, depth + 1);
        }
        out.push_str(&format!("{}}}\n", "  ".repeat(depth)));
    }

    fn selection(&mut self, selection: &Selection, out: &mut String, depth: usize) {
        match selection {
            Selection::Field(field) => self.field(field, out, depth),
            Selection::On { type_name, inline: true, selections } => {
                out.push_str(&format!("{}... on {type_name}", "  ".repeat(depth)));
                self.selections(selections, out, depth);
            }
            Selection::On { type_name, inline: false, selections } => {
                self.named += 1;
                let name = format!("F{}", self.named);
                let _ = writeln!(out, "{}...{name}", "  ".repeat(depth));
                let mut fragment = format!("fragment {name} on {type_name}");
                self.selections(selections, &mut fragment, 0);
                self.fragments.push(fragment);
            }
        }
    }

    fn argument(&mut self, argument: &Argument) -> String {
        let value = if argument.by_variable {
            format!("${}", self.variable(&argument.type_text, argument.value.json()))
        } else {
            argument.value.literal()
        };
        format!("{}: {value}", argument.name)
    }

    fn variable(&mut self, type_text: &str, value: Value) -> String {
        let name = format!("v{}", self.variables.len());
        self.declared.push(format!("${name}: {type_text}"));
        self.variables.insert(name.clone(), value);
        name
    }
}
