//! What policies become: compiled, folded or refused.

use super::Decision;
use super::question::{Party, Question, Texts};
use crate::source::Source;
use caplink_model::diagnostic::Diagnostic;

mod construct;
mod literals;
mod loading;
mod oracle;

/// Runs on a stack on which Cedar evaluates everything.
pub(super) fn deep<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(caplink_model::limits::POLICY_STACK).spawn_scoped(scope, run);
        thread.expect("the thread starts").join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// A question over texts.
pub(super) fn question(schema: &str, policies: &str, entities: &str) -> Result<Question, Vec<Diagnostic>> {
    Question::load(&Texts {
        policies: &[Source { file: "p.cedar", text: policies }],
        links: None,
        schema: Source { file: "s.cedarschema", text: schema },
        entities: Some(Source { file: "e.json", text: entities }),
    })
}
