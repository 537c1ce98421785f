//! The words that the formats of `diff` share: the verdict, and a change as labelled facts.
//!
//! Must hold: whatever a fact holds of names, conditions and people's words is escaped; a format adds only its own markup. Conditions that are too long are cut
//! where they begin to differ, so that the difference is what is seen, and each cut is marked.

use super::View;
use crate::render::{count, one_line};
use caplink_model::change::{Acceptance, Bump, Cause, Change, Direction, Example, Kind, Pair, Tier};
use caplink_model::limits::SHOWN_CHARACTERS;
use caplink_model::text::escape;

/// How much of what two conditions share is shown before their difference, in characters.
const CONTEXT: usize = 40;
/// Functions that are named.
const FUNCTIONS: usize = 6;

/// A part of a fact; parts are apart by a space.
pub enum Piece {
    /// A request, a condition or a name.
    Name(String),
    /// A sentence, with names in backticks.
    Words(String),
}

/// Something about a change.
pub struct Fact {
    /// What it is about it.
    pub label: &'static str,
    /// What there is to say.
    pub pieces: Vec<Piece>,
}

impl Fact {
    /// Without markup.
    pub fn plain(&self) -> String {
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Name(text) | Piece::Words(text) => text.as_str(),
        });
        pieces.collect::<Vec<_>>().join(" ")
    }
}

/// What there is to say first: whether authority grew, and how much it matters.
pub fn verdict(view: &View<'_>) -> String {
    let accepted = view.growth().filter(|(_, change)| change.accepted.is_some()).count();
    if view.comparison.growth().next().is_some() {
        let tiers = [Tier::Critical, Tier::High, Tier::Medium, Tier::Low, Tier::None].map(|tier| {
            let number = view.comparison.growth().filter(|change| change.tier == tier).count();
            (number > 0).then(|| format!("{number} {}", tier_name(tier)))
        });
        let more = if accepted > 0 { format!("; {accepted} more accepted") } else { String::new() };
        format!("authority grew: {}{more}", tiers.into_iter().flatten().collect::<Vec<_>>().join(", "))
    } else if accepted > 0 {
        format!("authority grew only as accepted: {}", count(accepted, "change"))
    } else if view.comparison.pairs.is_empty() {
        "nothing changed".into()
    } else {
        "no authority grew".into()
    }
}

/// How much a change matters: its tier if authority grew, and else which way it went.
pub fn label(change: &Change) -> &'static str {
    if change.grows() { tier_name(change.tier) } else { change.direction.name() }
}

fn tier_name(tier: Tier) -> &'static str {
    if tier == Tier::None { Direction::Wider.name() } else { tier.name() }
}

/// What happened.
pub fn summary(change: &Change) -> String {
    one_line(&change.summary)
}

/// What the next version has to raise, and why.
pub fn version(bump: Bump) -> &'static str {
    match bump {
        Bump::Major => "major, for authority grew and some of it is critical or high",
        Bump::Minor => "minor, for authority grew and none of it is critical or high",
        Bump::Patch => "patch, for no authority grew",
        Bump::None => "as before, for nothing changed",
    }
}

/// The two versions, if the old one is known.
pub fn versions(view: &View<'_>) -> Option<String> {
    view.version.as_ref().map(|(old, new)| format!("{} -> {}", escape(old), escape(new)))
}

/// How many growths have no example; `None` if all have.
pub fn unproved(view: &View<'_>) -> Option<String> {
    let number = view.growth().filter(|(_, change)| change.unproved.is_some()).count();
    let verb = if number == 1 { "counts" } else { "count" };
    (number > 0)
        .then(|| format!("{} {verb} as growth without a request that is newly possible, for lack of a proof", count(number, "change")))
}

/// How many pairs are the same; `None` if none is.
pub fn unchanged(view: &View<'_>) -> Option<String> {
    let number = view.comparison.unchanged;
    (number > 0).then(|| match (number, view.comparison.pairs.is_empty()) {
        (1, true) => "1 agent or set of policies is the same".into(),
        (_, true) => format!("{number} agents or sets of policies are the same"),
        (1, false) => "1 other is the same".into(),
        (_, false) => format!("{number} others are the same"),
    })
}

/// The files of a pair; `None` where they only repeat what the command line named.
pub fn files(view: &View<'_>, pair: &Pair) -> Option<String> {
    let several = view.comparison.pairs.len() > 1;
    match (pair.old.as_deref(), pair.new.as_deref()) {
        (Some(old), Some(new)) if old != new && (several || (old, new) != (view.old, view.new)) => {
            Some(format!("{} -> {}", escape(old), escape(new)))
        }
        (Some(old), Some(new)) => (several && old == new).then(|| escape(new)),
        (None, Some(new)) => Some(format!("{}, which is new", escape(new))),
        (Some(old), None) => Some(format!("{}, which is gone", escape(old))),
        (None, None) => None,
    }
}

/// Everything about a change, in the order in which a reviewer asks.
pub fn facts(change: &Change) -> Vec<Fact> {
    let sentence = |label| move |text: &String| Fact { label, pieces: vec![Piece::Words(one_line(text))] };
    let mut facts: Vec<Fact> = possible(change).chain(functions(change)).collect();
    facts.extend(states(change));
    facts.extend(change.unproved.as_ref().map(sentence("not proved")));
    facts.extend(Some(&change.reason).filter(|reason| !reason.is_empty()).map(sentence("because")));
    facts.extend(change.causes.iter().map(|cause| {
        let pieces = vec![Piece::Name(policy(cause)), Piece::Words(one_line(&cause.role))];
        Fact { label: "policy", pieces }
    }));
    facts.extend(change.demand.as_ref().map(sentence("demand")));
    facts.extend(change.covers.iter().map(sentence("also")));
    facts.extend(
        change.accepted.as_ref().map(|one| Fact { label: "accepted", pieces: vec![Piece::Words("by".into()), Piece::Name(who(one))] }),
    );
    facts
}

/// What is newly possible and what no longer is.
pub fn possible(change: &Change) -> impl Iterator<Item = Fact> {
    let fact = |label| move |example: &Example| Fact { label, pieces: request(example) };
    change.gained.as_ref().map(fact("now possible")).into_iter().chain(change.lost.as_ref().map(fact("no longer possible")))
}

/// What held before and what holds now.
pub fn states(change: &Change) -> Vec<Fact> {
    let fact = |label, text| Fact { label, pieces: vec![Piece::Name(text)] };
    conditions(change).map_or_else(Vec::new, |[before, after]| vec![fact("before", before), fact("after", after)])
}

/// The functions that it is about; `None` where actions that are named say as much.
pub fn functions(change: &Change) -> Option<Fact> {
    let is_said = |function: &String| {
        let (interface, name) = function.split_once('#').unwrap_or((function, ""));
        let unversioned = format!("{}#{name}", interface.split('@').next().unwrap_or_default());
        change.actions.contains(&unversioned)
    };
    // What a condition is about is said by its action.
    let is_plain = matches!(change.kind, Kind::Condition | Kind::Budget | Kind::Export | Kind::AgentAdded);
    if is_plain || change.functions.iter().all(is_said) {
        return None;
    }
    let mut pieces: Vec<Piece> = change.functions.iter().take(FUNCTIONS).map(|name| Piece::Name(escape(name))).collect();
    if change.functions.len() > FUNCTIONS {
        pieces.push(Piece::Words(format!("and {} more", change.functions.len() - FUNCTIONS)));
    }
    Some(Fact { label: "function", pieces })
}

/// A request as words.
pub fn request(example: &Example) -> Vec<Piece> {
    let call = if example.request.is_empty() { Piece::Words("any call".into()) } else { Piece::Name(one_line(&example.request)) };
    let times = example.times.filter(|times| *times != 1).map(|times| Piece::Words(format!("({times} times)")));
    std::iter::once(call).chain(times).collect()
}

/// `id (file:line)`.
pub fn policy(cause: &Cause) -> String {
    let policy = &cause.policy;
    format!("{} ({}:{})", escape(&policy.id), escape(&policy.file), policy.line)
}

/// Who accepted it, and why.
pub fn who(acceptance: &Acceptance) -> String {
    format!("{}: {}", escape(&acceptance.author), escape(&acceptance.reason))
}

/// What held before and what holds now, each cut to what can be shown; `None` if neither says anything.
pub fn conditions(change: &Change) -> Option<[String; 2]> {
    let (before, after) = (change.before.as_str(), change.after.as_str());
    if before.is_empty() && after.is_empty() {
        return None;
    }
    let is_long = |text: &str| text.chars().nth(SHOWN_CHARACTERS).is_some();
    let shared = before.chars().zip(after.chars()).take_while(|(old, new)| old == new).count();
    let skipped = if is_long(before) || is_long(after) { shared.saturating_sub(CONTEXT) } else { 0 };
    Some([before, after].map(|text| {
        let rest: String = text.chars().skip(skipped).collect();
        format!("{}{}", if skipped > 0 { "…" } else { "" }, escape(&rest))
    }))
}

/// A change in lines, for formats that show messages: whose it is, what happened, and its facts.
pub fn message(pair: &Pair, change: &Change) -> String {
    let lines = facts(change).into_iter().map(|fact| format!("\n{}: {}", fact.label, fact.plain()));
    format!("{}: {}{}", escape(&pair.subject), summary(change), lines.collect::<String>())
}

/// What is with a policy, in one line.
pub fn policy_role(cause: &Cause) -> String {
    format!("{} {}", policy(cause), one_line(&cause.role))
}
