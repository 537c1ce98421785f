//! The outline of a component, read at its own level only: names of imports and exports as they stand in the bytes, and everything about
//! them that must be refused before types are looked at (threats N4 to N12, S7, S8).

use caplink_model::{diagnostic::Diagnostic, text::escape};
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
}

/// Reads the outline.
///
/// # Errors
/// The first malformed section.
pub fn scan(bytes: &[u8]) -> Result<Outline, Diagnostic> {
    let malformed = |error: wasmparser::BinaryReaderError| {
        Diagnostic::error("E-MALFORMED", format!("the component is malformed at byte {}: {}", error.offset(), escape(error.message())))
            .help("the file may be truncated or damaged; build or copy it again")
    };
    let mut outline = Outline { imports: vec![], exports: vec![], producers: vec![], refusals: vec![] };
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
        offset += consumed;
        match payload {
            Payload::End(_) => break,
            Payload::ModuleSection { unchecked_range, .. } | Payload::ComponentSection { unchecked_range, .. } => {
                // Nested code is opaque here: only what crosses the component's own border matters.
                let length = usize::try_from(unchecked_range.end - unchecked_range.start).unwrap_or(usize::MAX);
                offset = offset.checked_add(length).filter(|end| *end <= bytes.len()).ok_or_else(cut_short)?;
            }
            Payload::ComponentImportSection(section) => {
                for import in section {
                    outline.import(import.map_err(malformed)?, &mut spaces);
                }
            }
            Payload::ComponentExportSection(section) => {
                for export in section {
                    outline.export(export.map_err(malformed)?, &mut spaces);
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

fn cut_short() -> Diagnostic {
    Diagnostic::error("E-MALFORMED", "the component ends in the middle of a section")
        .help("the file may be truncated; build or copy it again")
}

impl Outline {
    fn refuse(&mut self, diagnostic: Diagnostic) {
        self.refusals.push(diagnostic);
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
            ComponentTypeRef::Component(_) => self.refuse(
                Diagnostic::error(
                    "E-SORT-COMPONENT",
                    format!("the agent imports the component `{shown}`, which the host would supply unverified"),
                )
                .help("compose the component into the agent, for instance with `wac`, before linking"),
            ),
            ComponentTypeRef::Value(_) => self.refuse(Diagnostic::error(
                "E-SORT-VALUE",
                format!("the agent imports the value `{shown}`, which no supported host provides"),
            )),
            ComponentTypeRef::Instance(_) => spaces.instances.push(Provenance::Import),
            ComponentTypeRef::Func(_) => spaces.functions.push(Provenance::Import),
            ComponentTypeRef::Type(_) => {}
        }
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
                self.refuse(
                    Diagnostic::error("E-EXPORT-SORT", format!("the agent exports `{shown}`, which is neither a function nor an instance: others could instantiate it without its guards"))
                        .help("export functions or interfaces only"),
                );
                return;
            }
        };
        let provenance = space.get(export.index as usize).copied().unwrap_or(Provenance::Agent);
        // An export creates a new index of its own.
        space.push(provenance);
        if provenance == Provenance::Import {
            self.refuse(
                Diagnostic::error(
                    "E-EXPORT-DELEGATES",
                    format!("the export `{shown}` hands on an imported {sort}, so whoever calls it would use the agent's grant"),
                )
                .help("export a function of the agent's own instead"),
            );
        }
        self.exports.push(name);
    }
}

impl Spaces {
    /// An instance made from items is as foreign as its most foreign item; one made from a component is the agent's own.
    fn instance(&self, instance: &ComponentInstance<'_>) -> Provenance {
        let ComponentInstance::FromExports(exports) = instance else { return Provenance::Agent };
        let foreign = exports.iter().any(|export| {
            let space = match export.kind {
                Kind::Instance => &self.instances,
                Kind::Func => &self.functions,
                _ => return false,
            };
            space.get(export.index as usize) == Some(&Provenance::Import)
        });
        if foreign { Provenance::Import } else { Provenance::Agent }
    }

    fn alias(&mut self, alias: &ComponentAlias<'_>) {
        if let ComponentAlias::InstanceExport { kind, instance_index, .. } = alias {
            let provenance = self.instances.get(*instance_index as usize).copied().unwrap_or(Provenance::Agent);
            match kind {
                Kind::Instance => self.instances.push(provenance),
                Kind::Func => self.functions.push(provenance),
                _ => {}
            }
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
