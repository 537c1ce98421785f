//! A difference between two texts, by lines, for people: what both share at the start and the end is left out but for some context.

const CONTEXT: usize = 2;
const SHOWN: usize = 60;

/// Lists the lines that differ.
pub fn lines(expected: &str, found: &str) -> String {
    let (old, new): (Vec<_>, Vec<_>) = (expected.lines().collect(), found.lines().collect());
    let same_start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let left = old.len().min(new.len()) - same_start;
    let same_end = old.iter().rev().zip(new.iter().rev()).take(left).take_while(|(a, b)| a == b).count();
    let from = same_start.saturating_sub(CONTEXT);
    let mut out = format!("  at line {}\n", same_start + 1);
    let mut add = |mark: &str, lines: &[&str]| {
        lines.iter().take(SHOWN).for_each(|line| out.push_str(&format!("  {mark} {line}\n")));
        if lines.len() > SHOWN {
            out.push_str(&format!("  {mark} ... {} more\n", lines.len() - SHOWN));
        }
    };
    add(" ", &old[from..same_start]);
    add("-", &old[same_start..old.len() - same_end]);
    add("+", &new[same_start..new.len() - same_end]);
    add(" ", &old[old.len() - same_end..(old.len() - same_end + CONTEXT).min(old.len())]);
    out
}
