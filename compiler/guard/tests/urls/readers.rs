//! What others find in a URL: the crates `url` (WHATWG, as browsers and jco) and `http` (as wasmtime), and Node.
//!
//! Out: a destination, that is a host and a port. Names are compared in lower case, and addresses as addresses: mapped IPv6 is IPv4.

use std::io::Write as _;
use std::net::IpAddr;
use std::process::{Command, Stdio};

#[derive(Debug, PartialEq, Eq)]
pub struct Destination {
    pub host: String,
    pub port: u16,
}

impl Destination {
    pub fn new(host: &str, port: u16) -> Self {
        let bare = host.trim_matches(['[', ']']);
        let host = match bare.parse::<IpAddr>() {
            Ok(address) => address.to_canonical().to_string(),
            Err(_) => bare.to_ascii_lowercase(),
        };
        Self { host, port }
    }
}

pub fn by_url(text: &str) -> Option<(url::Url, Destination)> {
    let url = url::Url::parse(text).ok()?;
    let destination = Destination::new(url.host_str()?, url.port_or_known_default()?);
    Some((url, destination))
}

/// `http` reads the port of `x.com:abc` as none, as wasmtime then does.
pub fn by_http(text: &str, default_port: u16) -> Option<(http::Uri, Destination)> {
    let uri: http::Uri = text.parse().ok()?;
    let destination = Destination::new(uri.host()?, uri.port_u16().unwrap_or(default_port));
    Some((uri, destination))
}

/// The bytes that a text with escapes stands for; what is no escape stands for itself.
pub fn decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let (mut at, mut found) = (0, Vec::new());
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 3).filter(|digits| bytes[at] == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        match digits {
            Some(digits) => {
                let digits = std::str::from_utf8(digits).expect("digits are ASCII");
                found.push(u8::from_str_radix(digits, 16).expect("they are hexadecimal"));
                at += 3;
            }
            None => {
                found.push(bytes[at]);
                at += 1;
            }
        }
    }
    found
}

const SCRIPT: &str = r#"
const lines = require("fs").readFileSync(0, "latin1").split("\n").slice(0, -1);
process.stdout.write(lines.map(line => {
  try {
    const url = new URL(line);
    return [url.hostname, url.port || (url.protocol == "https:" ? "443" : "80"), url.pathname].join("\t");
  } catch {
    return "";
  }
}).join("\n"));
"#;

/// Destination and path of each URL by Node's `new URL`, `None` where it throws. `None` if there is no Node.
pub fn by_node(urls: &[String]) -> Option<Vec<Option<(Destination, String)>>> {
    let mut node = Command::new("node").args(["-e", SCRIPT]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    let input: String = urls.iter().map(|url| format!("{url}\n")).collect();
    // It reads everything before it writes anything, so neither side waits for the other.
    node.stdin.take().expect("it is piped").write_all(input.as_bytes()).expect("Node reads");
    let output = node.wait_with_output().expect("Node ends");
    assert!(output.status.success(), "Node fails");
    let output = String::from_utf8(output.stdout).expect("URLs are ASCII");
    let read = |line: &str| {
        let mut parts = line.split('\t');
        let (host, port, path) = (parts.next()?, parts.next()?, parts.next()?);
        Some((Destination::new(host, port.parse().expect("a port is a number")), path.to_owned()))
    };
    Some(output.split('\n').map(read).collect())
}
