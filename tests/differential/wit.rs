//! Random WIT functions, and calls of them: parameters in memory by the canonical ABI, and what Cedar sees of them.
//!
//! The projection here goes along the steps that [`projection`](caplink_linker::schema::projection) lists, from a value and not from memory: it is what
//! places in memory are compared with.

use crate::constants::Constants;
use crate::frame::Layout;
use crate::frame::Memory;
use crate::random::Random;
use crate::values::{Field, STRING, Text, Type, Value, Width};
use caplink_linker::guard::place;
use caplink_linker::schema::projection::{self, Record, Step};
use caplink_linker::schema::{interface, shipped};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use wit_parser::{Function, Resolve, SizeAlign, TypeDefKind};

/// A function with its world.
pub struct Call {
    pub text: String,
    pub resolve: Resolve,
    pub sizes: SizeAlign,
    pub function: Function,
    pub record: Record,
}

/// A value of a WIT type.
#[derive(Clone, Debug)]
enum Wit {
    Bool(bool),
    Number(i128),
    Char(char),
    Text(String),
    List(Vec<Wit>),
    /// Of a record or tuple.
    Fields(Vec<Wit>),
    Flags(Vec<bool>),
    /// Of a variant, enum, option or result.
    Case(usize, Option<Box<Wit>>),
    /// What policies cannot see: a float, a handle.
    Other,
}

/// The action of the function.
pub const ACTION: &str = "a:b/c#f";
/// The types of interfaces and packages.
pub const INTERFACES: &str = "Wit::Interface";
pub const PACKAGES: &str = "Wit::Package";
/// The action's resource.
pub const INTERFACE: &str = "a:b/c";

/// A random function that policies can see something of.
pub fn function(random: &mut Random) -> Call {
    loop {
        let call = attempt(random);
        if call.record.attributes.iter().any(|attribute| !attribute.is_optional()) {
            return call;
        }
    }
}

fn attempt(random: &mut Random) -> Call {
    let mut types = Types { random, declared: String::new(), names: vec![] };
    for _ in 0..types.random.below(5) {
        types.declare();
    }
    let many = [1, 2, 4, 7, 18][types.random.below(5)];
    let parameters: Vec<_> = (0..1 + types.random.below(many)).map(|number| format!("p{number}: {}", types.ty(3))).collect();
    let declared = types.declared;
    let text = format!(
        "package a:b;\ninterface c {{\n  resource h;\n{declared}  f: func({});\n}}\nworld w {{ import c; }}\n",
        parameters.join(", ")
    );
    let mut resolve = Resolve::default();
    resolve.push_str("random.wit", &text).unwrap_or_else(|error| panic!("the generator: {error:#}\n{text}"));
    let function = resolve.interfaces.iter().next().expect("there is one").1.functions["f"].clone();
    let mut sizes = SizeAlign::default();
    sizes.fill(&resolve);
    let record = projection::project(&resolve, &function);
    Call { text, resolve, sizes, function, record }
}

struct Types<'r> {
    random: &'r mut Random,
    declared: String,
    names: Vec<String>,
}

impl Types<'_> {
    fn declare(&mut self) {
        let name = format!("t{}", self.names.len());
        let parts = 1 + self.random.below(4);
        let parts: Vec<_> = (0..parts).map(|part| format!("c{part}{}: {}", ["", "-x", "-len"][self.random.below(3)], self.ty(2))).collect();
        let names: Vec<_> = parts.iter().map(|part| part.split(':').next().expect("there is one").to_string()).collect();
        let declared = match self.random.below(5) {
            0 | 1 => format!("record {name} {{ {} }}", parts.join(", ")),
            2 => format!(
                "variant {name} {{ none, {} }}",
                parts.iter().map(|part| part.replacen(": ", "(", 1) + ")").collect::<Vec<_>>().join(", ")
            ),
            3 => format!("enum {name} {{ {} }}", names.join(", ")),
            _ => {
                // Flags of one, two and four bytes.
                let more = [0, 5, 12, 28][self.random.below(4)];
                let more: String = (0..more).fold(String::new(), |out, flag| out + &format!(", f{flag}"));
                format!("flags {name} {{ {}{more} }}", names.join(", "))
            }
        };
        let _ = writeln!(self.declared, "  {declared}");
        self.names.push(name);
    }

    fn ty(&mut self, depth: usize) -> String {
        const PLAIN: &[&str] = &[
            "bool",
            "u8",
            "u16",
            "u32",
            "u64",
            "s8",
            "s16",
            "s32",
            "s64",
            "string",
            "string",
            "string",
            "char",
            "f32",
            "f64",
            "borrow<h>",
        ];
        if depth == 0 || self.random.percent(45) {
            return (*self.random.pick(PLAIN)).into();
        }
        let depth = depth - 1;
        match self.random.below(8) {
            0 | 1 if !self.names.is_empty() => self.random.pick(&self.names).clone(),
            0 | 2 => format!("option<{}>", self.ty(depth)),
            1 | 3 | 4 => format!("list<{}>", self.ty(depth)),
            5 => format!("tuple<{}, {}>", self.ty(depth), self.ty(depth)),
            6 => format!("result<{}, {}>", self.ty(depth), self.ty(depth)),
            _ => format!("option<option<{}>>", self.ty(depth)),
        }
    }
}

impl Call {
    /// What policies can say of it.
    pub fn context(&self) -> Vec<Field> {
        fields(&self.record)
    }

    /// The schema that a link has.
    pub fn schema(&self) -> String {
        let import =
            interface::Import { resolve: &self.resolve, name: INTERFACE.into(), docs: None, functions: vec![("f", &self.function)] };
        let interfaces = interface::interfaces([import]).expect("there is one");
        shipped::shipped(&BTreeSet::new()) + &interface::text(&interfaces)
    }

    /// Where the linker finds its parameters.
    pub fn layout(&self) -> Layout {
        Layout { places: place::of_function(&self.resolve, &self.sizes, &self.function), size: 0 }
    }

    /// A call: the attributes that Cedar sees, and the frame.
    pub fn request<'r>(&self, random: &'r mut Random, constants: &Constants) -> (Vec<(String, Option<Value>)>, Memory<'r>) {
        let parameters: Vec<_> = self.function.params.iter().map(|parameter| self.value(random, constants, parameter.ty)).collect();
        let types: Vec<_> = self.function.params.iter().map(|parameter| parameter.ty).collect();
        let size = u32::try_from(self.sizes.params(&types).size.size_wasm32()).expect("it is small");
        let mut memory = Memory::new(random, size);
        let frame = memory.frame;
        self.store_fields(&mut memory, frame, &types, &parameters);
        (project(&self.record, &Wit::Fields(parameters)), memory)
    }

    fn kind(&self, mut ty: wit_parser::Type) -> Result<&TypeDefKind, wit_parser::Type> {
        while let wit_parser::Type::Id(id) = ty {
            match &self.resolve.types[id].kind {
                TypeDefKind::Type(aliased) => ty = *aliased,
                kind => return Ok(kind),
            }
        }
        Err(ty)
    }

    fn value(&self, random: &mut Random, constants: &Constants, ty: wit_parser::Type) -> Wit {
        use wit_parser::Type as Plain;
        let integer = |random: &mut Random, width| match constants.near(random, &Type::Long(width)) {
            Value::Long(number) => Wit::Number(number),
            other => unreachable!("{other:?} is no number"),
        };
        let kind = match self.kind(ty) {
            Err(plain) => {
                return match plain {
                    Plain::Bool => Wit::Bool(random.percent(50)),
                    Plain::U8 => integer(random, Width::Unsigned(1)),
                    Plain::U16 => integer(random, Width::Unsigned(2)),
                    Plain::U32 => integer(random, Width::Unsigned(4)),
                    Plain::U64 => integer(random, Width::Unsigned(8)),
                    Plain::S8 => integer(random, Width::Signed(1)),
                    Plain::S16 => integer(random, Width::Signed(2)),
                    Plain::S32 => integer(random, Width::Signed(4)),
                    Plain::S64 => integer(random, Width::Signed(8)),
                    Plain::Char => match constants.near(random, &Type::String(Text::Char)) {
                        Value::String(text) => Wit::Char(text.chars().next().unwrap_or('x')),
                        other => unreachable!("{other:?} is no text"),
                    },
                    Plain::String => match constants.near(random, &STRING) {
                        Value::String(text) => Wit::Text(text),
                        other => unreachable!("{other:?} is no text"),
                    },
                    _ => Wit::Other,
                };
            }
            Ok(kind) => kind,
        };
        let mut of = |ty: Option<wit_parser::Type>| ty.map(|ty| Box::new(self.value(random, constants, ty)));
        match kind {
            TypeDefKind::Record(record) => {
                Wit::Fields(record.fields.iter().filter_map(|field| of(Some(field.ty))).map(|value| *value).collect())
            }
            TypeDefKind::Tuple(tuple) => Wit::Fields(tuple.types.iter().filter_map(|ty| of(Some(*ty))).map(|value| *value).collect()),
            TypeDefKind::Flags(flags) => Wit::Flags(flags.flags.iter().map(|_| random.percent(50)).collect()),
            TypeDefKind::Enum(cases) => Wit::Case(random.below(cases.cases.len()), None),
            TypeDefKind::Variant(variant) => {
                let case = random.below(variant.cases.len());
                Wit::Case(case, variant.cases[case].ty.map(|ty| Box::new(self.value(random, constants, ty))))
            }
            TypeDefKind::Option(inner) if random.percent(65) => Wit::Case(1, Some(Box::new(self.value(random, constants, *inner)))),
            TypeDefKind::Option(_) => Wit::Case(0, None),
            TypeDefKind::Result(result) => {
                let case = random.below(2);
                Wit::Case(case, [result.ok, result.err][case].map(|ty| Box::new(self.value(random, constants, ty))))
            }
            TypeDefKind::List(element) => Wit::List((0..random.below(4)).map(|_| self.value(random, constants, *element)).collect()),
            TypeDefKind::Handle(_) => Wit::Other,
            other => unreachable!("{other:?} is not generated"),
        }
    }

    fn store_fields(&self, memory: &mut Memory<'_>, base: u32, types: &[wit_parser::Type], values: &[Wit]) {
        for ((offset, ty), value) in self.sizes.field_offsets(types).into_iter().zip(values) {
            self.store(memory, base + u32::try_from(offset.size_wasm32()).expect("it is small"), *ty, value);
        }
    }

    fn store(&self, memory: &mut Memory<'_>, at: u32, ty: wit_parser::Type, value: &Wit) {
        let size = |ty: &wit_parser::Type| u32::try_from(self.sizes.size(ty).size_wasm32()).expect("it is small");
        let tag = |cases: usize| if cases <= 256 { 1 } else { 2 };
        let payload = |discriminant: u32, cases: &[Option<wit_parser::Type>]| {
            let align = cases.iter().flatten().map(|ty| u32::try_from(self.sizes.align(ty).align_wasm32()).expect("it is small")).max();
            at + discriminant.next_multiple_of(align.unwrap_or(1))
        };
        match (self.kind(ty), value) {
            (_, Wit::Other) => {}
            (_, Wit::Bool(value)) => memory.number(at, 1, i128::from(*value)),
            (_, Wit::Number(number)) => memory.number(at, u8::try_from(size(&ty)).expect("at most 8"), *number),
            (_, Wit::Char(character)) => memory.number(at, 4, u32::from(*character).into()),
            (_, Wit::Text(text)) => memory.text(at, text),
            (Ok(TypeDefKind::List(element)), Wit::List(elements)) => {
                let start = memory.reserve(size(element) * u32::try_from(elements.len()).expect("it is small"));
                for (number, value) in (0..).zip(elements) {
                    self.store(memory, start + number * size(element), *element, value);
                }
                memory.pair(at, start, elements.len());
            }
            (Ok(TypeDefKind::Record(record)), Wit::Fields(values)) => {
                let types: Vec<_> = record.fields.iter().map(|field| field.ty).collect();
                self.store_fields(memory, at, &types, values);
            }
            (Ok(TypeDefKind::Tuple(tuple)), Wit::Fields(values)) => self.store_fields(memory, at, &tuple.types, values),
            (Ok(TypeDefKind::Flags(_)), Wit::Flags(flags)) => {
                let bits = flags.iter().rev().fold(0, |bits, flag| bits << 1 | i128::from(*flag));
                memory.number(at, u8::try_from(size(&ty)).expect("at most 4"), bits);
            }
            (Ok(kind), Wit::Case(number, inner)) => {
                let cases: Vec<Option<wit_parser::Type>> = match kind {
                    TypeDefKind::Variant(variant) => variant.cases.iter().map(|case| case.ty).collect(),
                    TypeDefKind::Enum(cases) => vec![None; cases.cases.len()],
                    TypeDefKind::Option(inner) => vec![None, Some(*inner)],
                    TypeDefKind::Result(result) => vec![result.ok, result.err],
                    other => unreachable!("{other:?} has no cases"),
                };
                memory.number(at, tag(cases.len()), i128::try_from(*number).expect("it is small"));
                if let (Some(ty), Some(inner)) = (cases[*number], inner) {
                    self.store(memory, payload(u32::from(tag(cases.len())), &cases), ty, inner);
                }
            }
            (kind, value) => unreachable!("{value:?} is no {kind:?}"),
        }
    }
}

fn fields(record: &Record) -> Vec<Field> {
    let field = |attribute: &projection::Attribute| Field {
        name: attribute.name.clone(),
        ty: ty(&attribute.value),
        optional: attribute.is_optional(),
    };
    record.attributes.iter().map(field).collect()
}

fn ty(value: &projection::Value) -> Type {
    match value {
        projection::Value::Bool => Type::Bool,
        projection::Value::Long => Type::Long(Width::Signed(8)),
        projection::Value::UnsignedLong => Type::Long(Width::Unsigned(8)),
        projection::Value::String => STRING,
        projection::Value::Char => Type::String(Text::Char),
        projection::Value::OneOf(names) => Type::String(Text::OneOf(names.clone())),
        projection::Value::Record(record) => Type::Record(fields(record)),
        projection::Value::Set(element) => Type::Set(Box::new(ty(element))),
    }
}

fn project(record: &Record, from: &Wit) -> Vec<(String, Option<Value>)> {
    let attribute = |attribute: &projection::Attribute| {
        let mut found = from.clone();
        for (number, step) in attribute.steps.iter().enumerate() {
            let is_last = number + 1 == attribute.steps.len();
            found = match (step, found) {
                (Step::Field(field), Wit::Fields(mut fields)) => fields.swap_remove(usize::try_from(*field).expect("it is small")),
                (Step::Flag(flag), Wit::Flags(flags)) => Wit::Bool(flags[usize::try_from(*flag).expect("it is small")]),
                (Step::Case(case), Wit::Case(number, payload)) if number == usize::try_from(*case).expect("it is small") => *payload?,
                (Step::Some, Wit::Case(1, Some(payload))) => *payload,
                (Step::Case(_) | Step::Some, Wit::Case(..)) => return None,
                (Step::Tag, Wit::Case(number, _)) if is_last => Wit::Case(number, None),
                (Step::Length, Wit::List(elements)) => Wit::Number(i128::try_from(elements.len()).expect("it is small")),
                (step, found) => unreachable!("{step:?} into {found:?}"),
            };
        }
        Some(projected(&attribute.value, &found))
    };
    record.attributes.iter().map(|one| (one.name.clone(), attribute(one))).collect()
}

fn projected(as_what: &projection::Value, value: &Wit) -> Value {
    match (as_what, value) {
        (projection::Value::Bool, Wit::Bool(value)) => Value::Bool(*value),
        (projection::Value::Long | projection::Value::UnsignedLong, Wit::Number(number)) => Value::Long(*number),
        (projection::Value::String, Wit::Text(text)) => Value::String(text.clone()),
        (projection::Value::Char, Wit::Char(character)) => Value::String(character.to_string()),
        (projection::Value::OneOf(names), Wit::Case(number, _)) => Value::String(names[*number].clone()),
        (projection::Value::Record(record), value) => Value::Record(project(record, value)),
        (projection::Value::Set(element), Wit::List(elements)) => {
            Value::Set(elements.iter().map(|value| projected(element, value)).collect())
        }
        (as_what, value) => unreachable!("{value:?} is no {as_what:?}"),
    }
}
