//! One core module, as the analysis needs it: index spaces, tables, globals, segments, and where the function bodies are.
//!
//! In: the payloads of a module, in their order. Out: [`Module`]. Nothing is copied but indices; bodies and data are read where they lie. Refused: what does not
//! parse, and imports of forms that the accepted features do not have. Validation is not done here.

use std::collections::BTreeMap;
use std::ops::Range;
use wasmparser::{
    CompositeInnerType, ConstExpr, ElementItems, ElementKind, ExternalKind, FuncType, Imports, Operator, Payload, RefType, Result,
    TableInit, TypeRef, ValType,
};

/// A core module.
#[derive(Default)]
pub struct Module<'a> {
    /// Its types, by index; `None` for what is no function type.
    pub types: Vec<Option<FuncType>>,
    /// Whether a value of another type can pass for one of this: types with a supertype, that may have subtypes, or that stand in a group.
    pub is_open: Vec<bool>,
    /// Its imports, in order.
    pub imports: Vec<Import<'a>>,
    /// The type of each function, imported ones first.
    pub functions: Vec<u32>,
    /// How many functions are imported.
    pub imported_functions: u32,
    /// The imports that are functions, by function index.
    pub function_imports: Vec<usize>,
    /// The tables, imported ones first.
    pub tables: Vec<Table<'a>>,
    /// The globals, imported ones first.
    pub globals: Vec<Global<'a>>,
    /// The element segments.
    pub elements: Vec<Element<'a>>,
    /// The data segments.
    pub data: Vec<Data>,
    /// The import that memory 0 is, by its number.
    pub memory_import: Option<usize>,
    /// The exports of memories by name.
    pub memory_exports: BTreeMap<&'a str, u32>,
    /// The exports of functions, tables and globals by name.
    pub exports: BTreeMap<&'a str, (Space, u32)>,
    /// The start function.
    pub start: Option<u32>,
    /// Where the contents of the code section start in them.
    pub code: u64,
    /// Where the body of each function of its own lies in them.
    pub bodies: Vec<Range<u64>>,
    /// Its custom sections: name and place.
    pub custom: Vec<(&'a str, Range<u64>)>,
}

/// An import of a core module.
pub struct Import<'a> {
    /// From which argument.
    pub module: &'a str,
    /// Which export of it.
    pub name: &'a str,
}

/// An index space that function references flow through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Space {
    /// Functions.
    Func,
    /// Tables.
    Table,
    /// Globals.
    Global,
}

/// A table.
pub struct Table<'a> {
    /// The import that it is, by its number.
    pub import: Option<usize>,
    /// What each slot holds at first, if anything.
    pub initial: Option<ConstExpr<'a>>,
}

/// A global.
pub struct Global<'a> {
    /// The import that it is, by its number.
    pub import: Option<usize>,
    /// Whether it holds references.
    pub is_reference: bool,
    /// What it holds at first.
    pub initial: Option<ConstExpr<'a>>,
    /// What it always holds, if that is one constant.
    pub constant: Option<u64>,
}

/// An element segment.
pub struct Element<'a> {
    /// The table that it is written to at start, and from which slot on; no slot if that is not one constant.
    pub active: Option<(u32, Option<u64>)>,
    /// What it holds, by position.
    pub items: Vec<Item<'a>>,
}

/// One element of a segment.
pub enum Item<'a> {
    /// A function of the module.
    Function(u32),
    /// Nothing.
    Null,
    /// What an expression gives.
    Computed(ConstExpr<'a>),
}

/// A data segment.
pub struct Data {
    /// The memory that it is written to at start, and at which address; no address if that is not one constant.
    pub active: Option<(u32, Option<u64>)>,
    /// Where its bytes lie in the component's.
    pub range: Range<u64>,
}

impl<'a> Module<'a> {
    /// The function type of a function, if there is such a function.
    pub fn type_of(&self, function: u32) -> Option<&FuncType> {
        self.types.get(*self.functions.get(function as usize)? as usize)?.as_ref()
    }

    /// The import that a function is.
    pub fn import_of(&self, function: u32) -> Option<usize> {
        self.function_imports.get(function as usize).copied()
    }

    /// The bytes of the body of a function of its own.
    pub fn body(&self, function: u32) -> Option<Range<u64>> {
        self.bodies.get(function.checked_sub(self.imported_functions)? as usize).cloned()
    }

    /// Takes in one payload of the module.
    ///
    /// # Errors
    /// If it does not parse.
    pub fn take(&mut self, payload: Payload<'a>) -> Result<()> {
        match payload {
            Payload::TypeSection(section) => {
                for group in section {
                    let group = group?;
                    let alone = !group.is_explicit_rec_group();
                    for ty in group.into_types() {
                        let function =
                            if let CompositeInnerType::Func(function) = &ty.composite_type.inner { Some(function) } else { None };
                        let closed = alone && ty.is_final && ty.supertype_idx.is_none() && function.is_some_and(is_plain);
                        self.is_open.push(!closed);
                        self.types.push(function.cloned());
                    }
                }
            }
            Payload::ImportSection(section) => {
                for imports in section {
                    match imports? {
                        Imports::Single(_, import) => self.import(import.module, import.name, import.ty),
                        Imports::Compact1 { module, items } => {
                            for item in items {
                                let item = item?;
                                self.import(module, item.name, item.ty);
                            }
                        }
                        Imports::Compact2 { module, ty, names } => {
                            for name in names {
                                self.import(module, name?, ty);
                            }
                        }
                    }
                }
            }
            Payload::FunctionSection(section) => {
                for ty in section {
                    self.functions.push(ty?);
                }
            }
            Payload::TableSection(section) => {
                for table in section {
                    let initial = if let TableInit::Expr(expression) = table?.init { Some(expression) } else { None };
                    self.tables.push(Table { import: None, initial });
                }
            }
            Payload::GlobalSection(section) => {
                for global in section {
                    let global = global?;
                    let constant = if global.ty.mutable { None } else { constant(&global.init_expr) };
                    self.globals.push(Global {
                        constant,
                        import: None,
                        is_reference: matches!(global.ty.content_type, ValType::Ref(_)),
                        initial: Some(global.init_expr),
                    });
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    if let Some(space) = space(export.kind) {
                        self.exports.insert(export.name, (space, export.index));
                    } else if export.kind == ExternalKind::Memory {
                        self.memory_exports.insert(export.name, export.index);
                    }
                }
            }
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(section) => {
                for element in section {
                    let element = element?;
                    let active = match element.kind {
                        ElementKind::Active { table_index, offset_expr } => Some((table_index.unwrap_or(0), constant(&offset_expr))),
                        ElementKind::Passive | ElementKind::Declared => None,
                    };
                    let items = match element.items {
                        ElementItems::Functions(functions) => {
                            functions.into_iter().map(|item| item.map(Item::Function)).collect::<Result<_>>()?
                        }
                        ElementItems::Expressions(_, items) => {
                            items.into_iter().map(|item| item.map(|item| self::item(&item))).collect::<Result<_>>()?
                        }
                    };
                    self.elements.push(Element { active, items });
                }
            }
            Payload::DataSection(section) => {
                for data in section {
                    let data = data?;
                    let end = data.range.end;
                    let active = match data.kind {
                        wasmparser::DataKind::Active { memory_index, offset_expr } => Some((memory_index, constant(&offset_expr))),
                        wasmparser::DataKind::Passive => None,
                    };
                    self.data.push(Data { active, range: end - data.data.len() as u64..end });
                }
            }
            Payload::CodeSectionStart { range, .. } => self.code = range.start,
            Payload::CodeSectionEntry(body) => self.bodies.push(body.range()),
            Payload::CustomSection(section) => {
                let end = section.range().end;
                self.custom.push((section.name(), end - section.data().len() as u64..end));
            }
            _ => {}
        }
        Ok(())
    }

    fn import(&mut self, module: &'a str, name: &'a str, ty: TypeRef) {
        let number = self.imports.len();
        self.imports.push(Import { module, name });
        match ty {
            TypeRef::Func(ty) | TypeRef::FuncExact(ty) => {
                self.functions.push(ty);
                self.function_imports.push(number);
                self.imported_functions += 1;
            }
            TypeRef::Table(_) => self.tables.push(Table { import: Some(number), initial: None }),
            TypeRef::Global(ty) => {
                let is_reference = matches!(ty.content_type, ValType::Ref(_));
                self.globals.push(Global { import: Some(number), is_reference, initial: None, constant: None });
            }
            TypeRef::Memory(_) => self.memory_import = self.memory_import.or(Some(number)),
            TypeRef::Tag(_) => {}
        }
    }
}

/// Whether a function type mentions no type by index: such types are equal if they look equal.
fn is_plain(function: &FuncType) -> bool {
    let plain = |ty: &ValType| match ty {
        ValType::Ref(reference) => *reference == RefType::FUNCREF || *reference == RefType::EXTERNREF,
        _ => true,
    };
    function.params().iter().chain(function.results()).all(plain)
}

/// The index space of an export, if references flow through it.
pub fn space(kind: ExternalKind) -> Option<Space> {
    match kind {
        ExternalKind::Func | ExternalKind::FuncExact => Some(Space::Func),
        ExternalKind::Table => Some(Space::Table),
        ExternalKind::Global => Some(Space::Global),
        ExternalKind::Memory | ExternalKind::Tag => None,
    }
}

/// The value of an expression that is one constant.
fn constant(expression: &ConstExpr<'_>) -> Option<u64> {
    let mut operators = expression.get_operators_reader();
    let value = match operators.read().ok()? {
        Operator::I32Const { value } => u64::from(value.cast_unsigned()),
        Operator::I64Const { value } => value.cast_unsigned(),
        _ => return None,
    };
    matches!(operators.read(), Ok(Operator::End)).then_some(value)
}

fn item<'a>(expression: &ConstExpr<'a>) -> Item<'a> {
    let mut operators = expression.get_operators_reader();
    let first = operators.read();
    match (first, operators.read()) {
        (Ok(Operator::RefFunc { function_index }), Ok(Operator::End)) => Item::Function(function_index),
        (Ok(Operator::RefNull { .. }), Ok(Operator::End)) => Item::Null,
        _ => Item::Computed(expression.clone()),
    }
}
