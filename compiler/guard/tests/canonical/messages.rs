//! Examples of headers, methods and schemes (H10 to H13, H17, R11).

use caplink_guard::message::{self, Headers, OTHER};

#[test]
fn h10_headers_do_not_speak_for_the_host() {
    let refused = [
        "host",
        "Host",
        "HOST",
        ":authority",
        ":method",
        ":path",
        ":",
        "connection",
        "Keep-Alive",
        "proxy-connection",
        "Proxy-Authorization",
        "proxy-authenticate",
        "proxy-",
        "proxy_authorization",
        "transfer-encoding",
        "Transfer-Encoding",
        "transfer_encoding",
        "upgrade",
        "te",
        "TE",
        "http2-settings",
        "HTTP2-Settings",
        "",
        "a b",
        "a:",
        "a\r\nhost",
        "host ",
        " host",
        "h\u{f6}st",
        "a\0",
    ];
    for name in refused {
        assert!(!Headers::new(false, false).accepts(name.as_bytes(), b"x"), "H10: `{}` is refused", name.escape_debug());
    }
    let sent = [
        "accept",
        "Authorization",
        "content-type",
        "cookie",
        "trailer",
        "expect",
        "hosts",
        "x-host",
        "proxy",
        "tea",
        "upgrade-insecure-requests",
    ];
    for name in sent {
        assert!(Headers::new(true, false).accepts(name.as_bytes(), b"x"), "H10: `{name}` is sent");
    }
    for value in ["a\r\nhost: evil.com", "a\n", "\r", "a\0b", "\x1b", "\x7f"] {
        assert!(!Headers::new(false, false).accepts(b"accept", value.as_bytes()), "H10: `{}` is refused", value.escape_debug());
    }
    for value in ["", " a\tb ", "\u{e9}", "a, b; c=\"d\""] {
        assert!(Headers::new(false, false).accepts(b"accept", value.as_bytes()), "H10: `{value}` is sent");
    }
}

#[test]
fn h11_a_message_has_one_length() {
    for value in ["+5", "5,5", "-5", "5 ", " 5", "", "0x5", "5.0", "five", "99999999999999999999", "5\r\n"] {
        assert!(!Headers::new(false, false).accepts(b"content-length", value.as_bytes()), "H11: `{}` is refused", value.escape_debug());
    }
    for value in ["0", "5", "9999999999999999999"] {
        assert!(Headers::new(false, false).accepts(b"Content-Length", value.as_bytes()), "H11: `{value}` is sent");
    }
    let mut headers = Headers::new(false, false);
    assert!(headers.accepts(b"content-length", b"5") && headers.accepts(b"accept", b"5"));
    for name in ["content-length", "Content-Length", "content_length"] {
        assert!(!headers.accepts(name.as_bytes(), b"5"), "H11: there is a length already");
    }
}

#[test]
fn h12_headers_do_not_override_a_method_that_a_rule_reads() {
    for name in ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method", "x-http-method-override", "x_http_method_override"] {
        assert!(!Headers::new(true, false).accepts(name.as_bytes(), b"DELETE"), "H12: `{name}` is refused");
        assert!(Headers::new(false, false).accepts(name.as_bytes(), b"DELETE"), "H12: `{name}` is sent if no rule reads the method");
    }
    assert!(Headers::new(true, false).accepts(b"x-http-methods", b"DELETE"));
}

#[test]
fn h13_tunnels_are_known() {
    for (method, expected) in
        [("CONNECT", true), ("TRACE", true), ("connect", true), ("GET", false), ("OPTIONS", false), ("CONNECTS", false), ("", false)]
    {
        assert_eq!(message::is_tunnel(method.as_bytes()), expected, "H13: `{method}`");
    }
}

#[test]
fn h17_schemes_are_exact() {
    for (scheme, expected) in [
        ("http", Some(0)),
        ("https", Some(1)),
        ("HTTP", None),
        ("Https", None),
        ("ftp", None),
        ("h2c", None),
        ("ws", None),
        ("", None),
        ("http:", None),
        (" http", None),
    ] {
        assert_eq!(message::scheme(scheme.as_bytes()), expected, "H17: `{scheme}`");
    }
}

#[test]
fn r11_methods_are_their_cases() {
    let known = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];
    for (case, name) in (0..).zip(known) {
        assert_eq!(message::method(name.as_bytes()), Some(case), "R11: `{name}`");
        assert_eq!(message::method_name(case), Some(name.as_bytes()), "R11: {case}");
        assert_eq!(message::method(name.to_lowercase().as_bytes()), None, "R11: `{name}` in lower case");
    }
    assert_eq!(message::method_name(OTHER), None);
    assert_eq!(message::method_name(u32::MAX), None);
    for (token, expected) in [
        ("Delete", None),
        ("DELETe", None),
        ("PURGe", None),
        ("purge", None),
        ("", None),
        ("DELETE ", None),
        (" DELETE", None),
        ("DEL ETE", None),
        ("GET\r\n", None),
        ("GET/", None),
        ("GET\0", None),
        ("D\u{c9}LETE", None),
        ("DELETE,GET", None),
        ("PURGE", Some(OTHER)),
        ("PROPFIND", Some(OTHER)),
        ("M-SEARCH", Some(OTHER)),
        ("DELETES", Some(OTHER)),
    ] {
        assert_eq!(message::method(token.as_bytes()), expected, "R11: `{}`", token.escape_debug());
    }
}

#[test]
fn a_token_has_the_characters_of_rfc_9110() {
    for byte in 0..=u8::MAX {
        let is_part = byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        assert_eq!(Headers::new(false, false).accepts(&[b'x', byte], b"x"), is_part, "{}", byte.escape_ascii());
        assert_eq!(message::method(&[b'X', byte]).is_some(), is_part && !byte.is_ascii_lowercase(), "{}", byte.escape_ascii());
        let is_sent = byte == b'\t' || !(byte < 0x20 || byte == 0x7f);
        assert_eq!(Headers::new(false, false).accepts(b"x", &[b'x', byte]), is_sent, "{}", byte.escape_ascii());
    }
}

#[test]
fn h8_no_header_stands_for_a_path_that_a_rule_reads() {
    for name in ["x-original-url", "X-Rewrite-URL", "x_original_url"] {
        assert!(!Headers::new(false, true).accepts(name.as_bytes(), b"/admin"), "H8: `{name}` is refused");
        assert!(Headers::new(true, false).accepts(name.as_bytes(), b"/admin"), "H8: `{name}` is sent if no rule reads the path");
    }
}
