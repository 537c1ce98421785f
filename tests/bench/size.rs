//! What one denied interface, and one guarded function, add to an artifact: `cargo bench --bench size`.
//!
//! In: each interface of the vendored WASI packages, alone in a component that imports all its functions, and what they need of others. Out:
//! bytes when all is permitted and when nothing is: the adapter of the interface itself, the adapters of those that it uses, and wiring; the
//! lockfile that travels in the artifact stands apart. The target is 2 KB for the adapter of one interface. Then one function under conditions of
//! several kinds: bytes more than if it is permitted without a condition. The target is 8 KB.
#![allow(clippy::disallowed_macros, reason = "a benchmark prints")]

#[path = "../properties/linking.rs"]
mod linking;

use caplink_model::lockfile::Role;
use linking::{ALL, NONE, link};
use std::path::Path;
use wit_parser::{Resolve, UnresolvedPackageGroup};

/// What the adapter of one denied interface may weigh.
const TARGET: u64 = 2048;
/// What one guarded function may add.
const GUARDED: usize = 8192;

fn main() {
    let resolve = vendored();
    let mut rows = vec![];
    linking::on_policy_stack(|| {
        for (_, package) in &resolve.packages {
            for interface in package.interfaces.values() {
                let name = resolve.id_of(*interface).expect("it is in a package");
                let functions = resolve.interfaces[*interface].functions.len();
                if functions > 0 {
                    rows.push((measure(&resolve, &name), functions, name));
                }
            }
        }
    });
    rows.sort_by_key(|((adapter, ..), ..)| std::cmp::Reverse(*adapter));
    println!("{:48} {:>9} {:>8} {:>8} {:>8} {:>8}", "denied interface", "functions", "adapter", "others", "wiring", "lockfile");
    let mut over = 0;
    for ((adapter, others, wiring, lockfile), functions, name) in &rows {
        let mark = if *adapter > TARGET { "  over 2 KB" } else { "" };
        over += usize::from(*adapter > TARGET);
        println!("{name:48} {functions:>9} {adapter:>8} {others:>8} {wiring:>8} {lockfile:>8}{mark}");
    }
    println!("{over} of {} are over {TARGET} bytes", rows.len());
    linking::on_policy_stack(guarded);
}

/// One function, under each of these conditions.
fn guarded() {
    const WIT: &str = "package acme:pay;
        interface api {
            record item { name: string, cents: u64 }
            charge: func(account: string, cents: u64, to: option<string>, items: list<item>, tags: list<string>) -> result<string, string>;
        }
        world w { import api; }";
    let mut resolve = Resolve::default();
    let package = resolve.push_str("size.wit", WIT).expect("it is WIT");
    let agent = linking::component(&resolve, resolve.packages[package].worlds["w"]).expect("it is a component");
    let bytes = |policies: &str| {
        let linked = link(&agent, policies).unwrap_or_else(|refusal| panic!("{policies}: {refusal:?}"));
        (linked.bytes().len(), linked.lockfile().without_artifact().print().len())
    };
    let permit = "permit (principal, action == Action::\"acme:pay/api#charge\", resource)";
    let (open, open_lockfile) = bytes(&format!("{permit};"));
    println!("{:80} {:>7} {:>14}", "one guarded function", "adds", "lockfile of it");
    for condition in [
        "context.cents <= 1000",
        "context.account like \"acct-*\" && context.cents <= 1000",
        "context has to && [\"a\", \"b\"].contains(context.to)",
        "context.cents + 100 <= 1000",
        "context.tags.contains(\"small\") && context[\"items-len\"] == 1",
        "context.items == [{name: \"a\", cents: 5}]",
    ] {
        let (all, lockfile) = bytes(&format!("{permit} when {{ {condition} }};"));
        let mark = if all - open <= GUARDED { "" } else { "  over 8 KB" };
        println!("{condition:80} {:>7} {:>14}{mark}", all - open, lockfile - open_lockfile);
    }
}

/// The adapter of the interface, all other adapters, everything else in the root but the agent, and the lockfile in it.
fn measure(resolve: &Resolve, name: &str) -> (u64, u64, u64, u64) {
    let mut resolve = resolve.clone();
    let package = resolve.push_source("size.wit", &format!("package size:size;\nworld w {{\n  import {name};\n}}\n")).expect("it is WIT");
    let world = resolve.packages[package].worlds["w"];
    let agent = linking::component(&resolve, world).unwrap_or_else(|error| panic!("{name}: {error}"));
    link(&agent, ALL).unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
    let denied = link(&agent, NONE).unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
    let lockfile = denied.lockfile();
    let (mut own, mut others) = (0, 0);
    for component in lockfile.components.iter().filter(|component| component.role == Role::Adapter) {
        match component.name.split(", ").any(|member| member == name) {
            true => own += component.size,
            false => others += component.size,
        }
    }
    let section = lockfile.without_artifact().print().len() as u64;
    (own, others, denied.bytes().len() as u64 - agent.len() as u64 - own - others - section, section)
}

/// All vendored packages.
fn vendored() -> Resolve {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("wit");
    let folders = folder.read_dir().expect("the packages are there").map(|entry| entry.expect("it is readable").path());
    let mut folders: Vec<_> = folders.filter(|path| path.is_dir()).collect();
    folders.sort();
    let mut groups: Vec<_> = folders.iter().map(|folder| UnresolvedPackageGroup::parse_dir(folder).expect("it is WIT")).collect();
    let mut resolve = Resolve { all_features: true, ..Resolve::default() };
    let main = groups.pop().expect("there are packages");
    resolve.push_groups(main, groups).expect("they fit");
    resolve
}
