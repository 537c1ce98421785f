//! Names of interfaces and functions, parsed once by a grammar of our own (component model, Explainer.md, "Import and Export
//! Definitions"), so that no decision rests on what a parser elsewhere accepts.
//!
//! In: a name as it stands in a component. Out: a typed name, or the reason it is refused. Refused: legacy forms (`url=`,
//! `locked-dep=`, `integrity=`), canonical versions (`@0.2`), build metadata, nested namespaces, projections, accessors.

use semver::Version;
use std::fmt;

/// An interface's name, `namespace:package/interface@version`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InterfaceName {
    /// `wasi` in `wasi:http/types@0.2.8`.
    pub namespace: String,
    /// `http` in `wasi:http/types@0.2.8`.
    pub package: String,
    /// `types` in `wasi:http/types@0.2.8`.
    pub interface: String,
    /// The exact version, if the name has one.
    pub version: Option<Version>,
}

/// The versions that a host treats as one: `0.2` for `0.2.8`, `1` for `1.4.0`, a pre-release only itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Track {
    /// No version at all.
    Unversioned,
    /// `1` and up: semver-compatible by major version.
    Major(u64),
    /// `0.x`: semver-compatible by minor version.
    Minor(u64),
    /// `0.0.x` and pre-releases: compatible with nothing else.
    Exact(Version),
}

/// Why a name is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameError {
    /// Stable code (`E-NAME-FORM` or `E-NAME-BUILD`).
    pub code: &'static str,
    /// The reason, for people; holds no part of the name.
    pub reason: &'static str,
}

const FORM: &str = "E-NAME-FORM";

impl InterfaceName {
    /// Parses a full interface name. A plain name (no `:`) is refused here; see [`is_plain_name`].
    pub fn parse(name: &str) -> Result<Self, NameError> {
        let refuse = |reason| Err(NameError { code: FORM, reason });
        let (path, version) = match name.split_once('@') {
            Some((path, version)) => (path, Some(parse_version(version)?)),
            None => (name, None),
        };
        let Some((namespace, rest)) = path.split_once(':') else {
            return refuse("it is not `namespace:package/interface`");
        };
        let Some((package, interface)) = rest.split_once('/') else {
            return refuse("it names no interface in the package");
        };
        if ![namespace, package, interface].into_iter().all(is_kebab) {
            return refuse("each part must be words of letters and digits joined by `-`");
        }
        Ok(Self { namespace: namespace.into(), package: package.into(), interface: interface.into(), version })
    }

    /// The name without its version, as policies write it: `wasi:http/types`.
    pub fn unversioned(&self) -> String {
        format!("{}:{}/{}", self.namespace, self.package, self.interface)
    }

    /// The package without its version, as policies write it: `wasi:http`.
    pub fn package_name(&self) -> String {
        format!("{}:{}", self.namespace, self.package)
    }

    /// The semver track of the version.
    pub fn track(&self) -> Track {
        match &self.version {
            None => Track::Unversioned,
            Some(version) if !version.pre.is_empty() => Track::Exact(version.clone()),
            Some(version) if version.major > 0 => Track::Major(version.major),
            Some(version) if version.minor > 0 => Track::Minor(version.minor),
            Some(version) => Track::Exact(version.clone()),
        }
    }
}

impl fmt::Display for InterfaceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}/{}", self.namespace, self.package, self.interface)?;
        match &self.version {
            Some(version) => write!(f, "@{version}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Track {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Track::Unversioned => f.write_str("unversioned"),
            Track::Major(major) => write!(f, "{major}"),
            Track::Minor(minor) => write!(f, "0.{minor}"),
            Track::Exact(version) => write!(f, "{version}"),
        }
    }
}

fn parse_version(text: &str) -> Result<Version, NameError> {
    let Ok(version) = Version::parse(text) else {
        return Err(NameError { code: FORM, reason: "its version is not a full semantic version" });
    };
    if !version.build.is_empty() {
        return Err(NameError { code: "E-NAME-BUILD", reason: "build metadata in a version is ignored by hosts and could hide a twin" });
    }
    Ok(version)
}

/// Whether `name` is a plain name: one kebab-case label, as of a function or interface that a world imports or exports directly.
pub fn is_plain_name(name: &str) -> bool {
    is_kebab(name)
}

/// Whether `name` names a function of an interface: a label, `[constructor]r`, `[method]r.f` or `[static]r.f`.
pub fn is_function_name(name: &str) -> bool {
    if let Some(resource) = name.strip_prefix("[constructor]") {
        return is_kebab(resource);
    }
    match ["[method]", "[static]"].iter().find_map(|prefix| name.strip_prefix(prefix)) {
        Some(member) => member.split_once('.').is_some_and(|(resource, function)| is_kebab(resource) && is_kebab(function)),
        None => is_kebab(name),
    }
}

fn is_kebab(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.split('-').all(is_word)
}

/// Words are all lower case or all upper case (acronyms); digits may stand anywhere but at the start of the label.
fn is_word(word: &str) -> bool {
    let upper = word.bytes().any(|b| b.is_ascii_uppercase());
    let lower = word.bytes().any(|b| b.is_ascii_lowercase());
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric()) && !(upper && lower)
}

/// One function of one import of the agent: the unit of demand, policy and provision.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol {
    /// The exact import string in the agent: an interface's full name, or a plain name.
    pub import: String,
    /// The function's name inside the interface; for a function that the world imports directly, empty.
    pub function: String,
}

impl Symbol {
    /// A function of an imported interface.
    pub fn new(import: impl Into<String>, function: impl Into<String>) -> Self {
        Self { import: import.into(), function: function.into() }
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.function.as_str() {
            "" => f.write_str(&self.import),
            function => write!(f, "{}#{function}", self.import),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: Result<&str, &str>) {
        let found = InterfaceName::parse(name).map(|name| name.track().to_string()).map_err(|error| error.code);
        assert_eq!(found.as_deref().map_err(|code| *code), expected, "{name}");
    }

    #[test]
    fn interface_names_are_parsed_strictly() {
        check("wasi:http/types@0.2.8", Ok("0.2"));
        check("wasi:keyvalue/store@0.2.0-draft2", Ok("0.2.0-draft2"));
        check("acme:pay/api", Ok("unversioned"));
        check("a:b/c@1.4.0", Ok("1"));
        check("a:b/c@0.0.3", Ok("0.0.3"));
        check("wasi:http/types@0.2.0+x", Err("E-NAME-BUILD"));
        for bad in [
            "wasi:http/types@0.2",
            "a:b:c/d",
            "a:b/c/d",
            "url=<a>",
            "locked-dep=<a:b@1.0.0>",
            "a:b",
            "a:b/",
            "A:b/cD",
            "a:b/c-",
            "a:b/-c",
            "a:b/c@",
            "a:b/c@1.0.0@1",
            "a:b/é",
            "a:b/1c",
        ] {
            check(bad, Err("E-NAME-FORM"));
        }
    }

    #[test]
    fn function_names_are_parsed_strictly() {
        for good in ["now", "[constructor]fields", "[method]descriptor.open-at", "[static]fields.from-list", "HTTP-get"] {
            assert!(is_function_name(good), "{good}");
        }
        for bad in ["", "[get]x", "[set]r.x", "[method]x", "[method]r.a.b", "[constructor]", "a b", "[static].x", "[foo]x", "[async]x"] {
            assert!(!is_function_name(bad), "{bad}");
        }
    }
}
