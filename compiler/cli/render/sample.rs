//! Lockfiles for tests of the reports.

use caplink_model::Digest;
use caplink_model::lockfile::{Contents, Export, FORMAT, Import, Lockfile, Outcome, PolicyRef, Provider, Sort, SymbolGrant};

/// A lockfile with these imports and granted exports.
pub fn lockfile(imports: &[(&str, &[&str])], exports: &[(&str, Sort)]) -> Lockfile {
    let contents = Contents { sha256: Digest::of(b"agent"), size: 12_018_738 };
    let import = |(name, functions): &(&str, &[&str])| Import {
        name: (*name).into(),
        sort: if name.contains(':') { Sort::Instance } else { Sort::Func },
        functions: functions.iter().map(ToString::to_string).collect(),
        resources: vec![],
    };
    Lockfile {
        lockfile: FORMAT,
        tool: "caplink 0.1.0".into(),
        catalogue: Digest::of(b""),
        principal: "Agent::\"billing\"".into(),
        demand: caplink_model::lockfile::Demand::Reachable,
        agent: contents,
        policies: vec![],
        schemas: vec![],
        entities: None,
        links: None,
        observe: None,
        provisions: vec![],
        features: vec![],
        imports: imports.iter().map(import).collect(),
        components: vec![],
        wiring: vec![],
        symbols: vec![],
        exports: exports.iter().map(|(name, sort)| export(name, *sort, Outcome::Allow)).collect(),
        tables: vec![],
        artifact: Some(Contents { sha256: Digest::of(b"artifact"), size: 12_031_242 }),
    }
}

/// An export.
pub fn export(name: &str, sort: Sort, outcome: Outcome) -> Export {
    Export { name: name.into(), sort, outcome, functions: vec![], resources: vec![], policies: vec![] }
}

/// A policy.
pub fn policy(id: &str, file: &str, line: u32) -> PolicyRef {
    PolicyRef { id: id.into(), file: file.into(), line }
}

/// A function that the host provides.
pub fn granted(import: &str, function: &str, actions: &[&str], policy: PolicyRef) -> SymbolGrant {
    SymbolGrant {
        import: import.into(),
        function: function.into(),
        outcome: Outcome::Allow,
        provider: Provider::PassThrough,
        returns: None,
        actions: actions.iter().map(ToString::to_string).collect(),
        policies: vec![policy],
        reason: None,
        guard: None,
        decisions: vec![],
        evidence: None,
    }
}

/// A function that is refused because nothing permits it.
pub fn denied(import: &str, function: &str, actions: &[&str], returns: &str) -> SymbolGrant {
    let traps = returns == "trap";
    SymbolGrant {
        outcome: Outcome::Deny,
        provider: if traps { Provider::Trap } else { Provider::Stub },
        returns: Some(returns.into()),
        policies: vec![],
        reason: Some("no permit matches".into()),
        ..granted(import, function, actions, policy("", "", 0))
    }
}
