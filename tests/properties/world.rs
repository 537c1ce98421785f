//! Random WIT: packages of several interfaces that use each other's types, in one or more versions, and a world that imports and exports them.
//!
//! In: a seed. Out: text that wit-parser accepts, with the world `w` in the package `top:level`. The same seed gives the same text.

use crate::random::Random;
use std::fmt::Write as _;

/// A named type in scope.
#[derive(Clone)]
struct Named {
    name: String,
    is_resource: bool,
    /// It holds a borrow, so that only parameters may mention it.
    borrows: bool,
}

/// One interface that was written.
struct Interface {
    /// How another package names it: `p:a/i0@0.2.0`.
    path: String,
    package: usize,
    name: String,
    types: Vec<Named>,
}

struct Writer<'r> {
    random: &'r mut Random,
    interfaces: Vec<Interface>,
    fresh: usize,
}

/// A file of WIT with the world `w`.
pub fn world(random: &mut Random) -> String {
    let mut writer = Writer { random, interfaces: vec![], fresh: 0 };
    let mut packages = String::new();
    for package in 0..1 + writer.random.below(2) {
        writer.package(&mut packages, package);
    }
    let mut body = String::new();
    writer.body_of_world(&mut body);
    format!("package top:level;\n\nworld w {{\n{body}}}\n\n{packages}")
}

impl Writer<'_> {
    fn package(&mut self, out: &mut String, package: usize) {
        // A twin is the same text under another version of the same track.
        let versions: &[&str] = [&["0.2.0"][..], &["1.3.1"], &["0.2.1", "0.2.6"], &["0.2.0", "0.3.0"]][self.random.below(4)];
        let (mut text, mut own) = (String::new(), vec![]);
        for _ in 0..1 + self.random.below(3) {
            let interface = self.interface(&mut text, package, versions[0]);
            own.push(interface);
        }
        for version in versions {
            let _ = write!(out, "package p{package}:x@{version} {{\n{text}}}\n\n");
        }
        for version in &versions[1..] {
            for interface in
                own.iter().map(|number| &self.interfaces[*number]).map(|it| (it.name.clone(), it.types.clone())).collect::<Vec<_>>()
            {
                let path = format!("p{package}:x/{}@{version}", interface.0);
                self.interfaces.push(Interface { path, package: usize::MAX, name: interface.0, types: interface.1 });
            }
        }
    }

    fn interface(&mut self, out: &mut String, package: usize, version: &str) -> usize {
        let name = format!("i{}", self.fresh());
        let _ = writeln!(out, "  interface {name} {{");
        let mut types = self.uses(out, |other| other.package == package);
        self.types(out, &mut types);
        // Some interfaces have only types.
        let functions = if self.random.percent(20) { 0 } else { 1 + self.random.below(3) };
        for _ in 0..functions {
            let function = self.function(&types);
            let _ = writeln!(out, "    go{}: {function};", self.fresh());
        }
        out.push_str("  }\n");
        self.interfaces.push(Interface { path: format!("p{package}:x/{name}@{version}"), package, name, types });
        self.interfaces.len() - 1
    }

    /// `use` of types of interfaces before: by name in one package, by path otherwise.
    fn uses(&mut self, out: &mut String, is_near: impl Fn(&Interface) -> bool) -> Vec<Named> {
        self.some_uses(out, is_near, 100)
    }

    /// The same, with so many of a hundred of the resources that would be used: a world that uses one is refused.
    fn some_uses(&mut self, out: &mut String, is_near: impl Fn(&Interface) -> bool, resources: usize) -> Vec<Named> {
        let mut types = vec![];
        for other in 0..self.interfaces.len() {
            if self.interfaces[other].types.is_empty() || !self.random.percent(60) {
                continue;
            }
            let near = is_near(&self.interfaces[other]);
            let path = if near { self.interfaces[other].name.clone() } else { self.interfaces[other].path.clone() };
            let mut picked = vec![];
            for ty in self.interfaces[other].types.clone() {
                if self.random.percent(50) && (!ty.is_resource || self.random.percent(resources)) {
                    let name = format!("x{}", self.fresh());
                    picked.push(format!("{} as {name}", ty.name));
                    types.push(Named { name, ..ty });
                }
            }
            if !picked.is_empty() {
                let _ = writeln!(out, "    use {path}.{{{}}};", picked.join(", "));
            }
        }
        types
    }

    fn types(&mut self, out: &mut String, types: &mut Vec<Named>) {
        for _ in 0..self.random.below(5) {
            let name = format!("t{}", self.fresh());
            if self.random.percent(35) {
                types.push(Named { name: name.clone(), is_resource: true, borrows: false });
                let _ = writeln!(out, "    resource {name} {{");
                if self.random.percent(40) {
                    let _ = writeln!(out, "      constructor({});", self.parameters(types));
                }
                for _ in 0..self.random.below(3) {
                    let function = self.function(types);
                    let is_static = if self.random.percent(30) { "static " } else { "" };
                    let _ = writeln!(out, "      go{}: {is_static}{function};", self.fresh());
                }
                out.push_str("    }\n");
                continue;
            }
            let mut borrows = false;
            let parts = 1 + self.random.below(3);
            let mut fields = vec![];
            for part in 0..parts {
                let (ty, holds) = self.of(types, 2, true);
                fields.push((format!("c{part}"), ty, holds));
            }
            match self.random.below(5) {
                // an alias of a type without a name cannot be linked everywhere; see `an_alias_of_a_nameless_type_is_refused`.
                0 if fields[0].1.contains('<') => {
                    let _ = writeln!(out, "    type {name} = u32;");
                }
                0 => {
                    borrows |= fields[0].2;
                    let _ = writeln!(out, "    type {name} = {};", fields[0].1);
                }
                1 => {
                    borrows |= fields.iter().any(|field| field.2);
                    let fields: Vec<_> = fields.iter().map(|(name, ty, _)| format!("{name}: {ty}")).collect();
                    let _ = writeln!(out, "    record {name} {{ {} }}", fields.join(", "));
                }
                2 => {
                    borrows |= fields.iter().any(|field| field.2);
                    let cases: Vec<_> = fields.iter().map(|(name, ty, _)| format!("{name}({ty})")).collect();
                    let _ = writeln!(out, "    variant {name} {{ none, {} }}", cases.join(", "));
                }
                3 => {
                    let _ = writeln!(out, "    enum {name} {{ {} }}", fields.iter().map(|field| &*field.0).collect::<Vec<_>>().join(", "));
                }
                _ => {
                    let _ = writeln!(out, "    flags {name} {{ {} }}", fields.iter().map(|field| &*field.0).collect::<Vec<_>>().join(", "));
                }
            }
            types.push(Named { name, is_resource: false, borrows });
        }
    }

    fn parameters(&mut self, types: &[Named]) -> String {
        (0..self.random.below(4)).map(|number| format!("p{number}: {}, ", self.of(types, 2, true).0)).collect()
    }

    fn function(&mut self, types: &[Named]) -> String {
        let kind = if self.random.percent(6) { "async func" } else { "func" };
        let parameters = self.parameters(types);
        let result = if self.random.percent(30) { String::new() } else { format!(" -> {}", self.of(types, 2, false).0) };
        format!("{kind}({parameters}){result}")
    }

    /// A type, and whether it holds a borrow.
    fn of(&mut self, types: &[Named], depth: usize, may_borrow: bool) -> (String, bool) {
        const PLAIN: [&str; 13] = ["bool", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "f32", "f64", "char", "string"];
        let choice = self.random.below(if depth == 0 { 10 } else { 18 });
        match choice {
            0..=2 => (PLAIN[self.random.below(PLAIN.len())].into(), false),
            3..=9 => {
                let usable: Vec<_> = types.iter().filter(|ty| may_borrow || !ty.borrows).collect();
                if usable.is_empty() {
                    return ("u32".into(), false);
                }
                let ty = usable[self.random.below(usable.len())];
                if ty.is_resource && may_borrow && self.random.percent(50) {
                    return (format!("borrow<{}>", ty.name), true);
                }
                (ty.name.clone(), ty.borrows)
            }
            10 => self.around("option<", types, depth, may_borrow),
            11..=12 => self.around("list<", types, depth, may_borrow),
            13 => {
                let (one, other) = (self.of(types, depth - 1, may_borrow), self.of(types, depth - 1, may_borrow));
                (format!("tuple<{}, {}>", one.0, other.0), one.1 || other.1)
            }
            14 | 15 => {
                let (one, other) = (self.of(types, depth - 1, may_borrow), self.of(types, depth - 1, may_borrow));
                (format!("result<{}, {}>", one.0, other.0), one.1 || other.1)
            }
            16 => self.around("result<_, ", types, depth, may_borrow),
            _ if self.random.percent(30) => (format!("stream<{}>", self.of(types, 0, false).0), false),
            _ if self.random.percent(30) => (format!("future<{}>", self.of(types, 0, false).0), false),
            _ => ("result".into(), false),
        }
    }

    fn around(&mut self, around: &str, types: &[Named], depth: usize, may_borrow: bool) -> (String, bool) {
        let (inner, holds) = self.of(types, depth - 1, may_borrow);
        (format!("{around}{inner}>"), holds)
    }

    fn body_of_world(&mut self, out: &mut String) {
        for number in 0..self.interfaces.len() {
            if self.random.percent(75) {
                let _ = writeln!(out, "  import {};", self.interfaces[number].path);
            }
        }
        if self.random.percent(30) {
            let _ = writeln!(out, "  import n{}: interface {{", self.fresh());
            let mut types = self.uses(out, |_| false);
            self.types(out, &mut types);
            let function = self.function(&types);
            let _ = writeln!(out, "    go{}: {function};\n  }}", self.fresh());
        }
        let mut types = if self.random.percent(60) { self.some_uses(out, |_| false, 5) } else { vec![] };
        if self.random.percent(20) && !types.is_empty() {
            let name = format!("t{}", self.fresh());
            let (ty, borrows) = self.of(&types, 1, true);
            let _ = writeln!(out, "  record {name} {{ c: {ty} }}");
            types.push(Named { name, is_resource: false, borrows });
        }
        for _ in 0..self.random.below(3) {
            let function = self.function(&types);
            let _ = writeln!(out, "  import go{}: {function};", self.fresh());
        }
        for _ in 0..self.random.below(3) {
            let function = self.function(&types).replace("async ", "");
            let _ = writeln!(out, "  export go{}: {function};", self.fresh());
        }
        for number in 0..self.interfaces.len() {
            if self.random.percent(20) {
                let _ = writeln!(out, "  export {};", self.interfaces[number].path);
            }
        }
        if self.random.percent(25) {
            let _ = writeln!(out, "  export n{}: interface {{", self.fresh());
            let mut types = self.uses(out, |_| false);
            self.types(out, &mut types);
            let function = self.function(&types).replace("async ", "");
            let _ = writeln!(out, "    go{}: {function};\n  }}", self.fresh());
        }
    }

    fn fresh(&mut self) -> usize {
        self.fresh += 1;
        self.fresh
    }
}
