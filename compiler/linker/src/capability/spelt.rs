//! Functions of WASI whose parameters are what policy names, as they are: no module need read them.
//!
//! In: a function of the catalogue. Out: the places of its values in the frame of its own parameters, as the canonical ABI stores them. Must hold: what stands there is a name that the host
//! takes as it is, with one spelling. Refused: functions that are not listed, and other tracks.

use super::{frame, place};
use crate::guard::place::{Kind, Places};
use caplink_model::InterfaceName;

/// Interface, track and function, and the places.
type Spelt = (&'static str, &'static str, &'static str, fn() -> Places);

const LEVELS: [&str; 6] = ["trace", "debug", "info", "warn", "error", "critical"];

const SPELT: [Spelt; 3] = [
    ("wasi:logging/logging", "0.1.0-draft", "log", record),
    ("wasi:messaging/producer", "0.2.0-draft", "send", topic),
    ("wasi:messaging/request-reply", "0.2.0-draft", "request", topic),
];

/// The places of a function's own parameters that rules name, if they are listed.
pub fn spelt(interface: &InterfaceName, function: &str) -> Option<Places> {
    let (of, track) = (interface.unversioned(), interface.track().to_string());
    let found = SPELT.iter().find(|(name, known, called, _)| (*name, *known, *called) == (of.as_str(), track.as_str(), function));
    found.map(|(.., places)| places())
}

/// `func(level, context: string, message: string)`; the resource is the interface, which is known when linking.
fn record() -> Places {
    let level = Kind::OneOf(1, LEVELS.map(String::from).to_vec());
    Places { resource: None, ..frame("Wit::Interface", vec![("level", place(0, level)), ("target", place(4, Kind::String))]) }
}

/// `func(c: borrow<client>, topic, …)`
fn topic() -> Places {
    Places { resource: Some(place(4, Kind::Entity("Msg::Topic".into()))), ..frame("Msg::Topic", vec![]) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::layout;
    use crate::signature::Signatures;
    use caplink_model::catalogue::{self, Known};
    use wit_parser::{Resolve, SizeAlign, Type, TypeDefKind};

    fn published(folder: &str) -> Resolve {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../wit").join(folder);
        let mut resolve = Resolve { all_features: true, ..Resolve::default() };
        resolve.push_dir(root).expect("vendored WIT resolves");
        resolve
    }

    /// Threat G1: what is decided on lies where the parameters of the published function lie.
    #[test]
    fn g1_places_are_those_of_the_published_parameters() {
        for (folder, interface, function, named) in [
            ("logging-0.1.0-draft", "wasi:logging/logging@0.1.0-draft", "log", &[(0, "level"), (4, "context")][..]),
            ("messaging-0.2.0-draft", "wasi:messaging/producer@0.2.0-draft", "send", &[(4, "topic")]),
            ("messaging-0.2.0-draft", "wasi:messaging/request-reply@0.2.0-draft", "request", &[(4, "topic")]),
        ] {
            let resolve = published(folder);
            let name = InterfaceName::parse(interface).expect("it is a name");
            let found = resolve.interfaces.iter().find(|(_, of)| of.name.as_deref() == Some(&name.interface)).expect("it is published").1;
            let declared = &found.functions[function];
            let signature = Signatures::new(&resolve).digest(declared);
            assert!(matches!(catalogue::lookup(&name, function, signature), Known::Entry(_)), "{interface}");
            let mut sizes = SizeAlign::default();
            sizes.fill(&resolve);
            let types: Vec<_> = declared.params.iter().map(|param| param.ty).collect();
            let offsets = sizes.field_offsets(types.iter());
            let offsets: Vec<_> = offsets.iter().zip(&declared.params).map(|((at, _), of)| (at.size_wasm32(), of.name.as_str())).collect();
            assert!(named.iter().all(|place| offsets.contains(place)), "{interface}: {offsets:?}");
            assert!(spelt(&name, function).is_some());
        }
        assert_eq!(spelt(&InterfaceName::parse("wasi:logging/logging@0.1.0").expect("it is a name"), "log"), None);
    }

    #[test]
    fn levels_are_those_of_the_published_enum() {
        let resolve = published("logging-0.1.0-draft");
        let (id, level) = resolve.types.iter().find(|(_, ty)| ty.name.as_deref() == Some("level")).expect("it is published");
        let TypeDefKind::Enum(level) = &level.kind else { panic!("it is an enum") };
        assert!(level.cases.iter().map(|case| case.name.as_str()).eq(LEVELS));
        let mut sizes = SizeAlign::default();
        sizes.fill(&resolve);
        assert_eq!((layout(&resolve, &sizes, id).tag_size, sizes.size(&Type::Id(id)).size_wasm32()), (1, 1));
    }
}
