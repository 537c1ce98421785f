//! A release: a lockfile that holds together, with the decision tables of its guards.
//!
//! In: the text of a lockfile; or an artifact, with the lockfile that it carries and that `verify` has accepted. Out: a [`Release`]. Must hold: (I12) each
//! condition is what its table prints, so that nobody reviews one thing and compares another; each policy that is told as a cause is one of the
//! function's; every function that the root imports is granted to the agent or used by an adapter, and none is called inert that acts. Refused: everything else.
//!
//! A lockfile alone proves nothing about an artifact. What is found here is that it was edited carelessly, or written by something else than caplink.

use super::authority::{Authority, Rule};
use crate::guard::decode::{Decoded, Undecodable, decode};
use crate::guard::rules::Root;
use crate::policy::request::Attributes;
use caplink_model::catalogue::{self, Effect};
use caplink_model::diagnostic::Diagnostic;
use caplink_model::lockfile::{ActionGrant, Export, Guard, Lockfile, Outcome, PolicyRef, Provider, Sort, SymbolGrant};
use caplink_model::text::escape;
use caplink_model::{Digest, InterfaceName, Symbol};
use std::collections::{BTreeMap, BTreeSet};
use wasmparser::{Parser, Payload};

/// What one link granted.
#[derive(Clone, Debug)]
pub struct Release {
    /// The name of the file, as reports show it.
    pub name: String,
    /// Its name among those of its side.
    pub key: String,
    /// What is locked.
    pub lockfile: Lockfile,
    /// Of functions with several actions, one for each action, as if it were a function of its own; by their numbers in the lockfile.
    parts: BTreeMap<usize, Vec<SymbolGrant>>,
    /// The tables by digest.
    tables: BTreeMap<Digest, Vec<u8>>,
    /// The lines before the first symbol and the first export; `None` of an artifact, which has no lines.
    lines: Option<(u32, u32)>,
}

/// A function that an agent imports, whichever version of its track it asks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FunctionKey {
    /// The interface without version; the import's name where it is none.
    pub interface: String,
    /// The semver track; empty where there is no interface.
    pub track: String,
    /// The function; empty for one that the world imports directly.
    pub function: String,
}

/// What decides on the calls of one function.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Which calls are allowed.
    pub authority: Authority,
    /// The table, if the calls are guarded.
    pub table: Option<Decoded>,
}

impl Release {
    /// Reads the text of a lockfile.
    ///
    /// # Errors
    /// If it is none, or does not hold together.
    pub fn of_lockfile(name: &str, key: &str, text: &str) -> Result<Self, Diagnostic> {
        let lockfile = Lockfile::parse(text).map_err(|error| wrong(name, &error.to_string()))?;
        if lockfile.artifact.is_none() {
            return Err(wrong(name, "it is the copy that an artifact carries, without its tables"));
        }
        let bytes = lockfile.tables.iter().map(|table| (table.sha256, table.decoded().unwrap_or_default()));
        let tables = bytes.collect();
        Self { name: name.into(), key: key.into(), lockfile, parts: BTreeMap::new(), tables, lines: Some(lines(text)) }.checked()
    }

    /// Reads an artifact; `lockfile` is what it carries, and it was verified against it.
    ///
    /// # Errors
    /// If it does not hold a table of a guard, or the lockfile does not hold together.
    pub fn of_artifact(name: &str, key: &str, artifact: &[u8], lockfile: Lockfile) -> Result<Self, Diagnostic> {
        let wanted = lockfile.symbols.iter().flat_map(SymbolGrant::guards).map(|guard| guard.table).collect();
        let tables = tables(artifact, &wanted, lockfile.components.len().saturating_sub(1));
        if let Some(missing) = wanted.iter().find(|digest| !tables.contains_key(*digest)) {
            return Err(wrong(name, &format!("it does not hold the decision table {missing} of one of its guards")));
        }
        Self { name: name.into(), key: key.into(), lockfile, parts: BTreeMap::new(), tables, lines: None }.checked()
    }

    fn checked(mut self) -> Result<Self, Diagnostic> {
        let symbols = self.lockfile.symbols.iter().enumerate();
        self.parts = symbols
            .filter(|(_, symbol)| symbol.actions.len() > 1 || !symbol.decisions.is_empty())
            .map(|(number, symbol)| (number, parts(symbol)))
            .collect();
        for symbol in self.lockfile.symbols.iter().chain(self.parts.values().flatten().filter(|part| part.guard.is_some())) {
            self.check(symbol).map_err(|reason| {
                let reason = format!("of `{}` it says {reason}; it was edited after caplink wrote it", escape(&name_of(symbol)));
                wrong(&self.name, &reason)
            })?;
        }
        let granted: BTreeSet<FunctionKey> =
            self.lockfile.symbols.iter().filter(|symbol| reaches_host(symbol)).map(FunctionKey::of).collect();
        let used: BTreeSet<FunctionKey> = self
            .lockfile
            .components
            .iter()
            .flat_map(|component| &component.uses)
            .map(|used| {
                let (import, function) = used.split_once('#').unwrap_or((used, ""));
                FunctionKey::new(import, function)
            })
            .collect();
        let mut asked = BTreeSet::new();
        for import in &self.lockfile.imports {
            let functions = if import.sort == Sort::Func { vec![""] } else { import.functions.iter().map(String::as_str).collect() };
            for function in functions.into_iter().filter(|_| import.sort != Sort::Type) {
                let key = FunctionKey::new(&import.name, function);
                asked.insert(key.clone());
                // What only an adapter uses has no authority of its own, but that to write what was observed.
                let writes = self.lockfile.observe.is_some_and(|sink| sink.writes_by() == (key.interface.as_str(), function));
                let is_harmless =
                    used.contains(&key) && (writes || is_inert(&import.name, function) || self.is_walked(&import.name, function));
                if !granted.contains(&key) && !is_harmless {
                    let symbol = Symbol::new(&import.name, function).to_string();
                    return Err(wrong(
                        &self.name,
                        &format!(
                            "it lists the import `{}`, which nothing accounts for; it was edited after caplink wrote it",
                            escape(&symbol)
                        ),
                    ));
                }
            }
        }
        let is_lacking =
            |symbol: &&SymbolGrant| matches!(symbol.outcome, Outcome::Allow | Outcome::Guard) && !asked.contains(&FunctionKey::of(symbol));
        if let Some(symbol) = self.lockfile.symbols.iter().find(is_lacking) {
            let reason = format!("it grants `{}`, and does not import it; it was edited after caplink wrote it", escape(&name_of(symbol)));
            return Err(wrong(&self.name, &reason));
        }
        Ok(self)
    }

    /// Whether all that use a function own handles of its package: what they do with the host they do for functions that they decide.
    fn is_walked(&self, import: &str, function: &str) -> bool {
        let used = format!("{import}#{function}");
        let package = |import: &str| InterfaceName::parse(import).ok().map(|name| name.package_name());
        let owns = |members: &str| {
            let provides =
                |symbol: &SymbolGrant| symbol.provider == Provider::Membrane && members.split(", ").any(|member| member == symbol.import);
            self.lockfile.symbols.iter().any(|symbol| provides(symbol) && package(&symbol.import) == package(import))
        };
        self.lockfile.components.iter().filter(|component| component.uses.contains(&used)).all(|component| owns(&component.name))
    }

    fn check(&self, symbol: &SymbolGrant) -> Result<(), &'static str> {
        if !symbol.holds_together() {
            return Err("both that its calls are guarded and that they are not");
        }
        if symbol.provider == Provider::PassThrough && symbol.outcome.is_refused() {
            return Err("both that it is refused and that it is passed through");
        }
        let is_recorded = (symbol.provider == Provider::Record, symbol.outcome == Outcome::Allow, self.lockfile.observe.is_some());
        if matches!(is_recorded, (true, false, _) | (true, _, false) | (false, true, true)) {
            return Err("both that its calls are recorded and that they are not");
        }
        if symbol.outcome == Outcome::Allow && !matches!(symbol.provider, Provider::PassThrough | Provider::Record | Provider::Membrane) {
            return Err("both that it is allowed and that something stands in its place");
        }
        if symbol.outcome == Outcome::Allow && symbol.actions.is_empty() {
            return Err("that it is allowed, and by no action");
        }
        if symbol.outcome == Outcome::Inert && !is_inert(&symbol.import, &symbol.function) {
            return Err("that it is inert, which the catalogue does not");
        }
        let Some(guard) = &symbol.guard else { return Ok(()) };
        let table = self.tables.get(&guard.table).ok_or("that it has a table, which is not there")?;
        let mut text = String::new();
        caplink_guard::print(table, &mut text).map_err(|_| "a table that is none")?;
        // INVARIANT (I12): what is shown is what decides.
        if text != guard.condition {
            return Err("a condition that is not its table's");
        }
        let ids: BTreeSet<&str> = symbol.policies.iter().map(|policy| policy.id.as_str()).collect();
        let named = guard.permits.iter().chain(&guard.forbids).chain(guard.limits.iter().map(|limit| &limit.policy));
        if named.into_iter().any(|id| !ids.contains(id.as_str())) {
            return Err("a policy that did not decide on it");
        }
        Ok(())
    }

    /// The functions that the agent imports, by key; several where it imports twins of one track.
    pub fn functions(&self) -> BTreeMap<FunctionKey, Vec<&SymbolGrant>> {
        let mut functions: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for symbol in &self.lockfile.symbols {
            functions.entry(FunctionKey::of(symbol)).or_default().push(symbol);
        }
        functions
    }

    /// All functions; one with a decision on each of several actions as one function for each.
    pub fn symbols(&self) -> impl Iterator<Item = &SymbolGrant> {
        self.lockfile.symbols.iter().enumerate().flat_map(|(number, symbol)| match self.parts.get(&number) {
            Some(parts) if !symbol.decisions.is_empty() => parts.as_slice(),
            _ => std::slice::from_ref(symbol),
        })
    }

    /// What is decided on each action of a function, as if it were a function of its own; itself, if it has one action.
    pub fn parts<'s>(&'s self, symbol: &'s SymbolGrant) -> &'s [SymbolGrant] {
        let number = self.lockfile.symbols.iter().position(|other| std::ptr::eq(other, symbol));
        number.and_then(|number| self.parts.get(&number)).map_or(std::slice::from_ref(symbol), Vec::as_slice)
    }

    /// What decides on a function.
    ///
    /// # Errors
    /// If its table cannot be read, or does not have as many conditions as the lockfile says.
    pub fn decision(&self, symbol: &SymbolGrant) -> Result<Decision, Diagnostic> {
        let ids = || symbol.policies.iter().map(|policy| policy.id.clone());
        let authority = match symbol.outcome {
            Outcome::Deny | Outcome::Unreached | Outcome::Inert => Authority::nothing(),
            Outcome::Allow => Authority::everything(ids()),
            Outcome::Guard => return self.guarded(symbol),
        };
        Ok(Decision { authority, table: None })
    }

    fn guarded(&self, symbol: &SymbolGrant) -> Result<Decision, Diagnostic> {
        let refuse = |reason: &str| wrong(&self.name, &format!("the table of `{}` {reason}", escape(&name_of(symbol))));
        let (Some(guard), Some(bytes)) = (&symbol.guard, self.table(symbol)) else {
            return Err(refuse("is missing"));
        };
        let table = decode(bytes).map_err(|error| {
            refuse(match error {
                Undecodable::Malformed(_) => "is none",
                Undecodable::TooLarge => "is too large to compare when it is written out",
            })
        })?;
        let authority = authority(guard, &table).ok_or_else(|| refuse("does not have the conditions of the policies that it names"))?;
        Ok(Decision { authority, table: Some(table) })
    }

    /// What is known of the values of an action's calls: those that some table reads.
    ///
    /// # Errors
    /// If a table cannot be read.
    pub fn attributes(&self, action: &str) -> Result<Attributes, Diagnostic> {
        let mut found = Attributes::new();
        for symbol in self.symbols().filter(|symbol| symbol.actions.iter().any(|other| other == action)) {
            let inputs = self.decision(symbol)?.table.map(|table| table.inputs).unwrap_or_default();
            let inputs = inputs.into_iter().filter(|(path, _)| path.root == Root::Context && !path.attributes.is_empty());
            found.extend(inputs.map(|(path, input)| (path.attributes, input.domain())));
        }
        Ok(found)
    }

    /// The table of a guarded function.
    pub fn table(&self, symbol: &SymbolGrant) -> Option<&[u8]> {
        self.tables.get(&symbol.guard.as_ref()?.table).map(Vec::as_slice)
    }

    /// The line of the file that says what is decided on a function.
    pub fn line_of(&self, symbol: &SymbolGrant) -> Option<u32> {
        let is_it = |other: &SymbolGrant| std::ptr::eq(other, symbol);
        let whole = self.lockfile.symbols.iter().position(is_it);
        let number = whole.or_else(|| self.parts.iter().find(|(_, parts)| parts.iter().any(is_it)).map(|(number, _)| *number))?;
        Some(self.lines?.0 + u32::try_from(number).ok()? + 1)
    }

    /// The same of an export.
    pub fn line_of_export(&self, export: &Export) -> Option<u32> {
        let number = self.lockfile.exports.iter().position(|other| std::ptr::eq(other, export))?;
        Some(self.lines?.1 + u32::try_from(number).ok()? + 1)
    }
}

/// The lines of a lockfile on which its symbols and its exports begin.
fn lines(text: &str) -> (u32, u32) {
    // INVARIANT (I8): the text is the canonical one, with an element a line.
    let begin = |list: &str| text.lines().position(|line| line == list).and_then(|line| u32::try_from(line + 1).ok()).unwrap_or_default();
    (begin("  \"symbols\": ["), begin("  \"exports\": ["))
}

impl FunctionKey {
    /// The key of a function.
    pub fn of(symbol: &SymbolGrant) -> Self {
        Self::new(&symbol.import, &symbol.function)
    }

    /// The key of a function by its name.
    pub fn new(import: &str, function: &str) -> Self {
        let (interface, track) = match InterfaceName::parse(import) {
            Ok(name) => (name.unversioned(), name.track().to_string()),
            Err(_) => (import.to_string(), String::new()),
        };
        Self { interface, track, function: function.to_string() }
    }
}

/// The permits, limits and forbids of a table, with their owners.
fn authority(guard: &Guard, table: &Decoded) -> Option<Authority> {
    let rule = |(condition, policy): (&crate::guard::rules::Expr, &String)| Rule::new(condition.clone(), Some(policy.clone()));
    let never = crate::guard::rules::Expr::Bool(false);
    let used: Vec<_> = table.limited.iter().filter(|(condition, _)| *condition != never).collect();
    if (guard.permits.len(), guard.forbids.len(), guard.limits.len()) != (table.permits.len(), table.forbids.len(), used.len()) {
        return None;
    }
    let permits = table.permits.iter().zip(&guard.permits).map(rule).collect();
    let limited =
        used.iter().zip(&guard.limits).map(|((condition, _), limit)| (rule((condition, &limit.policy)), limit.calls.into())).collect();
    let forbids = table.forbids.iter().zip(&guard.forbids).map(rule).collect();
    Some(Authority::new(permits, limited, forbids))
}

/// A function for each of the actions that its calls may need.
fn parts(symbol: &SymbolGrant) -> Vec<SymbolGrant> {
    if symbol.decisions.is_empty() {
        return symbol.actions.iter().map(|action| SymbolGrant { actions: vec![action.clone()], ..symbol.clone() }).collect();
    }
    let part = |decision: &ActionGrant| SymbolGrant {
        actions: vec![decision.action.clone()],
        outcome: decision.outcome,
        policies: decision.policies.clone(),
        guard: decision.guard.clone(),
        decisions: vec![],
        ..symbol.clone()
    };
    symbol.decisions.iter().map(part).collect()
}

/// Whether a call may reach the host's own function.
fn reaches_host(symbol: &SymbolGrant) -> bool {
    matches!(symbol.provider, Provider::PassThrough | Provider::Record | Provider::Guard | Provider::Membrane)
        || symbol.outcome == Outcome::Inert
}

/// Whether the catalogue says that a function of this name has no authority of its own.
fn is_inert(import: &str, function: &str) -> bool {
    let entry = InterfaceName::parse(import).ok().and_then(|name| catalogue::find(&name.unversioned(), function));
    entry.is_some_and(|entry| matches!(entry.effect, Effect::Inert { .. }))
}

/// A function, as reports name it.
pub fn name_of(symbol: &SymbolGrant) -> String {
    Symbol::new(&symbol.import, &symbol.function).to_string()
}

/// A policy of a function, by id.
pub fn policy<'s>(symbol: &'s SymbolGrant, id: &str) -> Option<&'s PolicyRef> {
    symbol.policies.iter().find(|policy| policy.id == id)
}

fn wrong(name: &str, reason: &str) -> Diagnostic {
    Diagnostic::error("E-LOCKFILE", format!("`{}` cannot be used: {reason}", escape(name)))
        .help("give the lockfile that `caplink link` wrote, or the artifact itself")
}

/// The tables with these digests among the data of an artifact's adapters, which stand before the agent. Where they stand there does not matter: bytes of a
/// digest are the bytes that were locked, and `verify` says that the adapters are.
fn tables(artifact: &[u8], wanted: &BTreeSet<Digest>, adapters: usize) -> BTreeMap<Digest, Vec<u8>> {
    let start = caplink_guard::format::MAGIC.to_le_bytes();
    let (mut found, mut depth, mut components) = (BTreeMap::new(), 0, 0);
    for payload in Parser::new(0).parse_all(artifact) {
        match payload {
            Ok(Payload::ComponentSection { .. }) => {
                components += usize::from(depth == 0);
                depth += 1;
            }
            Ok(Payload::ModuleSection { .. }) => depth += 1,
            Ok(Payload::End(_)) => depth = usize::saturating_sub(depth, 1),
            Ok(Payload::DataSection(section)) => {
                for data in section.into_iter().flatten().map(|data| data.data) {
                    let starts = data.windows(start.len()).enumerate().filter(|(_, word)| *word == start);
                    for (at, _) in starts {
                        let Ok(length) = caplink_guard::measure(&data[at..]) else { continue };
                        let table = &data[at..at + length as usize];
                        let digest = Digest::of(table);
                        if wanted.contains(&digest) {
                            found.insert(digest, table.to_vec());
                        }
                    }
                }
            }
            Ok(_) => {}
            Err(_) => break,
        }
        if components > adapters {
            break;
        }
    }
    found
}
