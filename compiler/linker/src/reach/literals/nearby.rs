//! Texts that stand near a call of the host, where nothing is known to flow into it.
//!
//! In: the shortest way to a function of the host, and what kind of text it acts on. Out: constants of the functions on that way, and of those that call them by name, which look like
//! it. That is a guess, and says so: [`super::Confidence::Nearby`]. At most [`VALUES`] texts of at most [`LENGTH`] bytes, from at most [`FUNCTIONS`] functions.

use super::Work;
use super::calls::Calls;
use super::memory::Memory;
use crate::reach::component::{Agent, ModuleId};
use crate::reach::walk::{Node, Walk};
use std::collections::BTreeSet;
use wasmparser::{BinaryReader, FunctionBody, Operator};

/// Texts of one function of the host.
pub const VALUES: usize = 16;
/// Bytes of a text.
const LENGTH: u64 = 256;
/// Functions that are looked at.
const FUNCTIONS: usize = 128;
/// Instructions between an address and a length.
const GAP: u32 = 4;

/// What a function of the host acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    /// URLs and names of hosts.
    Hosts,
    /// Paths of files.
    Paths,
    /// Names of environment variables.
    Variables,
}

impl Sought {
    /// What a function acts on, by its names; `parameters` are those that are texts.
    pub fn of(import: &str, name: &str, parameters: &[&str]) -> Option<Self> {
        let interface = import.split('@').next().unwrap_or_default();
        match interface {
            "wasi:cli/environment" if name == "get-environment" => Some(Self::Variables),
            "wasi:sockets/ip-name-lookup" => Some(Self::Hosts),
            _ if interface.starts_with("wasi:http/") && name.contains("outgoing-request") || interface == "wasi:http/outgoing-handler" => {
                Some(Self::Hosts)
            }
            _ if interface.starts_with("wasi:http/") && name.starts_with("[method]request.set-") => Some(Self::Hosts),
            "wasi:filesystem/types" if parameters.iter().any(|parameter| parameter.contains("path")) => Some(Self::Paths),
            _ => None,
        }
    }

    /// Whether a text looks like it.
    pub fn fits(self, text: &str) -> bool {
        match self {
            Self::Hosts => is_host(text),
            Self::Paths => is_path(text),
            Self::Variables => is_variable(text),
        }
    }
}

fn is_host(text: &str) -> bool {
    let is_printed = |text: &str| text.chars().all(|character| character.is_ascii_graphic());
    if let Some((scheme, rest)) = text.split_once("://") {
        return ["http", "https", "ws", "wss"].contains(&scheme) && rest.len() > 2 && is_printed(rest);
    }
    let host = text.split('/').next().unwrap_or_default();
    let (host, port) = host.split_once(':').map_or((host, None), |(host, port)| (host, Some(port)));
    if port.is_some_and(|port| port.is_empty() || port.len() > 5 || !port.bytes().all(|byte| byte.is_ascii_digit())) || !is_printed(text) {
        return false;
    }
    if host == "localhost" {
        return true;
    }
    let labels: Vec<&str> = host.split('.').collect();
    let is_label = |label: &&str| {
        let inner = label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        !label.is_empty() && inner && !label.starts_with('-') && !label.ends_with('-')
    };
    // Endings of files that are also ones of countries.
    let is_file = ["rs", "py", "sh", "md", "pl", "cc", "so", "ps", "zip", "mov"].contains(labels.last().unwrap_or(&""));
    let is_known = psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known() && suffix.as_bytes().len() < host.len());
    labels.len() > 1 && labels.iter().all(is_label) && (is_known && !is_file || port.is_some() && is_address(&labels))
}

fn is_address(labels: &[&str]) -> bool {
    labels.len() == 4 && labels.iter().all(|label| label.parse::<u8>().is_ok())
}

fn is_path(text: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || "-_./~+@".contains(character);
    let ending =
        text.rsplit('/').next().and_then(|name| name.rsplit_once('.')).filter(|(name, _)| !name.is_empty()).map(|(_, ending)| ending);
    let has_ending =
        ending.is_some_and(|ending| (1..=8).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let is_rooted = ["/", "./", "../", "~/"].iter().any(|start| text.starts_with(start));
    // Places of the source, which panics tell.
    let is_source = ending.is_some_and(|ending| ["rs", "go", "c", "h", "cpp", "cc"].contains(&ending));
    let is_named = text.bytes().any(|byte| byte.is_ascii_alphabetic());
    text.chars().count() > 2 && text.chars().all(is_part) && is_named && (is_rooted || has_ending) && !is_source
}

fn is_variable(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let is_method = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "HTTP", "HTTPS"].contains(&text);
    (3..=64).contains(&text.len()) && text.starts_with(|first: char| first.is_ascii_uppercase()) && text.bytes().all(is_part) && !is_method
}

/// The texts near the way to a node.
pub fn nearby<'a, 'm>(
    agent: &'m Agent<'a>,
    walk: &Walk<'a>,
    calls: &Calls<'a, '_>,
    mut memory: impl FnMut(ModuleId) -> Option<std::rc::Rc<Memory<'a>>>,
    host: u32,
    sought: Sought,
    work: &mut Work,
) -> BTreeSet<String> {
    let mut way = vec![];
    let mut at = Some(host);
    while let Some(number) = at.filter(|_| way.len() < FUNCTIONS) {
        way.push(number);
        at = walk.steps.get(number as usize).and_then(Option::as_ref).and_then(|step| step.from);
    }
    let mut seen: BTreeSet<u32> = way.iter().copied().collect();
    for number in way.clone() {
        for caller in calls.callers(number) {
            if way.len() < FUNCTIONS && seen.insert(caller) {
                way.push(caller);
            }
        }
    }
    let mut found = BTreeSet::new();
    for number in way {
        let Node::Function(module, function) = walk.node(number) else { continue };
        let Some(memory) = memory(module) else { continue };
        let Some(range) = agent.modules[module].body(function) else { continue };
        if look(agent.bytes, range, &memory, sought, &mut found, work).is_none() || found.len() >= VALUES {
            break;
        }
    }
    found
}

fn look(
    bytes: &[u8],
    range: std::ops::Range<u64>,
    memory: &Memory<'_>,
    sought: Sought,
    found: &mut BTreeSet<String>,
    work: &mut Work,
) -> Option<()> {
    let part = bytes.get(usize::try_from(range.start).ok()?..usize::try_from(range.end).ok()?)?;
    work.spend(part.len() as u64)?;
    let mut operators = FunctionBody::new(BinaryReader::new(part, range.start)).get_operators_reader().ok()?;
    let mut before: Option<(u64, u32)> = None;
    let mut now = 0;
    while !operators.eof() {
        now += 1;
        let value = match operators.read().ok()? {
            Operator::I32Const { value } => u64::from(value.cast_unsigned()),
            Operator::I64Const { value } => value.cast_unsigned(),
            _ => continue,
        };
        work.spend(LENGTH)?;
        let pair = |address: u64, length: u64| if (1..=LENGTH).contains(&length) { memory.text(address, length) } else { None };
        let stored = |width: u64| {
            let (address, length) = memory.number(value, width).zip(memory.number(value.checked_add(width)?, width))?;
            pair(address, length)
        };
        let texts = [
            // The address came just before.
            before.filter(|(_, at)| now - at <= GAP).and_then(|(address, _)| pair(address, value)),
            // Both in one number.
            pair(value & 0xffff_ffff, value >> 32),
            memory.ended_text(value, LENGTH),
            stored(4),
            stored(8),
        ];
        for text in texts.into_iter().flatten().filter(|text| sought.fits(text)) {
            if found.len() < VALUES {
                found.insert(text);
            }
        }
        before = Some((value, now));
    }
    Some(())
}
