//! Findings one a line, as editors and `grep` read them: `file:line:col: error C104 shadowed-permit message`.

use super::{View, one_line};
use crate::render::layout::inert;
use caplink_model::text::escape;

/// Renders the report; without findings it is empty.
pub fn render(view: &View<'_>) -> String {
    let mut out = String::new();
    for finding in &view.report.findings {
        let place = match view.place(finding) {
            Some((file, span)) => format!("{}:{}:{}: ", escape(file.name), span.line, span.column),
            None => String::new(),
        };
        let line = format!("{place}{} {} {} {}", finding.level, finding.code, finding.name, finding.message);
        out.push_str(&inert(&one_line(&line)));
        out.push('\n');
    }
    out
}
