//! Random WIT signatures: types as this test sees them, and the text of a package that declares functions over them.
//!
//! In: random numbers. Out: [`Signatures`], whose text wit-parser accepts. The types are the test's own, so that values and projections below follow the
//! text and not the code under test. Names are those that projections have trouble with: `tag`, `x-len` beside `x`, words of Cedar, words of WIT.

use super::random::Random;
use std::fmt::Write as _;
use std::sync::Arc;

/// A WIT type.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    Bool,
    S8,
    U8,
    S16,
    U16,
    S32,
    U32,
    S64,
    U64,
    F32,
    F64,
    Char,
    String,
    List(Arc<Self>),
    Option(Arc<Self>),
    Result(Option<Arc<Self>>, Option<Arc<Self>>),
    Tuple(Vec<Self>),
    Record(Arc<Named<Self>>),
    Variant(Arc<Named<Option<Self>>>),
    Enum(Arc<Named<()>>),
    Flags(Arc<Named<()>>),
}

/// A type that the interface declares.
#[derive(Debug, PartialEq)]
pub struct Named<T> {
    pub name: String,
    /// Fields, cases or labels.
    pub parts: Vec<(String, T)>,
}

/// A function that the agent imports, and exports under another name.
#[derive(Clone, Debug)]
pub struct Function {
    /// `f0` in the interface, or `w0` in the world.
    pub name: String,
    /// The export that forwards to it.
    pub export: String,
    /// It is in the world and in no interface.
    pub is_plain: bool,
    pub is_async: bool,
    pub parameters: Vec<(String, Type)>,
    pub result: Option<Type>,
}

/// An interface, and functions beside it.
pub struct Signatures {
    types: Vec<Type>,
    pub functions: Vec<Function>,
}

/// What a type may expand to, in nodes: beyond it stand only scalars. One of these for all of an interface: large types are slow to compile.
const LARGEST: [usize; 4] = [12, 20, 35, 80];
const NAMES: [&str; 28] = [
    "a",
    "b",
    "c",
    "cents",
    "dry-run",
    "a-len",
    "b-len",
    "tag",
    "value",
    "some",
    "ok",
    "err",
    "in",
    "has",
    "like",
    "if",
    "type",
    "x1",
    "y-z-w",
    "principal",
    "context",
    "record",
    "list",
    "u8",
    "true",
    "is",
    "tag-len",
    "then",
];

/// An interface `abi:t/api` with so many functions, and now and then functions of the world.
pub fn signatures(random: &mut Random, functions: usize) -> Signatures {
    let largest = LARGEST[random.below(LARGEST.len())];
    let mut writer = Writer { random, largest, types: vec![] };
    for number in 0..4 + writer.random.below(6) {
        let ty = writer.declare(number);
        writer.types.push(ty);
    }
    let plain = writer.random.below(4);
    let all = (0..functions).map(|number| writer.function(number, number + plain >= functions));
    let functions = all.collect();
    Signatures { types: writer.types, functions }
}

struct Writer<'r> {
    random: &'r mut Random,
    largest: usize,
    types: Vec<Type>,
}

impl Writer<'_> {
    fn function(&mut self, number: usize, is_plain: bool) -> Function {
        let count = match self.random.below(10) {
            0 => 0,
            1..=6 => 1 + self.random.below(4),
            _ => 3 + self.random.below(10),
        };
        let names = self.names(count);
        let parameters = names.into_iter().map(|name| (name, self.any(3))).collect();
        let result = match self.random.below(10) {
            0 => None,
            1..=3 => Some(self.any(3)),
            _ => Some(Type::Result((!self.random.percent(20)).then(|| Arc::new(self.any(2))), self.error().map(Arc::new))),
        };
        let letter = if is_plain { 'w' } else { 'f' };
        let is_async = self.random.percent(6);
        Function { name: format!("{letter}{number}"), export: format!("g{number}"), is_plain, is_async, parameters, result }
    }

    /// What a refused call can answer, mostly.
    fn error(&mut self) -> Option<Type> {
        match self.random.below(8) {
            0 | 1 => None,
            2..=5 => Some(Type::String),
            _ => Some(self.any(2)),
        }
    }

    fn declare(&mut self, number: usize) -> Type {
        let name = format!("t{number}");
        let few = 1 + self.random.below(4);
        match self.random.below(8) {
            0..=2 => Type::Record(Arc::new(Named { name, parts: self.names(few).into_iter().map(|name| (name, self.any(2))).collect() })),
            3..=5 => {
                let parts = self.names(few + 1).into_iter().map(|name| (name, self.random.percent(70).then(|| self.any(2)))).collect();
                Type::Variant(Arc::new(Named { name, parts }))
            }
            6 => {
                let count = match self.random.below(12) {
                    0 => 250 + self.random.below(12),
                    1 => 300,
                    _ => few,
                };
                Type::Enum(Arc::new(Named { name, parts: self.labels(count) }))
            }
            _ => {
                let count = [1, 2, 7, 8, 9, 16, 17, 31, 32][self.random.below(9)];
                Type::Flags(Arc::new(Named { name, parts: self.labels(count) }))
            }
        }
    }

    fn labels(&mut self, count: usize) -> Vec<(String, ())> {
        if count <= 4 {
            self.names(count).into_iter().map(|name| (name, ())).collect()
        } else {
            (0..count).map(|at| (format!("l{at}"), ())).collect()
        }
    }

    /// Different names.
    fn names(&mut self, count: usize) -> Vec<String> {
        let mut names: Vec<String> = vec![];
        while names.len() < count {
            let name = if self.random.percent(4) { "access-denied" } else { NAMES[self.random.below(NAMES.len())] };
            // A list's length would have the name of another part: often enough.
            let name = match names.last() {
                Some(last) if self.random.percent(10) && !last.ends_with("-len") => format!("{last}-len"),
                _ => name.to_string(),
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn any(&mut self, depth: usize) -> Type {
        let ty = self.of(depth);
        if ty.nodes() > self.largest { self.scalar() } else { ty }
    }

    fn scalar(&mut self) -> Type {
        use Type::*;
        let all = [Bool, S8, U8, S16, U16, S32, U32, S64, U64, F32, F64, Char, String, String, U32, U64, S64];
        all[self.random.below(all.len())].clone()
    }

    fn of(&mut self, depth: usize) -> Type {
        let choice = self.random.below(if depth == 0 { 10 } else { 22 });
        match choice {
            0..=6 => self.scalar(),
            7..=11 if !self.types.is_empty() => self.types[self.random.below(self.types.len())].clone(),
            7..=11 => self.scalar(),
            12..=14 => Type::List(Arc::new(self.any(depth - 1))),
            15..=17 => Type::Option(Arc::new(self.any(depth - 1))),
            18 | 19 => Type::Tuple((0..1 + self.random.below(3)).map(|_| self.any(depth - 1)).collect()),
            _ => {
                let mut half = || (!self.random.percent(25)).then(|| Arc::new(self.any(depth - 1)));
                Type::Result(half(), half())
            }
        }
    }
}

impl Type {
    /// How many types it is made of.
    fn nodes(&self) -> usize {
        1 + match self {
            Self::List(inner) | Self::Option(inner) => inner.nodes(),
            Self::Result(ok, err) => [ok, err].into_iter().flatten().map(|ty| ty.nodes()).sum(),
            Self::Tuple(types) => types.iter().map(Self::nodes).sum(),
            Self::Record(record) => record.parts.iter().map(|(_, ty)| ty.nodes()).sum(),
            Self::Variant(variant) => variant.parts.iter().filter_map(|(_, ty)| ty.as_ref()).map(Self::nodes).sum(),
            _ => 0,
        }
    }

    /// As WIT writes it.
    fn text(&self) -> String {
        let half = |ty: &Option<Arc<Self>>| ty.as_ref().map_or("_".into(), |ty| ty.text());
        match self {
            Self::List(inner) => format!("list<{}>", inner.text()),
            Self::Option(inner) => format!("option<{}>", inner.text()),
            Self::Result(None, None) => "result".into(),
            Self::Result(Some(ok), None) => format!("result<{}>", ok.text()),
            Self::Result(ok, err) => format!("result<{}, {}>", half(ok), half(err)),
            Self::Tuple(types) => format!("tuple<{}>", types.iter().map(Self::text).collect::<Vec<_>>().join(", ")),
            Self::Record(named) => named.name.clone(),
            Self::Variant(named) => named.name.clone(),
            Self::Enum(named) | Self::Flags(named) => named.name.clone(),
            plain => format!("{plain:?}").to_lowercase(),
        }
    }

    fn declaration(&self) -> String {
        let all = |parts: Vec<String>| parts.join(", ");
        match self {
            Self::Record(named) => {
                format!(
                    "record {} {{ {} }}",
                    named.name,
                    all(named.parts.iter().map(|(name, ty)| format!("%{name}: {}", ty.text())).collect())
                )
            }
            Self::Variant(named) => {
                let case =
                    |(name, ty): &(String, Option<Self>)| ty.as_ref().map_or(format!("%{name}"), |ty| format!("%{name}({})", ty.text()));
                format!("variant {} {{ {} }}", named.name, all(named.parts.iter().map(case).collect()))
            }
            Self::Enum(named) => {
                format!("enum {} {{ {} }}", named.name, all(named.parts.iter().map(|(name, ())| format!("%{name}")).collect()))
            }
            Self::Flags(named) => {
                format!("flags {} {{ {} }}", named.name, all(named.parts.iter().map(|(name, ())| format!("%{name}")).collect()))
            }
            other => unreachable!("{other:?} has no name"),
        }
    }
}

impl Function {
    /// Its type, as WIT writes it.
    pub fn text(&self) -> String {
        let parameters: Vec<_> = self.parameters.iter().map(|(name, ty)| format!("%{name}: {}", ty.text())).collect();
        let result = self.result.as_ref().map_or(String::new(), |ty| format!(" -> {}", ty.text()));
        format!("{}func({}){result}", if self.is_async { "async " } else { "" }, parameters.join(", "))
    }

    /// The id of its action.
    pub fn action(&self) -> String {
        format!("{}#{}", if self.is_plain { "" } else { "abi:t/api" }, self.name)
    }
}

impl Signatures {
    /// These functions, over types without names.
    pub fn of(functions: Vec<Function>) -> Self {
        Self { types: vec![], functions }
    }

    /// The package, with the world `w`.
    pub fn text(&self) -> String {
        let (mut interface, mut world) = (String::new(), String::new());
        let names: Vec<_> = self.types.iter().map(Type::text).collect();
        for ty in &self.types {
            let _ = writeln!(interface, "  {}", ty.declaration());
        }
        for function in &self.functions {
            let _ = if function.is_plain {
                writeln!(world, "  import {}: {};", function.name, function.text())
            } else {
                writeln!(interface, "  {}: {};", function.name, function.text())
            };
            let _ = writeln!(world, "  export {}: {};", function.export, function.text());
        }
        let uses = if names.is_empty() { String::new() } else { format!("  use api.{{{}}};\n", names.join(", ")) };
        format!("package abi:t;\ninterface api {{\n{interface}}}\nworld w {{\n  import api;\n{uses}{world}}}\n")
    }
}
