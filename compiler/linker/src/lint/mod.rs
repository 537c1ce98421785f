//! Lint: policies, schemas, entities and agents in; findings out.
//!
//! Must hold: whatever the input, there is an answer; every finding is of a rule in [`rules`], and none is dropped but by selection or by an annotation that
//! gives a reason. What cannot be decided is no finding, and is listed as undecided. Findings say nothing of what links grant: a link refuses what it
//! refuses, whatever is allowed here.

mod covered;
mod demand;
mod meaning;
mod rule;
pub mod rules;
mod suppression;
#[cfg(test)]
mod tests;

pub use demand::Demand;
pub use rule::{Check, Example, Family, Rule};

use crate::policy::outline::Outline;
use crate::policy::survey::{self, Numbered, Survey};
use caplink_model::diagnostic::Diagnostic;
use caplink_model::finding::{Finding, Fix, Level, Place, Suppressed};
use caplink_model::text::escape;
use covered::Covered;
use meaning::Meaning;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

/// A text as it was read.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// Its path, as reports show it.
    pub name: &'a str,
    /// Its content; that it is UTF-8 is found out here.
    pub bytes: &'a [u8],
}

/// An agent to look at policies with.
#[derive(Clone, Copy, Debug)]
pub struct AgentFile<'a> {
    /// What reports call it.
    pub name: &'a str,
    /// Who it is, as Cedar writes it, if the operator says so.
    pub principal: Option<&'a str>,
    /// The component.
    pub bytes: &'a [u8],
}

/// Everything that is linted. Texts are numbered: policies, then schemas, then entities, then links.
#[derive(Clone, Copy, Debug, Default)]
pub struct Texts<'a> {
    /// Policy files.
    pub policies: &'a [Text<'a>],
    /// Schema files: the user's, and copies of what `caplink schema` prints.
    pub schemas: &'a [Text<'a>],
    /// The entities file.
    pub entities: Option<Text<'a>>,
    /// The file of template links.
    pub links: Option<Text<'a>>,
    /// Agents.
    pub agents: &'a [AgentFile<'a>],
}

/// Which rules report, and how gravely.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Codes, beginnings of codes, or names; empty for all.
    pub select: Vec<String>,
    /// Codes, beginnings of codes, or names.
    pub ignore: Vec<String>,
    /// Other levels than the rules' own, by code or name.
    pub levels: BTreeMap<String, Level>,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// In the order of texts and places; findings without a place last.
    pub findings: Vec<Finding>,
    /// What annotations allow.
    pub suppressed: Vec<Suppressed>,
    /// What could not be decided, and why, for `--verbose`; escaped.
    pub undecided: Vec<String>,
    /// How many policies and templates were read.
    pub policies: usize,
}

/// What rules look at.
pub struct Subject<'a> {
    /// What the front end found.
    pub survey: Survey,
    /// What agents ask for.
    pub agents: Vec<Demand>,
    /// What the policies mean.
    pub meaning: Meaning,
    /// All texts, by number; empty where one is not UTF-8.
    pub texts: Vec<&'a str>,
    /// How many of the texts are policy files; they are the first.
    policy_texts: usize,
    covered: OnceCell<Covered>,
}

/// Where rules put what they find.
#[derive(Default)]
pub struct Findings {
    found: Vec<Finding>,
    undecided: Vec<String>,
}

/// Lints. The caller provides a stack of `limits::POLICY_STACK`.
///
/// # Errors
/// If an agent is no component, with what is wrong with it.
pub fn lint(texts: &Texts<'_>, selection: &Selection) -> Result<Report, Vec<Diagnostic>> {
    let subject = subject(texts)?;
    let mut found = Findings::default();
    reported(&subject, &mut found);
    unreadable(texts, &mut found);
    for rule in rules::RULES.iter().filter(|rule| selection.selects(rule)) {
        if let Check::Computed(check) = rule.check {
            check(&subject, &mut found);
        }
    }
    found.undecided.extend(subject.survey.unchecked.iter().cloned());
    // INVARIANT (I15): what is not decided is no finding, and is said to be so.
    found.undecided.extend(subject.meaning.undecided().map(|entry| {
        let (id, action) = (escape(&subject.policy(entry.policy).id), escape(&entry.action));
        format!("whether `{id}` ever holds for `{action}` was not decided: it compares values of the call with each other")
    }));
    let policies = subject.survey.policies.iter().filter(|policy| !policy.is_link).count();
    let Findings { found: mut findings, mut undecided } = found;
    findings.retain(|finding| rules::find(finding.code).is_some_and(|rule| selection.selects(rule)));
    for finding in &mut findings {
        let chosen = selection.levels.get(finding.code).or_else(|| selection.levels.get(finding.name));
        finding.level = chosen.copied().unwrap_or(finding.level);
    }
    let (mut findings, suppressed) = suppression::apply(&subject, selection, findings);
    findings.sort_by(|a, b| order(a).cmp(&order(b)));
    findings.dedup();
    undecided.sort();
    undecided.dedup();
    Ok(Report { findings, suppressed, undecided, policies })
}

type Order<'f> = (bool, Option<(usize, usize, usize)>, &'static str, &'f str);

fn order(finding: &Finding) -> Order<'_> {
    (finding.place.is_none(), finding.place.as_ref().map(Place::order), finding.code, &finding.message)
}

/// Everything that rules look at.
fn subject<'a>(texts: &Texts<'a>) -> Result<Subject<'a>, Vec<Diagnostic>> {
    let (agents, custom, interfaces) = demand::read(texts.agents)?;
    let mut number = 0;
    let mut contents = vec![];
    let mut numbered = |text: &Text<'a>| {
        let content = std::str::from_utf8(text.bytes).ok().filter(|content| !content.starts_with('\u{feff}'));
        contents.push(content.unwrap_or_default());
        number += 1;
        content.map(|content| survey::numbered(number - 1, text.name, content))
    };
    let policies: Vec<Numbered<'a>> = texts.policies.iter().filter_map(&mut numbered).collect();
    let schemas: Vec<Numbered<'a>> = texts.schemas.iter().filter_map(&mut numbered).collect();
    let entities = texts.entities.as_ref().and_then(&mut numbered);
    let links = texts.links.as_ref().and_then(&mut numbered);
    let known = agents.iter().map(|agent| agent.principal.clone()).collect::<Option<std::collections::BTreeSet<_>>>();
    let input = survey::Input { policies, schemas, entities, links, custom, interfaces, agents: known.filter(|known| !known.is_empty()) };
    let survey = survey::survey(&input);
    let meaning = Meaning::of(&survey);
    Ok(Subject { survey, agents, meaning, texts: contents, policy_texts: texts.policies.len(), covered: OnceCell::new() })
}

/// What the front end says, as findings of its rules.
fn reported(subject: &Subject<'_>, found: &mut Findings) {
    for notice in &subject.survey.notices {
        let Some(rule) = rules::find(notice.code) else { continue };
        let place = Place { text: notice.text, range: subject.clamped(notice.text, &notice.range) };
        let fix = notice.fix.as_ref().map(|(title, text)| Fix {
            title: title.clone(),
            text: notice.text,
            edits: vec![(place.range.clone(), text.clone())],
        });
        let level = if notice.is_warning { rule.level.min(Level::Warning) } else { rule.level };
        let related = notice.related.iter();
        found.push(Finding {
            level,
            place: Some(place),
            related: related.map(|(text, range, what)| (Place { text: *text, range: range.clone() }, what.clone())).collect(),
            help: notice.help.clone(),
            fix,
            policy: notice.policy.clone(),
            ..rule.finding(notice.message.clone())
        });
    }
}

/// Texts that are none.
fn unreadable(texts: &Texts<'_>, found: &mut Findings) {
    let rule = &rules::c003::RULE;
    let all = texts.policies.iter().chain(texts.schemas).chain(&texts.entities).chain(&texts.links);
    for (number, text) in all.enumerate() {
        let (message, help) = match std::str::from_utf8(text.bytes) {
            Ok(content) if content.starts_with('\u{feff}') => {
                (format!("`{}` starts with a byte order mark", escape(text.name)), "save the file as UTF-8 without a byte order mark")
            }
            Ok(_) => continue,
            Err(error) => (format!("`{}` is not UTF-8 at byte {}", escape(text.name), error.valid_up_to()), "save the file as UTF-8"),
        };
        found.push(Finding { place: Some(Place { text: number, range: 0..0 }), help: Some(help.into()), ..rule.finding(message) });
    }
}

impl Subject<'_> {
    /// The policies and templates that people wrote.
    pub fn written(&self) -> impl Iterator<Item = &Outline> {
        self.survey.policies.iter().filter(|policy| !policy.is_link).map(|policy| &policy.outline)
    }

    /// The same, if they passed validation: of others nothing more is said.
    pub fn sound(&self) -> impl Iterator<Item = &Outline> {
        self.survey.policies.iter().filter(|policy| !policy.is_link && policy.is_valid).map(|policy| &policy.outline)
    }

    /// Which policies hold only where another does.
    pub fn covered(&self) -> &Covered {
        self.covered.get_or_init(|| covered::covered(self))
    }

    /// The numbers of the policy files.
    pub fn policy_texts(&self) -> std::ops::Range<usize> {
        0..self.policy_texts
    }

    /// A policy by its number.
    pub fn policy(&self, number: usize) -> &Outline {
        &self.survey.policies[number].outline
    }

    /// Whether a text in a policy is said to be one that no call has: that it matches nothing follows, and need not be said again.
    pub fn is_unmatchable(&self, outline: &Outline) -> bool {
        let notices =
            self.survey.notices.iter().filter(|notice| notice.text == outline.text && outline.range.contains(&notice.range.start));
        notices.into_iter().any(|notice| notice.code.starts_with("C2"))
    }

    /// The range, inside of its text and at boundaries of characters.
    fn clamped(&self, text: usize, range: &Range<usize>) -> Range<usize> {
        let content = self.texts.get(text).copied().unwrap_or_default();
        let start = content.floor_char_boundary(range.start);
        start..content.ceil_char_boundary(range.end.min(content.len())).max(start)
    }
}

impl Findings {
    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        self.found.push(finding);
    }

    /// Notes what could not be decided.
    pub fn undecided(&mut self, what: String) {
        self.undecided.push(what);
    }
}

impl Rule {
    /// A finding of this rule, without a place.
    pub fn finding(&self, message: impl Into<String>) -> Finding {
        Finding {
            code: self.code,
            name: self.name,
            level: self.level,
            message: message.into(),
            place: None,
            related: vec![],
            witness: None,
            help: None,
            fix: None,
            policy: None,
        }
    }

    /// A finding of this rule in a policy.
    pub fn at(&self, outline: &Outline, range: &Range<usize>, message: impl Into<String>) -> Finding {
        let range = if range.is_empty() { outline.head.clone() } else { range.clone() };
        Finding { place: Some(Place { text: outline.text, range }), policy: Some(outline.id.clone()), ..self.finding(message) }
    }
}

impl Selection {
    /// Whether a rule reports. The findings that say that texts cannot be read always do.
    pub fn selects(&self, rule: &Rule) -> bool {
        let names = |list: &[String]| list.iter().any(|name| rule.code.starts_with(name.as_str()) || rule.name == name);
        (self.select.is_empty() || names(&self.select)) && !names(&self.ignore)
    }
}
