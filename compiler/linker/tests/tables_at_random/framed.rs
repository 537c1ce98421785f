//! Frames of variants, options and lists: what lies in one place, what shuts another out, and what no call has.

use super::*;
use caplink_linker::guard::decode::decode as read;
use caplink_linker::guard::frame::{self, Unstorable, frame};
use caplink_linker::guard::simplify::value::{Value as Told, evaluate};

fn place(offset: u32, when: &[(u32, u32)], kind: Kind) -> Place {
    Place { offset, when: when.iter().map(|(offset, number)| Case { offset: *offset, size: 1, number: *number }).collect(), kind }
}

/// A variant of three cases with its name, an option in an option, a list with its length, flags, and an address that no one names.
fn places() -> Places {
    let names = ["a", "b", "c"].map(ToString::to_string).to_vec();
    let inner = Kind::Record(vec![
        ("deep".to_string(), place(36, &[(24, 1), (32, 1)], Kind::Signed(4))),
        ("there".to_string(), place(28, &[(24, 1)], Kind::Signed(4))),
    ]);
    let wide = Kind::Record(vec![("ip".to_string(), place(80, &[], Kind::Ip)), ("n".to_string(), place(100, &[], Kind::Unsigned64))]);
    let element = Kind::Record(vec![
        ("maybe".to_string(), place(1, &[(0, 1)], Kind::Unsigned(1))),
        ("name".to_string(), place(4, &[], Kind::String)),
    ]);
    let context = vec![
        ("a".to_string(), place(8, &[(0, 0)], Kind::Signed(8))),
        ("b".to_string(), place(8, &[(0, 1)], Kind::Unsigned(1))),
        ("case".to_string(), place(0, &[], Kind::OneOf(1, names))),
        ("inner".to_string(), place(0, &[(24, 1)], inner)),
        ("left".to_string(), place(40, &[], Kind::Flag(1))),
        ("length".to_string(), place(52, &[], Kind::Unsigned(4))),
        ("list".to_string(), place(48, &[], Kind::Set(12, Box::new(place(0, &[], element))))),
        ("right".to_string(), place(40, &[], Kind::Flag(2))),
        ("wide".to_string(), place(0, &[], wide)),
    ];
    Places { principal: None, resource: None, context: place(0, &[], Kind::Record(context)) }
}

fn path(text: &str) -> Path {
    Path { root: Root::Context, attributes: text.split('.').map(ToString::to_string).collect() }
}

fn input(text: &str) -> Box<Expr> {
    Box::new(Expr::Input(path(text)))
}

/// Whether a value is there and is this: a condition that fails where it is not there.
fn is(name: &str, value: Expr) -> Expr {
    Expr::Equal(input(name), Box::new(value))
}

/// Stores a call for a table with one permit, and compares the decision.
fn stored(condition: &Expr, values: &[(&str, Told)]) -> Result<bool, Unstorable> {
    let rules = Rules { permits: vec![rule(condition.clone(), None)], forbids: vec![] };
    let table = encode(&rules, &places()).expect("everything has a place").bytes;
    let decoded = read(&table).expect("it was just written");
    let call = |path: &Path| values.iter().find(|(name, _)| path.to_string() == format!("context.{name}")).map(|(_, value)| value.clone());
    let frame = frame(&decoded, &call)?;
    let wanted = evaluate(condition, &call) == Some(Told::Bool(true));
    assert_eq!(frame::decide(&table, &frame, &mut []), wanted, "{condition:?} {values:?}");
    Ok(wanted)
}

fn text(text: &str) -> Told {
    Told::String(text.to_string())
}

fn record(values: &[(&str, Told)]) -> Told {
    Told::Record(values.iter().map(|(name, value)| (name.to_string(), value.clone())).collect())
}

#[test]
fn one_case_of_a_variant_shuts_out_the_others() {
    let any = Expr::Or(vec![Expr::Has(path("a")), Expr::Has(path("b"))]);
    assert_eq!(stored(&any, &[("a", Told::Long(-1))]), Ok(true));
    assert_eq!(stored(&any, &[("b", Told::Long(1))]), Ok(true));
    // Neither case: a number that is neither.
    assert_eq!(stored(&any, &[]), Ok(false));
    assert_eq!(stored(&any, &[("a", Told::Long(1)), ("b", Told::Long(1))]), Err(Unstorable::Conflict(path("b"))));
    let case = Expr::And(vec![any, is("case", Expr::String("b".to_string()))]);
    assert_eq!(stored(&case, &[("b", Told::Long(1)), ("case", text("b"))]), Ok(true));
    assert_eq!(stored(&case, &[("a", Told::Long(1)), ("case", text("a"))]), Ok(false));
    assert_eq!(stored(&case, &[("case", text("c"))]), Ok(false));
    assert_eq!(stored(&case, &[("a", Told::Long(1)), ("case", text("b"))]), Err(Unstorable::Conflict(path("case"))));
    // The name says that it is there.
    assert_eq!(stored(&case, &[("case", text("a"))]), Err(Unstorable::Conflict(path("a"))));
    assert_eq!(stored(&case, &[("a", Told::Long(1))]), Err(Unstorable::Absent(path("case"))));
}

#[test]
fn what_is_absent_leaves_what_it_lies_in() {
    let deep = Expr::And(vec![Expr::Not(Box::new(Expr::Has(path("inner.deep")))), is("inner.there", Expr::Long(7))]);
    assert_eq!(stored(&deep, &[("inner.there", Told::Long(7))]), Ok(true));
    assert_eq!(stored(&deep, &[("inner.there", Told::Long(7)), ("inner.deep", Told::Long(0))]), Ok(false));
    // It is there, and what it lies in is not.
    let whole = Expr::Or(vec![Expr::Has(path("inner")), Expr::Has(path("inner.deep"))]);
    assert_eq!(stored(&whole, &[]), Ok(false));
    let (there, deep) = (("there", Told::Long(1)), ("deep", Told::Long(2)));
    assert_eq!(stored(&whole, &[("inner", record(std::slice::from_ref(&there)))]), Ok(true));
    assert_eq!(
        stored(&whole, &[("inner", record(std::slice::from_ref(&there))), ("inner.deep", Told::Long(2))]),
        Err(Unstorable::Conflict(path("inner")))
    );
    assert_eq!(stored(&whole, &[("inner.deep", Told::Long(2))]), Err(Unstorable::Conflict(path("inner"))));
    assert_eq!(stored(&whole, &[("inner", record(&[deep]))]), Err(Unstorable::Conflict(path("inner"))));
    assert_eq!(stored(&whole, &[("inner", record(&[there, ("else", Told::Long(2))]))]), Err(Unstorable::Value(path("inner"))));
}

#[test]
fn a_list_is_as_long_as_something_says() {
    let element = |name: &str, maybe: Option<i64>| {
        let values: Vec<_> = maybe.map(|number| ("maybe", Told::Long(number))).into_iter().chain([("name", text(name))]).collect();
        record(&values)
    };
    let wanted = |name: &str| Expr::Record(BTreeMap::from([("name".to_string(), Expr::String(name.to_string()))]));
    let has = Expr::Contains(input("list"), Box::new(wanted("x")));
    let set = |elements: &[Told]| Told::Set(elements.iter().cloned().collect());
    let both = Expr::And(vec![has.clone(), is("length", Expr::Long(3))]);
    let list = || ("list", set(&[element("x", None), element("y", Some(0))]));
    assert_eq!(stored(&has, &[list()]), Ok(true));
    assert_eq!(stored(&has, &[("list", set(&[element("x", Some(255))]))]), Ok(false));
    assert_eq!(stored(&has, &[("list", set(&[]))]), Ok(false));
    assert_eq!(stored(&both, &[list(), ("length", Told::Long(3))]), Ok(true));
    assert_eq!(stored(&both, &[list(), ("length", Told::Long(2))]), Ok(false));
    assert_eq!(stored(&both, &[list(), ("length", Told::Long(1))]), Err(Unstorable::Conflict(path("list"))));
    assert_eq!(stored(&both, &[("list", set(&[])), ("length", Told::Long(1))]), Err(Unstorable::Conflict(path("list"))));
    assert_eq!(stored(&both, &[list(), ("length", Told::Long(u32::MAX.into()))]), Err(Unstorable::Large));
    assert_eq!(stored(&has, &[("list", set(&[element("x", Some(256))]))]), Err(Unstorable::Value(path("list"))));
    assert_eq!(stored(&has, &[("list", set(&[record(&[])]))]), Err(Unstorable::Absent(path("list"))));
    assert_eq!(stored(&has, &[("list", set(&[element(&"x".repeat(20 << 20), None)]))]), Err(Unstorable::Large));
}

#[test]
fn values_that_a_place_cannot_hold_are_refused() {
    let b = is("b", Expr::Long(1));
    for value in [Told::Long(256), Told::Long(-1), Told::Bool(true), text("1")] {
        assert_eq!(stored(&b, &[("b", value)]), Err(Unstorable::Value(path("b"))));
    }
    assert_eq!(
        stored(&is("inner.there", Expr::Long(1)), &[("inner.there", Told::Long(1 << 31))]),
        Err(Unstorable::Value(path("inner.there")))
    );
    assert_eq!(stored(&is("case", Expr::String("d".to_string())), &[("case", text("d"))]), Err(Unstorable::Value(path("case"))));
    let flags = Expr::And(vec![*input("left"), Expr::Not(input("right"))]);
    assert_eq!(stored(&flags, &[("left", Told::Bool(true)), ("right", Told::Bool(false))]), Ok(true));
    assert_eq!(stored(&flags, &[("left", Told::Bool(true)), ("right", Told::Bool(true))]), Ok(false));
    let large = is("wide.n", Expr::Long(1));
    assert_eq!(stored(&large, &[("wide.n", Told::Long(-1))]), Err(Unstorable::Value(path("wide.n"))));
    let ip = |prefix| Told::Ip(Ip { v6: false, address: 1, prefix });
    let asks = Expr::IsIpv4(input("wide.ip"));
    assert_eq!(stored(&asks, &[("wide.ip", ip(32))]), Ok(true));
    assert_eq!(stored(&asks, &[("wide.ip", ip(33))]), Err(Unstorable::Value(path("wide.ip"))));
    let beyond = Told::Ip(Ip { v6: false, address: 1 << 32, prefix: 0 });
    assert_eq!(stored(&asks, &[("wide.ip", beyond)]), Err(Unstorable::Value(path("wide.ip"))));
}

#[test]
fn what_is_read_before_any_rule_is_a_value() {
    // The record is always there, so no condition is left; that its number is a Long is seen to all the same.
    let condition = Expr::And(vec![Expr::Has(path("wide")), *input("left")]);
    let wide = ("wide", record(&[("n", Told::Long(1))]));
    assert_eq!(stored(&condition, &[("left", Told::Bool(true)), wide]), Ok(true));
}
