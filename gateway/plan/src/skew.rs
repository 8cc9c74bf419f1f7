//! What is sent to partitions of an older version instead of a fetch's document: the same without
//! what they lack. Made once with the plan, and shared by all partitions that lack the same of it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::{Condition, Document};

/// A document for partitions that lack something of the one that all others are sent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SkewedDocument {
    /// The older versions that are sent it, by their places in the supergraph.
    pub versions: Vec<usize>,
    /// The document, its root fields and variables in the order of the whole one. A root field
    /// that cannot be asked is empty.
    pub document: Document,
    /// Parallel to the root fields.
    pub fields: Vec<FieldSkew>,
    /// What these versions lack of input types, and of those that hold such types.
    pub inputs: BTreeMap<String, InputSkew>,
}

/// What is the matter with one root field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FieldSkew {
    /// What is lacked without which the field cannot be asked at all.
    pub refused: BTreeSet<Lack>,
    /// Nullable fields that are left out: they are null for these partitions.
    pub left_out: BTreeSet<Lack>,
    /// Variables whose value may need what is lacked.
    pub values: Vec<ValueSkew>,
    /// Types that are not there, so that no entity of them can be asked for.
    pub types: BTreeSet<String>,
}

/// Something that an operation uses and a version lacks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Lack {
    /// What, by its coordinate.
    pub coordinate: String,
    /// The operation uses it when all of these hold.
    pub under: Vec<Condition>,
}

/// A variable of which the values decide whether a field can be asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ValueSkew {
    /// The variable, without `$`.
    pub variable: String,
    /// What its value must not do.
    pub must: ValueRule,
    /// The operation uses it when all of these hold.
    pub under: Vec<Condition>,
}

/// What a value must not do to be sent to an older version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueRule {
    /// Be there: the argument of this coordinate is lacked.
    BeAbsent(String),
    /// Be one that this input type, a key of [`SkewedDocument::inputs`], can hold.
    Fit(String),
}

/// What is lacked of an input type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct InputSkew {
    /// Values of the enum, or fields of the input object, that are lacked.
    pub lacks: BTreeSet<String>,
    /// Fields whose types lack something: field and type.
    pub fields: BTreeMap<String, String>,
}

/// The document for a version; none when it is sent the whole one.
#[must_use]
pub fn document_for(skewed: &[SkewedDocument], version: Option<usize>) -> Option<&SkewedDocument> {
    let version = version?;
    skewed.iter().find(|document| document.versions.contains(&version))
}
