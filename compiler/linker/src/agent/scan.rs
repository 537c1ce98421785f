//! The outline of a component, read at its own level only: names of imports and exports as they stand in the bytes, and everything about
//! them that must be refused before types are looked at (threats N4 to N12, S7, S8).

use caplink_model::{diagnostic::Diagnostic, limits, text::escape};
use std::collections::BTreeMap;
use wasmparser::{
    ComponentAlias, ComponentExport, ComponentExternalKind as Kind, ComponentImport, ComponentInstance, ComponentTypeRef, Parser, Payload,
    WasmFeatures,
};

/// What stands at the component's own level.
pub struct Outline {
    /// Import names, in order.
    pub imports: Vec<String>,
    /// Export names, in order.
    pub exports: Vec<String>,
    /// Claims of the `producers` section.
    pub producers: Vec<String>,
    /// The names so far as a stricter reader compares them.
    labels: BTreeMap<(&'static str, String), String>,
    /// What must be refused.
    pub refusals: Vec<Diagnostic>,
}

/// Whether an item is the host's own, or made by the agent.
#[derive(Clone, Copy, PartialEq)]
enum Provenance {
    Import,
    Agent,
}

#[derive(Default)]
struct Spaces {
    instances: Vec<Provenance>,
    functions: Vec<Provenance>,
    /// Whether an instance of the component may hand on what it is given.
    components: Vec<bool>,
}

/// Reads the outline.
///
/// # Errors
/// The first malformed section.
pub fn scan(bytes: &[u8]) -> Result<Outline, Diagnostic> {
    level(bytes, 0)
}

/// How deep components are followed; what is nested deeper may hand on whatever it is given.
const DEPTH: usize = 64;

/// Whether a nested component may hand on a function or instance that it is given, as middleware does that merely forwards.
fn hands_on(bytes: &[u8], depth: usize) -> bool {
    depth > DEPTH || level(bytes, depth).map_or(true, |outline| outline.refusals.iter().any(|refusal| refusal.code == DELEGATES))
}

const DELEGATES: &str = "E-EXPORT-DELEGATES";

fn level(bytes: &[u8], depth: usize) -> Result<Outline, Diagnostic> {
    let malformed = |error: wasmparser::BinaryReaderError| {
        Diagnostic::error("E-MALFORMED", format!("the component is malformed at byte {}: {}", error.offset(), escape(error.message())))
            .help("the file may be truncated or damaged; build or copy it again")
    };
    let mut outline = Outline { imports: vec![], exports: vec![], producers: vec![], labels: BTreeMap::new(), refusals: vec![] };
    let mut spaces = Spaces::default();
    let mut parser = Parser::new(0);
    // Read attributes that no supported host acts on yet, so as to refuse them by name.
    parser.set_features(WasmFeatures::all());
    let mut offset = 0;
    loop {
        let (consumed, payload) = match parser.parse(&bytes[offset..], true).map_err(malformed)? {
            wasmparser::Chunk::Parsed { consumed, payload } => (consumed, payload),
            wasmparser::Chunk::NeedMoreData(_) => {
                return Err(Diagnostic::error("E-MALFORMED", "the component ends in the middle of a section"));
            }
        };
        if !is_minimal(&bytes[offset..offset + consumed]) {
            return Err(Diagnostic::error(
                "E-NONCANONICAL",
                format!("the section at byte {offset} has a length or count in more bytes than it needs"),
            )
            .help("some readers refuse that; build the agent with tools that write numbers in their shortest form"));
        }
        offset += consumed;
        match payload {
            Payload::End(_) => break,
            _ if outline.imports.len().max(outline.exports.len()) > limits::NAMES => return Err(too_many("imports or exports")),
            Payload::ModuleSection { unchecked_range, .. } => offset = end_of(offset, &unchecked_range, bytes)?,
            Payload::ComponentSection { unchecked_range, .. } => {
                let end = end_of(offset, &unchecked_range, bytes)?;
                spaces.components.push(hands_on(&bytes[offset..end], depth + 1));
                offset = end;
            }
            Payload::ComponentImportSection(section) => {
                for import in section.into_iter_with_offsets() {
                    let (at, import) = import.map_err(malformed)?;
                    outline.form(bytes, at, import.name.name);
                    outline.import(import, &mut spaces);
                }
            }
            Payload::ComponentExportSection(section) => {
                for export in section.into_iter_with_offsets() {
                    let (at, export) = export.map_err(malformed)?;
                    outline.form(bytes, at, export.name.name);
                    outline.export(export, &mut spaces);
                }
            }
            Payload::ComponentInstanceSection(section) => {
                for instance in section {
                    let provenance = spaces.instance(&instance.map_err(malformed)?);
                    spaces.instances.push(provenance);
                }
            }
            Payload::ComponentAliasSection(section) => {
                for alias in section {
                    spaces.alias(&alias.map_err(malformed)?);
                }
            }
            Payload::ComponentCanonicalSection(section) => {
                for function in section {
                    if let wasmparser::CanonicalFunction::Lift { .. } = function.map_err(malformed)? {
                        spaces.functions.push(Provenance::Agent);
                    }
                }
            }
            Payload::ComponentStartSection { .. } => {
                outline.refuse(Diagnostic::error("E-SECTION", "the component has a start section, which no supported host runs"));
            }
            Payload::CustomSection(section) if section.name() == "producers" => outline.producers = producers(section.data()),
            _ => {}
        }
    }
    Ok(outline)
}

/// Whether a section's length, after its id, and the number of its items are in their shortest form. The preamble (`\0asm`) and the end have none.
fn is_minimal(section: &[u8]) -> bool {
    const WITHOUT_ITEMS: [u8; 4] = [0, 1, 4, 9];
    let Some((id, rest)) = section.split_first() else { return true };
    if *id == 0 && rest.starts_with(b"asm") {
        return true;
    }
    let end = |bytes: &[u8]| bytes.iter().position(|byte| byte & 0x80 == 0);
    let short = |bytes: &[u8]| end(bytes).is_none_or(|last| last == 0 || bytes[last] != 0);
    let items = end(rest).and_then(|last| rest.get(last + 1..)).unwrap_or(&[]);
    short(rest) && (WITHOUT_ITEMS.contains(id) || short(items))
}

fn end_of(offset: usize, range: &std::ops::Range<u64>, bytes: &[u8]) -> Result<usize, Diagnostic> {
    let length = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
    offset.checked_add(length).filter(|end| *end <= bytes.len()).ok_or_else(cut_short)
}

/// More names than an agent may have.
pub fn too_many(what: &str) -> Diagnostic {
    Diagnostic::error("E-BUDGET", format!("the agent has more than {} {what}", limits::NAMES))
        .help("an agent of that size is not linked; split it into components")
}

fn cut_short() -> Diagnostic {
    Diagnostic::error("E-MALFORMED", "the component ends in the middle of a section")
        .help("the file may be truncated; build or copy it again")
}

impl Outline {
    fn refuse(&mut self, diagnostic: Diagnostic) {
        self.refusals.push(diagnostic);
    }

    /// A name outside our own grammar is refused before any other reader gives it a meaning.
    fn name(&mut self, name: &str, verb: &str) {
        if let Err(error) = super::parse_name(name, verb) {
            self.refuse(error);
        }
    }

    /// Names had a second form until 2024, which newer readers need not know.
    fn form(&mut self, bytes: &[u8], at: impl TryInto<usize>, name: &str) {
        if at.try_into().ok().and_then(|at| bytes.get(at)) == Some(&1) {
            self.refuse(
                Diagnostic::error("E-NAME-LEGACY", format!("the name `{}` is in a form of before 2024", escape(name)))
                    .help("build the agent with current tools; `wasm-tools print AGENT.wasm | wasm-tools parse` rewrites it"),
            );
        }
    }

    /// Names that a stricter reader takes for one (N14): the specification of components leaves `-` out when it compares labels.
    fn collides(&mut self, name: &str, what: &'static str) {
        let label = name.chars().filter(|character| *character != '-').flat_map(char::to_lowercase).collect();
        if let Some(twin) = self.labels.insert((what, label), name.to_string()).map(|twin| escape(&twin)) {
            self.refuse(
                Diagnostic::error(
                    "E-NAME-TWIN",
                    format!(
                        "the {what}s `{twin}` and `{}` differ only in hyphens and case, which some hosts do not tell apart",
                        escape(name)
                    ),
                )
                .help("rename one of them"),
            );
        }
    }

    fn import(&mut self, import: ComponentImport<'_>, spaces: &mut Spaces) {
        let name = import.name.name.to_string();
        let shown = escape(&name);
        match import.ty {
            ComponentTypeRef::Module(_) => self.refuse(
                Diagnostic::error(
                    "E-SORT-MODULE",
                    format!("the agent imports the core module `{shown}`: host code that would run inside the agent's memory"),
                )
                .help("link the module into the agent when building it"),
            ),
            ComponentTypeRef::Component(_) => {
                spaces.components.push(true);
                self.refuse(
                    Diagnostic::error(
                        "E-SORT-COMPONENT",
                        format!("the agent imports the component `{shown}`, which the host would supply unverified"),
                    )
                    .help("compose the component into the agent, for instance with `wac`, before linking"),
                );
            }
            ComponentTypeRef::Value(_) => self.refuse(Diagnostic::error(
                "E-SORT-VALUE",
                format!("the agent imports the value `{shown}`, which no supported host provides"),
            )),
            ComponentTypeRef::Instance(_) => spaces.instances.push(Provenance::Import),
            ComponentTypeRef::Func(_) => spaces.functions.push(Provenance::Import),
            ComponentTypeRef::Type(_) => {}
        }
        let attributes = &import.name;
        if attributes.implements.is_none() && attributes.version_suffix.is_none() && attributes.external_id.is_none() {
            self.name(&name, "imports");
        }
        self.collides(&name, "import");
        if import.name.implements.is_some() || import.name.version_suffix.is_some() {
            let attribute = if import.name.implements.is_some() { "implements" } else { "versionsuffix" };
            self.refuse(
                Diagnostic::error("E-NAME-ATTR", format!("the import `{shown}` carries the attribute `{attribute}`, by which a host may supply something else than its name says"))
                    .help("build the agent without the attribute, and name the interface itself"),
            );
        }
        if import.name.external_id.is_some() {
            self.refuse(
                Diagnostic::error(
                    "E-EXTERNAL-ID",
                    format!("the import `{shown}` carries an external id, by which the agent would choose what the host supplies"),
                )
                .help("build the agent without the external id; choose the resource in the host's configuration"),
            );
        }
        self.imports.push(name);
    }

    fn export(&mut self, export: ComponentExport<'_>, spaces: &mut Spaces) {
        let name = export.name.name.to_string();
        let shown = escape(&name);
        let (space, sort) = match export.kind {
            Kind::Instance => (&mut spaces.instances, "instance"),
            Kind::Func => (&mut spaces.functions, "function"),
            Kind::Type => return,
            Kind::Module | Kind::Component | Kind::Value => {
                if export.kind == Kind::Component {
                    spaces.components.push(true);
                }
                self.refuse(
                    Diagnostic::error("E-EXPORT-SORT", format!("the agent exports `{shown}`, which is neither a function nor an instance: others could instantiate it without its guards"))
                        .help("export functions or interfaces only"),
                );
                return;
            }
        };
        self.name(&name, "exports");
        self.collides(&name, "export");
        let provenance = space.get(export.index as usize).copied().unwrap_or(Provenance::Agent);
        // An export creates a new index of its own.
        space.push(provenance);
        if provenance == Provenance::Import {
            self.refuse(
                Diagnostic::error(
                    DELEGATES,
                    format!("the export `{shown}` hands on an imported {sort}, so whoever calls it would use the agent's grant"),
                )
                .help("export a function of the agent's own instead"),
            );
        }
        self.exports.push(name);
    }
}

impl Spaces {
    /// An instance made from items is as foreign as its most foreign item; one made from a component that may hand on what it is given is as
    /// foreign as its most foreign argument.
    fn instance(&self, instance: &ComponentInstance<'_>) -> Provenance {
        let given: Vec<_> = match instance {
            ComponentInstance::FromExports(exports) => exports.iter().map(|export| (export.kind, export.index)).collect(),
            ComponentInstance::Instantiate { component_index, args } => {
                if self.components.get(*component_index as usize) == Some(&false) {
                    return Provenance::Agent;
                }
                args.iter().map(|argument| (argument.kind, argument.index)).collect()
            }
        };
        let foreign = given.into_iter().any(|(kind, index)| {
            let space = match kind {
                Kind::Instance => &self.instances,
                Kind::Func => &self.functions,
                _ => return false,
            };
            space.get(index as usize) == Some(&Provenance::Import)
        });
        if foreign { Provenance::Import } else { Provenance::Agent }
    }

    fn alias(&mut self, alias: &ComponentAlias<'_>) {
        match alias {
            ComponentAlias::InstanceExport { kind, instance_index, .. } => {
                let provenance = self.instances.get(*instance_index as usize).copied().unwrap_or(Provenance::Agent);
                match kind {
                    Kind::Instance => self.instances.push(provenance),
                    Kind::Func => self.functions.push(provenance),
                    Kind::Component => self.components.push(true),
                    _ => {}
                }
            }
            ComponentAlias::Outer { kind: wasmparser::ComponentOuterAliasKind::Component, .. } => self.components.push(true),
            _ => {}
        }
    }
}

/// The `producers` custom section (tool-conventions, ProducersSection.md): claims, never trusted; unreadable ones are left out.
fn producers(data: &[u8]) -> Vec<String> {
    let Ok(section) = wasmparser::ProducersSectionReader::new(wasmparser::BinaryReader::new(data, 0)) else { return vec![] };
    let mut claims = vec![];
    for field in section.into_iter().flatten() {
        claims.extend(
            field
                .values
                .into_iter()
                .flatten()
                .map(|value| format!("{}: {} {}", field.name, value.name, value.version).trim_end().to_string()),
        );
    }
    claims
}
