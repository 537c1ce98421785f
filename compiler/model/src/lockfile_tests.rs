//! Lockfiles as text: what is read, and what is refused.

use super::*;

fn sample() -> Lockfile {
    let contents = Contents { sha256: Digest::of(b"agent"), size: 5 };
    Lockfile {
        lockfile: FORMAT,
        tool: "caplink 0.1.0".into(),
        catalogue: Digest::of(b""),
        principal: "Agent::\"x\u{202e}\"".into(),
        demand: Demand::Imports,
        agent: contents,
        policies: vec![Source { file: "a.cedar".into(), sha256: Digest::of(b"a") }],
        schemas: vec![],
        entities: None,
        links: None,
        observe: None,
        provisions: vec![],
        features: vec![],
        imports: vec![Import { name: "a:b/c@1.0.0".into(), sort: Sort::Instance, functions: vec!["f".into()], resources: vec![] }],
        components: vec![Component { name: "agent".into(), role: Role::Agent, sha256: contents.sha256, size: 5, uses: vec![] }],
        wiring: vec![],
        symbols: vec![],
        exports: vec![],
        tables: vec![],
        artifact: Some(contents),
    }
}

#[test]
fn canonical_text_round_trips_one_fact_a_line() {
    let text = sample().print();
    assert_eq!(Lockfile::parse(&text), Ok(sample()));
    assert!(text.contains("\n    {\"name\": \"a:b/c@1.0.0\", \"sort\": \"instance\", \"functions\": [\"f\"], \"resources\": []}\n"));
    assert!(text.is_ascii());
}

#[test]
fn i8_only_canonical_text_is_read() {
    let text = sample().print();
    let refused = |text: &str| Lockfile::parse(text).expect_err("must be refused");
    assert_eq!(refused(&text.replace("  \"tool\"", " \"tool\"")), LockfileError::NotCanonical(3));
    assert_eq!(refused(&text.replace("\"lockfile\": 4", "\"lockfile\": 2")), LockfileError::Version(2));
    for broken in [
        text.replace("\"schemas\": []", "\"schemas\": [], \"schemas\": []"),
        text.replace("\"schemas\": []", "\"schemas\": [], \"x\": 1"),
        text.replace("\"lockfile\": 4", "\"lockfile\": \"4\""),
        text.replace("\"schemas\": [],\n", ""),
        text[..text.len() - 3].to_string(),
        format!("{text}{{}}"),
    ] {
        assert!(matches!(refused(&broken), LockfileError::Shape(_)), "{broken}");
    }
}
#[test]
fn i8_tables_are_those_of_the_guards() {
    let guard = |table| Guard { condition: "true".into(), inputs: vec![], permits: vec![], forbids: vec![], limits: vec![], table };
    let symbol = |table: &[u8]| SymbolGrant {
        import: "a:b/c@1.0.0".into(),
        function: "f".into(),
        outcome: Outcome::Guard,
        provider: Provider::Guard,
        returns: None,
        actions: vec![],
        policies: vec![],
        reason: None,
        guard: Some(guard(Digest::of(table))),
        decisions: vec![],
        evidence: None,
    };
    let with = |tables: Vec<Table>| Lockfile { symbols: vec![symbol(b"a"), symbol(b"b")], tables, ..sample() };
    let mut both = vec![Table::of(b"a"), Table::of(b"b")];
    both.sort_by_key(|table| table.sha256);
    let good = with(both.clone());
    assert_eq!(Lockfile::parse(&good.print()), Ok(good.clone()));
    assert_eq!(Lockfile::parse(&good.without_artifact().print()), Ok(good.without_artifact()));
    let refused = |tables| Lockfile::parse(&with(tables).print()).expect_err("must be refused");
    both.reverse();
    assert_eq!(refused(both.clone()), LockfileError::Tables);
    assert_eq!(refused(vec![Table::of(b"a")]), LockfileError::NoTable(Digest::of(b"b")));
    let mut third = [both.clone(), vec![Table::of(b"c")]].concat();
    third.sort_by_key(|table| table.sha256);
    assert_eq!(refused(third), LockfileError::Tables);
    for bytes in ["Yg", "Yh==", "????", "YQ=="] {
        let wrong = Table { sha256: Digest::of(b"b"), bytes: bytes.into() };
        assert_eq!(refused(vec![wrong]), LockfileError::Table(Digest::of(b"b")), "{bytes}");
    }
}
