//! Examples of paths with queries (H7 to H9), where rules read them and where not.

use super::{DENIED, check, string};
use caplink_guard::target::{self, Strict};

/// A path with query, as `path` or `path ? query`.
fn read(text: &[u8], strict: &Strict) -> Option<String> {
    let mut text = text.to_vec();
    let found = target::canonical(&mut text, strict)?;
    let text = string(&text[..found.length]);
    Some(match found.query {
        Some(query) => format!("{} ? {}", &text[..found.path], &text[query..]),
        None => text[..found.path].to_owned(),
    })
}

const STRICT: Strict = Strict { path: true, query: true };
const LAX: Strict = Strict { path: false, query: false };

#[test]
fn h7_a_path_starts_with_one_slash() {
    let rows = [
        ("@evil.com/", DENIED),
        (".evil.com/", DENIED),
        (":99/", DENIED),
        ("http://evil/", DENIED),
        ("*", DENIED),
        ("x", DENIED),
        ("", DENIED),
        ("?q", DENIED),
        ("//evil.com/", DENIED),
        ("///evil.com/", DENIED),
        ("/\\evil.com/", DENIED),
        ("\\\\evil.com/", DENIED),
        ("\\/evil.com/", DENIED),
        ("/\t/evil.com/", DENIED),
        ("\t//evil.com/", DENIED),
        ("/\n", DENIED),
        ("/ ", DENIED),
        ("/\x7f", DENIED),
        ("/\0", DENIED),
        ("/\u{e9}", DENIED),
        ("/a HTTP/1.1\r\nhost: evil.com", DENIED),
        ("/a#b", DENIED),
        ("#", DENIED),
        ("/", "/"),
        ("/@evil.com", "/@evil.com"),
        ("/?", "/ ? "),
    ];
    check("H7", &rows, |text| read(text, &LAX));
    check("H7", &rows, |text| read(text, &STRICT));
}

#[test]
fn h8_a_path_that_a_rule_reads_has_one_spelling() {
    let rows = [
        ("/api/../admin", DENIED),
        ("/api/%2e%2e/admin", DENIED),
        ("/api/%2E./admin", DENIED),
        ("/api/.%2e/admin", DENIED),
        ("/api/..%2fadmin", DENIED),
        ("/api/..%2Fadmin", DENIED),
        ("/api/..;/admin", DENIED),
        ("/api/..;x=1/admin", DENIED),
        ("/api/..%3bx/admin", DENIED),
        ("/api/.;x", DENIED),
        ("/;x/admin", DENIED),
        ("/api/;/admin", DENIED),
        ("/api/%3B/admin", DENIED),
        ("/..", DENIED),
        ("/.", DENIED),
        ("/../", DENIED),
        ("/./", DENIED),
        ("/a/.", DENIED),
        ("/a/..", DENIED),
        ("/%2e", DENIED),
        ("//admin", DENIED),
        ("/api//..//admin", DENIED),
        ("/api//admin", DENIED),
        ("/api//", DENIED),
        ("/a\\b", DENIED),
        ("/a/..\\b", DENIED),
        ("/a%5cb", DENIED),
        ("/a%5Cb", DENIED),
        ("/a%00b", DENIED),
        ("/a%0d%0a", DENIED),
        ("/a%1f", DENIED),
        ("/a%7F", DENIED),
        ("/a%zz", DENIED),
        ("/a%", DENIED),
        ("/a%4", DENIED),
        ("/a%4?a", DENIED),
        ("/a%%34%31", DENIED),
        ("/a%252e%252e/b", DENIED),
        ("/a%252fb", DENIED),
        ("/a%2541", DENIED),
        ("/a%25%32%65", DENIED),
        ("/a%25%32e", DENIED),
        ("/a%2525", DENIED),
        ("/a%c0%af", DENIED),
        ("/a%C0%AE", DENIED),
        ("/a%c1%9c", DENIED),
        ("/a%e0%80%af", DENIED),
        ("/a%f0%80%80%af", DENIED),
        ("/a\"b", DENIED),
        ("/a<b>", DENIED),
        ("/a^b", DENIED),
        ("/a`b", DENIED),
        ("/a{b}", DENIED),
        ("/a|b", DENIED),
        ("/a[b]", DENIED),
        ("/api/admin", "/api/admin"),
        ("/api/", "/api/"),
        ("/API", "/API"),
        ("/%61pi", "/api"),
        ("/%41%7a%30%2d%2e%5f%7E", "/Az0-._~"),
        ("/a.b/..c/c../...", "/a.b/..c/c../..."),
        ("/.well-known/x", "/.well-known/x"),
        ("/a;b=1/c;d", "/a;b=1/c;d"),
        ("/a%3bb", "/a%3Bb"),
        ("/a%20b%2B", "/a%20b%2B"),
        ("/a%3fb%23", "/a%3Fb%23"),
        ("/%c3%a9", "/%C3%A9"),
        ("/%e2%82%ac", "/%E2%82%AC"),
        ("/100%25", "/100%25"),
        ("/100%25/of", "/100%25/of"),
        ("/100%25of", "/100%25of"),
        ("/a!$&'()*+,;=:@b", "/a!$&'()*+,;=:@b"),
        ("/https://x.com", DENIED),
    ];
    check("H8", &rows, |text| read(text, &STRICT));
    check("H8", &rows, |text| read(text, &Strict { path: true, query: false }));
    let rows = [
        ("/api/../admin", DENIED),
        ("/.//evil.com", DENIED),
        ("/%2E%2e/x", DENIED),
        ("/x/%2e", DENIED),
        ("/.../.a/..;x", "/.../.a/..;x"),
        ("/api//x", "/api//x"),
        ("/a%zz%", "/a%zz%"),
        ("/%61%2e%2F%00", "/%61%2e%2F%00"),
        ("/a\"<>^`{|}", "/a\"<>^`{|}"),
        ("/a\\b", DENIED),
        ("/a?b?%zz\\", "/a ? b?%zz\\"),
    ];
    check("H8", &rows, |text| read(text, &LAX));
}

#[test]
fn h9_a_query_starts_at_the_first_question_mark() {
    let rows = [
        ("/a?x=/../b", "/a ? x=/../b"),
        ("/a?b?c", "/a ? b?c"),
        ("/a??", "/a ? ?"),
        ("/a%3Fb?c", "/a%3Fb ? c"),
        ("/%61?%61%2f%00%c0", "/a ? a%2F%00%C0"),
        ("/a?x=%25%32%65", "/a ? x=%252e"),
        ("/a?x//../y:@!$&'()*+,;=", "/a ? x//../y:@!$&'()*+,;="),
        ("/a?%zz", DENIED),
        ("/a?%", DENIED),
        ("/a?x[]=1", DENIED),
        ("/a?x\\", DENIED),
        ("/a?x|y", DENIED),
        ("/a?x#y", DENIED),
        ("/a?x y", DENIED),
        ("/a?\u{e9}", DENIED),
        ("/..?x", DENIED),
    ];
    check("H9", &rows, |text| read(text, &STRICT));
    let rows = [("/%61?x[]=%zz", "/a ? x[]=%zz"), ("/a?x#y", DENIED), ("/..?x", DENIED)];
    check("H9", &rows, |text| read(text, &Strict { path: true, query: false }));
    let rows = [("/%61/..?%61", DENIED), ("/%61/x?%61", "/%61/x ? a"), ("/a?%zz", DENIED)];
    check("H9", &rows, |text| read(text, &Strict { path: false, query: true }));
}

#[test]
fn a_target_has_the_characters_of_rfc_3986() {
    for byte in 0..=u8::MAX {
        let is_path = byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(&byte);
        let is_printable = (0x21..=0x7e).contains(&byte) && byte != b'#';
        // `/x?` has no character more, but a query.
        assert_eq!(read(&[b'/', b'x', byte], &STRICT).is_some(), is_path || byte == b'?', "{}", byte.escape_ascii());
        assert_eq!(read(&[b'/', b'?', byte], &STRICT).is_some(), is_path || byte == b'?', "{}", byte.escape_ascii());
        assert_eq!(read(&[b'/', b'x', byte], &LAX).is_some(), is_printable && byte != b'\\', "{}", byte.escape_ascii());
        assert_eq!(read(&[b'/', b'?', byte], &LAX).is_some(), is_printable, "{}", byte.escape_ascii());

        let escape = format!("/x%{byte:02x}");
        let is_kept = !(byte.is_ascii_control() || matches!(byte, b'/' | b'\\' | 0xc0 | 0xc1));
        let spelt = if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            format!("/x{}", char::from(byte))
        } else {
            escape.to_uppercase().replace("/X", "/x")
        };
        assert_eq!(read(escape.as_bytes(), &STRICT), is_kept.then_some(spelt), "{escape}");
        assert_eq!(read(escape.as_bytes(), &LAX), Some(escape.clone()));
    }
}
