//! What policies mean, each and together: for every policy and action its condition, a request on which it holds, and which others to compare it with.
//!
//! In: a survey. Out: [`Entry`]s, and answers about them. Must hold: an answer `Never` is a proof over all requests of the vocabulary; what is not decided is
//! `Unknown` and never taken for either (I15). Comparing every policy with every other would take too long for thousands, so they are filed under texts that they
//! require, and each is tried on the other's example first; both only leave out pairs that cannot be what is asked for, or that are not worth a proof.

use crate::guard::rules::{Expr, Path};
use crate::guard::simplify::value::{Value, evaluate};
use crate::policy::clauses::Clauses;
use crate::policy::survey::Survey;
use crate::solve::needs::{Filing, Needs, inputs};
use crate::solve::{Answer, Outcome, Witness, satisfy};
use std::collections::{BTreeMap, BTreeSet};

/// Pairs of conditions that are compared at most, in one lint and for one question.
const PAIRS: usize = 5_000_000;
/// Pairs that are proved at most.
const PROOFS: usize = 20_000;

/// What policies mean.
pub struct Meaning {
    entries: Vec<Entry>,
    by_policy: BTreeMap<usize, Vec<usize>>,
    by_action: BTreeMap<String, Entries>,
}

/// What one policy says of one action's calls.
pub struct Entry {
    /// The policy's number.
    pub policy: usize,
    /// The action.
    pub action: String,
    /// What it says.
    pub clauses: Clauses,
    /// Whether there is a request on which it holds, with an example.
    pub life: Answer,
    /// What it needs, as far as that is plain.
    needs: Needs,
    /// The same of its scope and of each of its clauses.
    parts: (BTreeSet<Path>, Vec<BTreeSet<Path>>),
    permits: bool,
}

/// The entries of an action, by what they require.
#[derive(Default)]
struct Entries {
    all: Vec<usize>,
    filing: Filing,
}

/// How much work is left for a question.
pub struct Budget {
    pairs: usize,
    proofs: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { pairs: PAIRS, proofs: PROOFS }
    }
}

impl Budget {
    /// Whether some pairs were not compared.
    pub fn is_spent(&self) -> bool {
        self.pairs == 0 || self.proofs == 0
    }

    fn pair(&mut self) -> bool {
        self.pairs = self.pairs.saturating_sub(1);
        !self.is_spent()
    }

    fn proof(&mut self) -> bool {
        self.proofs = self.proofs.saturating_sub(1);
        self.proofs > 0
    }
}

impl Meaning {
    /// Reads a survey.
    pub(super) fn of(survey: &Survey) -> Self {
        let mut meaning = Self { entries: vec![], by_policy: BTreeMap::new(), by_action: BTreeMap::new() };
        for (action, clauses) in &survey.meanings {
            for (policy, clauses) in clauses {
                let needs = Needs::of(&clauses.whole);
                let parts = (self::inputs(&clauses.scope), clauses.clauses.iter().map(|clause| self::inputs(&clause.condition)).collect());
                let life = satisfy(&[(&clauses.whole, Outcome::True)], &|path| survey.domain(action, path));
                let number = meaning.entries.len();
                let entries = meaning.by_action.entry(action.clone()).or_default();
                entries.all.push(number);
                entries.filing.file(number, &needs);
                meaning.by_policy.entry(*policy).or_default().push(number);
                let permits = survey.policies[*policy].outline.permits;
                meaning.entries.push(Entry {
                    policy: *policy,
                    action: action.clone(),
                    clauses: clauses.clone(),
                    life,
                    needs,
                    parts,
                    permits,
                });
            }
        }
        meaning
    }

    /// The entries of which it is not known whether they ever hold.
    pub fn undecided(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.life == Answer::Unknown)
    }

    /// The policies that mean something, each with what it says of each action.
    pub fn policies(&self) -> impl Iterator<Item = (usize, Vec<&Entry>)> {
        self.by_policy.iter().map(|(policy, entries)| (*policy, entries.iter().map(|entry| &self.entries[*entry]).collect()))
    }

    /// What a policy says of each action.
    pub fn entries_of(&self, policy: usize) -> impl Iterator<Item = &Entry> {
        self.by_policy.get(&policy).into_iter().flatten().map(|entry| &self.entries[*entry])
    }

    /// What a policy says of an action.
    pub fn entry(&self, policy: usize, action: &str) -> Option<&Entry> {
        self.by_policy.get(&policy)?.iter().map(|entry| &self.entries[*entry]).find(|entry| entry.action == action)
    }

    /// The entries of an action with this effect.
    pub fn with_effect(&self, action: &str, permits: bool) -> impl Iterator<Item = &Entry> {
        let all = self.by_action.get(action).into_iter().flat_map(|entries| &entries.all);
        all.map(|entry| &self.entries[*entry]).filter(move |entry| entry.permits == permits)
    }

    /// The other policies of the same effect that hold wherever `entry` does, of those that look at nothing else.
    pub fn covering<'m>(&'m self, survey: &Survey, entry: &'m Entry, budget: &mut Budget) -> Vec<&'m Entry> {
        let Answer::Sometimes(example) = &entry.life else { return vec![] };
        let Some(Entries { filing, .. }) = self.by_action.get(&entry.action) else { return vec![] };
        let mut numbers: BTreeSet<usize> = filing.open.iter().copied().collect();
        for (path, texts) in &entry.needs.required {
            let (Some(filed), Some(text)) = (filing.filed.get(path), texts.first()) else { continue };
            numbers.extend(filed.get(text).into_iter().flatten());
        }
        let mut found = vec![];
        for other in numbers.into_iter().map(|number| &self.entries[number]) {
            if !budget.pair() {
                break;
            }
            let may = other.policy != entry.policy
                && other.permits == entry.permits
                && other.needs.inputs.is_subset(&entry.needs.inputs)
                && other.needs.required.iter().all(|(path, texts)| entry.needs.required.get(path).is_some_and(|own| own.is_subset(texts)))
                && other.holds(example) != Some(false);
            if may && budget.proof() && self.implies(survey, entry, other) {
                found.push(other);
            }
        }
        found
    }

    /// Whether `other` holds on every request on which `entry` does.
    pub fn implies(&self, survey: &Survey, entry: &Entry, other: &Entry) -> bool {
        let wanted = [(&entry.clauses.whole, Outcome::True), (&other.clauses.whole, Outcome::NotTrue)];
        satisfy(&wanted, &|path| survey.domain(&entry.action, path)) == Answer::Never
    }

    /// The policies of the other effect that may hold where `entry` does: those that certainly do, and whether all others certainly do not.
    pub fn meeting<'m>(&'m self, survey: &Survey, entry: &Entry, most: usize, budget: &mut Budget) -> (Vec<&'m Entry>, bool) {
        let Some(Entries { filing, .. }) = self.by_action.get(&entry.action) else { return (vec![], true) };
        let numbers = filing.meeting(&entry.needs);
        let (mut found, mut is_sure) = (vec![], true);
        for other in numbers.into_iter().map(|number| &self.entries[number]).filter(|other| other.permits != entry.permits) {
            if found.len() == most {
                break;
            }
            if !budget.pair() {
                return (found, false);
            }
            if entry.needs.exclude(&other.needs) {
                continue;
            }
            if let Answer::Sometimes(example) = &other.life
                && entry.holds(example) == Some(true)
            {
                found.push(other);
                continue;
            }
            if !budget.proof() {
                return (found, false);
            }
            // A forbid that fails forbids.
            let outcome = |entry: &Entry| if entry.permits { Outcome::True } else { Outcome::NotFalse };
            let wanted = [(&entry.clauses.whole, outcome(entry)), (&other.clauses.whole, outcome(other))];
            match satisfy(&wanted, &|path| survey.domain(&entry.action, path)) {
                Answer::Sometimes(_) => found.push(other),
                Answer::Never => {}
                Answer::Unknown => is_sure = false,
            }
        }
        (found, is_sure)
    }

    /// A request on which a policy that sometimes holds does, and this holds too. Only what shares inputs with it is looked at: the rest can be had beside.
    pub fn also(&self, survey: &Survey, entry: &Entry, also: &Expr) -> Answer {
        let Answer::Sometimes(example) = &entry.life else {
            return self.ask(survey, &entry.action, &[(&entry.clauses.whole, Outcome::True), (also, Outcome::True)]);
        };
        let (scope, clauses) = entry.sharing(inputs(also), None);
        let clauses = clauses.into_iter().map(|clause| (&entry.clauses.clauses[clause].condition, Outcome::True));
        let wanted: Vec<_> = scope.map(|scope| (scope, Outcome::True)).into_iter().chain(clauses).chain([(also, Outcome::True)]).collect();
        match self.ask(survey, &entry.action, &wanted) {
            Answer::Sometimes(mut witness) => {
                let known: BTreeSet<Path> = wanted.iter().flat_map(|(expr, _)| inputs(expr)).collect();
                let rest = example.values.iter().filter(|(path, _)| !known.contains(path));
                witness.values.extend(rest.map(|(path, value)| (path.clone(), value.clone())));
                Answer::Sometimes(witness)
            }
            other => other,
        }
    }

    /// Whether there is a request of an action on which all these have their outcomes.
    pub fn ask(&self, survey: &Survey, action: &str, wanted: &[(&Expr, Outcome)]) -> Answer {
        satisfy(wanted, &|path| survey.domain(action, path))
    }
}

impl Entry {
    /// Whether an input must be one of a few texts.
    pub fn requires(&self, input: &Path) -> bool {
        self.needs.required.contains_key(input)
    }

    /// What a clause can depend on: the scope, if they share an input, and those other clauses that do, directly or through others. Whatever the rest
    /// asks for can be had beside it, if the whole holds on some request.
    pub fn beside(&self, clause: usize) -> (Option<&Expr>, Vec<usize>) {
        match self.parts.1.get(clause) {
            Some(own) => self.sharing(own.clone(), Some(clause)),
            None => (None, vec![]),
        }
    }

    /// What shares inputs with these, directly or through others, without one clause.
    fn sharing(&self, mut inputs: BTreeSet<Path>, without: Option<usize>) -> (Option<&Expr>, Vec<usize>) {
        let (scope, clauses) = &self.parts;
        let mut found = BTreeSet::new();
        let mut has_scope = false;
        loop {
            let before = (found.len(), has_scope);
            if !has_scope && !scope.is_disjoint(&inputs) {
                has_scope = true;
                inputs.extend(scope.iter().cloned());
            }
            for (number, other) in clauses.iter().enumerate().filter(|(number, _)| Some(*number) != without) {
                if !other.is_disjoint(&inputs) && found.insert(number) {
                    inputs.extend(other.iter().cloned());
                }
            }
            if before == (found.len(), has_scope) {
                return (has_scope.then_some(&self.clauses.scope), found.into_iter().collect());
            }
        }
    }

    /// Whether it holds on a request, if that says all that it looks at.
    fn holds(&self, example: &Witness) -> Option<bool> {
        let call = |path: &Path| example.values.get(path).cloned().flatten();
        let is_said = self.needs.inputs.iter().all(|path| example.values.contains_key(path));
        is_said.then(|| evaluate(&self.clauses.whole, &call) == Some(Value::Bool(true)))
    }

    /// A request, as it reads in a message.
    pub fn request(&self, witness: &Witness) -> String {
        let values = witness.to_string();
        let action = format!("action == Action::\"{}\"", caplink_model::text::escape(&self.action));
        if values.is_empty() { action } else { format!("{action}, {values}") }
    }
}
