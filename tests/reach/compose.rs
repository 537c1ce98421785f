//! Random components of several core modules, instances and nested components, whose leaves call functions of the host.
//!
//! In: random numbers. Out: the text of a component that imports `h0` and so on, and exports functions without parameters, functions that take a string, and instances of
//! functions. Functions, tables and globals flow between instances in every way that WAT has: exports, imports, bags of items, definitions with several instances, outer
//! aliases, modules and components as arguments, functions lifted here and lowered there. Tables and globals are also changed, in about half of all components.

use super::random::Random;
use std::fmt::Write;

/// How many functions of the host there are.
pub const HOSTS: usize = 8;

/// What a core item is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A function without parameters.
    Call,
    /// A function that a destructor may be.
    Destroy,
    /// A table of eight functions.
    Table,
    /// A global of a function without parameters.
    Typed,
    /// A global of any function.
    Untyped,
}

/// A module's imports and exports, by name.
#[derive(Clone)]
struct Shape {
    id: String,
    imports: Vec<(String, Kind)>,
    exports: Vec<(String, Kind)>,
}

/// A function of a component, and whether it is lifted for certain.
type Function = (String, bool);

/// What can be used at a place of a component.
#[derive(Default)]
struct Scope {
    functions: Vec<Function>,
    core: Vec<(Kind, String)>,
    modules: Vec<Shape>,
    /// Modules that import one function and export one, and components that export one.
    leaves: Vec<String>,
    closed: Vec<String>,
    strings: Vec<String>,
}

/// Makes components.
pub struct Composer<'a> {
    random: &'a mut Random,
    next: usize,
    /// Whether tables and globals are changed.
    changes: bool,
}

/// A random component, and its exports that are functions.
pub fn component(random: &mut Random) -> String {
    let changes = random.percent(50);
    let mut composer = Composer { random, next: 0, changes };
    let mut wat = String::from("(component $root\n");
    let mut scope = Scope::default();
    for host in 0..HOSTS {
        _ = writeln!(wat, r#"(import "h{host}" (func $h{host}))"#);
        scope.functions.push((format!("$h{host}"), false));
    }
    composer.fill(&mut wat, &mut scope, "$root", 0, &[]);
    let lifted: Vec<String> = scope.functions.iter().filter(|(_, lifted)| *lifted).map(|(name, _)| name.clone()).collect();
    for (number, name) in lifted.iter().enumerate() {
        if composer.random.percent(20) {
            let other = composer.random.pick(&lifted).clone();
            _ = writeln!(wat, r#"(instance $bag{number} (export "a" (func {name})) (export "b" (func {other})))"#);
            _ = writeln!(wat, r#"(export "i{number}" (instance $bag{number}))"#);
        } else {
            _ = writeln!(wat, r#"(export "e{number}" (func {name}))"#);
        }
    }
    for (number, name) in scope.strings.iter().enumerate() {
        _ = writeln!(wat, r#"(export "s{number}" (func {name}))"#);
    }
    wat + ")"
}

impl Composer<'_> {
    fn fresh(&mut self) -> usize {
        self.next += 1;
        self.next
    }

    /// Everything in a component but its imports and exports.
    fn fill(&mut self, wat: &mut String, scope: &mut Scope, name: &str, depth: usize, outer: &[(String, Shape)]) {
        for (function, _) in scope.functions.clone() {
            if self.random.percent(85) {
                self.lower(wat, scope, &function);
            }
        }
        if scope.core.is_empty() {
            let function = scope.functions[0].0.clone();
            self.lower(wat, scope, &function);
        }
        for _ in 0..self.random.below(5) + 2 {
            match self.random.below(10) {
                0..4 => self.module(wat, scope),
                4 => self.leaf(wat, scope),
                5 => self.resource(wat, scope),
                6 if depth < 2 => self.nested(wat, scope, name, depth),
                7 => self.string(wat, scope),
                8 if !outer.is_empty() => {
                    let (from, shape) = self.random.pick(outer).clone();
                    let id = format!("$m{}", self.fresh());
                    _ = writeln!(wat, "(alias outer {from} {} (core module {id}))", shape.id);
                    scope.modules.push(Shape { id, ..shape });
                }
                _ => self.bag(wat, scope),
            }
            for _ in 0..self.random.below(3) {
                self.instance(wat, scope);
            }
            for _ in 0..self.random.below(2) + 1 {
                self.lift(wat, scope);
            }
            if self.random.percent(30) {
                let function = self.random.pick(&scope.functions).0.clone();
                self.lower(wat, scope, &function);
            }
        }
    }

    fn lower(&mut self, wat: &mut String, scope: &mut Scope, function: &str) {
        let id = self.fresh();
        _ = writeln!(wat, "(core func $l{id} (canon lower (func {function})))");
        scope.core.push((Kind::Call, format!("(func $l{id})")));
    }

    fn any(&mut self, scope: &Scope, kind: Kind) -> Option<String> {
        let matching: Vec<&String> = scope.core.iter().filter(|(of, _)| *of == kind).map(|(_, item)| item).collect();
        // The newest are the most interesting.
        let from = if self.random.percent(60) { matching.len() * 2 / 3 } else { 0 };
        (!matching.is_empty()).then(|| (*self.random.pick(&matching[from..])).clone())
    }

    fn lift(&mut self, wat: &mut String, scope: &mut Scope) {
        let Some(function) = self.any(scope, Kind::Call) else { return };
        let after = self.any(scope, Kind::Call).filter(|_| self.random.percent(20));
        let id = self.fresh();
        let after = after.map_or(String::new(), |after| format!("(post-return (core {})", &after[1..]));
        _ = writeln!(wat, "(func $f{id} (canon lift (core {} {after}))", &function[1..]);
        scope.functions.push((format!("$f{id}"), true));
    }

    fn arguments(&mut self, scope: &Scope, shape: &Shape) -> Option<String> {
        let mut wat = String::new();
        for (name, kind) in &shape.imports {
            _ = write!(wat, r#"(export "{name}" {}) "#, self.any(scope, *kind)?);
        }
        Some(format!(r#"(with "a" (instance {wat}))"#))
    }

    fn instance(&mut self, wat: &mut String, scope: &mut Scope) {
        if scope.modules.is_empty() {
            return;
        }
        let shape = self.random.pick(&scope.modules).clone();
        let Some(arguments) = self.arguments(scope, &shape) else { return };
        let id = self.fresh();
        _ = writeln!(wat, "(core instance $i{id} (instantiate {} {arguments}))", shape.id);
        for (name, kind) in shape.exports {
            scope.core.push((kind, format!("({} $i{id} \"{name}\")", sort(kind))));
        }
        // The same items in an instance made of items, or as aliases.
        if self.random.percent(30) {
            let (kind, item) = self.random.pick(&scope.core).clone();
            let id = self.fresh();
            _ = writeln!(wat, "(core instance $i{id} (export \"x\" {item}))");
            scope.core.push((kind, format!("({} $i{id} \"x\")", sort(kind))));
        }
    }

    fn module(&mut self, wat: &mut String, scope: &mut Scope) {
        let id = format!("$m{}", self.fresh());
        let mut shape = Shape { id: id.clone(), imports: vec![], exports: vec![] };
        let mut body = String::from("(type $v (func)) (type $d (func (param i32)))\n");
        let [mut calls, mut destroys, mut tables, mut typed, mut untyped]: [Vec<String>; 5] = Default::default();
        for number in 0..self.random.below(6) + 2 {
            let kind = match self.random.below(10) {
                0..5 => Kind::Call,
                5..7 => Kind::Table,
                7 => Kind::Typed,
                8 => Kind::Untyped,
                _ => Kind::Destroy,
            };
            if !scope.core.iter().any(|(of, _)| *of == kind) {
                continue;
            }
            let name = format!("$i{number}");
            let ty = match kind {
                Kind::Call => format!("(func {name} (type $v))"),
                Kind::Destroy => format!("(func {name} (type $d))"),
                Kind::Table => format!("(table {name} 8 funcref)"),
                Kind::Typed => format!("(global {name} (mut (ref null $v)))"),
                Kind::Untyped => format!("(global {name} (mut funcref))"),
            };
            _ = writeln!(body, r#"(import "a" "i{number}" {ty})"#);
            shape.imports.push((format!("i{number}"), kind));
            if self.random.percent(20) {
                _ = writeln!(body, r#"(export "again{number}" ({} {name}))"#, sort(kind));
                shape.exports.push((format!("again{number}"), kind));
            }
            match kind {
                Kind::Call => calls.push(name),
                Kind::Destroy => destroys.push(name),
                Kind::Table => tables.push(name),
                Kind::Typed => typed.push(name),
                Kind::Untyped => untyped.push(name),
            }
        }
        let own = self.random.below(3) + 1;
        calls.extend((0..own).map(|number| format!("$p{number}")));
        for number in 0..self.random.below(3) {
            let initial = if self.random.percent(10) { "(ref.func $p0)" } else { "" };
            _ = writeln!(body, r#"(table $t{number} (export "t{number}") 8 funcref {initial})"#);
            shape.exports.push((format!("t{number}"), Kind::Table));
            tables.push(format!("$t{number}"));
            let functions: Vec<&str> = (0..8).map(|_| self.random.pick(&calls).as_str()).collect();
            _ = writeln!(body, "(elem (table $t{number}) (i32.const 0) func {})", functions.join(" "));
        }
        for number in 0..self.random.below(3) {
            let initial = self.random.pick(&calls).clone();
            let (ty, kind, global) =
                if self.random.percent(60) { ("(ref null $v)", Kind::Typed, &mut typed) } else { ("funcref", Kind::Untyped, &mut untyped) };
            _ = writeln!(body, r#"(global $g{number} (export "g{number}") (mut {ty}) (ref.func {initial}))"#);
            shape.exports.push((format!("g{number}"), kind));
            global.push(format!("$g{number}"));
        }
        let mut segments = 0;
        for table in &tables {
            while self.random.percent(30) {
                let (place, function) = (self.random.below(8), self.random.pick(&calls));
                _ = match self.random.below(4) {
                    0 => writeln!(body, "(elem (table {table}) (global.get $place) func {function})"),
                    1 => writeln!(body, "(elem (table {table}) (offset (i32.add (i32.const 0) (i32.const {place}))) func {function})"),
                    2 => writeln!(body, "(elem (table {table}) (i32.const {place}) funcref (item (ref.func {function})))"),
                    _ => writeln!(body, "(elem (table {table}) (i32.const {place}) func {function})"),
                };
            }
        }
        if self.random.percent(40) {
            _ = writeln!(body, "(elem $s{segments} func {} {})", self.random.pick(&calls), self.random.pick(&calls));
            segments += 1;
        }
        _ = writeln!(body, "(global $place i32 (i32.const {}))", self.random.below(8));
        _ = writeln!(body, "(elem declare func {})", calls.join(" "));
        let things = Things { calls: &calls, destroys: &destroys, tables: &tables, typed: &typed, untyped: &untyped, segments };
        for number in 0..own {
            let code = self.body(&things);
            _ = writeln!(body, r#"(func $p{number} (export "p{number}") (type $v) {code})"#);
            shape.exports.push((format!("p{number}"), Kind::Call));
        }
        if self.random.percent(30) {
            let code = self.body(&things);
            _ = writeln!(body, r#"(func (export "d") (type $d) {code})"#);
            shape.exports.push(("d".into(), Kind::Destroy));
        }
        if self.random.percent(15) {
            let code = self.body(&things);
            _ = writeln!(body, "(func $start {code}) (start $start)");
        }
        _ = writeln!(wat, "(core module {id}\n{body})");
        scope.modules.push(shape);
        self.instance(wat, scope);
    }

    fn body(&mut self, things: &Things<'_>) -> String {
        (0..self.random.below(3) + 1).filter_map(|_| self.statement(things)).collect::<Vec<_>>().join("\n  ")
    }

    /// One thing that can be done; nothing, if there is nothing to do it with.
    fn statement(&mut self, things: &Things<'_>) -> Option<String> {
        let random = &mut *self.random;
        let mut any = |of: &[String]| (!of.is_empty()).then(|| random.pick(of).clone());
        let (call, table, other) = (any(things.calls)?, any(things.tables), any(things.tables));
        let (typed, untyped, destroy) = (any(things.typed), any(things.untyped), any(things.destroys));
        let slot = random.below(8);
        let kinds = if self.changes { 20 } else { 9 };
        Some(match random.below(kinds) {
            0 | 1 => format!("call {call}"),
            2 | 3 => format!("i32.const {slot} call_indirect {} (type $v)", table?),
            4 | 5 => format!("global.get {} call_ref $v", typed?),
            6 => format!("i32.const 1 call {}", destroy?),
            7 => format!("ref.func {call} global.set {}", typed?),
            8 => format!("ref.func {call} call_ref $v"),
            9 => format!("i32.const {slot} i32.const 0 i32.or call_indirect {} (type $v)", table?),
            10 => format!("ref.func {call} global.set {}", untyped?),
            11 => format!("global.get {} ref.cast (ref $v) call_ref $v", untyped?),
            12 => format!("i32.const {slot} ref.func {call} table.set {}", table?),
            13 => format!("ref.func {call} i32.const 1 table.grow {} drop", table?),
            14 => format!("i32.const {slot} ref.func {call} i32.const 1 table.fill {}", table?),
            15 => format!("i32.const {slot} i32.const {} i32.const 1 table.copy {} {}", 7 - slot, table?, other?),
            16 if things.segments > 0 => format!("i32.const {slot} i32.const 1 i32.const 1 table.init {} $s0", table?),
            17 if things.segments > 0 => "elem.drop $s0".into(),
            18 => format!("i32.const {slot} table.get {} global.set {}", table?, untyped?),
            19 => format!("global.get {} global.set {}", typed?, untyped?),
            _ => return None,
        })
    }

    /// A module that imports one function and exports one.
    fn leaf(&mut self, wat: &mut String, scope: &mut Scope) {
        let id = format!("$m{}", self.fresh());
        _ = writeln!(wat, r#"(core module {id} (import "a" "i0" (func $i0)) (func (export "p0") call $i0))"#);
        let item = |name: &str| vec![(name.to_string(), Kind::Call)];
        scope.modules.push(Shape { id: id.clone(), imports: item("i0"), exports: item("p0") });
        scope.leaves.push(id);
    }

    /// A resource type with a destructor, and a function that makes and drops a resource.
    fn resource(&mut self, wat: &mut String, scope: &mut Scope) {
        let Some(destructor) = self.any(scope, Kind::Destroy) else { return };
        let id = self.fresh();
        _ = writeln!(wat, "(core instance $d{id} (export \"d\" {destructor})) (alias core export $d{id} \"d\" (core func $d{id}))");
        _ = writeln!(wat, "(type $r{id} (resource (rep i32) (dtor (core func $d{id}))))");
        _ = writeln!(wat, "(core func $new{id} (canon resource.new $r{id})) (core func $drop{id} (canon resource.drop $r{id}))");
        _ = writeln!(
            wat,
            r#"(core module $m{id} (import "a" "n" (func $n (param i32) (result i32))) (import "a" "d" (func $d (param i32)))
              (func (export "p0") i32.const 1 call $n call $d))
            (core instance $i{id} (instantiate $m{id} (with "a" (instance (export "n" (func $new{id})) (export "d" (func $drop{id}))))))"#
        );
        scope.core.push((Kind::Call, format!("(func $i{id} \"p0\")")));
    }

    /// A function that takes a string, so that the host calls reallocation.
    fn string(&mut self, wat: &mut String, scope: &mut Scope) {
        let (Some(first), Some(second)) = (self.any(scope, Kind::Call), self.any(scope, Kind::Call)) else { return };
        let id = self.fresh();
        _ = writeln!(
            wat,
            r#"(core module $m{id} (import "a" "f" (func $f)) (import "a" "g" (func $g)) (memory (export "m") 1)
              (func (export "realloc") (param i32 i32 i32 i32) (result i32) call $f i32.const 64)
              (func (export "take") (param i32 i32) call $g) (func (export "after") call $f))
            (core instance $i{id} (instantiate $m{id} (with "a" (instance (export "f" {first}) (export "g" {second})))))
            (func $f{id} (param "s" string) (canon lift (core func $i{id} "take")
              (memory (core memory $i{id} "m")) (realloc (core func $i{id} "realloc")) (post-return (core func $i{id} "after"))))"#
        );
        scope.strings.push(format!("$f{id}"));
    }

    fn bag(&mut self, wat: &mut String, scope: &mut Scope) {
        let (name, lifted) = self.random.pick(&scope.functions).clone();
        let id = self.fresh();
        _ = writeln!(wat, r#"(instance $b{id} (export "z" (func {name}))) (alias export $b{id} "z" (func $f{id}))"#);
        scope.functions.push((format!("$f{id}"), lifted));
    }

    /// A component in this one, with one or two instances, or several that are given to one that instantiates what it is given.
    fn nested(&mut self, wat: &mut String, scope: &mut Scope, parent: &str, depth: usize) {
        let id = self.fresh();
        let mut inner = format!("(component $c{id}\n");
        let mut inside = Scope::default();
        let imports = self.random.below(3) + 1;
        for number in 0..imports {
            _ = writeln!(inner, r#"(import "x{number}" (func $x{number}))"#);
            inside.functions.push((format!("$x{number}"), false));
        }
        let (by_instance, by_module) = (self.random.percent(40), !scope.leaves.is_empty() && self.random.percent(50));
        let by_component = !scope.closed.is_empty() && self.random.percent(60);
        if by_instance {
            _ = writeln!(inner, r#"(import "xi" (instance $xi (export "z" (func)))) (alias export $xi "z" (func $xiz))"#);
            inside.functions.push(("$xiz".into(), false));
        }
        if by_module {
            _ = writeln!(inner, r#"(import "xm" (core module $xm (import "a" "i0" (func)) (export "p0" (func))))"#);
            let item = |name: &str| vec![(name.to_string(), Kind::Call)];
            inside.modules.push(Shape { id: "$xm".into(), imports: item("i0"), exports: item("p0") });
        }
        if by_component {
            _ = writeln!(inner, r#"(import "xc" (component $xc (import "x0" (func)) (export "y0" (func))))"#);
            _ = writeln!(inner, r#"(instance $xci (instantiate $xc (with "x0" (func $x0)))) (alias export $xci "y0" (func $xcy))"#);
            inside.functions.push(("$xcy".into(), false));
        }
        let outer: Vec<(String, Shape)> = scope.modules.iter().map(|shape| (parent.to_string(), shape.clone())).collect();
        self.fill(&mut inner, &mut inside, &format!("$c{id}"), depth + 1, &outer);
        let mut exported = vec![];
        for number in 0..self.random.below(3) + 1 {
            let (name, lifted) = self.random.pick(&inside.functions).clone();
            _ = writeln!(inner, r#"(export "y{number}" (func {name}))"#);
            exported.push(lifted);
        }
        _ = writeln!(wat, "{inner})");
        if imports == 1 && !by_instance && !by_module && !by_component {
            scope.closed.push(format!("$c{id}"));
        }
        for instance in 0..self.random.below(2) + 1 {
            let mut arguments = String::new();
            for number in 0..imports {
                _ = write!(arguments, r#"(with "x{number}" (func {})) "#, self.random.pick(&scope.functions).0);
            }
            if by_instance {
                _ = write!(arguments, r#"(with "xi" (instance (export "z" (func {})))) "#, self.random.pick(&scope.functions).0);
            }
            if by_module {
                _ = write!(arguments, r#"(with "xm" (core module {})) "#, self.random.pick(&scope.leaves));
            }
            if by_component {
                let closed: Vec<&String> = scope.closed.iter().filter(|name| **name != format!("$c{id}")).collect();
                _ = write!(arguments, r#"(with "xc" (component {})) "#, self.random.pick(&closed));
            }
            _ = writeln!(wat, "(instance $n{id}-{instance} (instantiate $c{id} {arguments}))");
            for (number, lifted) in exported.iter().enumerate() {
                let function = self.fresh();
                _ = writeln!(wat, r#"(alias export $n{id}-{instance} "y{number}" (func $f{function}))"#);
                scope.functions.push((format!("$f{function}"), *lifted));
            }
        }
    }
}

/// What a function body can use.
struct Things<'a> {
    calls: &'a [String],
    destroys: &'a [String],
    tables: &'a [String],
    typed: &'a [String],
    untyped: &'a [String],
    segments: usize,
}

fn sort(kind: Kind) -> &'static str {
    match kind {
        Kind::Call | Kind::Destroy => "func",
        Kind::Table => "table",
        Kind::Typed | Kind::Untyped => "global",
    }
}
