//! The report of `link` for people: counts first, then what is granted, denied, not needed, exported, and how to run the result.
//!
//! In: the lockfile, which says what the verifier accepted, and notes. Functions that share a decision stand under one heading, the functions of one
//! interface on wrapped lines.

use super::layout::{ASIDE, BAD, GOOD, NAME, Page, TITLE, WARN, Word};
use super::run_line;
use super::{count, digest, function_name, shown_actions, size};
use crate::engine::{LinkNotes, Nearest};
use caplink_model::lockfile::{Contents, Demand, Evidence, Lockfile, Observe, Outcome, PolicyRef, Provider, Reach, Sort, SymbolGrant};
use caplink_model::virtuals::What;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What the report is about.
#[derive(Debug)]
pub struct Report<'a> {
    /// The agent's name.
    pub agent: &'a str,
    /// Where the artifact goes.
    pub output: &'a Path,
    /// Whether it was written: not if `--strict` refused.
    pub written: bool,
    /// The result.
    pub lockfile: &'a Lockfile,
    /// What the lockfile does not say.
    pub notes: &'a LinkNotes,
}

/// Renders the report.
pub fn render(report: &Report<'_>) -> String {
    let mut page = Page::default();
    summary(&mut page, report);
    let lockfile = report.lockfile;
    let notes = report.notes;
    functions(&mut page, "GRANTED", GOOD, lockfile, notes, |symbol| matches!(symbol.outcome, Outcome::Allow | Outcome::Inert));
    functions(&mut page, "GUARDED", WARN, lockfile, notes, |symbol| symbol.outcome == Outcome::Guard);
    used(&mut page, lockfile);
    virtuals(&mut page, lockfile);
    functions(&mut page, "DENIED", BAD, lockfile, notes, is_denied);
    uncalled(&mut page, lockfile);
    unused(&mut page, report);
    exports(&mut page, lockfile);
    if report.written {
        run_line::section(&mut page, lockfile, report.output);
    } else {
        page.section("NOT WRITTEN", BAD, [Word::own("demand is denied, and --strict was given")]);
        page.line(2, [Word::own("permit what is denied, or link without --strict to let the calls be refused")]);
    }
    page.finish()
}

fn summary(page: &mut Page, report: &Report<'_>) {
    let lockfile = report.lockfile;
    let output = if report.output == Path::new("-") { Word::own("stdout") } else { Word::path(report.output) };
    page.line(0, [Word::untrusted(report.agent).style(TITLE), Word::own("->"), output.style(TITLE)]);
    let row = |page: &mut Page, label: &str, words: Vec<Word>| {
        page.hanging(2, 13, std::iter::once(Word::own(format!("{label:10}"))).chain(words));
    };
    row(page, "principal", vec![Word::untrusted(&lockfile.principal)]);
    row(page, "agent", contents(&lockfile.agent));
    if let Some(artifact) = &lockfile.artifact {
        let grown = artifact.size.saturating_sub(lockfile.agent.size);
        let mut words = contents(artifact);
        words.insert(1, Word::own(format!("(+{})", size(grown))));
        row(page, "artifact", words);
    }

    let outcomes = |wanted: &[Outcome]| lockfile.symbols.iter().filter(|symbol| wanted.contains(&symbol.outcome)).count();
    let (granted, guarded) = (outcomes(&[Outcome::Allow, Outcome::Inert]), outcomes(&[Outcome::Guard]));
    let (denied, unreached) = (lockfile.symbols.iter().filter(|symbol| is_denied(symbol)).count(), outcomes(&[Outcome::Unreached]));
    let of_its_own = outcomes(&[Outcome::Deny]) - denied;
    let demanded: BTreeSet<_> = lockfile.symbols.iter().map(|symbol| symbol.import.as_str()).collect();
    let called = lockfile.imports.iter().filter(|import| import.sort == Sort::Func || !import.functions.is_empty()).count();
    let types_only = lockfile.imports.len() - called;
    let kept = lockfile.exports.iter().filter(|export| export.outcome == Outcome::Allow).count();
    row(page, "granted", vec![Word::own(format!("{granted} of {}", count(lockfile.symbols.len(), "function"))).style(GOOD)]);
    if guarded > 0 {
        row(page, "guarded", vec![Word::own(count(guarded, "function")).style(WARN), Word::own("decided at each call")]);
    }
    if of_its_own > 0 {
        row(page, "virtual", vec![Word::own(count(of_its_own, "function")).style(GOOD), Word::own("of the artifact's own")]);
    }
    row(page, "denied", vec![Word::own(count(denied, "function")).style(if denied == 0 { ASIDE } else { BAD })]);
    if unreached > 0 {
        row(page, "uncalled", vec![Word::own(count(unreached, "function")), Word::own("imported, and no call reaches them")]);
    }
    if is_interpreter(lockfile) {
        row(page, "demand", vec![Word::own("interpreter-like").style(WARN), Word::own("data decides what it calls: rely on policy")]);
    } else if lockfile.demand == Demand::Imports {
        row(page, "demand", vec![Word::own("every import counts")]);
    }
    let mut imports = vec![Word::own(format!("{called} of {} remain", demanded.len()))];
    if types_only > 0 {
        imports.push(Word::own(format!("and {types_only} for types only")));
    }
    row(page, "imports", imports);
    if let Some(sink) = lockfile.observe {
        let recorded = lockfile.symbols.iter().filter(|symbol| matches!(symbol.provider, Provider::Record | Provider::Guard)).count();
        let to = match sink {
            Observe::Stderr => "stderr",
            Observe::Logging => "the host's log",
        };
        row(page, "observed", vec![Word::own(format!("calls of {} are recorded, to {to}", count(recorded, "function"))).style(WARN)]);
    }
    row(page, "exports", vec![Word::own(format!("{kept} of {}", lockfile.exports.len()))]);
    if kept == 0 {
        row(page, "", vec![Word::own("nothing is exported, so no host can call it").style(WARN)]);
    }
}

/// Whether a call is refused: what is virtual answers without the host.
fn is_denied(symbol: &SymbolGrant) -> bool {
    symbol.outcome == Outcome::Deny && symbol.provider != Provider::Virtual
}

/// What the artifact has in itself, and the functions that work on that alone.
fn virtuals(page: &mut Page, lockfile: &Lockfile) {
    if lockfile.provisions.is_empty() {
        return;
    }
    let of: Vec<_> = lockfile.symbols.iter().filter(|symbol| symbol.provider == Provider::Virtual).collect();
    page.section("VIRTUAL", GOOD, [Word::own(count(of.len(), "function")).style(ASIDE)]);
    for provision in &lockfile.provisions {
        let what = match provision.what {
            What::Arg => "argument",
            What::Clock => "clocks",
            What::Config => "config",
            What::Cwd => "working directory",
            What::Embed => "embedded folder",
            What::Env => "variable",
            What::File => "file",
            What::Scratch => "scratch folder",
            What::Stderr => "stderr",
            What::Stdin => "stdin",
            What::Stdout => "stdout",
        };
        let name = provision.name.as_ref().map(|name| Word::untrusted(name).style(TITLE));
        let value = provision.value.as_ref().map(|value| Word::untrusted(value).gap(2));
        let size = provision.size.map(|bytes| Word::own(size(bytes)).style(ASIDE).gap(2));
        page.hanging(2, 4, std::iter::once(Word::own(what)).chain(name).chain(value).chain(size));
    }
    interfaces(page, &of);
}

/// Whether calls say little about what the agent does.
fn is_interpreter(lockfile: &Lockfile) -> bool {
    lockfile.symbols.iter().any(|symbol| symbol.evidence.as_ref().is_some_and(|evidence| evidence.reach == Reach::InterpreterLike))
}

/// What is imported and never called: nobody has to permit it.
fn uncalled(page: &mut Page, lockfile: &Lockfile) {
    let mut imports: BTreeMap<&str, Vec<Word>> = BTreeMap::new();
    for symbol in lockfile.symbols.iter().filter(|symbol| symbol.outcome == Outcome::Unreached) {
        imports.entry(&symbol.import).or_default().push(Word::untrusted(function_name(&symbol.function)).gap(2));
    }
    let total = imports.values().map(Vec::len).sum();
    if total == 0 {
        return;
    }
    page.section("NOT CALLED", TITLE, [Word::own(count(total, "function")).style(ASIDE)]);
    page.line(2, [Word::own("no call from a granted export reaches these; one would trap")]);
    for (import, names) in imports {
        page.line(4, [Word::untrusted(import).style(NAME)]);
        page.hanging(6, 6, names);
    }
}

/// The call path to the first of some functions that were denied: what would miss them.
fn reached_by(page: &mut Page, symbols: &[&SymbolGrant]) {
    let denied = symbols.iter().filter(|symbol| is_denied(symbol) && !symbol.actions.is_empty());
    // Numbers say nothing to people: `explain` and the lockfile have them.
    let is_telling = |evidence: &&Evidence| {
        let steps = || evidence.path.iter().skip(1).filter(|step| *step != "...");
        let named = steps().filter(|step| !step.starts_with("function ")).count();
        named * 2 >= steps().count() && evidence.reach != Reach::InterpreterLike
    };
    let paths = denied.filter_map(|symbol| symbol.evidence.as_ref()).filter(is_telling);
    if let Some(evidence) = paths.min_by_key(|evidence| (evidence.reach, evidence.path.len())) {
        page.hanging(6, 8, path(evidence));
    }
}

/// A call path, in words.
pub fn path(evidence: &Evidence) -> Vec<Word> {
    let last = evidence.path.len().saturating_sub(1);
    let step = |(number, step): (usize, &String)| Word::untrusted(&format!("{step}{}", if number < last { " >" } else { "" })).style(ASIDE);
    std::iter::once(Word::own("by").style(ASIDE)).chain(evidence.path.iter().enumerate().map(step)).collect()
}

fn contents(contents: &Contents) -> Vec<Word> {
    vec![Word::own(size(contents.size)), Word::own(digest(&contents.sha256)).style(ASIDE).gap(2)]
}

/// Why a function has its outcome, as the reader sees it: functions with equal keys share a heading.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Decision<'a> {
    inert: bool,
    undecided: bool,
    policies: &'a [PolicyRef],
    reason: Option<&'a str>,
    nearest: Option<&'a Nearest>,
    conditions: Vec<(Option<&'a str>, &'a str)>,
    limits: Vec<(&'a str, u32)>,
}

fn functions(
    page: &mut Page,
    title: &str,
    style: anstyle::Style,
    lockfile: &Lockfile,
    notes: &LinkNotes,
    wanted: impl Fn(&SymbolGrant) -> bool,
) {
    let mut decisions: BTreeMap<Decision<'_>, Vec<&SymbolGrant>> = BTreeMap::new();
    for symbol in lockfile.symbols.iter().filter(|symbol| wanted(symbol)) {
        let inert = symbol.outcome == Outcome::Inert;
        let decision = Decision {
            inert,
            undecided: symbol.policies.is_empty(),
            policies: &symbol.policies,
            // Every inert function has a reason of its own; they are in the lockfile, and here share one heading.
            reason: symbol.reason.as_deref().filter(|_| !inert),
            nearest: notes.nearest_to(symbol),
            conditions: symbol.guard.iter().map(|guard| (None, guard.condition.as_str())).chain(by_action(symbol)).collect(),
            limits: symbol.guard.iter().flat_map(|guard| &guard.limits).map(|limit| (limit.policy.as_str(), limit.calls)).collect(),
        };
        decisions.entry(decision).or_default().push(symbol);
    }
    let total = decisions.values().map(Vec::len).sum();
    if total == 0 {
        return;
    }
    page.section(title, style, [Word::own(count(total, "function")).style(ASIDE)]);
    for (decision, symbols) in decisions {
        heading(page, &decision, symbols[0].outcome);
        interfaces(page, &symbols);
        conditions(page, &decision);
    }
}

/// What decides on each of several actions; `false` for one that is denied.
fn by_action(symbol: &SymbolGrant) -> impl Iterator<Item = (Option<&str>, &str)> {
    symbol.decisions.iter().map(|decision| {
        let condition = match &decision.guard {
            Some(guard) => guard.condition.as_str(),
            None if decision.outcome == Outcome::Allow => "true",
            None => "false",
        };
        (Some(decision.action.as_str()), condition)
    })
}

/// What decides on each call, as Cedar text.
fn conditions(page: &mut Page, decision: &Decision<'_>) {
    for (action, condition) in &decision.conditions {
        let words = condition.split(' ').map(Word::untrusted);
        let action = action.map(|action| Word::own(action).style(TITLE));
        page.hanging(6, 8, action.into_iter().chain([Word::own("when").style(WARN)]).chain(words));
    }
    for (policy, calls) in &decision.limits {
        let calls = count(*calls as usize, "call");
        page.hanging(6, 8, [Word::own("at most").style(WARN), Word::own(calls), Word::own("by"), Word::untrusted(policy).style(TITLE)]);
    }
}

/// What only adapters call: it is among the imports, and the agent has no part in it.
fn used(page: &mut Page, lockfile: &Lockfile) {
    let reaches = |symbol: &&SymbolGrant| matches!(symbol.outcome, Outcome::Allow | Outcome::Inert | Outcome::Guard);
    let granted: BTreeSet<_> =
        lockfile.symbols.iter().filter(reaches).map(|symbol| (symbol.import.as_str(), symbol.function.as_str())).collect();
    let used = lockfile.components.iter().flat_map(|component| &component.uses).filter_map(|name| name.split_once('#'));
    let mut imports: BTreeMap<&str, Vec<Word>> = BTreeMap::new();
    // Several adapters may use one.
    let mut told = BTreeSet::new();
    for (import, function) in used.filter(|name| !granted.contains(name) && told.insert(*name)) {
        imports.entry(import).or_default().push(Word::untrusted(function_name(function)).gap(2));
    }
    let total = imports.values().map(Vec::len).sum();
    if total == 0 {
        return;
    }
    let is_observed = lockfile.observe.is_some();
    page.section(
        if is_observed { "USED BY ADAPTERS" } else { "USED BY GUARDS" },
        TITLE,
        [Word::own(count(total, "function")).style(ASIDE)],
    );
    let why = if is_observed { "to see what a call acts on, and to record it;" } else { "to see what a call acts on;" };
    page.line(2, [Word::own(format!("{why} the agent cannot call these"))]);
    for (import, names) in imports {
        page.line(4, [Word::untrusted(import).style(NAME)]);
        page.hanging(6, 6, names);
    }
}

fn heading(page: &mut Page, decision: &Decision<'_>, outcome: Outcome) {
    let verb = match outcome {
        Outcome::Allow | Outcome::Inert => "permit",
        Outcome::Guard => "policy",
        Outcome::Deny | Outcome::Unreached => "forbid",
    };
    for policy in decision.policies.iter().filter(|_| !decision.inert) {
        page.line(2, std::iter::once(Word::own(verb)).chain(policy_words(policy)));
    }
    if decision.inert {
        page.line(2, [Word::own("no authority by itself; follows what is granted")]);
    } else if let Some(reason) = decision.reason {
        page.line(2, [Word::untrusted(reason)]);
    } else if decision.policies.is_empty() {
        page.line(2, [Word::own("no permit matches")]);
    }
    if let Some(Nearest { policy, differs }) = decision.nearest {
        let near = std::iter::once(Word::own("nearest: permit")).chain(policy_words(policy));
        page.hanging(2, 4, near.chain([Word::own(differs.as_str()).style(WARN).gap(2)]));
    }
}

fn policy_words(policy: &PolicyRef) -> [Word; 2] {
    [Word::untrusted(&policy.id).style(TITLE), Word::untrusted(&policy.file).then(&format!(":{}", policy.line)).style(ASIDE).gap(2)]
}

fn interfaces(page: &mut Page, symbols: &[&SymbolGrant]) {
    let mut interfaces: BTreeMap<(&str, Option<&str>, Provider), Vec<&SymbolGrant>> = BTreeMap::new();
    for symbol in symbols {
        interfaces.entry((&symbol.import, symbol.returns.as_deref(), symbol.provider)).or_default().push(symbol);
    }
    for ((import, returns, provider), symbols) in interfaces {
        let mut line = vec![Word::untrusted(import).style(NAME)];
        let needs_policy = symbols.iter().filter(|symbol| symbol.outcome != Outcome::Inert);
        let actions = shown_actions(import, needs_policy.flat_map(|symbol| &symbol.actions));
        if !actions.is_empty() {
            line.push(Word::untrusted(&actions.join(", ")).style(ASIDE).gap(2));
        }
        page.line(4, line);
        let names = symbols.iter().filter(|symbol| !symbol.function.is_empty());
        let mut names: Vec<_> = names.map(|symbol| Word::untrusted(function_name(&symbol.function)).gap(2)).collect();
        if let Some(effect) = effect(provider, returns) {
            names.push(Word::own("->").gap(2).style(ASIDE));
            names.push(effect.style(ASIDE));
        }
        if !names.is_empty() {
            page.hanging(6, 6, names);
        }
        reached_by(page, &symbols);
    }
}

/// What a call does, unless it reaches the host.
fn effect(provider: Provider, returns: Option<&str>) -> Option<Word> {
    match (provider, returns) {
        // That all are recorded is said once.
        (Provider::PassThrough | Provider::Record | Provider::Virtual, _) => None,
        (Provider::Guard | Provider::Membrane, Some("trap")) => Some(Word::own("else traps")),
        (Provider::Guard | Provider::Membrane, Some("goes nowhere")) => Some(Word::own("else goes nowhere")),
        (Provider::Guard | Provider::Membrane, Some(value)) => Some(Word::untrusted(&format!("else returns {value}"))),
        (Provider::Membrane, None) => None,
        (Provider::Guard, None) => Some(Word::own("else is refused")),
        (Provider::Trap, _) => Some(Word::own("traps")),
        (Provider::Sink, _) => Some(Word::own("goes nowhere")),
        (Provider::Stub, Some(value)) => Some(Word::untrusted(&format!("returns {value}"))),
        (Provider::Stub, None) => Some(Word::own("is refused")),
    }
}

fn unused(page: &mut Page, report: &Report<'_>) {
    let unused = &report.notes.unused;
    if unused.is_empty() {
        return;
    }
    page.section("PERMITTED BUT NOT NEEDED", WARN, [Word::own(count(unused.len(), "permit")).style(ASIDE)]);
    for permit in unused {
        page.line(2, std::iter::once(Word::own("permit")).chain(policy_words(permit)));
    }
}

fn exports(page: &mut Page, lockfile: &Lockfile) {
    let called: Vec<_> = lockfile.exports.iter().filter(|export| export.sort != Sort::Type).collect();
    if called.is_empty() {
        return;
    }
    page.section("EXPORTS", TITLE, []);
    for export in &called {
        let kept = export.outcome == Outcome::Allow;
        let state = if kept { Word::own("kept  ").style(GOOD) } else { Word::own("denied").style(BAD) };
        let mut words = vec![state, Word::untrusted(&export.name).style(NAME).gap(2)];
        for policy in &export.policies {
            words.push(Word::own(if kept { "permit" } else { "forbid" }).gap(2));
            words.extend(policy_words(policy));
        }
        if !kept && export.policies.is_empty() {
            words.push(Word::own("no permit matches").style(ASIDE).gap(2));
        }
        page.hanging(2, 10, words);
        if !export.resources.is_empty() {
            page.hanging(10, 12, [Word::own("handles host resources:"), Word::untrusted(&export.resources.join(", "))]);
        }
    }
    if let Some(export) =
        called.iter().find(|export| export.policies.is_empty()).filter(|_| !called.iter().any(|export| export.outcome == Outcome::Allow))
    {
        page.line(2, [Word::own("to keep one:").style(WARN)]);
        let interface = run_line::unversioned(&export.name);
        page.hanging(4, 6, permit_export(&lockfile.principal, interface).iter().map(|word| Word::untrusted(word)));
    }
}

/// The policy that keeps an export.
fn permit_export(principal: &str, interface: &str) -> [String; 3] {
    [
        format!("permit(principal == {principal},"),
        "action == Action::\"export\",".into(),
        format!("resource == Wit::Interface::\"{interface}\");"),
    ]
}

#[cfg(test)]
#[path = "link_tests.rs"]
mod tests;
