//! Decision tables decide as their rules do: written, checked, and decided on, against a second reading of the rules.

use caplink_guard::{check, decide};
use caplink_linker::guard::place::{Kind, Place, Places};
use caplink_linker::guard::rules::{Expr, Part, Path, Root, Rule, Rules};
use caplink_linker::guard::{Table, encode};
use caplink_model::lockfile::PolicyRef;

fn place(offset: u32, kind: Kind) -> Place {
    Place { offset, when: Vec::new(), kind }
}

fn places() -> Places {
    let context = Kind::Record(vec![
        ("host".to_string(), place(8, Kind::String)),
        ("path".to_string(), place(16, Kind::String)),
        ("port".to_string(), place(0, Kind::Unsigned64)),
    ]);
    Places { principal: None, resource: None, context: place(0, context) }
}

fn input(name: &str) -> Box<Expr> {
    Box::new(Expr::Input(Path { root: Root::Context, attributes: vec![name.to_string()] }))
}

fn rule(condition: Expr) -> Rule {
    Rule { policy: PolicyRef { file: "a.cedar".to_string(), line: 1, id: "p".to_string() }, limit: None, condition }
}

fn frame(host: &str, path: &str, port: u64) -> Vec<u8> {
    let mut memory = vec![0; 64];
    let text = |memory: &mut Vec<u8>, at: usize, text: &str| {
        let start = memory.len() as u32;
        memory.extend_from_slice(text.as_bytes());
        memory[at..at + 4].copy_from_slice(&start.to_le_bytes());
        memory[at + 4..at + 8].copy_from_slice(&(text.len() as u32).to_le_bytes());
    };
    text(&mut memory, 24, host);
    text(&mut memory, 32, path);
    memory[16..24].copy_from_slice(&port.to_le_bytes());
    memory
}

fn many(count: usize) -> Table {
    let rules = (0..count).map(|n| {
        let path = vec![Part::Literal(format!("/v1/{n}/")), Part::Star];
        rule(Expr::And(vec![Expr::Equal(input("host"), Box::new(Expr::String(format!("h{n}.x")))), Expr::Like(input("path"), path)]))
    });
    encode(&Rules { permits: rules.collect(), forbids: Vec::new() }, &places()).expect("everything has a place")
}

#[test]
fn a_thousand_rules() {
    for count in [1, 2, 7, 10, 100, 1000] {
        let table = many(count);
        check(&table.bytes).unwrap();
        for n in 0..count {
            let memory = frame(&format!("h{n}.x"), &format!("/v1/{n}/a"), 1);
            assert!(decide(&table.bytes, &memory[..], 16, &mut ()));
            let memory = frame(&format!("h{n}.x"), &format!("/v1/{}/a", n + 1), 1);
            assert!(!decide(&table.bytes, &memory[..], 16, &mut ()));
        }
    }
}

#[test]
#[ignore]
fn speed() {
    for count in [1, 10, 100, 1000, 10_000] {
        let start = std::time::Instant::now();
        let table = many(count);
        let encoded = start.elapsed();
        let start = std::time::Instant::now();
        check(&table.bytes).unwrap();
        let checked = start.elapsed();
        let time = |memory: &[u8]| {
            let start = std::time::Instant::now();
            for _ in 0..100_000 {
                std::hint::black_box(decide(std::hint::black_box(&table.bytes), std::hint::black_box(memory), 16, &mut ()));
            }
            start.elapsed().as_nanos() / 100_000
        };
        let n = count / 2;
        let hit = time(&frame(&format!("h{n}.x"), &format!("/v1/{n}/a"), 1));
        let miss = time(&frame("h.x", "/v1/a", 1));
        println!("{count}: {} bytes, encode {encoded:?}, check {checked:?}, hit {hit} ns, miss {miss} ns", table.bytes.len());
    }
}
