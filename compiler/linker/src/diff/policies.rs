//! What changed between two sets of policies, whoever asks and whatever agents there are.
//!
//! In: the texts of two sets. Out: a [`Comparison`] with a change for each difference in what is allowed, with a request, action by action. Must hold: every
//! policy counts: one that does not validate, or that nothing tells the meaning of, is an error and not left out. Where the files lie, what policies are called and in
//! which order they stand makes no difference. Readers and adapters are not looked at: this is what Cedar would say.

use super::authority::{Authority, Beyond, Cause, Rule, beyond};
use super::functions::{empty, quoted};
use super::tier::{Growth, tier};
use super::{fold, id};
use crate::guard::rules::Path;
use crate::policy::limit;
use crate::policy::survey::{Input, Numbered, Survey, survey};
use crate::source::Source;
use caplink_model::Digest;
use caplink_model::change::{self, Change, Comparison, Direction, Example, Kind, Pair, Tier};
use caplink_model::diagnostic::Diagnostic;
use caplink_model::lockfile::PolicyRef;
use caplink_model::text::escape;
use std::collections::BTreeSet;

/// The texts of one set.
#[derive(Clone, Copy, Debug, Default)]
pub struct Set<'a> {
    /// What it is called in reports.
    pub name: &'a str,
    /// Policy files.
    pub policies: &'a [Source<'a>],
    /// Schema files.
    pub schemas: &'a [Source<'a>],
    /// The entities file.
    pub entities: Option<Source<'a>>,
    /// The file with links of templates.
    pub links: Option<Source<'a>>,
}

/// One set as it was read.
struct Side<'a> {
    set: &'a Set<'a>,
    survey: Survey,
}

/// Compares two sets. The caller provides a stack of `limits::POLICY_STACK`.
///
/// # Errors
/// If a text is wrong, so that it is not known what a policy says.
pub fn policies(old: &Set<'_>, new: &Set<'_>) -> Result<Comparison, Vec<Diagnostic>> {
    let (old, new) = (read(old)?, read(new)?);
    let actions: BTreeSet<&String> = old.survey.meanings.keys().chain(new.survey.meanings.keys()).collect();
    let mut changes = vec![];
    for action in actions {
        changes.extend(compare(action, &old, &new));
    }
    let mut changes = alike(changes);
    fold::sort(&mut changes);
    for change in &mut changes {
        // An acceptance holds for these rules and no others.
        let rules: Vec<String> =
            change.actions.iter().flat_map(|action| [old.digest(action), new.digest(action)]).map(|digest| digest.to_string()).collect();
        change.id = Digest::of_parts([id(None, &Default::default(), change).to_string(), rules.join(" ")].iter().map(String::as_bytes));
    }
    if changes.is_empty() {
        return Ok(Comparison { unchanged: 1, ..Comparison::default() });
    }
    let (old, new) = (Some(old.set.name.to_string()), Some(new.set.name.to_string()));
    Ok(Comparison { pairs: vec![Pair { subject: "policies".into(), old, new, changes }], ..Comparison::default() })
}

fn read<'a>(set: &'a Set<'a>) -> Result<Side<'a>, Vec<Diagnostic>> {
    let mut numbers = 0..;
    let mut numbered = |source: &Source<'a>| Numbered { number: numbers.next().unwrap_or_default(), source: *source };
    let input = Input {
        policies: set.policies.iter().map(&mut numbered).collect(),
        schemas: set.schemas.iter().map(&mut numbered).collect(),
        entities: set.entities.as_ref().map(&mut numbered),
        links: set.links.as_ref().map(&mut numbered),
        ..Input::default()
    };
    let survey = survey(&input);
    let left_out: Vec<_> = survey.policies.iter().filter(|policy| !policy.is_valid).map(|policy| policy.outline.id.clone()).collect();
    let is_whole = left_out.is_empty() && survey.unchecked.is_empty();
    let texts = input.policies.iter().chain(&input.schemas).chain(&input.entities).chain(&input.links);
    // What a text means is known unless the front end says that it is wrong; that it does nothing, or looks like something else, is known.
    let is_wrong = |code: &str| (code.starts_with("C0") || code.starts_with("C4")) && !("C017"..="C021").contains(&code);
    let wrong = survey.notices.iter().filter(|notice| {
        let is_about = notice.policy.as_ref().is_some_and(|id| left_out.contains(id));
        is_about || is_wrong(notice.code)
    });
    let mut errors: Vec<Diagnostic> = wrong
        .filter(|notice| !notice.is_warning)
        .map(|notice| {
            let error = Diagnostic::error("E-POLICY-INVALID", format!("{}: {}", escape(set.name), notice.message));
            let placed = match texts.clone().find(|text| text.number == notice.text) {
                Some(text) => text.source.place(error, notice.range.start),
                None => error,
            };
            let help = match &notice.help {
                Some(help) if !help.contains("--agents") => help.clone(),
                Some(_) => "put what `caplink schema AGENT.wasm` prints beside the policies, as a file that ends in `.cedarschema`".into(),
                None => "correct it; `caplink lint` says more".into(),
            };
            placed.help(help)
        })
        .collect();
    if errors.is_empty() && !is_whole {
        let reasons = survey.unchecked.iter().cloned().chain(left_out.iter().map(|id| format!("`{}` is not valid", escape(id))));
        let reason = reasons.collect::<Vec<_>>().join("; ");
        errors.push(Diagnostic::error("E-POLICY-INVALID", format!("{}: {reason}", escape(set.name))).help("`caplink lint` says more"));
    }
    if errors.is_empty() { Ok(Side { set, survey }) } else { Err(errors) }
}

impl Side<'_> {
    fn authority(&self, action: &str) -> Authority {
        let (mut permits, mut limited, mut forbids) = (vec![], vec![], vec![]);
        for (number, clauses) in self.survey.meanings.get(action).into_iter().flatten() {
            let outline = &self.survey.policies[*number].outline;
            let rule = Rule::new(clauses.whole.clone(), Some(outline.id.clone()));
            let calls =
                outline.annotations.iter().find(|annotation| annotation.name == "limit").and_then(|annotation| limit(&annotation.value));
            match (outline.permits, calls) {
                (false, _) => forbids.push(rule),
                (true, Some(calls)) => limited.push((rule, calls.into())),
                (true, None) => permits.push(rule),
            }
        }
        Authority::new(permits, limited, forbids)
    }

    fn policy(&self, id: &str) -> Option<PolicyRef> {
        let outline = self.survey.policies.iter().map(|policy| &policy.outline).find(|outline| outline.id == id)?;
        let source = self.set.policies.get(outline.text)?;
        Some(PolicyRef { id: id.into(), file: source.file.into(), line: source.location(outline.range.start).line })
    }

    /// The policies of these ids, as they are written, without line ends.
    fn text(&self, ids: &BTreeSet<&str>) -> String {
        let outlines = self.survey.policies.iter().map(|policy| &policy.outline).filter(|outline| ids.contains(outline.id.as_str()));
        let texts: Vec<String> = outlines
            .filter_map(|outline| self.set.policies.get(outline.text)?.text.get(outline.range.clone()))
            .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        if texts.is_empty() { "no such policy".into() } else { texts.join(" ") }
    }

    /// What decides on an action, whoever wrote it how.
    fn digest(&self, action: &str) -> Digest {
        let rules = self.survey.meanings.get(action).into_iter().flatten().map(|(number, clauses)| {
            let outline = &self.survey.policies[*number].outline;
            let limit = outline.annotations.iter().find(|annotation| annotation.name == "limit").map(|annotation| &annotation.value);
            format!("{} {limit:?} {:?}", outline.permits, clauses.whole)
        });
        let rules: BTreeSet<String> = rules.collect();
        Digest::of(rules.into_iter().collect::<Vec<_>>().join("\n").as_bytes())
    }
}

fn compare(action: &str, old: &Side<'_>, new: &Side<'_>) -> Option<Change> {
    let (before, now) = (old.authority(action), new.authority(action));
    let domain = |path: &Path| new.survey.domain(action, path).or_else(|| old.survey.domain(action, path));
    let more = beyond(&now, &before, &domain);
    let less = beyond(&before, &now, &domain).filter(|less| less.example.is_some());
    if more.is_none() && less.is_none() {
        return None;
    }
    let actions = vec![action.to_string()];
    let subject = quoted(&actions);
    let (direction, summary) = match (&more, &less) {
        (Some(_), Some(_)) => {
            (Direction::Incomparable, format!("policy allows other requests of {subject}, some of which it did not before"))
        }
        (Some(_), None) => (Direction::Wider, format!("policy allows more requests of {subject}")),
        _ => (Direction::Narrower, format!("policy allows fewer requests of {subject}")),
    };
    let (tier, reason) = match &more {
        Some(more) => tier(&actions, if more.times.is_some() { Growth::MoreOften } else { Growth::New }),
        None => (Tier::None, String::new()),
    };
    let request = |found: &Beyond| found.example.as_ref().map(|example| Example { request: example.to_string(), times: found.times });
    let causes = causes(more.as_ref().or(less.as_ref())?, more.is_some(), old, new);
    let ids: BTreeSet<&str> = causes.iter().map(|cause| cause.policy.id.as_str()).collect();
    Some(Change {
        kind: Kind::Policies,
        direction,
        tier,
        reason,
        summary,
        before: old.text(&ids),
        after: new.text(&ids),
        gained: more.as_ref().and_then(request),
        lost: less.as_ref().and_then(request),
        unproved: more.as_ref().and_then(|more| more.unproved.map(str::to_string)),
        causes: causes.clone(),
        ..empty(actions)
    })
}

fn causes(found: &Beyond, grows: bool, old: &Side<'_>, new: &Side<'_>) -> Vec<change::Cause> {
    let cause = |is_new, policy, role: &str| change::Cause { is_new, policy, role: role.into() };
    let mut causes = vec![];
    for one in &found.causes {
        let (id, permits) = match one {
            Cause::Permit(id) => (id, true),
            Cause::Forbid(id) => (id, false),
        };
        let role = |is_new: bool| match (grows, permits, is_new, old.policy(id).is_some()) {
            (true, true, true, false) => "permits it, and is new",
            (true, true, true, true) => "permits more than before",
            (true, false, true, _) => "forbids less than before",
            (true, false, false, _) => "forbade it, and does not any more",
            (false, true, true, _) => "permits less than before",
            (false, true, false, _) => "permitted it, and does not any more",
            (false, false, true, false) => "forbids it, and is new",
            (false, false, true, true) => "forbids more than before",
            _ => "decided on it",
        };
        match (new.policy(id), old.policy(id)) {
            (Some(policy), _) => causes.push(cause(true, policy, role(true))),
            (None, Some(policy)) => causes.push(cause(false, policy, role(false))),
            (None, None) => {}
        }
    }
    causes.sort_by_key(|cause| !cause.is_new);
    causes
}

/// What is the same of several actions is said once.
fn alike(changes: Vec<Change>) -> Vec<Change> {
    let mut found: Vec<Change> = vec![];
    for change in changes {
        let key = |change: &Change| {
            (change.direction, change.tier, change.gained.clone(), change.lost.clone(), change.causes.clone(), change.unproved.clone())
        };
        match found.iter_mut().find(|other| key(other) == key(&change)) {
            Some(known) => {
                let old = quoted(&known.actions);
                known.actions.extend(change.actions);
                known.summary = known.summary.replace(&old, &quoted(&known.actions));
            }
            None => found.push(change),
        }
    }
    found
}
