//! Lines of recorders: that what is written is read back, that no value breaks a line, and what is no line.

use super::*;
use crate::guard::decode::{Decoded, Input};
use crate::guard::frame;
use crate::guard::place::{Case, Kind, Place, Places};
use crate::guard::rules::{EntityName, Ip, Path, Root};
use crate::guard::simplify::value::Value as Cedar;
use crate::guard::{Subject, describe};
use caplink_guard::record::{HEAD, LONGEST, Shown, line};
use std::collections::{BTreeMap, BTreeSet};

/// What two random numbers in a row have to do with each other is of no matter here.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}

fn place(offset: u32, kind: Kind) -> Place {
    Place { offset, when: vec![], kind }
}

/// A kind of value with its place from `*at` on, and one such value.
fn kind(random: &mut Random, at: &mut u32, depth: u64) -> (Place, Cedar) {
    let offset = *at;
    let mut sized = |size: u32| *at += size;
    let number = random.next().cast_signed();
    match random.below(if depth == 0 { 12 } else { 14 }) {
        0 => {
            sized(1);
            (place(offset, Kind::Bool), Cedar::Bool(number < 0))
        }
        1 => {
            sized(1);
            (place(offset, Kind::Flag(4)), Cedar::Bool(number < 0))
        }
        2 => {
            let size = [1, 2, 4, 8][random.below(4) as usize];
            sized(size.into());
            (place(offset, Kind::Signed(size)), Cedar::Long(number >> (64 - 8 * u32::from(size))))
        }
        3 => {
            let size = [1, 2, 4][random.below(3) as usize];
            sized(size.into());
            (place(offset, Kind::Unsigned(size)), Cedar::Long((number.cast_unsigned() >> (64 - 8 * u32::from(size))) as i64))
        }
        4 => {
            sized(8);
            (place(offset, Kind::Unsigned64), Cedar::Long(number & i64::MAX))
        }
        5 => {
            sized(4);
            (place(offset, Kind::Char), Cedar::String(character(random).to_string()))
        }
        6 => {
            sized(8);
            (place(offset, Kind::String), Cedar::String(string(random)))
        }
        7 => {
            sized(1);
            let names: Vec<String> = (0..=random.below(3)).map(|number| format!("{number}{}", string(random))).collect();
            let name = names[random.below(names.len() as u64) as usize].clone();
            (place(offset, Kind::OneOf(1, names)), Cedar::String(name))
        }
        8 => {
            sized(8);
            (place(offset, Kind::Decimal), Cedar::Decimal(number))
        }
        9 => {
            sized(8);
            // From year 1 to year 9999.
            (place(offset, Kind::Datetime), Cedar::Datetime(number.rem_euclid(315_537_897_600_000) - 62_135_596_800_000))
        }
        10 => {
            sized(8);
            (place(offset, Kind::Duration), Cedar::Duration(number))
        }
        11 => {
            sized(18);
            let v6 = number < 0;
            let bits = u128::from(random.next()) << 64 | u128::from(random.next());
            // Runs of zeros, as addresses have them.
            let bits = bits & u128::from(random.next()).wrapping_mul(0x0001_0001_0000_0000_0001);
            let (address, whole) = if v6 { (bits, 128) } else { (bits & 0xffff_ffff, 32) };
            (place(offset, Kind::Ip), Cedar::Ip(Ip { v6, address, prefix: random.below(whole + 1) as u8 }))
        }
        12 => {
            let (attributes, values) = record(random, at, depth - 1);
            (place(0, Kind::Record(attributes)), Cedar::Record(values))
        }
        _ => {
            sized(8);
            let mut size = 0;
            let (element, value) = kind(random, &mut size, depth - 1);
            let values = if random.below(3) == 0 { BTreeSet::new() } else { BTreeSet::from([value]) };
            (place(offset, Kind::Set(size, Box::new(element))), Cedar::Set(values))
        }
    }
}

type Attributes = (Vec<(String, Place)>, BTreeMap<String, Cedar>);

fn record(random: &mut Random, at: &mut u32, depth: u64) -> Attributes {
    let names: BTreeSet<String> = (0..random.below(4)).map(|_| string(random)).filter(|name| name != "__extn").collect();
    let (mut attributes, mut values) = (vec![], BTreeMap::new());
    for name in names {
        let tag = *at;
        let is_optional = random.below(3) == 0;
        *at += u32::from(is_optional);
        let (mut place, value) = kind(random, at, depth);
        if is_optional {
            add_case(&mut place, Case { offset: tag, size: 1, number: 1 });
        }
        if !is_optional || random.below(2) == 0 {
            values.insert(name.clone(), value);
        }
        attributes.push((name, place));
    }
    (attributes, values)
}

/// Cases are those of all that a value lies in.
fn add_case(place: &mut Place, case: Case) {
    place.when.insert(0, case);
    if let Kind::Record(attributes) = &mut place.kind {
        attributes.iter_mut().for_each(|(_, place)| add_case(place, case));
    }
}

fn character(random: &mut Random) -> char {
    let hostile = ['"', '\\', '\n', '\r', '\0', '\u{7f}', '\u{9b}', '\u{202e}', '\u{2028}', '{', '}', '\u{1f511}', 'a', ' '];
    match random.below(3) {
        0 => char::from_u32(random.below(0x11_0000) as u32).unwrap_or('\u{fffd}'),
        _ => hostile[random.below(hostile.len() as u64) as usize],
    }
}

fn string(random: &mut Random) -> String {
    (0..random.below(6)).map(|_| character(random)).collect()
}

fn subject<'a>(symbol: &'a Symbol, actions: &'a [String], places: &'a Places) -> Subject<'a> {
    Subject { symbol, actions, is_free: false, resource: None, places: Some(places) }
}

fn written(description: &[u8], memory: &[u8], shown: Shown, allowed: bool) -> String {
    assert!(!caplink_guard::record::is_free(description));
    let mut out = vec![0; LONGEST];
    let length = line(description, memory, shown, allowed, &mut out);
    let text = String::from_utf8(out[..length].to_vec()).expect("it is ASCII");
    assert!(text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n')) && text.find('\n') == Some(text.len() - 1), "{text}");
    text
}

#[test]
fn what_is_written_is_read_back() {
    let symbol = Symbol::new("a:b/c@1.0.0", "[method]r.f");
    let actions = ["a:b/c#\"f\"".to_string(), "\u{202e}".to_string()];
    let mut seen = BTreeMap::new();
    for seed in 1..4_000_u64 {
        let random = &mut Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut at = 8;
        let (attributes, values) = record(random, &mut at, 3);
        let places = Places {
            principal: None,
            resource: Some(place(0, Kind::Entity("Net::Host".into()))),
            context: place(0, Kind::Record(attributes)),
        };
        let id = string(random);
        let path = |root| Path { root, attributes: vec![] };
        let host = Cedar::Entity(EntityName { kind: "Net::Host".into(), id: id.clone() });
        let context = Cedar::Record(values);
        let inputs = [(path(Root::Resource), places.resource.clone()), (path(Root::Context), Some(places.context.clone()))];
        let inputs = inputs.into_iter().filter_map(|(path, place)| Some((path, Input { place: place? })));
        let decoded =
            Decoded { permits: vec![], limited: vec![], forbids: vec![], inputs: inputs.collect(), wide: vec![], texts: BTreeSet::new() };
        let call = |path: &Path| Some(if path.root == Root::Resource { host.clone() } else { context.clone() });
        // Some values cannot lie beside others: attributes of a record that is absent.
        let Ok(stored) = frame::frame(&decoded, &call) else { continue };
        let description = describe(&subject(&symbol, &actions, &places)).expect("it is small");
        let allowed = seed % 2 == 0;
        let text = written(&description, &stored.bytes, Shown::Frame(stored.at), allowed);
        let calls = parse(&format!("noise\n{text}")).unwrap_or_else(|error| panic!("{seed}: {error:?}\n{text}"));
        let [call] = &calls[..] else { panic!("{seed}: {calls:?}") };
        let found = call.context.clone().map(|context| value(&Value::Object(context)).expect("they are Cedar values"));
        assert_eq!(found, Some(context), "{seed}: {text}");
        assert_eq!(call.resource, Some(("Net::Host".into(), id)), "{seed}: {text}");
        assert_eq!((call.line, &call.symbol, &call.actions[..], call.allowed), (2, &symbol, &actions[..], allowed));
        assert!(!call.truncated && !call.omitted, "{seed}: {text}");
        *seen.entry(text.contains("__extn")).or_insert(0) += 1;
    }
    assert!(seen.values().all(|count| *count > 500), "{seen:?}");
}

#[test]
fn what_has_no_cedar_value_is_left_out() {
    let symbol = Symbol::new("f", "");
    let actions = ["f".to_string()];
    let wide = |offset| ("wide".to_string(), place(offset, Kind::Unsigned64));
    let inner = place(0, Kind::Record(vec![("a".into(), place(8, Kind::Bool)), wide(0)]));
    let set = place(16, Kind::Set(16, Box::new(place(0, Kind::Record(vec![wide(0)])))));
    let text = place(24, Kind::String);
    let attributes = vec![("inner".into(), inner), ("set".into(), set), ("text".into(), text)];
    let places = Places { principal: None, resource: None, context: place(0, Kind::Record(attributes)) };
    let description = describe(&subject(&symbol, &actions, &places)).expect("it is small");
    let line = |number: u64, element: u64, text: &[u8], length: u32| {
        let mut memory = vec![0; 128];
        let mut put = |at: usize, bytes: &[u8]| memory[at..at + bytes.len()].copy_from_slice(bytes);
        put(16, &number.to_le_bytes());
        put(32, &[80_u32.to_le_bytes(), 2_u32.to_le_bytes()].concat());
        put(40, &[64_u32.to_le_bytes(), length.to_le_bytes()].concat());
        put(64, text);
        put(96, &element.to_le_bytes());
        written(&description, &memory, Shown::Frame(16), true)
    };
    let all = r#"caplink: {"symbol":"f","action":"f","decision":"allow","context":"#;
    let whole = r#"{"inner":{"a":false,"wide":1},"set":[{"wide":0},{"wide":2}],"text":"ab"}}"#;
    assert_eq!(line(1, 2, b"ab", 2), format!("{all}{whole}\n"));
    let most = u64::MAX;
    let left = r#"{"inner":{"a":false},"set":[{"wide":0},{"wide":2}],"text":"ab"},"omitted":true}"#;
    assert_eq!(line(most, 2, b"ab", 2), format!("{all}{left}\n"));
    // Of a set that has one, nothing is said.
    assert_eq!(line(1, 1 << 63, b"ab", 2), format!("{all}{}\n", r#"{"inner":{"a":false,"wide":1},"text":"ab"},"omitted":true}"#));
    // What no host stores.
    let strange = format!("{all}{}\n", r#"{"inner":{"a":false,"wide":1},"set":[{"wide":0},{"wide":2}]},"omitted":true}"#);
    assert_eq!(line(1, 2, b"\xff", 1), strange);
    assert_eq!(line(1, 2, b"ab", 1 << 20), strange);
    let none = written(&description, &[], Shown::Nothing, false);
    assert_eq!(none, "caplink: {\"symbol\":\"f\",\"action\":\"f\",\"decision\":\"deny\"}\n");
    let unread = written(&description, &[], Shown::Unread, true);
    assert_eq!(unread, "caplink: {\"symbol\":\"f\",\"action\":\"f\",\"decision\":\"allow\",\"omitted\":true}\n");
}

#[test]
fn a_line_is_not_too_long() {
    let symbol = Symbol::new("f", "");
    let actions = ["f".to_string()];
    let attributes = vec![("a".to_string(), place(0, Kind::String))];
    let places = Places { principal: None, resource: None, context: place(0, Kind::Record(attributes)) };
    let mut with = subject(&symbol, &actions, &places);
    with.resource = Some(("T", "r"));
    let description = describe(&with).expect("it is small");
    let mut lengths = BTreeSet::new();
    for length in (0..70_000).step_by(7_000).chain(65_300..65_540) {
        let mut memory = vec![b'x'; 70_100];
        memory[16..24].copy_from_slice(&[100_u32.to_le_bytes(), (length as u32).to_le_bytes()].concat());
        let text = written(&description, &memory, Shown::Frame(16), true);
        let call = parse(&text).expect("it is a line").pop().expect("it is one");
        assert_eq!((call.context.is_none(), call.resource), (call.truncated, Some(("T".to_string(), "r".to_string()))));
        assert!(if call.truncated { length > 65_300 && !text.contains("xx") } else { length < 65_500 }, "{length}");
        lengths.insert(text.len());
    }
    assert!(lengths.last().is_some_and(|longest| (LONGEST - 80..=LONGEST).contains(longest)), "{lengths:?}");
    // Names that would leave no room are no description.
    let long = ["x".repeat(HEAD)];
    assert!(describe(&subject(&symbol, &long, &places)).is_err());
}

fn found(text: &str) -> Result<Vec<(u32, String)>, String> {
    let calls = parse(text).map_err(|error| error.message)?;
    Ok(calls.into_iter().map(|call| (call.line, call.symbol.to_string())).collect())
}

const GOOD: &str = r#"{"symbol":"a:b/c@1.0.0#f","action":"x","decision":"deny"}"#;

#[test]
fn lines_are_found_behind_what_hosts_and_agents_put_before_them() {
    let one = |line| Ok(vec![(line, "a:b/c@1.0.0#f".to_string())]);
    for text in [
        format!("caplink: {GOOD}"),
        format!("caplink: {GOOD}\r\n"),
        format!("2026-01-01 [info] caplink: {GOOD}\n"),
        format!("INFO caplink: caplink: {GOOD}"),
        format!("50% donecaplink: {GOOD}"),
    ] {
        assert_eq!(found(&text), one(1), "{text}");
        assert_eq!(found(&format!("see caplink: {{docs}}\n\n{text}")), one(3), "{text}");
    }
    let none = Err("the log holds no line of a recorder, so nothing was recorded".to_string());
    for text in ["", "caplink:{}\nCaplink: x\n caplink: x\ncaplink"] {
        assert_eq!(found(text), none, "any other file would pass for a run without calls");
    }
}

#[test]
fn what_is_no_line_is_an_error() {
    for json in [
        "",
        "{",
        "hello",
        "[]",
        r#"{"symbol":"f","action":"x"}"#,
        r#"{"symbol":"f","action":"x","decision":"Allow"}"#,
        r#"{"symbol":"f","decision":"allow"}"#,
        r#"{"symbol":"f","actions":["x"],"decision":"allow"}"#,
        r#"{"symbol":"f","action":"x","actions":["x","y"],"decision":"allow"}"#,
        r#"{"symbol":"f","action":"x","decision":"allow","more":1}"#,
        r#"{"symbol":"f","action":"x","action":"x","decision":"allow"}"#,
        r#"{"symbol":"f","action":"x","decision":"allow","context":null}"#,
        r#"{"symbol":"f","action":"x","decision":"allow","context":[]}"#,
        r#"{"symbol":"f","action":"x","decision":"allow","context":{"a":1.5}}"#,
        r#"{"symbol":"f","action":"x","decision":"allow","context":{"a":null}}"#,
        r#"{"symbol":"f","action":"x","decision":"allow","context":{"a":9223372036854775808}}"#,
        r#"{"symbol":"f","action":"x","decision":"allow","context":{"a":1,"a":1}}"#,
        r#"{"symbol":"f","action":"x","decision":"allow","context":{"a":{"b":[{"c":1,"c":2}]}}}"#,
        r#"{"symbol":"f","action":"x","decision":"allow","context":{"a":{"__extn":{"fn":"ip","arg":"1.2.3"}}}}"#,
        r#"{"symbol":"f","action":"x","decision":"allow","context":{"a":{"__extn":{"fn":"exec","arg":"1"}}}}"#,
        r#"{"symbol":"f","action":"x","decision":"allow","context":{},"truncated":true}"#,
        r#"{"symbol":"f","action":"x","decision":"allow","truncated":false}"#,
        r#"{"symbol":"f","action":"x","decision":"allow","resource":{"type":"T"}}"#,
        r#"{"symbol":"a:b/c@1.0.0","action":"x","decision":"allow"}"#,
        r#"{"symbol":"a:b/c@1.0.0#f#g","action":"x","decision":"allow"}"#,
        r#"{"symbol":"\u202e","action":"x","decision":"allow"}"#,
        r#"{"symbol":"f","action":"x","decision":"allow"} and more"#,
        r#"{"symbol":"f","action":"x","decision":"allow"}caplink: {}"#,
    ] {
        let error = found(&format!("noise\ncaplink: {json}\ncaplink: {GOOD}\n")).expect_err(json);
        assert!(error.starts_with("line 2 of the log"), "{error}");
    }
    let spaced = format!("[info] caplink: {{\"symbol\": \"f\"}}\ncaplink: {GOOD}");
    assert_eq!(found(&spaced).map(|calls| calls.len()), Ok(1), "no recorder writes a space");
    assert!(found("[info] caplink: {\"symbol\":\"f\"}").is_err());
}

#[test]
fn times_have_one_form() {
    let is = |function: &str, argument: &str, expected: Option<Cedar>| assert_eq!(extension(function, argument), expected, "{argument}");
    is("datetime", "1970-01-01T00:00:00.000Z", Some(Cedar::Datetime(0)));
    is("datetime", "2024-02-29T23:59:59.999Z", Some(Cedar::Datetime(1_709_251_199_999)));
    is("datetime", "0001-01-01T00:00:00.000Z", Some(Cedar::Datetime(-62_135_596_800_000)));
    is("datetime", "9999-12-31T00:00:00.000Z", Some(Cedar::Datetime(253_402_214_400_000)));
    for wrong in
        ["2023-02-29T00:00:00.000Z", "2024-01-01", "2024-01-01T24:00:00.000Z", "0000-01-01T00:00:00.000Z", "2024-01-01T00:00:00.000+"]
    {
        is("datetime", wrong, None);
    }
    is("decimal", "-0.0001", Some(Cedar::Decimal(-1)));
    is("decimal", "-922337203685477.5808", Some(Cedar::Decimal(i64::MIN)));
    is("decimal", "1.5", None);
    is("duration", "-9223372036854775808ms", Some(Cedar::Duration(i64::MIN)));
    is("duration", "1d", None);
    is("ip", "::/0", Some(Cedar::Ip(Ip { v6: true, address: 0, prefix: 0 })));
    is("ip", "10.0.0.0/33", None);
}
