//! That Markdown says what it should, that nothing untrusted is markup in it, and what is left out of a comment that is too long.

use super::markdown::{LIMIT, MARKER};
use super::sample::*;
use super::*;
use caplink_model::change::{Direction, Example, Kind, Tier};

/// What is left of Markdown without code: spans by CommonMark's rule, a line at a time, and fenced blocks.
fn without_code(markdown: &str) -> String {
    let mut out = String::new();
    let mut is_fenced = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            is_fenced = !is_fenced;
        } else if !is_fenced {
            out.push_str(&without_spans(line));
            out.push('\n');
        }
    }
    assert!(!is_fenced, "a block is open at the end:\n{markdown}");
    out
}

fn without_spans(line: &str) -> String {
    let run = |text: &str| text.len() - text.trim_start_matches('`').len();
    let mut out = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        out.push_str(&rest[..start]);
        let fence = run(&rest[start..]);
        let mut at = start + fence;
        loop {
            let next = rest[at..].find('`').unwrap_or_else(|| panic!("a span has no end: {line}"));
            let closing = run(&rest[at + next..]);
            at += next + closing;
            if closing == fence {
                break;
            }
        }
        rest = &rest[at..];
        out.push('C');
    }
    out + rest
}

/// The same without the HTML in titles of folds, of which every other character is a numeric reference.
fn without_titles(left: &str) -> String {
    let (mut out, mut rest) = (String::new(), left);
    while let Some((before, after)) = rest.split_once("<code>") {
        let (title, after) = after.split_once("</code>").expect("a title has an end");
        let plain: String = title.split("&#").map(|part| part.split_once(';').map_or(part, |(_, rest)| rest)).collect();
        assert!(plain.chars().all(|one| !one.is_ascii() || one.is_ascii_alphanumeric() || one == ' '), "{title}");
        out.push_str(before);
        rest = after;
    }
    out + rest
}

#[test]
fn code_is_found_by_its_fences() {
    assert_eq!(without_spans("a `b` c `` d ` e `` f"), "a C c C f");
    assert_eq!(without_code("a\n```diff\n- ```\n```\nb"), "a\nb\n");
}

#[test]
fn markdown_has_a_table_and_folds() {
    let comparison = comparison();
    let text = markdown(&view(&comparison));
    let first = r#"<!-- caplink diff -->
## authority grew: 1 critical, 1 high, 2 medium; 2 more accepted

`releases/1.4` → `releases/1.5`; 2 others are the same

Grant version: major, for authority grew and some of it is critical or high (`1.4.2 -> 2.0.0`).

Not proved: 3 changes count as growth without a request that is newly possible, for lack of a proof.

**The check fails.** Take back what grew, or accept it: `caplink diff` prints what to put into a file for `--accept`.

| tier | who | what grew | newly possible |
| --- | --- | --- | --- |
| critical | `Agent::"billing"` | `http:request` is allowed for other calls | `resource == Net::Host::"a.example.com", context.method == "POST", context.path == "/"` |
| high | `Agent::"billing"` | `fs:read` is granted by `wasi:filesystem/types@0.2.3` | not proved |
"#;
    assert!(text.starts_with(first), "{text}");
    let fold = r#"
<details><summary>critical: <code>http&#58;request is allowed for other calls</code></summary>

```diff
- resource == Net::Host::"api.example"
+ resource in [Net::Host::"api.example", Net::Host::"*.example.com"]
```

- who: `Agent::"billing"`
- now possible: `resource == Net::Host::"a.example.com", context.method == "POST", context.path == "/"`
- no longer possible: `resource == Net::Host::"api.example", context.method == "DELETE"`
- because: it is a new way out: what the agent knows can be sent there
- policy: `net-out (net/out.cedar:12)` permits it
"#;
    assert!(text.contains(fold), "{text}");
    assert!(
        text.contains("| low, accepted | `Agent::\"billing\"` | `clock:wall` is allowed more often | any call (11 times) |\n"),
        "{text}"
    );
    assert!(text.contains("\n- accepted: by `ana@example.com: billing polls twice an hour`\n"), "{text}");
    assert!(
        text.contains("\n<details><summary>3 changes by which nothing grew</summary>\n\n- narrower: `Agent::\"billing\"`: `kv:write` is")
    );
    assert!(!text.contains("Left out"), "{text}");
    let calm = Comparison { unchanged: 1, ..Comparison::default() };
    let text = markdown(&View { fails: false, version: None, ..view(&calm) });
    let rest =
        "`releases/1.4` → `releases/1.5`; 1 agent or set of policies is the same\n\nGrant version: as before, for nothing changed.\n";
    assert_eq!(text, format!("{MARKER}\n## nothing changed\n\n{rest}"));
}

/// Sentences come escaped; that they hold no markup does not rest on it.
fn raw() -> Comparison {
    let raw = Change {
        reason: HOSTILE.into(),
        gained: Some(Example { request: HOSTILE.into(), times: None }),
        unproved: Some(HOSTILE.into()),
        causes: vec![cause(true, HOSTILE, HOSTILE, 1, HOSTILE)],
        demand: Some(HOSTILE.into()),
        covers: vec![HOSTILE.into(), "`".into(), "`|` ``".into(), "\\|".into()],
        ..change(Kind::Code, Direction::Wider, Tier::High, HOSTILE)
    };
    let narrower = Change { direction: Direction::Narrower, ..raw.clone() };
    let pair = Pair { subject: HOSTILE.into(), old: None, new: None, changes: vec![raw, narrower] };
    Comparison { pairs: vec![pair], ..Comparison::default() }
}

#[test]
fn i11_nothing_untrusted_is_markup() {
    for comparison in [comparison(), raw()] {
        let text = markdown(&view(&comparison));
        assert!(!text.contains(['\r', '\u{202e}']) || comparison == raw(), "{text}");
        let left = without_code(&text);
        let body = without_titles(left.strip_prefix(MARKER).expect("the marker is first"));
        for markup in ["@", "](", "![", "http", "www", "<!--", "GH-", "deadbeef", "::", "[", "\\", "example"] {
            assert!(!body.contains(markup), "{markup} in\n{left}");
        }
        assert_eq!(body.trim_start().trim_start_matches("## ").matches('#').count(), 0, "{left}");
        assert_eq!(text.lines().filter(|line| line.starts_with("## ") || line.starts_with("# ")).count(), 1, "{text}");
        for tag in ["details", "summary"] {
            let count = |tag: String| body.matches(&tag).count();
            assert_eq!(count(format!("<{tag}>")), count(format!("</{tag}>")), "{left}");
        }
        let known = ["<details>", "</details>", "<summary>", "</summary>"];
        assert!(!known.iter().fold(body.clone(), |text, tag| text.replace(tag, "")).contains(['<', '>']), "{left}");
    }
}

#[test]
fn rows_have_four_cells() {
    for comparison in [comparison(), raw()] {
        let text = markdown(&view(&comparison));
        let rows: Vec<_> = text.lines().filter(|line| line.starts_with("| ")).collect();
        assert!(rows.len() > 2, "{text}");
        for row in rows {
            // A pipe ends a cell if an even number of backslashes is before it.
            let ends = row.match_indices('|').filter(|(at, _)| row[..*at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 0);
            assert_eq!(ends.count(), 5, "{row}");
        }
    }
}

/// This many growths and as many narrowings.
fn many(number: usize, long: usize) -> Comparison {
    let wide = |number| Change {
        reason: "r ".repeat(long),
        ..change(Kind::Condition, Direction::Wider, Tier::Critical, &format!("`a{number}` is allowed for more calls"))
    };
    let narrow = |number| change(Kind::Condition, Direction::Narrower, Tier::None, &format!("`b{number}` is allowed for fewer calls"));
    let changes = (0..number).map(wide).chain((0..number).map(narrow)).collect();
    Comparison { pairs: vec![Pair { subject: "Agent::\"é\"".into(), old: None, new: None, changes }], ..Comparison::default() }
}

#[test]
fn what_does_not_fit_is_counted() {
    for (number, long, rows_fit) in [(150, 200, true), (300, 100, true), (5_000, 1, false)] {
        let comparison = many(number, long);
        let text = markdown(&view(&comparison));
        assert!(text.len() <= LIMIT && text.len() > LIMIT - 4_000, "{}", text.len());
        assert!(text.contains(&format!("## authority grew: {number} critical\n")));
        let rows = text.lines().filter(|line| line.starts_with("| critical |")).count();
        let folds = text.matches("<details><summary>critical").count();
        let note = text.lines().find(|line| line.starts_with("**Left out**")).expect("it is said");
        assert_eq!(rows == number, rows_fit);
        assert_eq!(note.contains(&format!("{} rows of the table", number - rows)), !rows_fit, "{note}");
        assert!(note.contains(&format!("the details of {} changes", number - folds)), "{note}");
        assert!(note.contains(&format!("{number} changes by which nothing grew")), "{note}");
        assert!(rows_fit || folds == 0, "details stand where rows are missing");
        without_code(&text);
    }
}
