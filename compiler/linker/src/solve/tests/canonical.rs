//! Texts of calls: what the automata accept, and what they must not miss.

use super::super::text::START;
use super::*;
use crate::guard::rules::Hierarchy;
use crate::guard::simplify::value::evaluate;
use Outcome::True;

fn accepts(text: &Text, word: &str) -> bool {
    word.chars().try_fold(START, |state, character| text.next(state, character)).is_some_and(|state| text.ends(state))
}

/// Each with whether the kind has it.
#[test]
fn every_canonical_text_is_accepted() {
    let cases: &[(Text, &[&str], &[&str])] = &[
        (
            Text::HostName,
            &["example.com", "a", "a-b.c--d.e", "xn--p1ai", "3com.com", "0x.example", "1.2.3.4.example"],
            &["1.2.3.4", "::1", "1.2.3", "0x7f.1", "", "a..b", "-a", "A"],
        ),
        (
            Text::Host,
            &[
                "example.com",
                "a",
                "a-b.c--d.e",
                "xn--p1ai",
                "1.2.3.4",
                "255.255.255.255",
                "3com.com",
                "0x.example",
                "1.2.3.4.example",
                "10.0.0.1",
                "::1",
                "2001:db8::1",
                "fe80::",
                "1.2.3.a",
                "localhost",
                "a.0b",
            ],
            &[
                "",
                ".",
                "a.",
                ".a",
                "-a",
                "a-",
                "A",
                "1.2.3",
                "1.2.3.4.5",
                "a.1",
                "0x1",
                "a.0x1",
                "0.0.0.0",
                "::",
                "1.2.3.256",
                "1.2.3.04",
                "a b",
                "a_b",
                "1",
            ],
        ),
        (
            Text::Path,
            &["/", "/a", "/a/", "/a/b", "/a.b", "/.a", "/..."],
            &[
                "", "a", "//", "/a//b", "/.", "/..", "/a/./b", "/a/..", "/?", "/a#", "/a\\b", "/%", "/%4", "/%zz", "/%41", "/%c3", "/é",
                "/a b", "/;a", "/..;a", "/\"", "/%2F",
            ],
        ),
        (Text::Path, &["/%C3%A9", "/a;b", "/~a", "/a%20b", "/a:b@c"], &[]),
        (Text::Query, &["", "a=1", "a?b", "%20", "a/b;c"], &["#", "%", "%2", "a b", "%zz", "é", "%41"]),
        (Text::Method, &["GET", "M-SEARCH", "A1"], &["", "get", "A B", "É"]),
        (Text::FilePath, &["/", "/a", "/a/b", "/.a", "/a b/é"], &["", "a", "/a/", "//", "/./a", "/.."]),
        (Text::Address, &["10.0.0.1:443", "[::1]:80"], &["", "10.0.0.1", "::1:80", "10.0.0.1:080", "a:1"]),
        (Text::OneCharacter, &["a", "é", "*"], &["", "ab"]),
    ];
    for (text, words, others) in cases {
        for word in *words {
            assert!(text.admits(word), "{text:?} has {word:?}");
            assert!(accepts(text, word), "the automaton of {text:?} accepts {word:?}");
        }
        for word in *others {
            assert!(!text.admits(word), "{text:?} has no {word:?}");
        }
        assert!(text.familiar().iter().all(|word| text.admits(word)), "{text:?}");
        let mut taken = BTreeSet::new();
        for _ in 0..100 {
            let fresh = text.fresh(&taken).expect("there is always another");
            assert!(text.admits(&fresh), "{text:?} has {fresh:?}");
            taken.insert(fresh);
        }
    }
}

/// What short texts there are, by exhaustion: an automaton that misses one would prove what is false.
#[test]
fn no_short_canonical_text_is_missed() {
    let alphabets: &[(Text, &str, usize)] = &[
        (Text::Host, "a0x1.-:", 5),
        (Text::HostName, "a0x1.-:", 5),
        (Text::Path, "/.a;%2F", 5),
        (Text::Query, "a?%2F#", 5),
        (Text::Method, "Aa1 -", 4),
        (Text::FilePath, "/.a", 6),
    ];
    for (text, alphabet, length) in alphabets {
        let mut words = vec![String::new()];
        for _ in 0..*length {
            for word in &words {
                assert!(!text.admits(word) || accepts(text, word), "the automaton of {text:?} misses {word:?}");
            }
            words = words.iter().flat_map(|word| alphabet.chars().map(move |character| format!("{word}{character}"))).collect();
        }
    }
}

#[test]
fn patterns_beside_what_calls_have() {
    check(like(input("path"), "*..*"), True, r#"context.path == "/a..""#);
    check(like(input("path"), "*/../*"), True, "never");
    check(like(input("path"), "api*"), True, "never");
    check(like(input("path"), "*?*"), True, "never");
    check(like(input("path"), "*//*"), True, "never");
    check(
        Expr::And(vec![like(input("path"), "/api*"), not(like(input("path"), "/api/*")), not(one_of(input("path"), &["/api"]))]),
        True,
        r#"context.path == "/apia""#.replace("apia", "apib").as_str(),
    );
    check(like(input("method"), "*e*"), True, "never");
    check(like(input("method"), "P*"), True, r#"context.method == "POST""#);
    check(Expr::And(vec![has("q"), like(input("q"), "*#*")]), True, "never");
    check(like(input("path"), "*%2f*"), True, "never");
    check(Expr::And(vec![like(input("path"), "*%2*"), not(like(input("path"), "*%20*"))]), True, r#"context.path == "/%21""#);
}

/// Characters that stand for others: whatever a short canonical text answers to conditions, some text is found that answers the same.
#[test]
fn no_answers_of_short_canonical_texts_are_missed() {
    let file = |outer: &str| Expr::Under(Box::new(input("file")), Hierarchy::Path, outer.to_string());
    let host = |outer: &str| Expr::Under(Box::new(input("resource")), Hierarchy::Host, outer.to_string());
    let cases: Vec<(Text, &str, usize, Vec<Expr>)> = vec![
        (Text::Host, "a01.:-", 5, vec![host("a"), host("0.a"), one_of(input("resource"), &["a.a"])]),
        (Text::Host, "a01.:-", 5, vec![host("1"), host("1.a"), one_of(input("resource"), &["::1", "1::"])]),
        (Text::HostName, "a01.:-", 5, vec![host("a"), host("0.a"), one_of(input("resource"), &["a.a"])]),
        (Text::HostName, "a01.:-", 5, vec![host("1"), host("1.a"), one_of(input("resource"), &["::1", "1.1.1.1"])]),
        (Text::Host, "b1.x", 6, vec![host("a"), one_of(input("resource"), &["1.1.b", "b"])]),
        (Text::Path, "/.a%2", 5, vec![like(input("path"), "*.*"), like(input("path"), "/a*"), like(input("path"), "*a")]),
        (Text::Path, "/.%2FC3", 5, vec![like(input("path"), "*%*"), like(input("path"), "*2*F*"), like(input("path"), "*3")]),
        (Text::Path, "/.a;", 6, vec![like(input("path"), "*/*/*"), like(input("path"), "*..*"), like(input("path"), "*;*")]),
        (Text::Query, "a?%2F=", 4, vec![has("q"), like(input("q"), "a*"), like(input("q"), "*%*"), like(input("q"), "*2*")]),
        (Text::Query, "a?%2F=", 4, vec![has("q"), like(input("q"), "*?*"), like(input("q"), "*F"), one_of(input("q"), &["", "a"])]),
        (Text::Method, "GET1", 4, vec![like(input("method"), "G*"), like(input("method"), "*T"), one_of(input("method"), &["GET"])]),
        (Text::FilePath, "/.ab", 6, vec![file("/a"), file("/a/b"), file("/"), one_of(input("file"), &["/b"])]),
    ];
    for (text, alphabet, length, atoms) in cases {
        let mut words = vec![String::new()];
        let mut seen = BTreeSet::new();
        for _ in 0..=length {
            for word in words.iter().filter(|word| text.admits(word)) {
                let entity = |kind: &str| Value::Entity(EntityName { kind: kind.into(), id: word.clone() });
                let value = match text {
                    Text::Host | Text::HostName => entity("Net::Host"),
                    Text::FilePath => entity("Fs::Path"),
                    _ => Value::String(word.clone()),
                };
                let wanted = atoms.iter().map(|atom| match evaluate(atom, &|_| Some(value.clone())) {
                    Some(Value::Bool(true)) => (atom, Outcome::True),
                    _ => (atom, Outcome::False),
                });
                let wanted: Vec<(&Expr, Outcome)> = wanted.collect();
                if seen.insert(wanted.iter().map(|(_, outcome)| *outcome == True).collect::<Vec<_>>()) {
                    assert!(matches!(satisfy(&wanted, &inputs), Answer::Sometimes(_)), "{text:?} {word:?}: {wanted:?}");
                }
            }
            words = words.iter().flat_map(|word| alphabet.chars().map(move |character| format!("{word}{character}"))).collect();
        }
        assert!(seen.len() > 1, "{text:?}");
    }
}
