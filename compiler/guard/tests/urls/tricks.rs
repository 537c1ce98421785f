//! Random authorities and paths: valid ones, and ones with every trick of H1 to H8 in them.
//!
//! Much is put together from a few words, so that user, host and path of a text are often each other's; a third is then damaged somewhere, since what
//! parsers disagree on is mostly one character away from what is valid.

use super::random::Random;

const LABELS: &[&str] = &[
    "x",
    "com",
    "evil",
    "API",
    "Evil",
    "a-b",
    "1x",
    "localhost",
    "internal",
    "example",
    "xn--bcher-kva",
    "XN--BCHER-KVA",
    "xn--a",
    "xn--80ak6aa92e",
    "0x7f",
    "0x",
    "127",
    "0",
    "1",
    "0177",
    "08",
    "a--b",
    "de",
    "www",
    "x9",
    "e3",
    "xn--zckzah",
    "xn--fiqs8s",
    "ab--c",
    "0xyz",
];

/// What does not belong into a host, or not just anywhere.
const HOSTILE: &[&str] = &[
    "@", ":", "::", ".", "..", "%", "%2e", "%2E", "%65", "%40", "%2f", "%00", "%25", "\\", "/", "//", "?", "#", "[", "]", "[::1]",
    "%25eth0", "%eth0", "\t", "\n", "\r", " ", "\0", "\u{7f}", "\u{3002}", "\u{ff0e}", "\u{ff61}", "\u{ff45}", "\u{2460}", "\u{ad}",
    "\u{200d}", "\u{fc}", "\u{df}", "\u{212a}", "\u{130}", "-", "_", "*", ",", ";", "|", "<", "^", "`", "{", "'", "\"", "!", "$", "&", "(",
    "+", "=", "~", "0x", "0", ":80", ":443", ":0", ":080", "xn--", "1", "http://", "https:", "\u{661}", "\u{fe13}", "\u{2024}",
];

const PORTS: &[&str] = &[
    "80",
    "443",
    "8080",
    "1",
    "65535",
    "8443",
    "080",
    "0",
    "65536",
    "",
    "abc",
    "+80",
    "-1",
    "99999999999999999999",
    "4 43",
    "0x50",
    "443:80",
    "65979",
];

pub fn scheme(random: &mut Random) -> (&'static str, u16) {
    if random.percent(70) { ("https", 443) } else { ("http", 80) }
}

pub fn authority(random: &mut Random) -> String {
    let mut text = match random.below(20) {
        0..9 => name(random),
        9..12 => v4(random),
        12..15 => format!("[{}]", v6(random)),
        15 => format!("{}{}@{}", name(random), random.pick(&["", ":", ":80", ":x"]), name(random)),
        16 => v6(random),
        17 => format!("{}{}{}", name(random), random.pick(HOSTILE), name(random)),
        18 => format!("[{}]", v4(random)),
        _ => {
            let words = [HOSTILE, LABELS].concat();
            (0..=random.below(5)).map(|_| random.pick(&words)).collect()
        }
    };
    if random.percent(35) {
        let port = if random.percent(60) { (1 + random.below(65535)).to_string() } else { random.pick(PORTS).to_owned() };
        text = format!("{text}:{port}");
    }
    damaged(random, text, 25, HOSTILE)
}

fn name(random: &mut Random) -> String {
    let mut labels: Vec<_> = (0..=random.below(4)).map(|_| random.pick(LABELS).to_owned()).collect();
    if random.percent(60) {
        labels.push(random.pick(&["com", "de", "example", "COM"]).to_owned());
    }
    if random.percent(2) {
        labels[0] = "l".repeat(60 + random.below(6));
    }
    labels.join(".")
}

/// A number as a part of an IPv4 address, as the C library reads it.
fn part(random: &mut Random, number: u32) -> String {
    match random.below(20) {
        0 => format!("0x{number:x}"),
        1 => format!("0{number:o}"),
        2 => format!("0{number}"),
        3 => format!("0X{number:02X}"),
        _ => number.to_string(),
    }
}

fn v4(random: &mut Random) -> String {
    let known = [[127, 0, 0, 1], [169, 254, 169, 254], [0, 0, 0, 0], [10, 0, 0, 1], [255, 255, 255, 255], [0, 0, 0, 1]];
    let [a, b, c, d] = if random.percent(50) { known[random.below(known.len())] } else { [(); 4].map(|()| random.below(258) as u32) };
    let number = (a << 24).wrapping_add(b << 16).wrapping_add(c << 8).wrapping_add(d);
    let parts = match random.below(12) {
        0 => vec![number],
        1 => vec![a, number & 0xff_ffff],
        2 => vec![a, b, number & 0xffff],
        3 => vec![a, b, c, d, d],
        _ => vec![a, b, c, d],
    };
    parts.into_iter().map(|number| part(random, number)).collect::<Vec<_>>().join(".")
}

fn v6(random: &mut Random) -> String {
    let starts: &[&[u16]] = &[
        &[0, 0, 0, 0, 0, 0xffff],
        &[0, 0, 0, 0, 0xffff, 0],
        &[0, 0, 0, 0, 0, 0],
        &[0, 0, 0, 0, 0, 0, 0],
        &[0x64, 0xff9b],
        &[0x64, 0xff9b, 0, 0, 0, 0],
        &[0x2001, 0],
        &[0x2002],
        &[0xfe80, 0, 0, 0],
        &[0x2606, 0x4700],
    ];
    let mut groups: Vec<u16> = if random.percent(60) { starts[random.below(starts.len())].to_vec() } else { Vec::new() };
    while groups.len() < 8 {
        groups.push(if random.percent(40) { 0 } else { random.below(0x10000) as u16 >> (4 * random.below(4)) });
    }
    let mut words: Vec<_> =
        groups.iter().map(|group| if random.percent(20) { format!("{group:04X}") } else { format!("{group:x}") }).collect();
    if random.percent(25) {
        let [a, b] = [groups[6], groups[7]].map(u16::to_be_bytes);
        words.truncate(6);
        words.push(if random.percent(80) { format!("{}.{}.{}.{}", a[0], a[1], b[0], b[1]) } else { v4(random) });
    }
    // A run of zeros, or anything at all, is left out.
    if random.percent(75) {
        let from = random.below(words.len());
        let zeros = groups[from..].iter().take(words.len() - from).take_while(|group| **group == 0).count();
        let length = if random.percent(90) { zeros } else { random.below(words.len() - from + 1) };
        if length > 0 || random.percent(5) {
            let (start, end) = (words[..from].join(":"), words[from + length..].join(":"));
            return format!("{start}::{end}{}", zone(random));
        }
    }
    if random.percent(3) {
        words.pop();
    }
    format!("{}{}", words.join(":"), zone(random))
}

fn zone(random: &mut Random) -> &'static str {
    if random.percent(3) { random.pick(&["%eth0", "%25eth0", "%1", "%"]) } else { "" }
}

const SEGMENTS: &[&str] = &[
    "api",
    "admin",
    "a",
    "b.txt",
    "v1",
    "..",
    ".",
    "",
    "%2e%2e",
    "%2E",
    ".%2e",
    "..;x",
    "..%3B",
    "%2f",
    "..%2fadmin",
    "%5c",
    "%00",
    "%zz",
    "%",
    "%4",
    "%252e",
    "%25",
    "%2541",
    "%41",
    "%7e",
    "%c3%a9",
    "%C0%AF",
    "a;b=1",
    "a:b",
    "@x",
    "x@evil.com",
    "~u",
    "a b",
    "a%20b",
    "\\",
    "..\\",
    "\u{e9}",
    "<a>",
    "{b}",
    "a|b",
    "\"",
    "^",
    "'",
    "!$&'()*+,;=:@",
    "%25%32%65",
    "...",
    "%e0%80%af",
    ";",
    "[",
    "]",
    "`",
    "-_.",
];

const PATHS: &[&str] = &[
    "",
    "*",
    "x",
    "@evil.com/",
    ".evil.com/",
    ":99/",
    "http://evil.com/",
    "//evil.com/",
    "///evil.com",
    "/\\evil.com",
    "\\\\evil.com",
    "\\/evil.com",
    "/\t/evil.com",
    "\t//evil.com",
    "/ /evil.com",
    "?q",
    "#f",
    "/#/a",
    "/.//evil.com",
    "/..//evil.com",
    "/%2e//evil.com",
    "https:/evil.com",
    "javascript:x",
    "/%2fevil.com",
    "/%5cevil.com",
    "/?//evil.com",
    "/http://evil.com/",
    "/@evil.com",
];

const QUERIES: &[&str] = &[
    "",
    "a=b",
    "a=%41",
    "x=/../b",
    "?",
    "a=%2f%00",
    "q=%zz",
    "x[]=1",
    "a'b",
    "\"",
    "<",
    "a b",
    "#f",
    "%",
    "\u{e9}",
    "a\\b",
    "a|b",
    "%c3%A9",
    "@evil.com",
    "a&b;c",
    "{",
    "^`",
];

pub fn path(random: &mut Random) -> String {
    if random.percent(20) {
        let text = random.pick(PATHS).to_owned();
        return damaged(random, text, 20, HOSTILE);
    }
    let plain = random.percent(50);
    let mut text = String::new();
    for _ in 0..=random.below(4) {
        text.push('/');
        text.push_str(random.pick(if plain { &["api", "v1", "a.b", "%41", "%c3%a9", "x;y"] } else { SEGMENTS }));
    }
    if random.percent(20) {
        text.push('/');
    }
    if random.percent(35) {
        text.push('?');
        text.push_str(random.pick(QUERIES));
        text.push_str(random.pick(QUERIES));
    }
    damaged(random, text, 15, HOSTILE)
}

/// In so many of a hundred cases something is inserted, left out, or doubled.
fn damaged(random: &mut Random, text: String, percent: usize, with: &[&str]) -> String {
    if !random.percent(percent) {
        return text;
    }
    let mut characters: Vec<String> = text.chars().map(String::from).collect();
    let at = random.below(characters.len() + 1);
    match random.below(4) {
        0 if at < characters.len() => _ = characters.remove(at),
        1 if at < characters.len() => characters.insert(at, characters[at].clone()),
        2 => {
            let any = char::from_u32(random.below(0x180) as u32).unwrap_or('\u{ff0f}');
            characters.insert(at, any.into());
        }
        _ => characters.insert(at, random.pick(with).to_owned()),
    }
    characters.concat()
}
