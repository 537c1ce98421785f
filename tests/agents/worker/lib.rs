//! Agent `worker`: writes and signs artifacts, moves tickets, and triggers workflows; what the interfaces answer goes out.

use acme::artifacts::output;
use acme::keys::signer;
use acme::tickets::board::{self, Change, State};
use acme::workflow::queue;

wit_bindgen::generate!({ path: "../wit", world: "worker", generate_all });

struct Worker;
export!(Worker);

impl Guest for Worker {
    fn produce(path: String, text: String) -> String {
        match output::write(&path, text.as_bytes()) {
            Ok(bytes) => format!("wrote {bytes}"),
            Err(error) => format!("error: {error}"),
        }
    }

    fn sign(key: String, text: String) -> String {
        // The host signs what it is given; a real agent would hash here.
        let mut digest = text.into_bytes();
        digest.resize(32, 0);
        match signer::sign(&key, &digest) {
            Ok(signature) => format!("signed {}", signature.len()),
            Err(error) => format!("error: {error}"),
        }
    }

    fn move_ticket(number: u64, state: String, assignee: String) -> String {
        let state = match state.as_str() {
            "doing" => State::Doing,
            "done" => State::Done,
            "deleted" => State::Deleted,
            _ => State::Triage,
        };
        let assignee = (!assignee.is_empty()).then_some(assignee);
        match board::update(number, &Change { state, assignee, labels: vec!["agent".into()] }) {
            Ok(title) => format!("moved {title}"),
            Err(error) => format!("error: {error:?}"),
        }
    }

    fn delegate(workflow: String, depth: u32, items: u32) -> String {
        let items: Vec<_> = (0..items).map(|number| format!("item {number}")).collect();
        match queue::trigger(&workflow, depth, &items) {
            Ok(number) => format!("started {number}"),
            Err(error) => format!("error: {error}"),
        }
    }
}
