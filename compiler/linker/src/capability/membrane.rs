//! Membranes: the interfaces whose handles stand for what decides, so that an adapter owns them.
//!
//! In: an import of the agent. Out: the [`Membrane`] that may stand for it, a committed core module from `compiler/adapters` that exports the functions of whole
//! interfaces and keeps what is behind each handle. It asks the engine itself, once for each action that a call needs. Must hold: a module imports exactly what is listed
//! here, and lays its frames out as it is said here; a host function that is not granted to it is a trap. Refused: tracks that are not listed.

use super::frame;
use crate::{
    agent::{Agent, ImportItem, definition},
    guard::place::{Case, Kind, Place, Places},
};
use caplink_membrane::memory::embedded::{self, Item};
use caplink_membrane::memory::settings::{self, Stdio};
use caplink_membrane::memory::time::Time;
use caplink_model::diagnostic::Diagnostic;
use caplink_model::text::escape;
use caplink_model::virtuals::{Clock, Mount, Virtual};
use std::collections::BTreeMap;
use wit_parser::{TypeDefKind, TypeId, TypeOwner};

/// A core module that provides whole interfaces.
#[derive(Debug)]
pub struct Membrane {
    /// Its name, for messages.
    pub name: &'static str,
    /// The interfaces, without version.
    pub interfaces: &'static [&'static str],
    /// The semver tracks.
    tracks: &'static [&'static str],
    /// The module.
    pub bytes: &'static [u8],
    /// The resources that it owns: interface and name.
    pub resources: &'static [(&'static str, &'static str)],
    /// The actions that it asks about, in the order of its policy block.
    pub actions: &'static [&'static str],
    /// Of the functions that are decided by what their flags say: they need any of their actions, and not all.
    pub by_flags: &'static [&'static str],
    /// The action whose rules, where they name only the resource, decide on all that is in it at once; the module is told so in its settings.
    pub whole: Option<&'static str>,
    /// What a function calls of the host, where that is not itself alone: interface and function.
    calls: &'static [(&'static str, &'static [(&'static str, &'static str)])],
    /// Resources of the host's that it gives back when they were lent to it: interface and name.
    pub drops: &'static [(&'static str, &'static str)],
    /// How many pages of memory it may have.
    pub pages: u64,
    frame: fn() -> Places,
}

impl PartialEq for Membrane {
    fn eq(&self, other: &Self) -> bool {
        // Each has a name of its own.
        self.name == other.name
    }
}

impl Eq for Membrane {}

const TYPES: &str = "wasi:filesystem/types";
const PREOPENS: &str = "wasi:filesystem/preopens";
/// How a membrane of files comes to what a path names, component by component.
const STAT: (&str, &str) = (TYPES, "[method]descriptor.stat-at");
const OPEN: (&str, &str) = (TYPES, "[method]descriptor.open-at");
const READLINK: (&str, &str) = (TYPES, "[method]descriptor.readlink-at");

const STORE: &str = "wasi:keyvalue/store";
const ATOMICS: &str = "wasi:keyvalue/atomics";
const KEYVALUE: &[&str] = &[STORE, ATOMICS, "wasi:keyvalue/batch"];
const CONTAINER: &str = "wasi:blobstore/container";
const SKIP: &str = "[method]stream-object-names.skip-stream-object-names";
/// 64 MiB: what a call may carry at once (threat R16).
const PAGES: u64 = 1024;

/// All membranes.
pub static MEMBRANES: [Membrane; 6] = [
    Membrane {
        name: "keyvalue",
        interfaces: KEYVALUE,
        tracks: &["0.2.0-draft"],
        bytes: include_bytes!("../../../adapters/keyvalue.wasm"),
        resources: &[(STORE, "bucket")],
        actions: &["kv:read", "kv:write", "kv:delete", "kv:list", "kv:increment"],
        by_flags: &[],
        whole: None,
        calls: &[],
        drops: &[],
        pages: PAGES,
        frame: || beside("Kv::Bucket", "key"),
    },
    Membrane {
        name: "keyvalue2",
        interfaces: KEYVALUE,
        tracks: &["0.2.0-draft2"],
        bytes: include_bytes!("../../../adapters/keyvalue2.wasm"),
        resources: &[(STORE, "bucket"), (ATOMICS, "cas")],
        actions: &["kv:read", "kv:write", "kv:delete", "kv:list", "kv:increment", "kv:swap"],
        by_flags: &[],
        whole: None,
        calls: &[],
        drops: &[],
        pages: PAGES,
        frame: || beside("Kv::Bucket", "key"),
    },
    Membrane {
        name: "config",
        interfaces: &["wasi:config/store", "wasi:config/runtime"],
        tracks: &["0.2.0-draft", "0.2.0-draft-2024-09-27", "0.2.0-rc.1"],
        bytes: include_bytes!("../../../adapters/config.wasm"),
        resources: &[],
        actions: &["config:read"],
        by_flags: &[],
        whole: None,
        calls: &[],
        drops: &[],
        pages: PAGES,
        frame: || frame("Config::Key", vec![]),
    },
    Membrane {
        name: "files",
        interfaces: &[TYPES, PREOPENS],
        tracks: &["0.2"],
        bytes: include_bytes!("../../../adapters/files.wasm"),
        resources: &[(TYPES, "descriptor"), (TYPES, "directory-entry-stream")],
        actions: &["fs:read", "fs:write", "fs:append", "fs:create", "fs:delete", "fs:list", "fs:stat", "fs:link"],
        by_flags: &["[method]descriptor.open-at"],
        whole: None,
        calls: &[
            ("[method]descriptor.open-at", &[STAT, OPEN, READLINK, (TYPES, "[method]descriptor.get-type")]),
            ("[method]descriptor.stat-at", &[STAT, OPEN, READLINK, (TYPES, "[method]descriptor.stat")]),
            (
                "[method]descriptor.metadata-hash-at",
                &[STAT, OPEN, READLINK, (TYPES, "[method]descriptor.metadata-hash-at"), (TYPES, "[method]descriptor.metadata-hash")],
            ),
            (
                "[method]descriptor.set-times-at",
                &[STAT, OPEN, READLINK, (TYPES, "[method]descriptor.set-times-at"), (TYPES, "[method]descriptor.set-times")],
            ),
            ("[method]descriptor.readlink-at", &[STAT, OPEN, READLINK]),
            ("[method]descriptor.create-directory-at", &[STAT, OPEN, READLINK, (TYPES, "[method]descriptor.create-directory-at")]),
            ("[method]descriptor.remove-directory-at", &[STAT, OPEN, READLINK, (TYPES, "[method]descriptor.remove-directory-at")]),
            ("[method]descriptor.unlink-file-at", &[STAT, OPEN, READLINK, (TYPES, "[method]descriptor.unlink-file-at")]),
            ("[method]descriptor.symlink-at", &[STAT, OPEN, READLINK, (TYPES, "[method]descriptor.symlink-at")]),
            ("[method]descriptor.link-at", &[STAT, OPEN, READLINK, (TYPES, "[method]descriptor.link-at")]),
            ("[method]descriptor.rename-at", &[STAT, OPEN, READLINK, (TYPES, "[method]descriptor.rename-at")]),
            ("[method]descriptor.get-type", &[]),
        ],
        drops: &[("wasi:io/error", "error")],
        pages: PAGES,
        frame: || frame("Fs::Path", vec![]),
    },
    Membrane {
        name: "environment",
        interfaces: &["wasi:cli/environment"],
        tracks: &["0.2"],
        bytes: include_bytes!("../../../adapters/environment.wasm"),
        resources: &[],
        actions: &["env:read"],
        by_flags: &[],
        whole: None,
        calls: &[],
        drops: &[],
        pages: PAGES,
        frame: || frame("Env::Var", vec![]),
    },
    Membrane {
        name: "blobstore",
        interfaces: &["wasi:blobstore/blobstore", CONTAINER],
        tracks: &["0.2.0-draft"],
        bytes: include_bytes!("../../../adapters/blobstore.wasm"),
        resources: &[(CONTAINER, "container"), (CONTAINER, "stream-object-names")],
        actions: &["blob:read", "blob:write", "blob:delete", "blob:list", "blob:admin"],
        by_flags: &[],
        whole: Some("blob:delete"),
        calls: &[(SKIP, &[(CONTAINER, SKIP), (CONTAINER, "[method]stream-object-names.read-stream-object-names")])],
        drops: &[("wasi:blobstore/types", "outgoing-value")],
        pages: PAGES,
        frame: || beside("Blob::Container", "object"),
    },
];

const STREAMS: &str = "wasi:io/streams";
const POLL: &str = "wasi:io/poll";
const ERROR: &str = "wasi:io/error";
const STDIO: [&str; 3] = ["wasi:cli/stdin", "wasi:cli/stdout", "wasi:cli/stderr"];
const CLOCKS: [&str; 2] = ["wasi:clocks/monotonic-clock", "wasi:clocks/wall-clock"];

/// What owns the handles of `wasi:io` where some of what they stand for is in the artifact: files, standard streams, clocks. One module for all that is virtual among them.
pub static WORLD: Membrane = Membrane {
    name: "world",
    interfaces: &[ERROR, POLL, STREAMS, STDIO[0], STDIO[1], STDIO[2], CLOCKS[0], CLOCKS[1], TYPES, PREOPENS],
    tracks: &["0.2"],
    bytes: include_bytes!("../../../adapters/world.wasm"),
    resources: &[
        (ERROR, "error"),
        (POLL, "pollable"),
        (STREAMS, "input-stream"),
        (STREAMS, "output-stream"),
        (TYPES, "descriptor"),
        (TYPES, "directory-entry-stream"),
    ],
    actions: &[],
    by_flags: &[],
    whole: None,
    calls: &[
        ("poll", &[(POLL, "poll"), (POLL, "[method]pollable.ready")]),
        (
            "[method]output-stream.splice",
            &[
                (STREAMS, "[method]output-stream.splice"),
                (STREAMS, "[method]input-stream.read"),
                (STREAMS, "[method]output-stream.check-write"),
                (STREAMS, "[method]output-stream.write"),
            ],
        ),
        (
            "[method]output-stream.blocking-splice",
            &[
                (STREAMS, "[method]output-stream.blocking-splice"),
                (STREAMS, "[method]input-stream.blocking-read"),
                (STREAMS, "[method]output-stream.check-write"),
                (STREAMS, "[method]output-stream.blocking-write-and-flush"),
            ],
        ),
    ],
    drops: &[],
    pages: PAGES,
    frame: || frame("Fs::Path", vec![]),
};

/// What an import is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The membrane that may stand for it.
    pub module: &'static Membrane,
    /// The wrap unit, by one import of it.
    pub home: usize,
}

impl Part {
    /// What an import may be part of.
    pub fn of(agent: &Agent, import: usize, virtuals: &Virtual) -> Option<Self> {
        let name = agent.imports[import].interface.as_ref()?;
        let (interface, track) = (name.unversioned(), name.track().to_string());
        let in_world = match interface.as_str() {
            TYPES | PREOPENS => !virtuals.mounts.is_empty(),
            clock if CLOCKS.contains(&clock) => virtuals.clock.is_some(),
            other => virtuals.has_streams() && WORLD.interfaces.contains(&other),
        };
        if in_world && track == WORLD.tracks[0] {
            return Some(if interface == CLOCKS[1] { Self::WALL } else { Self::WORLD });
        }
        let fits = |module: &&'static Membrane| module.tracks.contains(&track.as_str()) && module.interfaces.contains(&interface.as_str());
        let module = MEMBRANES.iter().find(fits)?;
        Some(Self { module, home: module.home(agent, import) })
    }

    /// Of the one unit of everything that is virtual and shares handles.
    pub const WORLD: Self = Self { module: &WORLD, home: usize::MAX };
    /// A wall clock shares no handles, and has functions of the same names as another clock: it is a unit of its own.
    const WALL: Self = Self { module: &WORLD, home: usize::MAX - 1 };

    /// Whether it is of that unit.
    pub fn is_world(&self) -> bool {
        self.module == &WORLD
    }

    /// Which unit it is.
    pub fn unit(&self) -> (&'static str, usize) {
        (self.module.name, self.home)
    }
}

impl Membrane {
    /// What rules may name of a call, whatever the action.
    pub fn places(&self) -> Places {
        (self.frame)()
    }

    /// What a function calls of the host: interface and function.
    pub fn calls<'a>(&self, interface: &'a str, function: &'a str) -> Vec<(&'a str, &'a str)> {
        match self.calls.iter().find(|(name, _)| *name == function) {
            Some((_, calls)) => calls.to_vec(),
            None => vec![(interface, function)],
        }
    }

    /// What a module is told beside policy, in the form that it reads.
    pub fn settings(&self, virtuals: &Virtual, is_from_host: impl Fn(&str) -> bool) -> Vec<u8> {
        match self.name {
            "world" => world(virtuals, is_from_host),
            "config" => pairs(&virtuals.config),
            "environment" => {
                let mut bytes = pairs(&virtuals.env);
                bytes.extend(texts(virtuals.args.as_deref()));
                bytes.extend(texts(virtuals.cwd.as_ref().map(std::slice::from_ref)));
                bytes
            }
            _ => vec![],
        }
    }

    /// The import that defines the resource which makes an import part of a wrap unit; itself, if it mentions none.
    fn home(&self, agent: &Agent, import: usize) -> usize {
        let ImportItem::Interface(id) = agent.imports[import].item else { return import };
        let resources = agent.resolve.interfaces[id].types.values().map(|id| definition(&agent.resolve, *id));
        let homes = resources.filter(|id| self.owns(agent, *id)).filter_map(|id| import_of(agent, id));
        homes.min().unwrap_or(import)
    }

    /// Whether it owns a resource, by definition.
    pub fn owns(&self, agent: &Agent, id: TypeId) -> bool {
        let ty = &agent.resolve.types[id];
        let Some(interface) = import_of(agent, id).and_then(|import| agent.imports[import].interface.as_ref()) else { return false };
        let name = ty.name.as_deref().unwrap_or_default();
        let interface = interface.unversioned();
        matches!(ty.kind, TypeDefKind::Resource) && self.resources.contains(&(interface.as_str(), name))
    }
}

/// The import whose interface owns a type.
pub fn import_of(agent: &Agent, id: TypeId) -> Option<usize> {
    let TypeOwner::Interface(owner) = agent.resolve.types[id].owner else { return None };
    agent.imports.iter().position(|import| matches!(import.item, ImportItem::Interface(id) if id == owner))
}

/// The settings of everything that is virtual and shares handles; a standard stream that is neither the host's nor given goes nowhere.
fn world(virtuals: &Virtual, is_from_host: impl Fn(&str) -> bool) -> Vec<u8> {
    let trees: BTreeMap<&str, Vec<u8>> = virtuals.mounts.iter().filter_map(|(path, mount)| Some((path.as_str(), tree(mount)?))).collect();
    let mounts = virtuals.mounts.iter().map(|(path, mount)| settings::Mount {
        path,
        held: match mount {
            Mount::Scratch(limit) => settings::Held::Writable(*limit),
            Mount::Embedded(_) => settings::Held::Embedded(&trees[path.as_str()]),
        },
    });
    let stdio = |interface: &str, is_given: bool, given: Stdio| match (is_given, is_from_host(interface)) {
        (true, _) => given,
        (false, true) => Stdio::Host,
        (false, false) => Stdio::Nowhere,
    };
    let start = if let Some(Clock::Frozen(time)) = virtuals.clock { time } else { 0 };
    let settings = settings::Settings {
        stdin: stdio(STDIO[0], virtuals.stdin.is_some(), Stdio::Bytes),
        stdout: stdio(STDIO[1], virtuals.is_stdout_sink, Stdio::Nowhere),
        stderr: stdio(STDIO[2], virtuals.is_stderr_sink, Stdio::Nowhere),
        counts: virtuals.clock == Some(Clock::Counting),
        start: Time { seconds: start / 1_000_000_000, nanoseconds: u32::try_from(start % 1_000_000_000).unwrap_or_default() },
        input: virtuals.stdin.as_deref().unwrap_or_default(),
        mounts: mounts.collect(),
    };
    settings.write().expect("I5: what is virtual was checked")
}

/// The serial form of an embedded folder; `None` for one that is not.
fn tree(mount: &Mount) -> Option<Vec<u8>> {
    let Mount::Embedded(files) = mount else { return None };
    let items: Vec<_> =
        files.iter().map(|(path, contents)| (path.as_str(), contents.as_deref().map_or(Item::Folder, Item::File))).collect();
    embedded::write(&items).ok()
}

/// Whether what is virtual can be told to a module.
///
/// # Errors
/// What cannot.
pub fn check(virtuals: &Virtual) -> Result<(), Vec<Diagnostic>> {
    let mut errors = vec![];
    for (path, mount) in &virtuals.mounts {
        if matches!(mount, Mount::Embedded(_)) && tree(mount).is_none() {
            let message =
                format!("the folder that is embedded at `{}` has names or sizes that no file system of an artifact can hold", escape(path));
            errors.push(Diagnostic::error("E-VIRTUAL", message).help("leave out what is too large, and names of more than 255 bytes"));
        }
    }
    if virtuals.mounts.len() > 64 {
        errors.push(
            Diagnostic::error("E-VIRTUAL", "there are more than 64 virtual file systems").help("put what belongs together into one folder"),
        );
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// A text as `compiler/adapters/given.rs` reads it.
fn text(text: &str) -> impl Iterator<Item = u8> {
    number(text.len()).into_iter().chain(text.bytes())
}

fn number(number: usize) -> [u8; 4] {
    u32::try_from(number).expect("I5: what is given is small").to_le_bytes()
}

fn pairs(pairs: &BTreeMap<String, String>) -> Vec<u8> {
    number(pairs.len()).into_iter().chain(pairs.iter().flat_map(|(name, value)| text(name).chain(text(value)))).collect()
}

/// A list that may not be there: `u32::MAX` in place of its length.
fn texts(texts: Option<&[String]>) -> Vec<u8> {
    match texts {
        None => u32::MAX.to_le_bytes().to_vec(),
        Some(texts) => number(texts.len()).into_iter().chain(texts.iter().flat_map(|one| text(one))).collect(),
    }
}

/// A resource, and a name in it if there is one, as `compiler/adapters/keyvalue.rs` and `compiler/adapters/blobstore` lay it out.
fn beside(resource: &str, name: &str) -> Places {
    let place = Place { offset: 12, when: vec![Case { offset: 8, size: 4, number: 1 }], kind: Kind::String };
    frame(resource, vec![(name, place)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use caplink_model::{action::Action, catalogue};
    use std::collections::BTreeSet;
    use wasmparser::{Parser, Payload};

    /// A membrane may have a start function: the linker of core modules writes one where data begins with zeros, as an imported memory need not.
    fn names(bytes: &[u8]) -> (BTreeSet<(String, String)>, BTreeSet<String>) {
        let (mut imports, mut exports) = (BTreeSet::new(), BTreeSet::new());
        for payload in Parser::new(0).parse_all(bytes) {
            match payload.expect("it is a module") {
                Payload::ImportSection(section) => {
                    let found = section.into_imports().map(|import| import.expect("it is an import"));
                    imports.extend(found.map(|import| (import.module.to_string(), import.name.to_string())));
                }
                Payload::ExportSection(section) => {
                    exports.extend(section.into_iter().map(|export| export.expect("it is an export").name.to_string()));
                }
                _ => {}
            }
        }
        (imports, exports)
    }

    fn is_between(export: &str) -> bool {
        ["wrap#", "unwrap#", "take#", "done#call"].iter().any(|prefix| export.starts_with(prefix))
    }

    /// Threat S12: a membrane asks for nothing but the host's functions that its own functions call, handles, the engine, policy and memory.
    #[test]
    fn s12_membranes_import_what_is_listed() {
        for membrane in MEMBRANES.iter().chain([&WORLD]) {
            let (imports, exports) = names(membrane.bytes);
            let mut listed: BTreeSet<(String, String)> =
                [("env", "memory"), ("e", "decide"), ("p", "block")].map(|(a, b)| (a.into(), b.into())).into();
            let mut provided = BTreeSet::from(["r".to_string()]);
            for export in exports.iter().filter(|export| !export.contains("#[dtor]") && *export != "r" && !is_between(export)) {
                let (interface, function) = export.split_once('#').expect("an interface and a function");
                assert!(membrane.interfaces.contains(&interface), "{export}");
                assert!(catalogue::find(interface, function).is_some(), "{export} is not in the catalogue");
                listed.extend(membrane.calls(interface, function).into_iter().map(|(a, b)| (a.to_string(), b.to_string())));
                provided.insert(export.clone());
            }
            for (interface, resource) in membrane.resources {
                provided.insert(format!("{interface}#[dtor]{resource}"));
                listed.insert((interface.to_string(), format!("[resource-drop]{resource}")));
                for of in ["[resource-new]", "[resource-rep]", "[resource-drop]"] {
                    listed.insert((format!("[export]{interface}"), format!("{of}{resource}")));
                }
            }
            listed.extend(membrane.drops.iter().map(|(interface, name)| (interface.to_string(), format!("[resource-drop]{name}"))));
            // What trampolines of other interfaces ask for.
            provided.extend(exports.iter().filter(|export| is_between(export)).cloned());
            assert_eq!(exports, provided, "{}", membrane.name);
            assert!(imports.is_subset(&listed), "{}: {:?}", membrane.name, imports.difference(&listed));
        }
    }

    #[test]
    fn what_membranes_decide_is_in_the_vocabulary() {
        for membrane in MEMBRANES.iter().chain([&WORLD]) {
            let places = membrane.places();
            let Some(Place { kind: Kind::Entity(resource), .. }) = places.resource else { panic!("no resource") };
            let Kind::Record(context) = places.context.kind else { panic!("no context") };
            for action in membrane.actions {
                let action = Action::find(action).expect("it is in the vocabulary");
                assert_eq!(resource, action.resource.cedar_name());
                let declared: Vec<_> = action.context.iter().map(|(name, _)| name.trim_end_matches('?')).collect();
                assert_eq!(context.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), declared, "{}", action.id);
            }
        }
    }

    /// Threat S15, and one rule for each function: whatever the catalogue has of an interface, its membrane provides or nobody does.
    #[test]
    fn membranes_provide_every_function_of_their_interfaces() {
        for membrane in MEMBRANES.iter().chain([&WORLD]) {
            let (_, exports) = names(membrane.bytes);
            let declared = catalogue::signatures()
                .filter(|(interface, track, ..)| membrane.tracks.contains(track) && membrane.interfaces.contains(interface));
            for (interface, _, function, _) in declared {
                assert!(exports.contains(&format!("{interface}#{function}")), "{interface}#{function}");
            }
        }
    }
}
