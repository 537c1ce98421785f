//! The canonicalisers against the parsers that hosts use, on random URLs full of tricks (`urls/tricks.rs`).
//!
//! In: a seed. For each URL whose authority and path are accepted: the canonical text leads `url`, `http` and Node to the host and port that policy
//! decides on, and to the same path if a rule reads it; the text that the agent wrote leads them there too, or nowhere; and to make the canonical text
//! canonical changes nothing. So whatever a host parses, and whether it does it before or after the guard, nothing goes elsewhere. At least a tenth of the
//! URLs must be accepted, else this would say nothing.
//!
//! `CAPLINK_URLS` and `CAPLINK_SEED` are for longer runs. A failure prints the URL; all runs print what they counted.

#[path = "urls/random.rs"]
mod random;
#[path = "urls/readers.rs"]
mod readers;
#[path = "urls/tricks.rs"]
mod tricks;

use caplink_guard::authority::{self, LONGEST};
use caplink_guard::target::{self, Strict};
use random::Random;
use readers::{Destination, by_http, by_node, by_url, decoded};
use std::fmt::Debug;
use std::io::Write as _;
use std::sync::OnceLock;

/// One URL, as the agent gave it, and what rules read of it.
struct Written {
    scheme: &'static str,
    default_port: u16,
    authority: String,
    path: String,
    strict: Strict,
}

impl Written {
    fn new(random: &mut Random) -> Self {
        let (scheme, default_port) = tricks::scheme(random);
        let strict = Strict { path: random.percent(60), query: random.percent(50) };
        Self { scheme, default_port, authority: tricks::authority(random), path: tricks::path(random), strict }
    }

    fn url(&self) -> String {
        format!("{}://{}{}", self.scheme, self.authority, self.path)
    }
}

/// A canonical authority.
#[derive(Debug, PartialEq, Eq)]
struct Authority {
    text: String,
    host: String,
    port: u16,
}

/// A canonical path with query.
#[derive(Debug, PartialEq, Eq)]
struct Target {
    text: String,
    path: String,
    query: Option<String>,
}

fn string(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("what is canonical is ASCII")
}

fn authority(text: &str, default_port: u16) -> Option<Authority> {
    let mut out = [0; LONGEST];
    let found = authority::canonical(text.as_bytes(), default_port, &mut out)?;
    Some(Authority { text: string(found.text), host: string(found.host), port: found.port })
}

fn target(text: &str, strict: &Strict) -> Option<Target> {
    let mut text = text.as_bytes().to_vec();
    let found = target::canonical(&mut text, strict)?;
    let text = string(&text[..found.length]);
    Some(Target { path: text[..found.path].to_owned(), query: found.query.map(|at| text[at..].to_owned()), text })
}

#[derive(Default)]
struct Counts {
    urls: u64,
    authorities: u64,
    addresses: u64,
    paths: u64,
    accepted: u64,
    strict: u64,
    both_read: u64,
    disagreements: u64,
    only_http: u64,
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("it is a number"))
}

fn say(text: &str) {
    _ = writeln!(std::io::stderr(), "{text}");
}

#[test]
fn nothing_that_is_accepted_goes_elsewhere() {
    let seed = number("CAPLINK_SEED").unwrap_or(1);
    let urls = number("CAPLINK_URLS").unwrap_or(50_000);
    let mut random = Random::new(seed);
    let mut counts = Counts::default();
    for _ in 0..urls {
        let written = Written::new(&mut random);
        if let Err(difference) = compare(&written, &mut counts) {
            panic!(
                "seed {seed}: {:?}, path ruled {}, query ruled {}: {difference}",
                written.url(),
                written.strict.path,
                written.strict.query
            );
        }
    }
    let Counts { authorities, addresses, paths, accepted, strict, both_read, disagreements, only_http, .. } = counts;
    say(&format!(
        "seed {seed}: {urls} URLs, {accepted} accepted ({strict} with a rule on the path); {authorities} authorities ({addresses} addresses) and {paths} paths \
         accepted; `url` and `http` both read {both_read}, {disagreements} of them differently, all denied; {only_http} accepted names `url` does not read"
    ));
    assert!(accepted * 10 >= urls, "{accepted} of {urls} are accepted, which is too few to say anything");
    assert!(disagreements * 1000 >= urls && addresses * 100 >= urls, "the tricks do not work");
}

fn compare(written: &Written, counts: &mut Counts) -> Result<(), String> {
    counts.urls += 1;
    let authority = authority(&written.authority, written.default_port);
    let target = target(&written.path, &written.strict);
    let original = written.url();
    let (by_url, by_http) = (by_url(&original), by_http(&original, written.default_port));
    if let (Some((_, one)), Some((_, other))) = (&by_url, &by_http) {
        counts.both_read += 1;
        counts.disagreements += u64::from(one != other);
    }
    if let Some(authority) = &authority {
        counts.authorities += 1;
        counts.addresses += u64::from(authority.host.parse::<std::net::IpAddr>().is_ok());
        compare_authority(written, authority, counts)?;
    }
    if let Some(target) = &target {
        counts.paths += 1;
        compare_target(written, target)?;
    }
    let (Some(authority), Some(target)) = (authority, target) else { return Ok(()) };
    counts.accepted += 1;
    counts.strict += u64::from(written.strict.path);

    let ours = Destination { host: authority.host.clone(), port: authority.port };
    for (reader, found) in [("url", by_url.as_ref().map(|(_, found)| found)), ("http", by_http.as_ref().map(|(_, found)| found))] {
        equal(&format!("the original's destination by `{reader}`"), found.unwrap_or(&ours), &ours)?;
    }
    if let Some((url, _)) = by_url.filter(|_| written.strict.path) {
        equal("the original's path by `url`, decoded", decoded(url.path()), decoded(&target.path))?;
    }
    compare_whole(written, &authority, &target)
}

/// The authority alone, canonical and as it was.
fn compare_authority(written: &Written, ours: &Authority, counts: &mut Counts) -> Result<(), String> {
    let Written { scheme, default_port, authority: original, .. } = written;
    let destination = Destination { host: ours.host.clone(), port: ours.port };
    if let Some((_, found)) = by_url(&format!("{scheme}://{original}/")) {
        equal("the original authority by `url`", &found, &destination)?;
    }
    if let Some((_, found)) = by_http(&format!("{scheme}://{original}/"), *default_port) {
        equal("the original authority by `http`", &found, &destination)?;
    }
    let Some(again) = authority(&ours.text, *default_port) else { return Err(format!("canonical `{}` is denied", ours.text)) };
    equal("the authority made canonical twice", &again, ours)?;

    // As it is given to a resolver: the same host, and nothing to parse.
    let mut out = [0; LONGEST];
    equal("the host alone", authority::host(ours.host.as_bytes(), &mut out), Some(ours.host.as_bytes()))?;

    let canonical = format!("{scheme}://{}/", ours.text);
    let Some((uri, found)) = by_http(&canonical, *default_port) else { return Err(format!("`http` does not read `{canonical}`")) };
    equal("the canonical authority by `http`", &found, &destination)?;
    equal("its text", uri.authority().map(|authority| authority.as_str()), Some(ours.text.as_str()))?;
    match by_url(&canonical) {
        Some((url, found)) => {
            equal("the canonical authority by `url`", &found, &destination)?;
            equal("its host as text", url.host_str().unwrap_or_default().trim_matches(['[', ']']), ours.host.as_str())
        }
        // WHATWG decodes such labels, and refuses those that it cannot decode. Policy must name them (H4).
        None if ours.host.split('.').any(|label| label.starts_with("xn--")) => {
            counts.only_http += 1;
            Ok(())
        }
        None => Err(format!("`url` does not read `{canonical}`")),
    }
}

/// The path alone, as hosts read it that are given it apart from the authority.
fn compare_target(written: &Written, ours: &Target) -> Result<(), String> {
    let strict = &written.strict;
    let Some(again) = target(&ours.text, strict) else { return Err(format!("canonical `{}` is denied", ours.text)) };
    equal("the path made canonical twice", &again, ours)?;

    let joined = base().join(&ours.text).map_err(|error| format!("`url` does not join `{}`: {error}", ours.text))?;
    equal("the host after the path is joined to a base", joined.host_str().unwrap_or_default(), "base.example")?;
    equal("its user, port and fragment", (joined.username(), joined.port(), joined.fragment()), ("", None, None))?;
    match ours.text.parse::<http::Uri>() {
        Ok(uri) => {
            equal("the authority in the path by `http`", uri.authority(), None::<&http::uri::Authority>)?;
            equal("the path by `http`", uri.path(), ours.path.as_str())?;
            equal("the query by `http`", uri.query(), ours.query.as_deref())
        }
        Err(error) if strict.path && (strict.query || ours.query.is_none()) => {
            Err(format!("`http` does not read `{}`: {error}", ours.text))
        }
        Err(_) => Ok(()),
    }
}

/// The canonical URL as a whole.
fn compare_whole(written: &Written, authority: &Authority, target: &Target) -> Result<(), String> {
    let canonical = format!("{}://{}{}", written.scheme, authority.text, target.text);
    let destination = Destination { host: authority.host.clone(), port: authority.port };
    if let Some((uri, found)) = by_http(&canonical, written.default_port) {
        equal("the canonical destination by `http`", &found, &destination)?;
        equal("the canonical path by `http`", uri.path(), target.path.as_str())?;
    }
    // Where it reads the authority alone, it reads the whole: checked in `compare_authority`.
    let Some((url, found)) = by_url(&canonical) else { return Ok(()) };
    equal("the canonical destination by `url`", &found, &destination)?;
    if written.strict.path {
        equal("the canonical path by `url`", url.path(), target.path.as_str())?;
    }
    let query = url.query().map(decoded);
    equal("the canonical query by `url`, decoded", query, target.query.as_deref().map(decoded))?;
    if written.strict.query {
        // WHATWG escapes the apostrophe, which RFC 3986 does not ask for.
        let query = target.query.as_ref().map(|query| query.replace('\'', "%27"));
        equal("the canonical query by `url`", url.query(), query.as_deref())?;
    }
    Ok(())
}

/// What a path is joined to.
fn base() -> &'static url::Url {
    static BASE: OnceLock<url::Url> = OnceLock::new();
    BASE.get_or_init(|| url::Url::parse("https://base.example/dir/file").expect("it is a URL"))
}

fn equal<T: PartialEq<O> + Debug, O: Debug>(what: &str, found: T, ours: O) -> Result<(), String> {
    if found == ours { Ok(()) } else { Err(format!("{what} is {found:?}, ours is {ours:?}")) }
}

#[test]
fn node_goes_to_the_same_place() {
    let mut random = Random::new(number("CAPLINK_SEED").unwrap_or(1) ^ 0x6e6f_6465);
    let (mut urls, mut expected) = (Vec::new(), Vec::new());
    while urls.len() < 6000 {
        let written = Written::new(&mut random);
        let found = (authority(&written.authority, written.default_port), target(&written.path, &written.strict));
        let (Some(authority), Some(target)) = found else { continue };
        urls.push(format!("{}://{}{}", written.scheme, authority.text, target.text));
        urls.push(written.url());
        expected.push((authority, target, written.strict.path));
    }
    let Some(found) = by_node(&urls) else {
        say("there is no `node`, so nothing is compared with it");
        return;
    };
    assert_eq!(found.len(), urls.len());
    let mut read = 0;
    for (index, (url, found)) in urls.iter().zip(&found).enumerate() {
        let (authority, target, is_strict) = &expected[index / 2];
        let Some((destination, path)) = found else {
            assert!(authority.host.contains("xn--"), "Node does not read {url:?}");
            continue;
        };
        read += 1;
        assert_eq!(*destination, Destination { host: authority.host.clone(), port: authority.port }, "Node reads {url:?}");
        if *is_strict {
            assert_eq!(decoded(path), decoded(&target.path), "Node reads {url:?}");
            assert!(index % 2 == 1 || *path == target.path, "Node reads {url:?}");
        }
    }
    say(&format!("Node reads {read} of {} accepted URLs, canonical and original, and all as the guard does", urls.len()));
}
