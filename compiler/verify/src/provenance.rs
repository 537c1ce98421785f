//! Where everything in the root comes from.
//!
//! In: a decoded component. Out: for the root its imports, components, instantiations and exports, in which every argument and every
//! export carries its provenance. The domain is
//!
//! ```text
//! HOST(import, path) | INSTANCE(component, path) | ROOT
//! ```
//!
//! where INSTANCE of the last component is AGENT, of every other ADAPTER, and ROOT is a type that the root defines itself. Transfer:
//! an import is HOST with an empty path; an instantiation of component *c* is INSTANCE(c) with an empty path; an alias of an export
//! appends its name; an export keeps it. Refused: indices that are not defined yet, sorts that must not flow, instances made of
//! single items, paths deeper than a type inside an instance inside an instance.

use crate::component::{Component, Definition};
use crate::types::{Declared, Kind, Type};
use crate::violation::{Check, Violation, quote};

/// Where something was first defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The root import with this number.
    Host(usize),
    /// The instance of the component with this number.
    Instance(usize),
    /// A type of the root's own.
    Root,
}

/// Where something comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Provenance<'a> {
    pub(crate) source: Source,
    /// The exports that lead to it, outermost first.
    pub(crate) path: Vec<&'a str>,
}

impl<'a> Provenance<'a> {
    fn of(source: Source) -> Self {
        Self { source, path: Vec::new() }
    }
}

/// An import with what its type declares.
#[derive(Debug)]
pub(crate) struct Import<'a> {
    pub(crate) name: &'a str,
    pub(crate) kind: Kind,
    /// The functions of an instance; for a function its own, empty, name.
    pub(crate) functions: Vec<&'a str>,
    /// The resource types that an instance declares itself.
    pub(crate) resources: Vec<&'a str>,
    /// What an instance declares that is neither function nor type.
    pub(crate) strange: Vec<(&'a str, Kind)>,
}

/// An instantiation, with what each argument is.
#[derive(Debug)]
pub(crate) struct Instantiation<'a> {
    pub(crate) component: usize,
    pub(crate) arguments: Vec<Argument<'a>>,
}

/// An argument by name.
#[derive(Debug)]
pub(crate) struct Argument<'a> {
    pub(crate) name: &'a str,
    pub(crate) kind: Kind,
    pub(crate) from: Provenance<'a>,
}

/// An export of the root.
#[derive(Debug)]
pub(crate) struct Export<'a> {
    pub(crate) name: &'a str,
    pub(crate) kind: Kind,
    pub(crate) from: Provenance<'a>,
    /// The sort of the type that it is given, if one is.
    pub(crate) ascribed: Option<Kind>,
}

/// The root as the checks see it.
#[derive(Debug, Default)]
pub(crate) struct Root<'a> {
    pub(crate) imports: Vec<Import<'a>>,
    pub(crate) components: Vec<&'a [u8]>,
    pub(crate) instances: Vec<Instantiation<'a>>,
    pub(crate) exports: Vec<Export<'a>>,
}

/// What an embedded component asks for and offers.
pub(crate) struct Surface<'a> {
    pub(crate) imports: Vec<Import<'a>>,
    pub(crate) exports: Vec<(&'a str, Kind)>,
}

/// The index spaces through which the root's definitions refer to each other.
#[derive(Default)]
struct Spaces<'a> {
    functions: Vec<Provenance<'a>>,
    types: Vec<Provenance<'a>>,
    instances: Vec<Provenance<'a>>,
}

impl<'a> Spaces<'a> {
    fn space(&mut self, kind: Kind, what: &str) -> Result<&mut Vec<Provenance<'a>>, Violation> {
        match kind {
            Kind::Func => Ok(&mut self.functions),
            Kind::Type | Kind::Resource => Ok(&mut self.types),
            Kind::Instance => Ok(&mut self.instances),
            Kind::Value | Kind::Component | Kind::Core => {
                Err(Violation::new(Check::Sorts, format!("{what} is a {}, which must not flow through the root", kind.noun())))
            }
        }
    }

    fn get(&mut self, kind: Kind, index: u32, what: &str) -> Result<Provenance<'a>, Violation> {
        let space = self.space(kind, what)?;
        let undefined =
            || Violation::new(Check::Shape, format!("{what} refers to {} {index}, which is not defined before it", kind.noun()));
        space.get(index as usize).cloned().ok_or_else(undefined)
    }
}

/// The deepest path: a type of an instance that an instance exports.
const DEEPEST: usize = 2;

/// Follows every definition of the root.
pub(crate) fn trace<'a>(component: &Component<'a>) -> Result<Root<'a>, Violation> {
    let (mut root, mut spaces) = (Root::default(), Spaces::default());
    let mut types = Vec::new();
    for definition in &component.definitions {
        match definition {
            Definition::Type(Type::Component | Type::Resource) => {
                return Err(Violation::new(Check::Sorts, "the root defines a component type or a resource type"));
            }
            Definition::Type(found) => {
                types.push(found);
                spaces.types.push(Provenance::of(Source::Root));
            }
            Definition::Import { name, kind, of } => {
                let what = format!("the import {}", quote(name));
                spaces.space(*kind, &what)?.push(Provenance::of(Source::Host(root.imports.len())));
                root.imports.push(import(name, *kind, *of, &types)?);
            }
            Definition::Alias(alias) => {
                let Some((instance, name)) = alias.export else {
                    return Err(Violation::new(Check::Sorts, "the root has an alias of a core export or of an outer definition"));
                };
                let what = format!("the alias of {}", quote(name));
                let mut from = spaces.get(Kind::Instance, instance, &what)?;
                from.path.push(name);
                if from.path.len() > DEEPEST {
                    return Err(Violation::new(Check::Sorts, format!("{what} reaches too deep into an instance")));
                }
                spaces.space(alias.kind, &what)?.push(from);
            }
            Definition::Component(bytes) => root.components.push(bytes),
            Definition::Bag => {
                // INVARIANT (V7): single items never mix in one instance, so that a wire says all about an argument.
                return Err(Violation::new(Check::Instances, "an instance is put together from single items"));
            }
            Definition::Instantiate { component, arguments } => {
                let component = *component as usize;
                if component >= root.components.len() {
                    return Err(Violation::new(Check::Shape, "an instance of a component that is not defined before it"));
                }
                let mut found = Vec::with_capacity(arguments.len());
                for argument in arguments {
                    let what = format!("the argument {}", quote(argument.name));
                    let from = spaces.get(argument.kind, argument.index, &what)?;
                    found.push(Argument { name: argument.name, kind: argument.kind, from });
                }
                spaces.instances.push(Provenance::of(Source::Instance(component)));
                root.instances.push(Instantiation { component, arguments: found });
            }
            Definition::Export { name, kind, index, ascribed } => {
                let what = format!("the export {}", quote(name));
                let from = spaces.get(*kind, *index, &what)?;
                spaces.space(*kind, &what)?.push(from.clone());
                root.exports.push(Export { name, kind: *kind, from, ascribed: *ascribed });
            }
        }
        // Every entry of the type space has a definition to look up, also if it came from elsewhere.
        types.resize(spaces.types.len(), &Type::Named);
    }
    Ok(root)
}

/// Reads what an embedded component imports and exports.
pub(crate) fn surface<'a>(component: &Component<'a>) -> Result<Surface<'a>, Violation> {
    let mut surface = Surface { imports: Vec::new(), exports: Vec::new() };
    let mut types = Vec::new();
    for definition in &component.definitions {
        let named = match definition {
            Definition::Type(found) => {
                types.push(found);
                continue;
            }
            Definition::Import { name, kind, of } => {
                surface.imports.push(import(name, *kind, *of, &types)?);
                *kind
            }
            Definition::Export { name, kind, .. } => {
                surface.exports.push((name, *kind));
                *kind
            }
            Definition::Alias(alias) => alias.kind,
            Definition::Component(_) | Definition::Instantiate { .. } | Definition::Bag => continue,
        };
        if matches!(named, Kind::Type | Kind::Resource) {
            types.push(&Type::Named);
        }
    }
    Ok(surface)
}

fn import<'a>(name: &'a str, kind: Kind, of: u32, types: &[&Type<'a>]) -> Result<Import<'a>, Violation> {
    let mut import = Import { name, kind, functions: Vec::new(), resources: Vec::new(), strange: Vec::new() };
    match (kind, types.get(of as usize)) {
        (Kind::Func, _) => import.functions.push(""),
        (Kind::Instance, Some(Type::Instance(declared))) => {
            for Declared { name, kind } in declared {
                match kind {
                    Kind::Func => import.functions.push(name),
                    Kind::Resource => import.resources.push(name),
                    Kind::Type => {}
                    other => import.strange.push((name, *other)),
                }
            }
        }
        (Kind::Instance, _) => {
            let message = format!("the import {} has a type that is not a plain instance type", quote(name));
            return Err(Violation::new(Check::ImportTypes, message));
        }
        _ => {}
    }
    Ok(import)
}
