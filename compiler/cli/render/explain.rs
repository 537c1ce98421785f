//! The answers of `caplink explain`.
//!
//! In: an explanation. Out: text or JSON. Must hold: names, paths and constants are the agent's own texts, and are escaped here; what was not decided is never told as a decision.

use super::json::print;
use super::layout::{ASIDE, BAD, GOOD, NAME, Page, TITLE, WARN, Word};
use caplink_linker::diff::asked::{Holds, Said, Verdict};
use caplink_linker::explain::{Explained, Explanation};
use caplink_linker::reach::{Confidence, Literals, Stop};
use caplink_model::lockfile::{Demand, Outcome, PolicyRef, Provider, Reach, SymbolGrant};
use serde_json::{Value, json};

/// As text.
pub fn render(explanation: &Explanation<'_>) -> String {
    let mut page = Page::default();
    let lockfile = &explanation.release.lockfile;
    page.line(0, [Word::untrusted(&explanation.release.name).style(TITLE), Word::own("for"), Word::untrusted(&lockfile.principal)]);
    if let Some(request) = &explanation.request {
        page.hanging(0, 2, [Word::untrusted(request).style(TITLE)]);
        overall(&mut page, explanation);
    } else if explanation.functions.is_empty() && explanation.exports.is_empty() {
        page.line(2, [Word::own("the agent imports no function of this action")]);
    }
    for function in &explanation.functions {
        page.blank();
        self::function(&mut page, function, lockfile.demand);
    }
    for export in &explanation.exports {
        page.blank();
        page.line(0, [Word::own("export"), Word::untrusted(&export.name).style(NAME)]);
        let kept = export.outcome == Outcome::Allow;
        let (state, style) = if kept { ("kept", GOOD) } else { ("denied", BAD) };
        styled(&mut page, state, style, vec![Word::own(if kept { "the host may call it" } else { "the host cannot call it" })]);
        policies(&mut page, &export.policies, kept);
        if !kept && export.policies.is_empty() {
            row(&mut page, "", vec![Word::own("no permit matches")]);
        }
    }
    page.finish()
}

/// One line for the request, over all functions.
fn overall(page: &mut Page, explanation: &Explanation<'_>) {
    let allowed: Vec<Holds> = explanation.functions.iter().filter_map(|function| Some(function.verdict.as_ref()?.allowed)).collect();
    let any = |holds: Holds| allowed.contains(&holds);
    let (word, style) = if any(Holds::Always) {
        ("allowed", GOOD)
    } else if any(Holds::Sometimes) {
        ("allowed for some of these calls", WARN)
    } else if any(Holds::Unknown) {
        ("not decided: no proof was found either way", WARN)
    } else {
        ("denied", BAD)
    };
    page.line(2, [Word::own(word).style(style)]);
    if explanation.functions.is_empty() {
        page.line(2, [Word::own("the agent imports no function of this action")]);
    }
}

fn row(page: &mut Page, label: &str, words: Vec<Word>) {
    styled(page, label, anstyle::Style::new(), words);
}

fn styled(page: &mut Page, label: &str, style: anstyle::Style, words: Vec<Word>) {
    page.hanging(2, 13, std::iter::once(Word::own(format!("{label:10}")).style(style)).chain(words));
}

fn function(page: &mut Page, function: &Explained<'_>, demand: Demand) {
    let symbol = function.symbol;
    let actions = super::shown_actions(&symbol.import, &symbol.actions);
    let own = if symbol.function.is_empty() { String::new() } else { format!("#{}", symbol.function) };
    let name = Word::untrusted(&format!("{}{own}", symbol.import)).style(NAME);
    let aside = (!actions.is_empty()).then(|| Word::untrusted(&actions.join(", ")).style(ASIDE).gap(2));
    page.hanging(0, 2, std::iter::once(name).chain(aside));
    let (word, style) = outcome(symbol);
    styled(page, word, style, consequence(symbol).split(' ').map(Word::own).collect());
    match &function.verdict {
        Some(verdict) => self::verdict(page, verdict),
        None => {
            policies(page, &symbol.policies, !symbol.outcome.is_refused());
            if let Some(guard) = &symbol.guard {
                row(page, "when", guard.condition.split(' ').map(Word::untrusted).collect());
                for limit in &guard.limits {
                    row(page, "at most", vec![Word::own(format!("{} calls by", limit.calls)), Word::untrusted(&limit.policy)]);
                }
            }
        }
    }
    if let Some(reason) = symbol.reason.as_ref().filter(|_| symbol.outcome != Outcome::Unreached) {
        row(page, "because", reason.split(' ').map(Word::untrusted).collect());
    }
    called(page, function, demand);
    for literals in function.called.iter().flat_map(|told| &told.literals) {
        self::literals(page, literals);
    }
}

fn outcome(symbol: &SymbolGrant) -> (&'static str, anstyle::Style) {
    match symbol.outcome {
        Outcome::Allow => ("granted", GOOD),
        Outcome::Guard => ("guarded", WARN),
        Outcome::Inert => ("inert", GOOD),
        Outcome::Deny => ("denied", BAD),
        Outcome::Unreached => ("uncalled", TITLE),
    }
}

fn consequence(symbol: &SymbolGrant) -> String {
    let returns = || caplink_model::text::escape(symbol.returns.as_deref().unwrap_or("an error"));
    match (symbol.outcome, symbol.provider) {
        (Outcome::Allow, _) => "every call goes to the host".into(),
        (Outcome::Inert, _) => "no authority by itself; it follows what is granted".into(),
        (Outcome::Guard, _) => format!("each call is decided on; a refused one gets: {}", returns()),
        (_, Provider::Trap) => "a call traps".into(),
        (_, Provider::Virtual) => "the artifact answers by itself, without the host".into(),
        (_, Provider::Sink) => "a call goes nowhere".into(),
        _ => format!("a call gets: {}", returns()),
    }
}

fn policies(page: &mut Page, policies: &[PolicyRef], permits: bool) {
    for policy in policies {
        let place = Word::untrusted(&policy.file).then(&format!(":{}", policy.line)).style(ASIDE).gap(2);
        row(page, if permits { "by" } else { "forbid" }, vec![Word::untrusted(&policy.id).style(TITLE), place]);
    }
}

fn verdict(page: &mut Page, verdict: &Verdict) {
    let (word, style) = match verdict.allowed {
        Holds::Always => ("allowed", GOOD),
        Holds::Sometimes => ("allowed for some of these calls, denied for others", WARN),
        Holds::Never => ("denied", BAD),
        Holds::Unknown => ("not decided: no proof was found either way", WARN),
    };
    row(page, "decision", vec![Word::own(word).style(style)]);
    for (label, example) in [("allowed", &verdict.example), ("denied", &verdict.counterexample)] {
        if let Some(example) = example {
            let example = if example.is_empty() { "any call" } else { example };
            row(page, label, example.split(' ').map(Word::untrusted).collect());
        }
    }
    if verdict.is_unnamed {
        row(page, "", vec![Word::own("no permit names this host, address or method, and it is one that must be named")]);
    }
    let decisive = |said: &&Said| match verdict.allowed {
        // What matters: permits that hold, and forbids that do.
        Holds::Always => said.permits && said.holds != Holds::Never,
        _ => said.permits || said.holds != Holds::Never,
    };
    for said in verdict.rules.iter().filter(decisive) {
        rule(page, said);
    }
    if verdict.rules.is_empty() && verdict.allowed == Holds::Never {
        row(page, "", vec![Word::own("no permit matches")]);
    }
}

fn rule(page: &mut Page, said: &Said) {
    let label = if said.permits { "permit" } else { "forbid" };
    let place = Word::untrusted(&said.policy.file).then(&format!(":{}", said.policy.line)).style(ASIDE).gap(2);
    let holds = match said.holds {
        Holds::Always => Word::own("holds").style(if said.permits { GOOD } else { BAD }),
        Holds::Sometimes => Word::own("holds for some").style(WARN),
        Holds::Never => Word::own("does not hold").style(if said.permits { BAD } else { ASIDE }),
        Holds::Unknown => Word::own("not decided").style(WARN),
    };
    let mut words = vec![Word::untrusted(&said.policy.id).style(TITLE), place, holds.gap(2)];
    if !said.fails_on.is_empty() {
        let names: Vec<_> = said.fails_on.iter().map(String::as_str).collect();
        words.push(Word::own("by"));
        words.push(Word::untrusted(&names.join(", ")));
    }
    words.extend(said.limit.map(|calls| Word::own(format!("for at most {calls} calls"))));
    row(page, label, words);
    if let Some(condition) = &said.condition {
        page.hanging(13, 15, condition.split(' ').map(|word| Word::untrusted(word).style(ASIDE)));
    }
}

fn called(page: &mut Page, function: &Explained<'_>, demand: Demand) {
    let reach = function.called.as_ref().map(|told| told.reach).or(function.locked.map(|locked| locked.reach));
    let how = match reach {
        Some(Reach::Direct) => "by calls that name what they call",
        Some(Reach::Table) => "through a table: its type fits; whether the call happens is not known",
        Some(Reach::InterpreterLike) => "as data decides: this agent is interpreter-like, so rely on policy",
        None if demand == Demand::Imports && function.called.is_none() => "not looked for: every import counts as demanded",
        None => "no call from a granted export reaches it",
    };
    row(page, "called", how.split(' ').map(Word::own).collect());
    let steps: Vec<Word> = match (&function.called, function.locked) {
        (Some(told), _) => told.path.iter().map(stop).collect(),
        (None, Some(locked)) => locked.path.iter().map(|step| Word::untrusted(step)).collect(),
        (None, None) => vec![],
    };
    for (number, step) in steps.into_iter().enumerate() {
        page.hanging(13, 17, [Word::own(if number == 0 { "  " } else { "> " }), step.gap(0)]);
    }
    if !function.by_others.is_empty() {
        let names: Vec<_> = function.by_others.iter().map(String::as_str).collect();
        row(page, "", vec![Word::own("it would be called from exports that are not granted:"), Word::untrusted(&names.join(", "))]);
    }
}

fn stop(stop: &Stop) -> Word {
    let module = stop.module.as_ref().map_or(String::new(), |module| format!(" in {module}"));
    let table = if stop.through_table { ", through a table" } else { "" };
    let place = stop.place.as_ref().map_or(String::new(), |place| format!("  {place}"));
    Word::untrusted(&format!("{}{module}{table}{place}", stop.name))
}

fn literals(page: &mut Page, literals: &Literals) {
    let values: Vec<_> = literals.values.iter().map(|value| Word::untrusted(&format!("{value:?}")).gap(1)).collect();
    let how = match literals.confidence {
        Confidence::Proved => "in every call:",
        Confidence::Nearby => "found nearby:",
        Confidence::Unknown => return,
    };
    row(page, "constants", [Word::untrusted(&literals.parameter), Word::own(how).style(ASIDE)].into_iter().chain(values).collect());
}

/// As JSON.
pub fn json(explanation: &Explanation<'_>) -> String {
    let functions: Vec<_> = explanation.functions.iter().map(of_function).collect();
    let exports = explanation.exports.iter().map(
        |export| json!({ "name": export.name, "granted": export.outcome == Outcome::Allow, "policies": of_policies(&export.policies) }),
    );
    let exports: Vec<_> = exports.collect();
    print(&json!({
        "release": explanation.release.name,
        "principal": explanation.release.lockfile.principal,
        "demand": explanation.release.lockfile.demand.to_string(),
        "request": explanation.request,
        "functions": functions,
        "exports": exports,
    }))
}

fn of_policies(policies: &[PolicyRef]) -> Vec<Value> {
    policies.iter().map(|policy| json!({ "id": policy.id, "file": policy.file, "line": policy.line })).collect()
}

fn of_function(function: &Explained<'_>) -> Value {
    let symbol = function.symbol;
    let path: Option<Value> = match (&function.called, function.locked) {
        (Some(told), _) => Some(told.path.iter().map(of_stop).collect()),
        (None, Some(locked)) => Some(locked.path.iter().map(|step| json!({ "name": step })).collect()),
        (None, None) => None,
    };
    let reach = function.called.as_ref().map(|told| told.reach).or(function.locked.map(|locked| locked.reach)).map(super::json::reach);
    let literals = function.called.iter().flat_map(|told| &told.literals).map(|literals| {
        let confidence = match literals.confidence {
            Confidence::Proved => "proved",
            Confidence::Nearby => "nearby",
            Confidence::Unknown => "unknown",
        };
        json!({ "parameter": literals.parameter, "values": literals.values, "confidence": confidence })
    });
    let literals: Vec<_> = literals.collect();
    json!({
        "import": symbol.import,
        "function": symbol.function,
        "outcome": super::json::outcome(symbol.outcome),
        "provider": super::json::provider(symbol.provider),
        "returns": symbol.returns,
        "actions": symbol.actions,
        "policies": of_policies(&symbol.policies),
        "reason": symbol.reason,
        "condition": symbol.guard.as_ref().map(|guard| &guard.condition),
        "reach": reach,
        "path": path,
        "only_from": function.by_others,
        "literals": literals,
        "verdict": function.verdict.as_ref().map(of_verdict),
    })
}

fn of_stop(stop: &Stop) -> Value {
    json!({ "name": stop.name, "module": stop.module, "through_table": stop.through_table, "place": stop.place })
}

fn holds(holds: Holds) -> &'static str {
    match holds {
        Holds::Always => "always",
        Holds::Sometimes => "sometimes",
        Holds::Never => "never",
        Holds::Unknown => "unknown",
    }
}

fn of_verdict(verdict: &Verdict) -> Value {
    let rules = verdict.rules.iter().map(|said| {
        json!({
            "effect": if said.permits { "permit" } else { "forbid" },
            "policy": { "id": said.policy.id, "file": said.policy.file, "line": said.policy.line },
            "holds": holds(said.holds),
            "fails_on": said.fails_on,
            "condition": said.condition,
            "limit": said.limit,
        })
    });
    let rules: Vec<_> = rules.collect();
    json!({
        "allowed": holds(verdict.allowed),
        "allowed_example": verdict.example,
        "denied_example": verdict.counterexample,
        "must_be_named": verdict.is_unnamed,
        "rules": rules,
    })
}
