//! Examples of authorities, addresses and names (H1 to H6, H15, X3): what some host reads as another one is denied.
//!
//! An authority is compared as text; that its parts are those of the text is checked for each.

use super::{DENIED, check, string};
use caplink_guard::ip::{self, Ip};
use caplink_guard::{authority, named};

/// An authority under `https`, as `text host port`, shortened to the text where the others follow from it.
fn https(text: &[u8]) -> Option<String> {
    let mut out = [0; authority::LONGEST];
    let found = authority::canonical(text, 443, &mut out)?;
    let brackets = if found.host.contains(&b':') { ("[", "]") } else { ("", "") };
    let port = if found.port == 443 { String::new() } else { format!(":{}", found.port) };
    assert_eq!(string(found.text), format!("{}{}{}{port}", brackets.0, string(found.host), brackets.1));
    Some(string(found.text))
}

fn dns(text: &[u8]) -> Option<String> {
    authority::host(text, &mut [0; authority::LONGEST]).map(string)
}

#[test]
fn h1_there_is_no_user_in_an_authority() {
    let rows = [
        ("allowed.com@evil.com", DENIED),
        ("allowed.com:80@evil.com", DENIED),
        ("allowed.com:443@evil.com:443", DENIED),
        ("@evil.com", DENIED),
        ("evil.com@", DENIED),
        ("x.com%40evil.com", DENIED),
        ("x.com\\@evil.com", DENIED),
        ("x.com\\.evil.com", DENIED),
        ("x.com/@evil.com", DENIED),
        ("x.com?@evil.com", DENIED),
        ("x.com#@evil.com", DENIED),
        ("x.com @evil.com", DENIED),
        (" x.com", DENIED),
        ("x.com ", DENIED),
        ("x.com\0", DENIED),
        ("x.com\r\nhost: evil.com", DENIED),
        ("x.com,evil.com", DENIED),
        ("x.com;evil.com", DENIED),
        ("//evil.com", DENIED),
        ("https://evil.com", DENIED),
        ("x.com", "x.com"),
    ];
    check("H1", &rows, https);
}

#[test]
fn h2_ports_are_plain_numbers() {
    let rows = [
        ("x.com:", DENIED),
        ("x.com:080", DENIED),
        ("x.com:0", DENIED),
        ("x.com:00", DENIED),
        ("x.com:65536", DENIED),
        ("x.com:65979", DENIED), // 443 + 65536
        ("x.com:99999999999999999999", DENIED),
        (":65536", DENIED),
        (":80", DENIED),
        (":", DENIED),
        ("x.com:abc", DENIED),
        ("x.com:+80", DENIED),
        ("x.com:-1", DENIED),
        ("x.com:80:80", DENIED),
        ("x.com::80", DENIED),
        ("x.com: 80", DENIED),
        ("x.com:0x50", DENIED),
        ("x.com:8\u{0660}", DENIED),
        ("x.com:443", "x.com"),
        ("x.com:80", "x.com:80"),
        ("x.com:1", "x.com:1"),
        ("x.com:65535", "x.com:65535"),
        ("10.0.0.1:443", "10.0.0.1"),
        ("[2606:4700::1]:443", "[2606:4700::1]"),
        ("[2606:4700::1]:8443", "[2606:4700::1]:8443"),
    ];
    check("H2", &rows, https);
    let http = |text: &[u8]| {
        let mut out = [0; authority::LONGEST];
        authority::canonical(text, 80, &mut out).map(|found| format!("{} {}", string(found.text), found.port))
    };
    let rows = [("x.com", "x.com 80"), ("x.com:80", "x.com 80"), ("x.com:443", "x.com:443 443"), ("[::1]:80", "[::1] 80")];
    check("H2", &rows, http);
}

#[test]
fn h3_names_are_in_lower_case_and_end_in_a_label() {
    let long = ["a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(61)].join(".");
    let longer = format!("{long}e");
    let label = format!("{}.com", "a".repeat(64));
    let rows = [
        ("API.X.COM", "api.x.com"),
        ("Api.X.Com:443", "api.x.com"),
        ("api.x.com.", DENIED),
        ("api.x.com..", DENIED),
        ("api.x.com.:443", DENIED),
        (".api.x.com", DENIED),
        ("api..x.com", DENIED),
        (".", DENIED),
        ("", DENIED),
        ("-x.com", DENIED),
        ("x-.com", DENIED),
        ("x.-com", DENIED),
        ("x.com-", DENIED),
        ("a_b.com", DENIED),
        ("*.com", DENIED),
        ("a--b.com", "a--b.com"),
        ("1x.com", "1x.com"),
        ("127.0.0.1.com", "127.0.0.1.com"),
        ("localhost", "localhost"),
        (&long, &long),
        (&longer, DENIED),
        (&label, DENIED),
    ];
    check("H3", &rows, https);
    check("H3", &[("API.x.com", "api.x.com"), ("api.x.com.", DENIED), ("x.com:443", DENIED), ("", DENIED), ("a b", DENIED)], dns);
}

#[test]
fn h4_names_are_ascii() {
    let rows = [
        ("\u{ff45}xample.com", DENIED),
        ("x\u{3002}com", DENIED),
        ("x\u{ff0e}com", DENIED),
        ("x\u{ff61}com", DENIED),
        ("%65vil.com", DENIED),
        ("x.com\tz", DENIED),
        ("x.com\nz", DENIED),
        ("b\u{fc}cher.de", DENIED),
        ("x\u{ad}.com", DENIED),
        ("x\u{200d}.com", DENIED),
        ("\u{212a}.com", DENIED), // the Kelvin sign, whose lower case is k
        ("stra\u{df}e.de", DENIED),
        ("xn--a.com", "xn--a.com"),
        ("XN--BCHER-KVA.de", "xn--bcher-kva.de"),
        ("xn--.com", DENIED),
        ("xn--x-.com", DENIED),
    ];
    check("H4", &rows, https);
    check("H4", &rows, dns);
}

#[test]
fn h5_ipv4_has_one_spelling() {
    let rows = [
        ("2130706433", DENIED),
        ("0x7f000001", DENIED),
        ("0X7F000001", DENIED),
        ("017700000001", DENIED),
        ("0177.0.0.1", DENIED),
        ("127.1", DENIED),
        ("127.0.1", DENIED),
        ("0x7f.1", DENIED),
        ("0x7f.0.0.0x1", DENIED),
        ("127.0.0.0x1", DENIED),
        ("127.0.0.01", DENIED),
        ("127.0.0.001", DENIED),
        ("127.00.0.1", DENIED),
        ("127.0.0.1.", DENIED),
        ("127.0.0.256", DENIED),
        ("127.0.0.1.1", DENIED),
        ("127.0.0.-1", DENIED),
        ("127.0.0.1a.1", DENIED),
        ("127..0.1", DENIED),
        ("1.2.3", DENIED),
        ("0", DENIED),
        ("0x", DENIED),
        ("x.0x", DENIED),
        ("x.0xg", DENIED),
        ("x.09", DENIED),
        ("foo.1", DENIED),
        ("2852039166", DENIED), // 169.254.169.254
        ("0xa9fea9fe", DENIED),
        ("0251.0376.0251.0376", DENIED),
        ("169.254.43518", DENIED),
        ("169.16689662", DENIED),
        ("425.510.425.510", DENIED),
        ("\u{ff11}27.0.0.1", DENIED),
        ("\u{2460}27.0.0.1", DENIED),
        ("127.0.0.1", "127.0.0.1"),
        ("169.254.169.254", "169.254.169.254"),
        ("255.255.255.255", "255.255.255.255"),
        ("1.0.0.0", "1.0.0.0"),
    ];
    check("H5", &rows, https);
    check("H5", &rows, dns);
}

#[test]
fn h6_ipv6_has_one_spelling() {
    let rows = [
        ("::1", "::1"),
        ("0:0:0:0:0:0:0:1", "::1"),
        ("0000:0000:0000:0000:0000:0000:0000:0001", "::1"),
        ("::0.0.0.1", "::1"),
        ("::ffff:127.0.0.1", "127.0.0.1"),
        ("::FFFF:7f00:1", "127.0.0.1"),
        ("0:0:0:0:0:ffff:169.254.169.254", "169.254.169.254"),
        ("::ffff:0.0.0.0", DENIED),
        ("fe80::1%25eth0", DENIED),
        ("fe80::1%eth0", DENIED),
        ("fe80::1", "fe80::1"),
        ("2606:4700::1111", "2606:4700::1111"),
        ("2606:4700:0:0:0:0:0:1111", "2606:4700::1111"),
        ("2606:4700:0000::1111", "2606:4700::1111"),
        ("2606:4700:0:1:0:0:0:1", "2606:4700:0:1::1"),
        ("ABCD:Ef01::", "abcd:ef01::"),
        ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ("1:2:3:4:5:6:7.8.9.10", "1:2:3:4:5:6:708:90a"),
        ("1::8", "1::8"),
        ("1::", "1::"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
        ("1:0:0:4:5:0:0:8", "1::4:5:0:0:8"),
        ("1:0:3:4:5:6:0:0", "1:0:3:4:5:6::"),
        ("0:0:3::", "0:0:3::"),
        ("::3:0:0", "::3:0:0"),
        ("1:2:3:4:5:6:7:8::", DENIED),
        ("::1:2:3:4:5:6:7:8", DENIED),
        ("1:2:3:4::5:6:7:8", DENIED),
        ("1:2:3:4:5:6:7:8:9", DENIED),
        ("1:2:3:4:5:6:7", DENIED),
        ("1::2::3", DENIED),
        (":::", DENIED),
        (":::1", DENIED),
        ("1:::2", DENIED),
        (":1", DENIED),
        (":1::2", DENIED),
        ("1:", DENIED),
        ("1::2:", DENIED),
        ("::", DENIED),
        ("0:0:0:0:0:0:0:0", DENIED),
        (":", DENIED),
        ("::00001", DENIED),
        ("::g", DENIED),
        ("::0x1", DENIED),
        ("::+1", DENIED),
        ("::1 ", DENIED),
        ("::ffff:127.0.0.1:1", DENIED),
        ("::ffff:127.0.0.01", DENIED),
        ("::ffff:127.1", DENIED),
        ("::ffff:0x7f.0.0.1", DENIED),
        ("1:2:3:4:5:6:7:8.9.10.11", DENIED),
        ("1.2.3.4::", DENIED),
        ("::1.2.3.4.5", DENIED),
        ("v1.fe80", DENIED),
    ];
    check("H6", &rows, |text| https(&[b"[", text, b"]"].concat()).map(|text| text.trim_matches(['[', ']']).to_owned()));
    check("H6", &rows[..rows.len() - 1], dns);
    let rows = [
        ("[::1", DENIED),
        ("::1]", DENIED),
        ("::1", DENIED),
        ("[[::1]]", DENIED),
        ("[::1]]", DENIED),
        ("[]", DENIED),
        ("[", DENIED),
        ("[x.com]", DENIED),
        ("[127.0.0.1]", DENIED),
        ("[::1]x.com", DENIED),
        ("[::1].x.com", DENIED),
        ("[::1]80", DENIED),
        ("[::1]:", DENIED),
        ("x[::1]", DENIED),
        ("[v1.fe80::a]", DENIED),
        ("[::1]", "[::1]"),
        ("[::ffff:7f00:1]:8080", "127.0.0.1:8080"),
    ];
    check("H6", &rows, https);
    check("H6", &[("[::1]", DENIED), ("::1", "::1"), ("::1]", DENIED)], dns);
}

#[test]
fn x3_ipv4_in_ipv6_is_ipv4_or_denied() {
    let read = |text: &[u8]| {
        let ip = ip::canonical(ip::parse_v6(text)?)?;
        let mut out = [0; 45];
        let length = ip::print(ip, &mut out)?;
        assert!(ip::print(ip, &mut out[..length - 1]).is_none(), "a text is not cut off");
        Some(string(&out[..length]))
    };
    let rows = [
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("::ffff:0:0", "0.0.0.0"),
        ("::ffff:ffff:ffff", "255.255.255.255"),
        ("::", "::"),
        ("::1", "::1"),
        ("::2", DENIED),
        ("::127.0.0.1", DENIED),
        ("::7f00:1", DENIED),
        ("::1:0", DENIED),
        ("::ffff:0:127.0.0.1", DENIED),
        ("64:ff9b::127.0.0.1", DENIED),
        ("64:ff9b::", DENIED),
        ("64:ff9b:1::", DENIED),
        ("64:ff9b:1:ffff:ffff:ffff:ffff:ffff", DENIED),
        ("64:ff9b:2::", "64:ff9b:2::"),
        ("64:ff9b:0:1::", "64:ff9b:0:1::"),
        ("2002:7f00:1::", DENIED),
        ("2002::", DENIED),
        ("2003::", "2003::"),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", DENIED),
        ("2001::1", DENIED),
        ("2001:1::1", "2001:1::1"),
        ("2001:db8::ffff:127.0.0.1", "2001:db8::ffff:7f00:1"),
        ("ff02::1", "ff02::1"),
        ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ];
    check("X3", &rows, read);
    let quad = |text: &[u8]| ip::parse_v4(text).map(|[a, b, c, d]| format!("{a} {b} {c} {d}"));
    let rows = [
        ("0.0.0.0", "0 0 0 0"),
        ("255.255.255.255", "255 255 255 255"),
        ("1.2.3.4 ", DENIED),
        ("", DENIED),
        ("1.2.3.4.", DENIED),
        ("::1", DENIED),
    ];
    check("X3", &rows, quad);
    check("X3", &[("0.0.0.0", DENIED), ("0.0.0.0:80", DENIED), ("[::]", DENIED), ("[::]:80", DENIED), ("[::ffff:0:0]", DENIED)], https);
    check("X3", &[("0.0.0.0", DENIED), ("::", DENIED), ("::ffff:0:0", DENIED)], dns);
    assert!(Ip::V4([0; 4]).is_unspecified() && Ip::V6([0; 16]).is_unspecified() && !Ip::V4([0, 0, 0, 1]).is_unspecified());
    assert_eq!(ip::bytes(Ip::V4([1, 2, 3, 4])), [4, 32, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(ip::bytes(Ip::V6([9; 16])), [6, 128, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]);
}

#[test]
fn h15_hosts_that_policy_must_name() {
    let rows: &[(&str, &[&str], bool)] = &[
        ("api.x.com", &[], true),
        ("x.com", &[], true),
        ("com", &[], false),
        ("com", &["com"], true),
        ("localhost", &[], false),
        ("localhost", &["localhost"], true),
        ("localhost", &["local"], false),
        ("a.localhost", &[], false),
        ("a.localhost", &["localhost"], true),
        ("back.spin.internal", &[], false),
        ("back.spin.internal", &["spin.internal"], true),
        ("back.spin.internal", &["front.spin.internal"], false),
        ("metadata.google.internal", &["google.com", "x.internal"], false),
        ("metadata.google.internal", &["metadata.google.internal"], true),
        ("printer.local", &[], false),
        ("router.lan", &[], false),
        ("router.home", &[], false),
        ("router.home.arpa", &[], false),
        ("router.home.arpa", &["home.arpa"], true),
        ("1.0.0.127.in-addr.arpa", &[], false),
        ("x.corp", &[], false),
        ("x.intranet", &[], false),
        ("x.private", &[], false),
        ("x.test", &[], false),
        ("x.invalid", &[], false),
        ("x.onion", &[], false),
        ("x.alt", &[], false),
        ("localhost.localdomain", &[], false),
        ("internal.com", &[], true),
        ("xinternal.com", &[], true),
        ("x.notinternal", &[], true),
        // H5: addresses
        ("127.0.0.1", &[], false),
        ("127.0.0.1", &["0.0.1", "1", "127.0.0.2"], false),
        ("127.0.0.1", &["127.0.0.1"], true),
        ("8.8.8.8", &[], false),
        ("::1", &[], false),
        ("::1", &["::1"], true),
        ("", &[], false),
        // H4: the named domain has all `xn--` labels
        ("xn--bcher-kva.de", &[], false),
        ("xn--bcher-kva.de", &["de"], false),
        ("xn--bcher-kva.de", &["xn--bcher-kva.de"], true),
        ("www.xn--bcher-kva.de", &["xn--bcher-kva.de"], true),
        ("www.xn--bcher-kva.de", &["www.xn--bcher-kva.de"], true),
        ("xn--a.xn--b.de", &["xn--b.de"], false),
        ("xn--a.b.xn--c", &["xn--c", "b.xn--c"], false),
        ("a.xn--b.c.xn--d.internal", &["xn--b.c.xn--d.internal"], true),
        ("a.xn--b.internal", &["internal"], false),
        ("axn--b.de", &[], true),
    ];
    for (host, texts, expected) in rows {
        let named = |text: &[u8]| texts.iter().any(|other| other.as_bytes() == text);
        assert_eq!(authority::is_named(host.as_bytes(), named), *expected, "H15: `{host}` with {texts:?}");
    }
}

/// The texts of a table, as `format.rs` says, and nothing else.
fn table(texts: &[&str]) -> Vec<u8> {
    let start = 28 + 4 * (texts.len() as u32 + 1);
    let mut words = vec![0, 28, texts.len() as u32, 0, 0, 0, 0];
    words.extend((0..=texts.len()).map(|number| start + texts[..number].concat().len() as u32));
    let words = words.into_iter().flat_map(u32::to_le_bytes);
    words.chain(texts.concat().bytes()).collect()
}

#[test]
fn a_table_names_its_texts() {
    let texts = ["", "a", "ab", "api.x.com", "b", "x.com", "\u{e9}"];
    for count in 0..=texts.len() {
        let table = table(&texts[..count]);
        for (number, text) in texts.iter().enumerate() {
            assert_eq!(named::names(&table[..], text.as_bytes()), number < count, "`{text}` of {count}");
        }
        for text in ["x", "aa", "com", "api.x.co", "\u{ff}"] {
            assert!(!named::names(&table[..], text.as_bytes()), "`{text}` of {count}");
        }
    }
    assert!(!named::names(&[][..], b"a"));
    assert!(!named::names(&table(&texts)[..40], b"x.com"), "a table that is cut off names nothing behind its end");
    let mut wild = table(&texts);
    wild[4..8].fill(0xff);
    wild[8..12].fill(0xff);
    assert!(!named::names(&wild[..], b"x.com"));
}
