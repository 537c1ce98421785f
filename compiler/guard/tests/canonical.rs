//! The canonicalisers on examples: what a host could read in another way is denied, what is left has one spelling.
//!
//! In: tables of inputs with the outcome that the threat model asks for, by its ids (H1 to H13, H15, H17, R11, X3). `DENIED` stands for `None`.
//! `tests/urls.rs` looks for what the examples do not think of.

#[path = "canonical/hosts.rs"]
mod hosts;
#[path = "canonical/messages.rs"]
mod messages;
#[path = "canonical/targets.rs"]
mod targets;

const DENIED: &str = "denied";

/// Compares each row of a table, and says all that differ.
fn check<I: AsRef<[u8]> + ?Sized>(id: &str, rows: &[(&I, &str)], canonical: impl Fn(&[u8]) -> Option<String>) {
    let mut wrong = Vec::new();
    for (input, expected) in rows {
        let found = canonical(input.as_ref()).unwrap_or_else(|| DENIED.to_owned());
        if found != *expected {
            wrong.push(format!("{id}: `{}` is `{found}`, not `{expected}`", input.as_ref().escape_ascii()));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn string(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("what is canonical is ASCII")
}
