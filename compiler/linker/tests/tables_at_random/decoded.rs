//! Tables read back: the conditions of random rules, of tables that were changed, and of one table for each operation mean what they meant, and a frame that is
//! made of a call's values is decided on as the call is.

use super::*;
use caplink_guard::format::{HEADER, START, op, word};
use caplink_linker::guard::decode::{Decoded, decode as read};
use caplink_linker::guard::frame::{self, frame};
use caplink_linker::guard::simplify::value::{self, Value as Told};
use caplink_linker::guard::simplify::{self, Position};
use caplink_linker::solve::{Answer, Domain, Ids, Outcome, Text, satisfy};

/// A value as rules see it, whose types say more.
fn told(place: &Place, value: &Value) -> Told {
    match (&place.kind, value) {
        (_, Value::Bool(value)) => Told::Bool(*value),
        (Kind::Decimal, Value::Number(value)) => Told::Decimal(*value),
        (Kind::Datetime, Value::Number(value)) => Told::Datetime(*value),
        (Kind::Duration, Value::Number(value)) => Told::Duration(*value),
        (_, Value::Number(value)) => Told::Long(*value),
        (Kind::Entity(kind), Value::Text(id)) => Told::Entity(EntityName { kind: kind.clone(), id: id.clone() }),
        (_, Value::Text(text)) => Told::String(text.clone()),
        (_, Value::Ip(ip)) => Told::Ip(*ip),
        (Kind::Set(_, element), Value::Set(values)) => Told::Set(values.iter().map(|value| told(element, value)).collect()),
        (Kind::Record(fields), Value::Record(values)) => {
            let place = |name: &String| &fields.iter().find(|(field, _)| field == name).expect("it is stored").1;
            Told::Record(values.iter().map(|(name, value)| (name.clone(), told(place(name), value))).collect())
        }
        other => panic!("{other:?} was not stored"),
    }
}

/// The place of a path.
fn placed<'p>(places: &'p Places, path: &Path) -> &'p Place {
    let root = match path.root {
        Root::Context => &places.context,
        _ => places.resource.as_ref().expect("it has a place"),
    };
    path.attributes.iter().fold(root, |place, name| {
        let Kind::Record(fields) = &place.kind else { panic!("{path} has no place") };
        &fields.iter().find(|(field, _)| field == name).expect("it has a place").1
    })
}

/// What the decoded conditions say.
fn ruled(decoded: &Decoded, call: value::Call<'_>, counters: &mut [u32]) -> bool {
    let holds = |condition: &Expr| value::evaluate(condition, call);
    if decoded.forbids.iter().any(|condition| holds(condition) != Some(Told::Bool(false))) {
        return false;
    }
    if decoded.permits.iter().any(|condition| holds(condition) == Some(Told::Bool(true))) {
        return true;
    }
    decoded.limited.iter().any(|(condition, limit)| {
        let takes = holds(condition) == Some(Told::Bool(true)) && counters[*limit as usize] > 0;
        counters[*limit as usize] -= u32::from(takes);
        takes
    })
}

/// The same rules again, as far as a table tells them.
fn rules_of(decoded: &Decoded, limits: &[u32]) -> Rules {
    let free = decoded.permits.iter().map(|condition| rule(condition.clone(), None));
    let limited = decoded.limited.iter().map(|(condition, limit)| rule(condition.clone(), Some(limits[*limit as usize])));
    Rules {
        permits: free.chain(limited).collect(),
        forbids: decoded.forbids.iter().map(|condition| rule(condition.clone(), None)).collect(),
    }
}

/// Whether the conditions that a table of rules gives, in their simplest form as those that are linked, are written as the very same table.
fn comes_to_rest(rules: &Rules, host: bool) -> bool {
    let mut rules = rules.clone();
    rules.permits.iter_mut().for_each(|rule| rule.condition = simplify::condition(rule.condition.clone(), Position::Permit));
    rules.forbids.iter_mut().for_each(|rule| rule.condition = simplify::condition(rule.condition.clone(), Position::Forbid));
    let round = |rules: &Rules| {
        let table = encode(rules, &places(host)).expect("everything has a place");
        let decoded = read(&table.bytes).expect("it was just written");
        let rules = rules_of(&decoded, &table.limits);
        (table.bytes, rules)
    };
    let (first, rules) = round(&rules);
    let (second, rules) = round(&rules);
    let (third, _) = round(&rules);
    assert!(second == third, "{rules:#?}");
    first == second
}

/// The operations of a table.
fn operations(table: &[u8]) -> BTreeSet<u32> {
    let words = (HEADER..word(table, 4).expect("a header")).step_by(4).map(|at| word(table, at).expect("a node"));
    words.filter(|head| head & START != 0 && head & 0xff >= op::FALSE).map(|head| head & 0xff).collect()
}

/// Reads a table back, and compares what it says on calls; its operations.
fn read_back(rules: &Rules, random: &mut Random, host: bool, calls: usize) -> BTreeSet<u32> {
    let places = places(host);
    let table = encode(rules, &places).expect("everything has a place");
    let decoded = read(&table.bytes).expect("it was just written");
    let few = rules.permits.len() <= 6 && rules.forbids.len() <= 6;
    for (path, input) in &decoded.inputs {
        let place = placed(&places, path);
        assert_eq!((input.place.offset, &input.place.kind), (place.offset, &place.kind));
    }
    for _ in 0..calls {
        let call = call(random);
        let tell = |path: &Path| Some(told(placed(&places, path), find(&call, path, host)?));
        if few {
            // Then the table has the rules in their own order.
            let read = decoded.permits.iter().chain(decoded.limited.iter().map(|(condition, _)| condition)).chain(&decoded.forbids);
            let (limited, free): (Vec<_>, Vec<_>) = rules.permits.iter().partition(|rule| rule.limit.is_some());
            let written = free.into_iter().chain(limited).chain(&rules.forbids);
            assert_eq!(read.clone().count(), written.clone().count());
            for (read, written) in read.zip(written) {
                let wanted = value::evaluate(&written.condition, &tell);
                assert_eq!(value::evaluate(read, &tell), wanted, "{:#?}\n{read:#?}\n{:?}", written.condition, call.values);
            }
        }
        let (mut plain, mut ours, mut theirs) = (table.limits.clone(), table.limits.clone(), table.limits.clone());
        let wanted = expected(rules, &call, host, &mut plain);
        assert_eq!((ruled(&decoded, &tell, &mut ours), &ours), (wanted, &plain), "{rules:#?}\n{:?}", call.values);
        let frame = frame(&decoded, &tell).expect("it is a call");
        assert_eq!((frame::decide(&table.bytes, &frame, &mut theirs), &theirs), (wanted, &plain), "{rules:#?}\n{:?}", call.values);
    }
    operations(&table.bytes)
}

#[test]
fn conditions_and_frames_of_a_table_decide_as_its_rules_do() {
    let mut random = Random(0x853c_49e6_748f_ea9b);
    let (mut seen, mut same) = (BTreeSet::new(), 0);
    for round in 0..1_500 {
        let host = round % 2 == 0;
        let rules = rules_of_round(round, &mut random);
        seen.extend(read_back(&rules, &mut random, host, 5));
        same += usize::from(comes_to_rest(&rules, host));
    }
    for host in [true, false] {
        for condition in rare(host) {
            let rules = Rules { permits: vec![rule(condition.clone(), None)], forbids: vec![rule(condition, None)] };
            seen.extend(read_back(&rules, &mut random, host, 60));
        }
    }
    // A `u64` that no condition is left to read is in the first table only.
    assert!(same > 1_490, "{same} of 1,500 tables are written again as they were");
    let all: BTreeSet<u32> = (op::FALSE..=op::SUBTRACT).collect();
    assert_eq!(seen, all);
}

#[test]
fn many_rules_that_are_filed_are_read_back() {
    let mut random = Random(0xda3e_39cb_94b9_5bdb);
    for round in 0..30 {
        let host = round % 2 == 0;
        let mut maker = Maker { random: &mut random, host };
        let rules = Rules {
            permits: (0..20 + round * 5).map(|_| rule(maker.filed(), None)).collect(),
            forbids: (0..round % 4 * 3).map(|_| rule(Expr::And(vec![maker.filed(), maker.filed(), maker.filed()]), None)).collect(),
        };
        read_back(&rules, &mut random, host, 20);
    }
}

/// Conditions with what random ones seldom have.
fn rare(host: bool) -> Vec<Expr> {
    let kind = if host { "Net::Host" } else { "Fs::Path" };
    let entity = |id: &str| Expr::Entity(EntityName { kind: kind.to_string(), id: id.to_string() });
    let input = |name: &str| Expr::Input(context(name));
    let boxed = |expr: Expr| Box::new(expr);
    let same = |a, b| Expr::Equal(boxed(a), boxed(b));
    let chosen = || Expr::If(vec![(input("bool"), entity("a.com")), (input("flag"), *resource())], boxed(entity("/data/a")));
    let named = || Expr::Select(boxed(input("method")), BTreeMap::from([("GET".to_string(), *resource())]), boxed(entity("com")));
    let texts = |all: &[&str]| all.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    let hierarchy = if host { Hierarchy::Host } else { Hierarchy::Path };
    let or_fails = |expr| Expr::If(vec![(input("bool"), expr)], boxed(Expr::Fail));
    let mut all = vec![
        same(chosen(), named()),
        same(chosen(), entity("a.com")),
        Expr::Contains(boxed(Expr::Set(vec![chosen(), entity("/x")])), resource()),
        Expr::ContainsAny(boxed(Expr::Set(vec![chosen(), entity("/x")])), boxed(Expr::Set(vec![named()]))),
        Expr::OneOf(boxed(chosen()), texts(&["a.com", "/data", "x.com"])),
        Expr::OneOf(boxed(chosen()), texts(&[])),
        Expr::OneOf(boxed(or_fails(input("text"))), texts(&[])),
        Expr::Under(boxed(chosen()), hierarchy, if host { "com" } else { "/data" }.to_string()),
        Expr::Select(
            boxed(chosen()),
            BTreeMap::from([("a.com".to_string(), Expr::Fail), ("/data".to_string(), input("bool"))]),
            boxed(input("flag")),
        ),
        same(Expr::Record(BTreeMap::from([("e".to_string(), chosen())])), Expr::Record(BTreeMap::from([("e".to_string(), named())]))),
        same(Expr::Record(BTreeMap::from([("x".to_string(), input("s8")), ("y".to_string(), input("y"))])), input("record")),
        Expr::IsEmpty(boxed(Expr::Set(vec![]))),
        Expr::ContainsAll(boxed(Expr::Set(vec![])), boxed(input("longs"))),
        same(Expr::Set(vec![]), input("texts")),
        Expr::And(vec![Expr::Has(context("y")), Expr::Like(boxed(input("y")), vec![Part::Star])]),
        Expr::Like(boxed(input("text")), vec![Part::Literal("a".to_string()), Part::Star, Part::Literal("b".to_string())]),
        same(Expr::ToTime(boxed(input("at"))), Expr::Duration(1)),
        Expr::IsMulticast(boxed(input("ip"))),
        same(input("ip"), input("ip")),
        Expr::Equal(boxed(Expr::Has(context("record"))), boxed(input("flag"))),
        Expr::Not(boxed(Expr::Has(context("longs")))),
        Expr::IsEmpty(boxed(input("longs"))),
        Expr::Fail,
        Expr::Bool(true),
    ];
    // Every shape of ranges, of every type of number.
    for (name, of) in [("s8", Type::Long), ("dec", Type::Decimal), ("at", Type::Datetime), ("for", Type::Duration)] {
        let number = |number| match of {
            Type::Decimal => Expr::Decimal(number),
            Type::Datetime => Expr::Datetime(number),
            Type::Duration => Expr::Duration(number),
            _ => Expr::Long(number),
        };
        let (value, fails) = (|| boxed(input(name)), || boxed(or_fails(input(name))));
        let within =
            |low, high| Expr::And(vec![Expr::LessOrEqual(boxed(number(low)), value()), Expr::LessOrEqual(value(), boxed(number(high)))]);
        all.extend([
            Expr::Less(fails(), boxed(number(i64::MIN))),
            Expr::LessOrEqual(fails(), boxed(number(i64::MAX))),
            Expr::Equal(fails(), boxed(number(i64::MAX))),
            Expr::Less(value(), boxed(number(1))),
            Expr::Less(boxed(number(1)), value()),
            Expr::Not(boxed(Expr::Equal(value(), boxed(number(1))))),
            within(-128, 80),
            Expr::Or(vec![within(2, 100), Expr::Equal(value(), boxed(number(0))), Expr::Less(boxed(number(200)), value())]),
            Expr::Contains(boxed(Expr::Set(vec![number(1), number(2), number(7), number(443), number(i64::MIN)])), fails()),
            Expr::Less(value(), fails()),
            Expr::LessOrEqual(fails(), value()),
            same(*value(), *fails()),
        ]);
    }
    all
}

#[test]
fn a_table_that_was_changed_is_read_as_it_decides_or_refused() {
    let mut random = Random(0x9216_d5d9_8979_fb1b);
    let mut read_at_all = [0; 3];
    for round in 0..16 {
        let host = round % 2 == 0;
        let mut maker = Maker { random: &mut random, host };
        let mut conditions: Vec<_> = (0..3).map(|_| maker.make(Type::Bool, 3)).collect();
        let rules = Rules {
            permits: conditions.split_off(1).into_iter().map(|condition| rule(condition, None)).collect(),
            forbids: conditions.into_iter().filter(|_| round % 4 == 0).map(|condition| rule(condition, None)).collect(),
        };
        let table = encode(&rules, &places(host)).expect("everything has a place").bytes;
        let calls: Vec<_> = (0..4).map(|_| call(&mut random)).collect();
        for at in (0..table.len()).step_by(4) {
            for _ in 0..4 {
                let mut changed = table.clone();
                let other = 4 * random.below(table.len() / 4);
                match random.below(3) {
                    0 => changed.copy_within(other..other + 4, at),
                    1 => changed[at + random.below(4)] ^= 1 << random.below(8),
                    _ => changed[at] = changed[at].wrapping_add(4),
                }
                let Ok(()) = check(&changed) else { continue };
                read_at_all[0] += 1;
                let Ok(decoded) = read(&changed) else { continue };
                read_at_all[1] += 1;
                for call in &calls {
                    let tell = |path: &Path| {
                        let known =
                            path.root == Root::Resource || path.attributes.first().is_some_and(|name| call.values.contains_key(name));
                        let place = if known { &decoded.inputs.get(path)?.place } else { return None };
                        let value = find(call, path, host)?;
                        fits(place, value).then(|| told(place, value))
                    };
                    let Ok(frame) = frame(&decoded, &tell) else { continue };
                    read_at_all[2] += 1;
                    let wanted = ruled(&decoded, &tell, &mut []);
                    assert_eq!(frame::decide(&changed, &frame, &mut []), wanted, "{decoded:#?}\n{:?}", call.values);
                }
            }
        }
    }
    assert!(read_at_all[2] > 2_000, "{read_at_all:?}");
}

/// Whether a value has the type of a place.
fn fits(place: &Place, value: &Value) -> bool {
    match (&place.kind, value) {
        (Kind::Bool | Kind::Flag(_), Value::Bool(_)) | (Kind::Ip, Value::Ip(_)) => true,
        (Kind::Signed(_) | Kind::Unsigned(_) | Kind::Unsigned64 | Kind::Decimal | Kind::Datetime | Kind::Duration, Value::Number(_)) => {
            true
        }
        (Kind::Char | Kind::String | Kind::OneOf(..) | Kind::Entity(_), Value::Text(_)) => true,
        (Kind::Set(_, element), Value::Set(values)) => values.iter().all(|value| fits(element, value)),
        (Kind::Record(fields), Value::Record(values)) => {
            values.iter().all(|(name, value)| fields.iter().any(|(field, place)| field == name && fits(place, value)))
        }
        _ => false,
    }
}

#[test]
fn what_is_proved_of_conditions_holds_for_their_table() {
    let mut random = Random(0xbb67_ae85_84ca_a73b);
    let (mut never, mut sometimes) = (0, 0);
    for round in 0..600 {
        let host = round % 2 == 0;
        let mut maker = Maker { random: &mut random, host };
        let condition = if round % 3 == 0 { maker.make(Type::Bool, 2) } else { maker.filed() };
        let rules = Rules { permits: vec![rule(condition, None)], forbids: vec![] };
        let table = encode(&rules, &places(host)).expect("everything has a place").bytes;
        let decoded = read(&table).expect("it was just written");
        match satisfy(&[(&decoded.permits[0], Outcome::True)], &|path| decoded.domain(path)) {
            Answer::Never => {
                never += 1;
                for _ in 0..20 {
                    let mut call = call(&mut random);
                    call.memory[16 + 31] &= 0x7f;
                    assert!(!decide(&table, &call.memory[..], 16, &mut ()), "{rules:#?}\n{:?}", call.values);
                }
            }
            Answer::Sometimes(witness) => {
                let tell = |path: &Path| {
                    let found = (0..=path.attributes.len()).rev().find_map(|length| {
                        let outer = Path { root: path.root, attributes: path.attributes[..length].to_vec() };
                        Some((length, witness.values.get(&outer)?.clone()))
                    });
                    let Some((length, value)) = found else {
                        let input = &decoded.inputs[path];
                        return if input.place.when.is_empty() { input.any() } else { None };
                    };
                    path.attributes[length..].iter().try_fold(value?, |value, name| match value {
                        Told::Record(fields) => fields.get(name).cloned(),
                        _ => None,
                    })
                };
                // The same text in two places of the test's layout may be asked to be two.
                let Ok(frame) = frame(&decoded, &tell) else { continue };
                sometimes += 1;
                assert!(frame::decide(&table, &frame, &mut []), "{rules:#?}\n{witness:?}");
            }
            Answer::Unknown => {}
        }
    }
    assert!(never > 50 && sometimes > 250, "{never} {sometimes}");
}

#[test]
fn what_is_read_has_a_domain() {
    let places = places(true);
    let read_all =
        attributes().into_iter().map(|(name, ..)| Expr::Equal(Box::new(Expr::Input(context(name))), Box::new(Expr::Input(context(name)))));
    let same = Expr::Equal(resource(), resource());
    let rules = Rules { permits: vec![rule(Expr::And(read_all.chain([same]).collect()), None)], forbids: vec![] };
    let decoded = read(&encode(&rules, &places).expect("everything has a place").bytes).expect("it was just written");
    let long = |least, greatest| Domain::Long { least, greatest };
    let text = Domain::String(Text::Any);
    let record =
        Domain::Record(BTreeMap::from([("x".to_string(), (long(i64::MIN, i64::MAX), true)), ("y".to_string(), (text.clone(), false))]));
    let names = ["GET", "abc", ""].map(ToString::to_string).into();
    let domains = [
        ("bool", Domain::Bool, true),
        ("flag", Domain::Bool, true),
        ("s1", long(-128, 127), true),
        ("s2", long(-32_768, 32_767), true),
        ("s4", long(i32::MIN.into(), i32::MAX.into()), true),
        ("s8", long(i64::MIN, i64::MAX), true),
        ("u1", long(0, 255), true),
        ("u2", long(0, 65_535), true),
        ("u4", long(0, u32::MAX.into()), true),
        ("u8", long(0, i64::MAX), true),
        ("dec", Domain::Decimal, true),
        ("at", Domain::Datetime, true),
        ("for", Domain::Duration, true),
        ("char", Domain::String(Text::OneCharacter), true),
        ("text", text.clone(), true),
        ("dry-run", text.clone(), true),
        ("method", Domain::String(Text::OneOf(names)), true),
        ("ip", Domain::Ip { only_addresses: false }, true),
        ("longs", Domain::Set(Box::new(long(0, i64::MAX))), true),
        ("texts", Domain::Set(Box::new(text.clone())), true),
        ("records", Domain::Set(Box::new(record.clone())), true),
        ("record", record, true),
        ("y", text, false),
    ];
    for (name, domain, _) in &domains {
        assert_eq!(decoded.domain(&context(name)).as_ref(), Some(domain), "{name}");
    }
    let all = domains.into_iter().map(|(name, domain, required)| (name.to_string(), (domain, required))).collect();
    assert_eq!(decoded.domain(&Path { root: Root::Context, attributes: vec![] }), Some(Domain::Record(all)));
    let host = Path { root: Root::Resource, attributes: vec![] };
    assert_eq!(decoded.domain(&host), Some(Domain::Entity { kind: "Net::Host".to_string(), ids: Ids::Any(Text::Any) }));
    assert_eq!(
        decoded.domain(&Path { root: Root::Context, attributes: vec!["record".into(), "y".into()] }),
        Some(Domain::String(Text::Any))
    );
    assert_eq!(decoded.domain(&context("other")), None);
    // What has a `u64` in it, and all texts.
    assert_eq!(decoded.wide.len(), 2);
    assert!(decoded.texts.contains(&b"abc"[..]) && !decoded.texts.contains(&b"other"[..]));
}
