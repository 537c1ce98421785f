//! Turning values into text for people and JSON for programs. Pure: nothing here prints or knows of colour settings; styles are ANSI codes
//! that the console strips where they are not wanted.

pub mod check;
pub mod diagnostic;
pub mod diff;
pub mod explain;
pub mod inspect;
pub mod json;
pub mod layout;
pub mod link;
pub mod lint;
pub mod run_line;
mod sarif;
pub mod verify;
mod workflow;

#[cfg(test)]
pub mod sample;

use caplink_model::digest::Digest;

/// A size for people: `586 B`, `12.0 MB`.
fn size(bytes: u64) -> String {
    let scaled = |unit: u64, name| format!("{}.{} {name}", bytes / unit, bytes % unit * 10 / unit);
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => scaled(1_000, "KB"),
        _ => scaled(1_000_000, "MB"),
    }
}

/// A digest for people.
fn digest(digest: &Digest) -> String {
    format!("sha256 {}", digest.short())
}

/// `1 function`, `2 functions`.
fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Messages are one line by contract; a report of lines must not rest on it.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// A function's name for people: `descriptor.stat` for `[method]descriptor.stat`. No two functions of one interface become alike: the component
/// model refuses a static function and a method of one name.
fn function_name(name: &str) -> &str {
    name.strip_prefix("[method]").or_else(|| name.strip_prefix("[static]")).unwrap_or(name)
}

/// The actions worth showing beside functions: those of a custom interface only repeat the function's name.
fn shown_actions<'a>(import: &str, actions: impl IntoIterator<Item = &'a String>) -> Vec<&'a str> {
    let unversioned = import.split('@').next().unwrap_or(import);
    let own = |action: &str| action.strip_prefix(unversioned).is_some_and(|rest| rest.is_empty() || rest.starts_with('#'));
    let mut shown: Vec<_> = actions.into_iter().map(String::as_str).filter(|action| !own(action)).collect();
    shown.sort_unstable();
    shown.dedup();
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        for (bytes, text) in [(0, "0 B"), (999, "999 B"), (1_000, "1.0 KB"), (43_046, "43.0 KB"), (12_018_738, "12.0 MB")] {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn actions_that_repeat_the_function_are_left_out() {
        let actions = ["acme:pay/api#charge", "fs:read", "fs:read", "acme:pay/apis#x"].map(String::from);
        assert_eq!(shown_actions("acme:pay/api@1.0.0", &actions), ["acme:pay/apis#x", "fs:read"]);
    }
}
