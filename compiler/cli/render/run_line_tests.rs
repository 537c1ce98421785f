//! Each import brings the flags that it needs, and no other.

use super::*;
use crate::render::sample;
use caplink_model::lockfile::Sort;

fn check(imports: &[(&str, &[&str])], exports: &[(&str, Sort)], expected: &str) -> RunLine {
    let run = run_line(&sample::lockfile(imports, exports), Path::new("out.wasm"));
    assert_eq!(run.words.join(" "), expected);
    run
}

const COMMAND: &[(&str, Sort)] = &[("wasi:cli/run@0.2.3", Sort::Instance)];
const SERVER: &[(&str, Sort)] = &[("wasi:http/incoming-handler@0.2.3", Sort::Instance)];

#[test]
fn what_every_component_gets_needs_no_flag() {
    check(&[], COMMAND, "wasmtime run out.wasm");
    let harmless: &[(&str, &[&str])] = &[
        ("wasi:cli/stdout@0.2.3", &["get-stdout"]),
        ("wasi:cli/environment@0.2.3", &["get-arguments"]),
        ("wasi:clocks/wall-clock@0.2.3", &["now"]),
        ("wasi:random/random@0.2.3", &["get-random-u64"]),
        ("wasi:filesystem/types@0.2.3", &["[method]descriptor.stat"]),
        ("wasi:sockets/instance-network@0.2.3", &["instance-network"]),
        ("wasi:sockets/tcp@0.2.3", &["[method]tcp-socket.local-address"]),
        ("wasi:cli/exit@0.2.3", &["exit"]),
    ];
    assert_eq!(check(harmless, COMMAND, "wasmtime run out.wasm").notes, [""; 0]);
}

#[test]
fn each_grant_brings_its_own_flag() {
    let one = |import: &str, function: &str, expected: &str| {
        check(&[(import, &[function])], COMMAND, &format!("wasmtime run {expected} out.wasm"));
    };
    one("wasi:http/types@0.2.3", "[constructor]fields", "-S http");
    one("wasi:cli/environment@0.2.3", "get-environment", "--env NAME");
    one("wasi:filesystem/preopens@0.2.3", "get-directories", "--dir DIR::/");
    one("wasi:sockets/tcp@0.2.3", "[method]tcp-socket.start-connect", "-S inherit-network");
    one("wasi:sockets/ip-name-lookup@0.2.3", "resolve-addresses", "-S allow-ip-name-lookup");
    one("wasi:keyvalue/store@0.2.0-draft", "open", "-S keyvalue");
    one("wasi:config/store@0.2.0-draft", "get", "-S config -S config-var=KEY=VALUE");
    one("wasi:cli/exit@0.2.3", "exit-with-code", "-S cli-exit-with-code");
    one("wasi:clocks/monotonic-clock@0.3.0", "now", "-S p3");
    one("wasi:http/client@0.3.0", "send", "-S http -S p3");
}

#[test]
fn types_alone_need_a_host_and_no_authority() {
    check(&[("wasi:http/types@0.2.3", &[]), ("wasi:config/store@0.2.0-draft", &[])], COMMAND, "wasmtime run -S config -S http out.wasm");
}

#[test]
fn servers_are_served() {
    let imports: &[(&str, &[&str])] = &[("wasi:http/outgoing-handler@0.2.3", &["handle"]), ("wasi:clocks/wall-clock@0.2.3", &["now"])];
    check(imports, SERVER, "wasmtime serve out.wasm");
    check(&[("wasi:filesystem/types@0.2.3", &[])], SERVER, "wasmtime serve -S cli out.wasm");
}

#[test]
fn plain_functions_are_invoked_and_interfaces_are_not() {
    check(&[], &[("pay", Sort::Func), ("refund", Sort::Func)], "wasmtime run --invoke 'pay(...)' out.wasm");
    assert!(!check(&[], &[("acme:pay/api", Sort::Instance)], "").notes.is_empty());
    assert!(!check(&[], &[], "").notes.is_empty());
}

#[test]
fn what_wasmtime_does_not_provide_is_named() {
    let run = check(&[("acme:pay/api", &["charge"]), ("log", &[]), ("wasi:blobstore/container@0.3.0", &["x"])], COMMAND, "");
    assert_eq!(run.missing, ["acme:pay/api", "log", "wasi:blobstore/container@0.3.0"]);
}

#[test]
fn file_names_are_quoted_for_a_shell() {
    for (name, expected) in [("a/b.wasm", "a/b.wasm"), ("-x.wasm", "./-x.wasm"), ("a b;c'd", "'a b;c'\\''d'"), ("$(x)", "'$(x)'")] {
        assert_eq!(quoted(name), expected);
    }
}
