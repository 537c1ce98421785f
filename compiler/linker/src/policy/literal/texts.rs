//! Texts that conditions compare with what a call has: its scheme, method, path, query and protocol.
//!
//! In: the part of a call, and a literal or a pattern of `like`. Out: nothing if some call may have such a text; else why none has, and what to write. Must
//! hold: what is refused can never match, whatever the call, because guards see canonical texts only. Not everything that cannot match is
//! found, and nothing is said of where a comparison stands.

use super::Fault;
use super::names::{canonical_host, host_literal};
use caplink_guard::target;
use caplink_model::text::escape;
use std::fmt::Write as _;

/// A part of a call that is compared as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Scheme,
    Method,
    Path,
    Query,
    Protocol,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Scheme => "scheme",
            Self::Method => "method",
            Self::Path => "path",
            Self::Query => "query",
            Self::Protocol => "protocol",
        }
    }
}

/// A literal, or a pattern in which `None` is the star.
pub(super) struct Text {
    pub elements: Vec<Option<char>>,
    pub is_pattern: bool,
}

impl Text {
    pub fn exact(text: &str) -> Self {
        Self { elements: text.chars().map(Some).collect(), is_pattern: false }
    }

    /// As it stands in a policy, before escapes.
    pub fn written(&self) -> String {
        let mut text = String::new();
        for element in &self.elements {
            match element {
                None => text.push('*'),
                Some('*') if self.is_pattern => text.push_str("\\*"),
                Some(character) => text.push(*character),
            }
        }
        text
    }

    /// As text in which a star is a star, if it has no other.
    fn plain(&self) -> Option<String> {
        let is_clear = !self.is_pattern || !self.elements.contains(&Some('*'));
        is_clear.then(|| self.elements.iter().map(|element| element.unwrap_or('*')).collect())
    }

    fn matches(&self, text: &str) -> bool {
        // Which prefixes of the pattern match what was read.
        let mut reached = vec![false; self.elements.len() + 1];
        reached[0] = true;
        let skip = |reached: &mut Vec<bool>| {
            for (at, element) in self.elements.iter().enumerate() {
                reached[at + 1] |= element.is_none() && reached[at];
            }
        };
        skip(&mut reached);
        for character in text.chars() {
            let mut next = vec![false; reached.len()];
            for (at, element) in self.elements.iter().enumerate() {
                match element {
                    None => next[at + 1] |= reached[at] || reached[at + 1],
                    Some(wanted) => next[at + 1] |= reached[at] && *wanted == character,
                }
            }
            skip(&mut next);
            reached = next;
        }
        reached.last().copied().unwrap_or_default()
    }

    /// `== "text"`, or `like "text"` for a pattern.
    fn compared(&self, text: &str) -> String {
        format!("{} \"{}\"", if self.is_pattern { "like" } else { "==" }, text.escape_debug())
    }
}

/// Why no call has such a text, if none has.
pub(super) fn fault(part: Part, text: &Text) -> Option<Fault> {
    let plain = text.plain();
    if part != Part::Query
        && let Some(url) = plain.as_deref().and_then(|plain| Url::parse(plain, text.is_pattern))
    {
        return Some(Fault {
            code: "E-POLICY-URL",
            message: never(part, text, &format!("it holds the {} alone, not a URL", part.name())),
            help: url.help(),
        });
    }
    let (why, help) = match part {
        Part::Scheme => one_of(part, text, ["http", "https"])?,
        Part::Protocol => one_of(part, text, ["tcp", "udp"])?,
        Part::Method => method(text)?,
        Part::Path => path(text)?,
        Part::Query => query(text)?,
    };
    Some(Fault { code: "E-POLICY-NEVER", message: never(part, text, why), help })
}

fn never(part: Part, text: &Text, why: &str) -> String {
    let shown = match (text.elements.is_empty(), text.is_pattern) {
        (true, _) => "empty".to_string(),
        (false, true) => format!("like `{}`", escape(&text.written())),
        (false, false) => format!("`{}`", escape(&text.written())),
    };
    format!("`context.{}` is never {shown}: {why}", part.name())
}

fn one_of(part: Part, text: &Text, known: [&str; 2]) -> Option<(&'static str, String)> {
    if known.iter().any(|known| text.matches(known)) {
        return None;
    }
    let name = part.name();
    let plain = text.plain().unwrap_or_default().to_ascii_lowercase();
    let why = if part == Part::Scheme { "it is `http` or `https`" } else { "it is `tcp` or `udp`" };
    let meant = known.iter().find(|known| !text.is_pattern && plain.trim_end_matches([':', '/']) == **known);
    let help = match meant {
        Some(meant) => format!("write `context.{name} == \"{meant}\"`"),
        None => format!("write `context.{name} == \"{}\"` or `context.{name} == \"{}\"`", known[0], known[1]),
    };
    Some((why, help))
}

fn method(text: &Text) -> Option<(&'static str, String)> {
    let is_token = |character: char| character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character);
    if text.elements.is_empty() || !text.elements.iter().flatten().all(|character| is_token(*character)) {
        return Some(("no method has such characters", "write it as in `context.method == \"GET\"`".into()));
    }
    let is_lower = text.elements.iter().flatten().any(char::is_ascii_lowercase);
    let upper = text.plain().unwrap_or_default().to_ascii_uppercase();
    is_lower.then(|| ("methods are in upper case", format!("write `context.method {}`", text.compared(&upper))))
}

fn query(text: &Text) -> Option<(&'static str, String)> {
    let has_fragment = text.elements.contains(&Some('#'));
    has_fragment.then(|| ("what follows `#` is never sent", "leave out the `#` and what follows it".into()))
}

fn path(text: &Text) -> Option<(&'static str, String)> {
    let why = path_reason(&text.elements).or_else(|| refused_path(text))?;
    let plain = text.plain();
    let (address, query) = match plain.as_deref() {
        Some(plain) => plain.split_once('?').map_or((Some(plain), None), |(path, query)| (Some(path), Some(query))),
        None => (None, None),
    };
    let proposed = address.and_then(|path| if text.is_pattern { escapes(path) } else { canonical_path(path) }).filter(|path| {
        let elements: Vec<_> = path.chars().map(|c| Some(c).filter(|c| !(text.is_pattern && *c == '*'))).collect();
        path_reason(&elements).is_none()
    });
    let help = match proposed {
        Some(path) => {
            let mut help = format!("write `context.path {}", text.compared(&path));
            if let Some(query) = query.map(|query| query.split('#').next().unwrap_or_default()) {
                let _ = write!(help, " && context has query && context.query {}", text.compared(query));
            }
            help + "`"
        }
        None => "calls with such a path are denied before any policy is asked: leave it out".into(),
    };
    Some((why, help))
}

/// Why a whole path is none that a guard lets by, beyond what can be told of a part of one.
fn refused_path(text: &Text) -> Option<&'static str> {
    let mut bytes = text.plain().filter(|_| !text.is_pattern)?.into_bytes();
    let strict = target::Strict { path: true, query: true };
    target::canonical(&mut bytes, &strict).is_none().then_some("hosts and servers read such a path in several ways")
}

/// Why no canonical path is so.
fn path_reason(path: &[Option<char>]) -> Option<&'static str> {
    let at = |at: usize| path.get(at).copied();
    match at(0) {
        None | Some(Some('/' | '?' | '#') | None) => {}
        Some(Some(_)) => return Some("a path begins with `/`"),
    }
    if path.is_empty() {
        return Some("a path begins with `/`");
    }
    for (number, element) in path.iter().enumerate() {
        match element {
            Some('?') => return Some("what follows the `?` is in `context.query`"),
            Some('#') => return Some("what follows `#` is never sent"),
            Some('\\') => return Some("a path has no `\\`"),
            Some('%') => match (at(number + 1), at(number + 2)) {
                (Some(None), _) | (Some(Some('0'..='9' | 'A'..='F')), Some(None)) => {}
                (Some(Some(high)), Some(Some(low))) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                    if high.is_ascii_lowercase() || low.is_ascii_lowercase() {
                        return Some("escapes are in upper case");
                    }
                    if is_unreserved(escaped(high, low)) {
                        return Some("what needs no escape is not escaped");
                    }
                }
                (Some(Some('a'..='f')), Some(None)) => return Some("escapes are in upper case"),
                _ => return Some("a `%` begins an escape of two digits"),
            },
            Some(character) if !character.is_ascii_graphic() => return Some("other characters than those of ASCII are escaped"),
            Some('/') => {
                let segment = &path[number + 1..];
                let length = segment.iter().position(|element| *element == Some('/')).unwrap_or(segment.len());
                match &segment[..length] {
                    [] if length < segment.len() => return Some("a path has no empty part"),
                    [Some('.')] | [Some('.'), Some('.')] => return Some("a path has no part `.` or `..`"),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    None
}

/// A path or pattern with its escapes as they are in canonical paths, and rooted.
fn escapes(text: &str) -> Option<String> {
    let text = text.split('#').next().unwrap_or_default();
    if text.contains('\\') {
        return None;
    }
    let bytes = text.as_bytes();
    let mut path = if text.starts_with(['/', '*']) { String::new() } else { "/".to_string() };
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'%' => {
                let digit = |at: usize| bytes.get(at).map(|digit| char::from(*digit)).filter(char::is_ascii_hexdigit);
                let (high, low) = digit(at).zip(digit(at + 1))?;
                at += 2;
                let decoded = escaped(high, low);
                if is_unreserved(decoded) { path.push(char::from(decoded)) } else { write!(path, "%{decoded:02X}").ok()? }
            }
            byte if byte.is_ascii_graphic() => path.push(char::from(*byte)),
            byte => write!(path, "%{byte:02X}").ok()?,
        }
    }
    Some(path)
}

/// The canonical path that is meant, if it can be told.
fn canonical_path(text: &str) -> Option<String> {
    let path = escapes(text)?;
    let mut parts: Vec<&str> = vec![];
    let mut is_folder = true;
    for part in path.split('/') {
        is_folder = matches!(part, "" | "." | "..");
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let end = if is_folder && !parts.is_empty() { "/" } else { "" };
    Some(format!("/{}{end}", parts.join("/")))
}

fn escaped(high: char, low: char) -> u8 {
    let digit = |digit: char| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok()).unwrap_or_default();
    digit(high) << 4 | digit(low)
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

/// What makes `context.path like "/api*"` hold for `/apikeys` too: the comparisons that do not.
pub(super) fn open_prefix(text: &Text) -> Option<String> {
    let (last, start) = text.elements.split_last()?;
    let ends_inside = last.is_none() && matches!(start.last(), Some(Some(character)) if character.is_ascii_alphanumeric());
    // An escape may end at the star.
    let is_escape = start.iter().rev().take(2).any(|element| *element == Some('%'));
    if !text.is_pattern || !ends_inside || is_escape || path_reason(&text.elements).is_some() {
        return None;
    }
    let start = Text { elements: start.to_vec(), is_pattern: start.contains(&None) };
    let plain = text.plain()?;
    let plain = plain.strip_suffix('*')?;
    Some(format!("context.path {} || context.path {}", start.compared(plain), text.compared(&format!("{plain}/*"))))
}

/// The parts of a URL, or of a pattern of URLs.
pub(super) struct Url<'a> {
    scheme: &'a str,
    authority: &'a str,
    path: Option<&'a str>,
    query: Option<&'a str>,
    is_pattern: bool,
}

impl<'a> Url<'a> {
    /// The parts of what begins as a URL does.
    pub fn parse(text: &'a str, is_pattern: bool) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let is_scheme = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'*');
        if rest.is_empty() || !scheme.bytes().all(is_scheme) {
            return None;
        }
        let rest = rest.split('#').next().unwrap_or_default();
        let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
        let (authority, path) = match rest.find('/') {
            Some(at) => (&rest[..at], Some(&rest[at..])),
            None => (rest, None),
        };
        Some(Self { scheme, authority, path, query, is_pattern })
    }

    /// The same as comparisons of what a call has.
    pub fn help(&self) -> String {
        let authority = self.authority.rsplit_once('@').map_or(self.authority, |(_, host)| host);
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !host.contains(':') || host.ends_with(']') => (host, Some(port)),
            _ => (authority, None),
        };
        // A star behind a name was to end the URL: what follows is a path, or another host.
        let is_open = self.is_pattern && self.path.is_none();
        let host = if is_open { host.trim_end_matches('*') } else { host };
        let below = self.is_pattern && host.starts_with('*');
        let canonical = match canonical_host(host) {
            Ok(()) => Some(host.to_string()),
            Err(canonical) => canonical,
        };
        let mut parts = vec![];
        if !matches!(host, "" | "*") {
            let literal = host_literal(canonical.as_deref().unwrap_or("example.com"));
            parts.push(format!("resource {} {literal}", if below { "in" } else { "==" }));
        }
        let scheme = self.scheme.to_ascii_lowercase();
        if matches!(scheme.as_str(), "http" | "https") {
            parts.push(format!("context.scheme == \"{scheme}\""));
        }
        if let Some(port) = port.and_then(|port| port.parse::<u16>().ok()) {
            parts.push(format!("context.port == {port}"));
        }
        let compared = |text: &str| {
            let is_pattern = self.is_pattern && text.contains('*');
            Text { elements: vec![], is_pattern }.compared(text)
        };
        if let Some(path) = self.path.and_then(canonical_path).filter(|path| !(self.is_pattern && path == "/*")) {
            parts.push(format!("context.path {}", compared(&path)));
        }
        if let Some(query) = self.query {
            parts.push(format!("context has query && context.query {}", compared(query)));
        }
        if parts.is_empty() {
            return "compare `resource`, `context.scheme`, `context.port` and `context.path`".into();
        }
        format!("write `{}`", parts.join(" && "))
    }
}
