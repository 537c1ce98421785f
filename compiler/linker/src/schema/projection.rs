//! What a policy can see of a call: the WIT types of its parameters, turned into Cedar attributes.
//!
//! In: a resolved function. Out: its [`Record`] of attributes, a tree that names for each attribute the [`Step`]s from the WIT value to the
//! projected one; schema text is printed from it, and decision tables read arguments along it. Must hold: the same function has the same
//! tree; a declared name beats a generated one (a parameter `x-len` beside a list `x` keeps its name and the list's length is hidden; a
//! variant's `tag` keeps its name and the payload of a case `tag` is hidden); the tree is bounded, whatever the types expand to (threats.md,
//! L3). Refuses to expose what has no exact Cedar value (R15): it is listed in `hidden`, with the reason.

mod walk;

use std::collections::BTreeSet;
use walk::{FUNCTION_COST, TooLarge};
use wit_parser::{Function, Resolve};

/// Attributes that come from one WIT value, or from a call's parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// What a policy can name, in the order of the declaration.
    pub attributes: Vec<Attribute>,
    /// What it cannot, in the order of the declaration.
    pub hidden: Vec<Hidden>,
}

/// One Cedar attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its name in Cedar.
    pub name: String,
    /// The way from the enclosing WIT value (for the outermost record: from the list of parameters) to the projected one.
    pub steps: Vec<Step>,
    /// What stands there.
    pub value: Value,
}

/// One step into a WIT value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the parameter, record field or tuple element of this number.
    Field(u32),
    /// To the flag of this number.
    Flag(u32),
    /// To the payload of the case of this number (`ok` is 0, `err` is 1), if it is the case.
    Case(u32),
    /// To the payload of an option, if there is one.
    Some,
    /// To the number of the case.
    Tag,
    /// To the number of elements of a list.
    Length,
}

/// A projected value and its Cedar type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Bool.
    Bool,
    /// Long, of any integer type but `u64`, or a length.
    Long,
    /// Long, of a `u64`: a call with a greater value is denied before any policy is asked (R14).
    UnsignedLong,
    /// String.
    String,
    /// String of one Unicode scalar value.
    Char,
    /// String, one of these, by the case's number.
    OneOf(Vec<String>),
    /// A record.
    Record(Record),
    /// A set: order and number of equal elements are lost.
    Set(Box<Value>),
}

/// A part that a policy cannot name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// The name that it would have.
    pub name: String,
    /// Why it has none, completing "not exposed: …".
    pub reason: &'static str,
}

impl Attribute {
    /// Whether the attribute can be absent: its value is an option's or a case's payload.
    pub fn is_optional(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Some | Step::Case(_)))
    }
}

impl Record {
    /// The attribute of this name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }
}

/// The attributes of a call of `function`.
pub fn project(resolve: &Resolve, function: &Function) -> Record {
    let mut record = Record::default();
    let mut left = FUNCTION_COST;
    for (number, parameter) in (0..).zip(&function.params) {
        match walk::parameter(resolve, number, &parameter.name, parameter.ty, &mut left) {
            Ok(part) => {
                record.attributes.extend(part.attributes);
                record.hidden.extend(part.hidden);
            }
            Err(TooLarge) => record.hide(&parameter.name, "its type expands to too many attributes"),
        }
    }
    record.resolve_names(&function.params.iter().map(|parameter| parameter.name.as_str()).collect());
    record
}

impl Record {
    fn of(attribute: Attribute) -> Self {
        Self { attributes: vec![attribute], hidden: Vec::new() }
    }

    fn push(&mut self, name: &str, steps: Vec<Step>, value: Result<Value, &'static str>) {
        match value {
            Ok(value) => self.attributes.push(Attribute { name: name.into(), steps, value }),
            Err(reason) => self.hide(name, reason),
        }
    }

    fn hide(&mut self, name: &str, reason: &'static str) {
        self.hidden.push(Hidden { name: name.into(), reason });
    }

    /// Hides a generated length whose name is one of `declared`.
    fn resolve_names(&mut self, declared: &BTreeSet<&str>) {
        let taken = |attribute: &Attribute| attribute.steps.last() == Some(&Step::Length) && declared.contains(attribute.name.as_str());
        let (hidden, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut self.attributes).into_iter().partition(taken);
        self.attributes = kept;
        for attribute in hidden {
            self.hide(&attribute.name, "the length of a list has the name of another part");
        }
    }
}
