//! Which rules report, and how gravely: settings of the command line and of a manifest in, a checked selection out.
//!
//! Refused: what names no rule. A rule that is misspelt in `--ignore` would only be noise, but in `--select` it would look like a clean report.

use super::{Arguments, Grade};
use crate::console::Failure;
use crate::manifest::Manifest;
use caplink_linker::lint::{Rule, Selection, rules::RULES};
use caplink_model::diagnostic::Diagnostic;
use caplink_model::text::escape;

/// The settings of both; the command line wins.
pub fn merge(arguments: &Arguments, manifest: Option<&Manifest>) -> Result<Selection, Failure> {
    let mut selection = Selection { select: arguments.select.clone(), ignore: arguments.ignore.clone(), ..Selection::default() };
    if let Some(manifest) = manifest {
        let settings = &manifest.lint;
        let names = settings.select.iter().chain(&settings.ignore).chain(settings.severity.keys());
        for name in names {
            if !is_known(name.get_ref()) {
                return Err(manifest.wrong(name, unknown(name.get_ref())));
            }
        }
        for (ours, theirs) in [(&mut selection.select, &settings.select), (&mut selection.ignore, &settings.ignore)] {
            if ours.is_empty() {
                ours.extend(theirs.iter().map(|name| name.get_ref().clone()));
            }
        }
        for (name, grade) in &settings.severity {
            raise(&mut selection, name.get_ref(), *grade);
        }
    }
    for name in arguments.select.iter().chain(&arguments.ignore).chain(arguments.severity.iter().map(|(name, _)| name)) {
        if !is_known(name) {
            return Err(refuse(name));
        }
    }
    for (name, grade) in &arguments.severity {
        raise(&mut selection, name, *grade);
    }
    Ok(selection)
}

/// The rule of a code or name.
pub fn rule(name: &str) -> Result<&'static Rule, Failure> {
    let found = RULES.iter().find(|rule| rule.name == name || rule.code.eq_ignore_ascii_case(name));
    found.copied().ok_or_else(|| refuse(name))
}

/// Reads `CODE=LEVEL`.
pub fn severity(text: &str) -> Result<(String, Grade), String> {
    let wrong = || "write CODE=error, CODE=warning or CODE=info".to_string();
    let (name, level) = text.split_once('=').ok_or_else(wrong)?;
    let grade = <Grade as clap::ValueEnum>::from_str(level, false).map_err(|_| wrong())?;
    Ok((name.into(), grade))
}

fn raise(selection: &mut Selection, name: &str, grade: Grade) {
    selection.levels.extend(RULES.iter().filter(|rule| matches(rule, name)).map(|rule| (rule.code.to_string(), grade.level())));
}

fn is_known(name: &str) -> bool {
    RULES.iter().any(|rule| matches(rule, name))
}

fn matches(rule: &Rule, name: &str) -> bool {
    rule.name == name || (!name.is_empty() && rule.code.starts_with(name))
}

fn unknown(name: &str) -> String {
    format!("no rule has the code or name `{}`, and no code begins so", escape(name))
}

fn refuse(name: &str) -> Failure {
    Diagnostic::error("E-LINT-RULE", unknown(name)).help("`caplink lint --rules` lists the rules").into()
}
