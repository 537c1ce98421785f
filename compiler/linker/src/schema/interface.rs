//! Cedar actions for the functions of any WIT interface (design section 3, "any other WIT function").
//!
//! In: what worlds import, as [`Import`]s. Out: [`Interface`]s, each function with its action id and its [`Record`] of attributes, and the
//! schema text printed from them. Action ids: `acme:pay/api#charge` in the group `acme:pay/api` in the group `acme:pay`. What a world names
//! directly has no package, and its id starts with `#`, which no other id does: the function `notify` is `#notify`; the interface `store` is
//! the group `#store`, and its functions are `store#get`. A package with the name of a shipped action (`http:request`) has no group of its own.
//! Must hold: Cedar accepts the text for any WIT; the order of the imports does not matter. Refuses: two functions of one name (of two
//! versions, of two agents) that policies would see differently, and a vocabulary beyond [`SCHEMA_BYTES`].

use super::projection::{Record, project};
use super::syntax::quote;
use caplink_model::InterfaceName;
use caplink_model::action::Action;
use caplink_model::diagnostic::Diagnostic;
use caplink_model::text::escape;
use std::collections::BTreeMap;
use wit_parser::{Function, Resolve, WorldId, WorldItem, WorldKey};

mod print;
#[cfg(test)]
mod tests;

/// Bytes of schema for all interfaces together, without comments.
pub const SCHEMA_BYTES: usize = 4 << 20;

/// One import of a world.
#[derive(Clone, Debug)]
pub struct Import<'r> {
    /// Where its types are.
    pub resolve: &'r Resolve,
    /// An interface's name without version, or the plain name that the world gives.
    pub name: String,
    /// What its WIT says about it.
    pub docs: Option<&'r str>,
    /// Its functions by name; of a function that the world imports directly, itself by the empty name, as in `Symbol`.
    pub functions: Vec<(&'r str, &'r Function)>,
}

/// The actions of one import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// An interface's name without version, or a plain name: the id of the `Wit::Interface`.
    pub name: String,
    /// What its WIT says about it.
    pub docs: Option<String>,
    /// Its functions by name.
    pub functions: BTreeMap<String, FunctionAction>,
}

/// The action of one function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionAction {
    /// The action's id.
    pub id: String,
    /// What its WIT says about it.
    pub docs: Option<String>,
    /// What a policy sees of a call.
    pub context: Record,
}

/// The id of a function's action; `function` is empty for a function that a world names directly.
pub fn action_id(interface: &str, function: &str) -> String {
    match function {
        "" => format!("#{interface}"),
        _ => format!("{interface}#{function}"),
    }
}

/// What a world imports, but for the interfaces that are `known` by name without version. Types that a world names directly are no imports.
pub fn imports(resolve: &Resolve, world: WorldId, known: impl Fn(&str) -> bool) -> Result<Vec<Import<'_>>, Vec<Diagnostic>> {
    let mut found = Vec::new();
    let mut errors = Vec::new();
    for (key, item) in &resolve.worlds[world].imports {
        let import = match item {
            WorldItem::Type { .. } => continue,
            WorldItem::Function(function) => Import { resolve, name: function.name.clone(), docs: None, functions: vec![("", function)] },
            WorldItem::Interface { id, .. } => {
                let interface = &resolve.interfaces[*id];
                let name = match key {
                    WorldKey::Name(name) => name.clone(),
                    WorldKey::Interface(_) => {
                        let full = interface.package.and_then(|_| resolve.id_of(*id)).unwrap_or_default();
                        match InterfaceName::parse(&full) {
                            Ok(name) => name.unversioned(),
                            Err(error) => {
                                let message = format!("the import `{}` is refused: {}", escape(&full), error.reason);
                                errors.push(Diagnostic::error(error.code, message));
                                continue;
                            }
                        }
                    }
                };
                let functions = interface.functions.iter().map(|(name, function)| (name.as_str(), function)).collect();
                Import { resolve, name, docs: interface.docs.contents.as_deref(), functions }
            }
        };
        found.push(import);
    }
    found.retain(|import| !known(&import.name));
    if errors.is_empty() { Ok(found) } else { Err(errors) }
}

/// The actions of all functions of the imports, sorted; imports of one name are one interface, and one without functions is none.
pub fn interfaces<'r>(imports: impl IntoIterator<Item = Import<'r>>) -> Result<Vec<Interface>, Vec<Diagnostic>> {
    let mut found: BTreeMap<String, Interface> = BTreeMap::new();
    let mut errors = Vec::new();
    let mut bytes = 0_usize;
    for import in imports.into_iter().filter(|import| !import.functions.is_empty()) {
        let interface = found.entry(import.name.clone()).or_insert_with(|| Interface {
            name: import.name.clone(),
            docs: None,
            functions: BTreeMap::new(),
        });
        keep_greatest(&mut interface.docs, import.docs);
        for (name, function) in &import.functions {
            let context = project(import.resolve, function);
            let (docs, cedar_type) = (function.docs.contents.as_deref(), print::type_of(&context));
            bytes = bytes.saturating_add(import.name.len() + name.len() + cedar_type.len());
            if bytes > SCHEMA_BYTES {
                let message = format!("the imported interfaces need more than {SCHEMA_BYTES} bytes of schema");
                return Err(vec![Diagnostic::error("E-SCHEMA-SIZE", message).help("import fewer functions, or split the component")]);
            }
            match interface.functions.get_mut(*name) {
                None => {
                    let action = FunctionAction { id: action_id(&import.name, name), docs: docs.map(String::from), context };
                    interface.functions.insert((*name).into(), action);
                }
                Some(twin) if print::type_of(&twin.context) == cedar_type => keep_greatest(&mut twin.docs, docs),
                Some(twin) => errors.push(twin_error(&twin.id)),
            }
        }
        if interface.functions.contains_key("") && interface.functions.len() > 1 {
            errors.push(twin_error(&action_id(&import.name, "")));
        }
    }
    errors.sort();
    errors.dedup();
    if errors.is_empty() { Ok(found.into_values().collect()) } else { Err(errors) }
}

/// The schema text of the interfaces: what `caplink schema` adds to the shipped schema.
pub fn text(interfaces: &[Interface]) -> String {
    let mut out = String::new();
    let mut package = None;
    for interface in interfaces {
        let own = interface.package_group();
        if let Some(own) = own.as_ref().filter(|own| package.as_ref() != Some(*own)) {
            out.push_str(&format!("\n// Everything in the package {}.\naction {};\n", escape(own), quote(own)));
        }
        print::interface(&mut out, interface, own.as_deref());
        package = own.or(package);
    }
    out
}

impl Interface {
    /// The action group of all its functions; none for a function that a world names directly.
    pub fn group(&self) -> Option<String> {
        match self.functions.contains_key("") {
            true => None,
            false if self.name.contains(':') => Some(self.name.clone()),
            false => Some(format!("#{}", self.name)),
        }
    }

    /// The action group of all functions of its package, unless a shipped action has that name.
    pub fn package_group(&self) -> Option<String> {
        let package = InterfaceName::parse(&self.name).ok()?.package_name();
        Action::find(&package).is_none().then_some(package)
    }
}

/// Docs of the same thing from two places: which one is kept must not depend on their order.
fn keep_greatest(kept: &mut Option<String>, docs: Option<&str>) {
    if docs > kept.as_deref() {
        *kept = docs.map(String::from);
    }
}

fn twin_error(id: &str) -> Diagnostic {
    Diagnostic::error(
        "E-SCHEMA-TWIN",
        format!("the action `{}` stands for two different functions: their parameters look different to a policy", escape(id)),
    )
    .help("import one version of the interface, or give each agent a schema of its own")
}
