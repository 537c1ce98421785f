//! Capability adapters: the functions of WASI whose calls act on something that their parameters do not spell out in canonical form, and those where they do.
//!
//! In: a function of the catalogue. Out: the places of a call's own parameters, where these are what rules name ([`spelt`]); else the [`Capability`] that shows what a call of it acts on: a *reader*, a committed core module from `compiler/adapters`
//! that stands between trampoline and engine, and the places of its frame. Must hold: a reader lays out exactly these places; it imports
//! exactly what is listed here. Refused: conditions on functions that are not listed, and other tracks than those that are listed.

mod graft;
mod lend;
pub mod membrane;
mod naming;
mod sink;
mod spelt;

pub use lend::lend;
pub use membrane::{Membrane, Part};
pub use naming::{names_only, only_what_permits_name};
pub use sink::{Recorder, recorder};
pub use spelt::spelt;

use crate::guard::place::{Case, Kind, Place, Places};
use caplink_model::InterfaceName;

/// A core module that reads what calls of one interface act on.
#[derive(Debug)]
pub struct Reader {
    /// The interface, without version.
    pub interface: &'static str,
    /// The semver track.
    track: &'static str,
    /// The module.
    pub bytes: &'static [u8],
    /// What it calls of the host, in the order of its imports: interface and function.
    pub calls: &'static [(&'static str, &'static str)],
    /// Resources of which it drops handles: interface and name.
    pub drops: &'static [(&'static str, &'static str)],
    /// The function by function names of the interface, and what decides in its place: an export of the module.
    entries: &'static [(&'static str, &'static str)],
    frame: fn() -> Places,
}

impl PartialEq for Reader {
    fn eq(&self, other: &Self) -> bool {
        // There is one for an interface.
        self.interface == other.interface
    }
}

impl Eq for Reader {}

/// How calls of one function are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capability {
    /// By which reader.
    pub reader: &'static Reader,
    /// By which of its exports.
    pub entry: &'static str,
}

impl Capability {
    /// Whether it lets delicate hosts pass only where the table names them.
    pub fn reads_hosts(&self) -> bool {
        matches!(self.reader.interface, "wasi:http/outgoing-handler" | "wasi:sockets/ip-name-lookup")
    }

    /// What rules may name of a call.
    pub fn places(&self) -> Places {
        (self.reader.frame)()
    }
}

const TYPES: &str = "wasi:http/types";

/// All readers, by interface.
pub static READERS: [Reader; 5] = [
    Reader {
        interface: "wasi:http/outgoing-handler",
        track: "0.2",
        bytes: include_bytes!("../../../adapters/http.wasm"),
        calls: &[
            (TYPES, "[method]outgoing-request.method"),
            (TYPES, "[method]outgoing-request.set-method"),
            (TYPES, "[method]outgoing-request.scheme"),
            (TYPES, "[method]outgoing-request.set-scheme"),
            (TYPES, "[method]outgoing-request.authority"),
            (TYPES, "[method]outgoing-request.set-authority"),
            (TYPES, "[method]outgoing-request.path-with-query"),
            (TYPES, "[method]outgoing-request.set-path-with-query"),
            (TYPES, "[method]outgoing-request.headers"),
            (TYPES, "[method]fields.entries"),
        ],
        drops: &[(TYPES, "fields")],
        entries: &[("handle", "handle")],
        frame: request,
    },
    Reader {
        interface: "wasi:sockets/ip-name-lookup",
        track: "0.2",
        bytes: include_bytes!("../../../adapters/dns.wasm"),
        calls: &[],
        drops: &[],
        entries: &[("resolve-addresses", "resolve")],
        frame: name,
    },
    Reader {
        interface: "wasi:sockets/tcp",
        track: "0.2",
        bytes: include_bytes!("../../../adapters/tcp.wasm"),
        calls: &[("wasi:sockets/tcp", "[method]tcp-socket.local-address")],
        drops: &[],
        entries: &[
            ("[method]tcp-socket.start-bind", "bind"),
            ("[method]tcp-socket.start-connect", "connect"),
            ("[method]tcp-socket.start-listen", "listen"),
            ("[method]tcp-socket.accept", "listen"),
        ],
        frame: address,
    },
    Reader {
        interface: "wasi:sockets/udp",
        track: "0.2",
        bytes: include_bytes!("../../../adapters/udp.wasm"),
        calls: &[],
        drops: &[],
        entries: &[
            ("[method]udp-socket.start-bind", "bind"),
            ("[method]udp-socket.stream", "stream"),
            ("[method]outgoing-datagram-stream.send", "send"),
        ],
        frame: address,
    },
    Reader {
        interface: "wasi:messaging/request-reply",
        track: "0.2.0-draft",
        bytes: include_bytes!("../../../adapters/messaging.wasm"),
        calls: &[("wasi:messaging/types", "[method]message.topic")],
        drops: &[],
        entries: &[("reply", "reply")],
        frame: topic,
    },
];

/// How calls of a function are read, if they are.
pub fn find(interface: &InterfaceName, function: &str) -> Option<Capability> {
    let is_it = |reader: &&Reader| reader.interface == interface.unversioned() && reader.track == interface.track().to_string();
    let reader = READERS.iter().find(is_it)?;
    let (_, entry) = reader.entries.iter().find(|(name, _)| *name == function)?;
    Some(Capability { reader, entry })
}

fn place(offset: u32, kind: Kind) -> Place {
    Place { offset, when: vec![], kind }
}

fn frame(resource: &str, mut context: Vec<(&str, Place)>) -> Places {
    context.sort_by_key(|(name, _)| *name);
    let context = context.into_iter().map(|(name, place)| (name.to_string(), place)).collect();
    Places { principal: None, resource: Some(place(0, Kind::Entity(resource.into()))), context: place(0, Kind::Record(context)) }
}

/// As `compiler/adapters/http` lays it out.
fn request() -> Places {
    let query = Place { offset: 32, when: vec![Case { offset: 28, size: 4, number: 1 }], kind: Kind::String };
    let context = vec![
        ("method", place(8, Kind::String)),
        ("path", place(16, Kind::String)),
        ("port", place(24, Kind::Unsigned(4))),
        ("query", query),
        ("scheme", place(40, Kind::String)),
    ];
    frame("Net::Host", context)
}

/// As `compiler/adapters/address.rs` lays it out.
fn address() -> Places {
    let context = vec![("ip", place(8, Kind::Ip)), ("port", place(28, Kind::Unsigned(4))), ("protocol", place(32, Kind::String))];
    frame("Net::Address", context)
}

/// As `compiler/adapters/dns` lays it out.
fn name() -> Places {
    frame("Net::Host", vec![])
}

/// As `compiler/adapters/messaging` lays it out.
fn topic() -> Places {
    frame("Msg::Topic", vec![])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guard::place::Kind;
    use caplink_model::{action::Action, catalogue};
    use wasmparser::{Parser, Payload};

    /// What a module imports, exports, and where its data and its stack lie.
    struct Module {
        imports: Vec<(String, String)>,
        exports: Vec<String>,
        data: Vec<(u32, u32)>,
        stack: u32,
    }

    fn constant(expression: &wasmparser::ConstExpr<'_>) -> u32 {
        match expression.get_operators_reader().read().expect("it has an operator") {
            wasmparser::Operator::I32Const { value } => value.cast_unsigned(),
            other => panic!("{other:?}"),
        }
    }

    fn read(bytes: &[u8]) -> Module {
        let mut module = Module { imports: vec![], exports: vec![], data: vec![], stack: 0 };
        for payload in Parser::new(0).parse_all(bytes) {
            match payload.expect("it is a module") {
                Payload::ImportSection(section) => {
                    let imports = section.into_imports().map(|import| import.expect("it is an import"));
                    module.imports.extend(imports.map(|import| (import.module.into(), import.name.into())));
                }
                Payload::ExportSection(section) => {
                    module.exports.extend(section.into_iter().map(|export| export.expect("it is an export").name.to_string()));
                }
                Payload::GlobalSection(section) => {
                    for global in section {
                        module.stack = constant(&global.expect("it is a global").init_expr);
                    }
                }
                Payload::DataSection(section) => {
                    for data in section {
                        let data = data.expect("it is data");
                        let wasmparser::DataKind::Active { offset_expr, .. } = data.kind else { panic!("passive data") };
                        let start = constant(&offset_expr);
                        module.data.push((start, start + data.data.len() as u32));
                    }
                }
                Payload::StartSection { .. } | Payload::TableSection(_) | Payload::ElementSection(_) => panic!("it has a table or a start"),
                _ => {}
            }
        }
        module
    }

    /// Threat S12: a reader asks for nothing but what it is listed for, the engine, and its memory.
    #[test]
    fn s12_readers_import_what_is_listed() {
        for reader in &READERS {
            let module = read(reader.bytes);
            let drops = reader.drops.iter().map(|(interface, name)| (interface.to_string(), format!("[resource-drop]{name}")));
            let calls = reader.calls.iter().map(|(interface, function)| (interface.to_string(), function.to_string()));
            let mut listed: Vec<_> = calls.chain(drops).collect();
            listed.extend([("env".into(), "memory".into()), ("e".into(), "decide".into())]);
            let mut found: Vec<_> =
                module.imports.into_iter().filter(|(module, name)| (module.as_str(), name.as_str()) != ("env", "r")).collect();
            listed.sort();
            found.sort();
            assert_eq!(found, listed, "{}", reader.interface);
            let mut entries: Vec<_> = reader.entries.iter().map(|(_, entry)| entry.to_string()).collect();
            entries.sort();
            entries.dedup();
            let mut exports = module.exports;
            exports.sort();
            assert_eq!(exports, entries, "{}", reader.interface);
        }
    }

    /// The same of recorders, which have a part of the memory for themselves.
    #[test]
    fn s12_recorders_import_what_is_listed() {
        let stderr = sink::Recorder::imports(caplink_model::lockfile::Observe::Stderr);
        let logging = sink::Recorder::imports(caplink_model::lockfile::Observe::Logging);
        for (bytes, listed) in [stderr, logging] {
            let module = read(bytes);
            let mut listed: Vec<(String, String)> = listed.into_iter().map(|(module, name)| (module.into(), name)).collect();
            listed.extend([("env".into(), "memory".into()), ("e".into(), "decide".into())]);
            let (mut found, mut exports) = (module.imports, module.exports);
            listed.sort();
            found.sort();
            exports.sort();
            assert_eq!(found, listed);
            assert_eq!(exports, ["decide", "end", "start"]);
            let end = module.data.iter().map(|(_, end)| *end).max().unwrap_or(32_768);
            assert!(module.data.iter().all(|(start, _)| *start >= 32_768), "{:?}", module.data);
            // A whole line, and what writes it, lie on the stack.
            assert!(module.stack <= 147_456 && module.stack >= end + 65_536 + 30_000, "{} {end}", module.stack);
        }
    }

    #[test]
    fn readers_keep_to_their_part_of_the_memory() {
        for reader in &READERS {
            let module = read(reader.bytes);
            let end = module.data.iter().map(|(_, end)| *end).max().unwrap_or(16_384);
            assert!(module.data.iter().all(|(start, _)| *start >= 16_384), "{}: {:?}", reader.interface, module.data);
            assert!(module.stack <= 32_768 && module.stack >= end + 8_192, "{}: {} {end}", reader.interface, module.stack);
        }
    }

    #[test]
    fn what_readers_read_and_call_is_in_the_catalogue() {
        for reader in &READERS {
            for (function, _) in reader.entries {
                let entry = catalogue::find(reader.interface, function).expect("it is in the catalogue");
                let actions: Vec<&Action> = entry.actions().collect();
                let [action] = actions[..] else { panic!("{}#{function} has {} actions", reader.interface, actions.len()) };
                let places = (reader.frame)();
                let Some(Place { kind: Kind::Entity(resource), .. }) = places.resource else { panic!("no resource") };
                assert_eq!(resource, action.resource.cedar_name());
                let Kind::Record(context) = places.context.kind else { panic!("no context") };
                let mut declared: Vec<_> = action.context.iter().map(|(name, _)| name.trim_end_matches('?')).collect();
                declared.sort_unstable();
                assert_eq!(context.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), declared, "{}", action.id);
            }
            for (interface, function) in reader.calls {
                let entry = catalogue::find(interface, function).expect("it is in the catalogue");
                assert!(matches!(entry.effect, catalogue::Effect::Inert { .. }), "{interface}#{function} is not inert");
            }
        }
    }
}
