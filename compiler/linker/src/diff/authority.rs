//! What calls rules allow, and whether one side allows a call that the other does not.
//!
//! In: the rules of two sides over the calls of one function or action, and the values that calls have. Out: [`Beyond`], a call that the new side allows and
//! the old one does not, with the policies that caused it; or nothing, which is a proof that there is none. Must hold: (I15) nothing is said only where every
//! call is accounted for; what was not decided is told as such, and counts as more. Refuses to guess: work is bounded by counts, never by time.
//!
//! A call is allowed if a permit is true and every forbid is false; a permit with a limit allows it some times only. So the new side allows more if one of its
//! permits is true where all its forbids are false, and either no old permit is true there, or an old forbid is not false. Rules that stand on both sides
//! need no question, and those that plainly cannot meet the permit ([`Needs::exclude`]) no part in one.

use crate::guard::rules::{Expr, Path};
use crate::guard::simplify::may_fail;
use crate::guard::simplify::value::{Value, evaluate};
use crate::solve::needs::{Filing, Needs, inputs};
use crate::solve::{Answer, Domain, Outcome, Witness, satisfy};
use std::collections::{BTreeMap, BTreeSet};

/// Questions to the decision procedure that one comparison may ask.
const QUESTIONS: usize = 4_000;
/// Old permits up to which all are asked for at once, before each alone.
const TOGETHER: usize = 24;
/// Permits that are told as causes.
const CAUSES: usize = 16;

/// A condition, and whose it is.
#[derive(Clone, Debug)]
pub struct Rule {
    /// A Bool.
    pub condition: Expr,
    /// The policy's id; `None` of what adapters do by themselves.
    pub policy: Option<String>,
    needs: Needs,
    fails: bool,
}

impl Rule {
    /// A rule.
    pub fn new(condition: Expr, policy: Option<String>) -> Self {
        Self { needs: Needs::of(&condition), fails: may_fail(&condition), condition, policy }
    }

    fn is(&self, call: &dyn Fn(&Path) -> Option<Value>) -> Option<bool> {
        match evaluate(&self.condition, call) {
            Some(Value::Bool(value)) => Some(value),
            _ => None,
        }
    }
}

/// Rules of one effect.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    all: Vec<Rule>,
    filing: Filing,
}

impl Rules {
    fn new(all: Vec<Rule>) -> Self {
        let mut filing = Filing::default();
        // A condition that fails is no more false than true: it is left out of nothing.
        all.iter().enumerate().for_each(|(number, rule)| filing.file(number, if rule.fails { &NOTHING } else { &rule.needs }));
        Self { all, filing }
    }

    /// Those that may be other than false where a permit is true; with `fails` not set, true.
    fn meeting<'r>(&'r self, permit: &'r Rule, fails: bool) -> impl Iterator<Item = &'r Rule> {
        let numbers = self.filing.meeting(&permit.needs);
        let rules = numbers.into_iter().map(|number| &self.all[number]);
        rules.filter(move |rule| (fails && rule.fails) || !rule.needs.exclude(&permit.needs))
    }
}

static NOTHING: Needs = Needs::nothing();

/// What calls one side allows.
#[derive(Clone, Debug, Default)]
pub struct Authority {
    permits: Rules,
    /// With how many calls each allows.
    limited: Vec<(Rule, u64)>,
    forbids: Rules,
}

/// A call that the new side allows and the old one does not, or why it may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beyond {
    /// Such a call, if one was found.
    pub example: Option<Witness>,
    /// How often it must be made, if the old side allows it fewer times.
    pub times: Option<u64>,
    /// The permits of the new side that allow such calls, and the forbids of the old side that the new one lacks.
    pub causes: BTreeSet<Cause>,
    /// What was not proved, if no call was found.
    pub unproved: Option<&'static str>,
}

/// A policy that makes the difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A permit of the new side.
    Permit(String),
    /// A forbid of the old side.
    Forbid(String),
}

/// The values that inputs have.
pub type Inputs<'i> = &'i dyn Fn(&Path) -> Option<Domain>;

impl Authority {
    /// The authority of rules: permits, permits with the number of calls, forbids.
    pub fn new(permits: Vec<Rule>, limited: Vec<(Rule, u64)>, forbids: Vec<Rule>) -> Self {
        Self { permits: Rules::new(permits), limited, forbids: Rules::new(forbids) }
    }

    /// Every call, by these policies.
    pub fn everything(policies: impl Iterator<Item = String>) -> Self {
        let mut permits: Vec<_> = policies.map(|policy| Rule::new(Expr::Bool(true), Some(policy))).collect();
        if permits.is_empty() {
            permits.push(Rule::new(Expr::Bool(true), None));
        }
        Self::new(permits, vec![], vec![])
    }

    /// No call.
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Whether no call is allowed, whatever it is.
    pub fn is_nothing(&self) -> bool {
        self.permits.all.is_empty() && self.limited.is_empty()
    }

    /// Everything that its rules read.
    pub fn inputs(&self) -> BTreeSet<Path> {
        let rules = self.permits.all.iter().chain(self.limited.iter().map(|(rule, _)| rule)).chain(&self.forbids.all);
        rules.flat_map(|rule| inputs(&rule.condition)).collect()
    }

    /// The same with more forbids.
    pub fn but(&self, forbids: &[Rule]) -> Self {
        if forbids.is_empty() {
            return self.clone();
        }
        let all = self.forbids.all.iter().chain(forbids).cloned().collect();
        Self { forbids: Rules::new(all), ..self.clone() }
    }

    /// The same for those calls only on which a condition is true.
    pub fn where_it_holds(&self, condition: &Expr) -> Self {
        let not = Rule::new(Expr::Not(Box::new(condition.clone())), None);
        self.but(&[not])
    }

    /// All calls that do to these inputs what some allowed call does, whatever else they have: at least what is allowed.
    pub fn onto(&self, paths: &[Path]) -> Self {
        let is_about = |expr: &Expr| inputs(expr).iter().all(|path| paths.contains(path));
        let project = |rule: &Rule| {
            let conjuncts = match &rule.condition {
                Expr::And(all) => all.iter().filter(|one| is_about(one)).cloned().collect(),
                one => {
                    if is_about(one) {
                        vec![one.clone()]
                    } else {
                        vec![]
                    }
                }
            };
            let condition = match conjuncts.len() {
                0 => Expr::Bool(true),
                1 => conjuncts[0].clone(),
                _ => Expr::And(conjuncts),
            };
            Rule::new(condition, rule.policy.clone())
        };
        let permits = self.permits.all.iter().chain(self.limited.iter().map(|(rule, _)| rule)).map(project).collect();
        Self::new(permits, vec![], self.forbids.all.iter().filter(|rule| is_about(&rule.condition)).cloned().collect())
    }

    /// How often a call is allowed in the life of an instance, if nothing else is called; `None` is any number.
    pub fn times(&self, call: &dyn Fn(&Path) -> Option<Value>) -> Option<u64> {
        if self.forbids.all.iter().any(|rule| rule.is(call) != Some(false)) {
            return Some(0);
        }
        if self.permits.all.iter().any(|rule| rule.is(call) == Some(true)) {
            return None;
        }
        Some(self.limited.iter().filter(|(rule, _)| rule.is(call) == Some(true)).map(|(_, calls)| *calls).sum())
    }
}

/// A call that `new` allows, or allows more often, than `old`; `None` if there is none.
pub fn beyond(new: &Authority, old: &Authority, values: Inputs<'_>) -> Option<Beyond> {
    let kept: BTreeSet<&Expr> = new.forbids.all.iter().map(|rule| &rule.condition).collect();
    let gone = Rules::new(old.forbids.all.iter().filter(|rule| !kept.contains(&rule.condition)).cloned().collect());
    let plain = old.permits.all.iter().map(|rule| &rule.condition).collect();
    let limited = Rules::new(old.limited.iter().map(|(rule, _)| rule.clone()).collect());
    let search = Search { new, old, inputs: values, gone: &gone, plain, limited: &limited, questions: QUESTIONS, found: Beyond::default() };
    search.run()
}

struct Search<'s> {
    new: &'s Authority,
    old: &'s Authority,
    inputs: Inputs<'s>,
    /// Old forbids that the new side lacks.
    gone: &'s Rules,
    /// The conditions of old permits without limit.
    plain: BTreeSet<&'s Expr>,
    /// Old permits with a limit.
    limited: &'s Rules,
    questions: usize,
    found: Beyond,
}

const UNDECIDED: &str = "the decision procedure found neither a call that is newly allowed nor a proof that there is none";
/// What is not proved where limits are split or joined.
pub const BUDGETS: &str = "limits count together in another way, and it was not proved that they allow no more";

impl Search<'_> {
    fn run(mut self) -> Option<Beyond> {
        for permit in &self.new.permits.all {
            // Calls that were not allowed at all make a better example than those that were, some times.
            let (denied, proved) = self.ask(permit, true);
            if !denied && !self.limited.all.is_empty() && proved {
                self.ask(permit, false);
            }
        }
        self.budgets();
        let found = self.found;
        let unproved = found.unproved.filter(|_| found.example.is_none());
        (found.example.is_some() || unproved.is_some()).then_some(Beyond { unproved, ..found })
    }

    /// Whether there is a call that a permit of the new side allows and the old side does not: at all, or without limit. And whether that was decided.
    fn ask(&mut self, permit: &Rule, at_all: bool) -> (bool, bool) {
        let (mut found, mut decided) = (false, true);
        let new = self.new;
        let forbids: Vec<&Rule> = new.forbids.meeting(permit, true).collect();
        if !self.plain.contains(&permit.condition) {
            let answer = self.outside(permit, &forbids, at_all);
            found |= self.take(answer, permit, None, &mut decided);
        }
        let gone = self.gone;
        for forbid in gone.meeting(permit, true) {
            if found && self.found.causes.len() >= CAUSES {
                break;
            }
            let answer = self.satisfy(&question(permit, &[(&forbid.condition, Outcome::NotFalse)], &forbids));
            found |= self.take(answer, permit, Some(forbid), &mut decided);
        }
        (found, decided)
    }

    /// A call on which a permit of the new side allows and no permit of the old side is true.
    fn outside(&mut self, permit: &Rule, forbids: &[&Rule], at_all: bool) -> Answer {
        let (old, limited) = (self.old, self.limited);
        let mut others: Vec<&Rule> = old.permits.meeting(permit, false).collect();
        if at_all {
            others.extend(limited.meeting(permit, false));
        }
        if others.iter().any(|other| other.condition == permit.condition || other.condition == Expr::Bool(true)) {
            return Answer::Never;
        }
        let not: Vec<_> = others.iter().map(|other| (&other.condition, Outcome::NotTrue)).collect();
        let all = question(permit, &not, forbids);
        let mut answer = if others.len() <= TOGETHER { self.satisfy(&all) } else { Answer::Unknown };
        if answer == Answer::Unknown {
            // One of them may cover the permit alone, which is easier to see.
            if not.iter().any(|one| self.satisfy(&question(permit, std::slice::from_ref(one), forbids)) == Answer::Never) {
                return Answer::Never;
            }
            if others.len() > TOGETHER {
                answer = self.satisfy(&all);
            }
        }
        answer
    }

    fn satisfy(&mut self, wanted: &[(&Expr, Outcome)]) -> Answer {
        if self.questions == 0 {
            return Answer::Unknown;
        }
        self.questions -= 1;
        satisfy(wanted, self.inputs)
    }

    /// Notes an answer; whether it is a call.
    fn take(&mut self, answer: Answer, permit: &Rule, forbid: Option<&Rule>, decided: &mut bool) -> bool {
        match answer {
            Answer::Never => false,
            Answer::Unknown => {
                *decided = false;
                self.found.unproved.get_or_insert(UNDECIDED);
                false
            }
            Answer::Sometimes(witness) => {
                let (now, before) = self.times(&witness);
                if now == Some(0) || before.is_none() {
                    // INVARIANT (I15): an example was evaluated, by all rules and not only by those that were asked for.
                    *decided = false;
                    self.found.unproved.get_or_insert(UNDECIDED);
                    return false;
                }
                self.tell(witness, before.filter(|times| *times > 0).map(|times| times + 1));
                self.cause(permit, forbid);
                true
            }
        }
    }

    /// How often each side allows a call.
    fn times(&self, witness: &Witness) -> (Option<u64>, Option<u64>) {
        let call = complete(witness, self.inputs);
        (self.new.times(&call), self.old.times(&call))
    }

    fn cause(&mut self, permit: &Rule, forbid: Option<&Rule>) {
        if self.found.causes.len() < CAUSES {
            match forbid.map(|forbid| &forbid.policy) {
                None => self.found.causes.extend(permit.policy.clone().map(Cause::Permit)),
                Some(Some(forbid)) => drop(self.found.causes.insert(Cause::Forbid(forbid.clone()))),
                // What the reader of the old side denied: rules that the old side lacks name something now.
                Some(None) => {
                    let known: BTreeSet<&Expr> =
                        self.old.forbids.all.iter().map(|rule| &rule.condition).chain(self.plain.iter().copied()).collect();
                    let fresh = |rule: &&Rule| !known.contains(&rule.condition);
                    let permits = self.new.permits.all.iter().filter(fresh).filter_map(|rule| rule.policy.clone()).map(Cause::Permit);
                    let forbids = self.new.forbids.all.iter().filter(fresh).filter_map(|rule| rule.policy.clone()).map(Cause::Forbid);
                    let fresh: Vec<Cause> = permits.chain(forbids).take(CAUSES).collect();
                    self.found.causes.extend(fresh);
                }
            }
        }
    }

    /// Keeps the example that says most with least: one that was not allowed at all, of few values.
    fn tell(&mut self, witness: Witness, times: Option<u64>) {
        let rank = |witness: &Witness, times: Option<u64>| (times.is_some(), witness.values.len());
        let is_better = self.found.example.as_ref().is_none_or(|known| rank(&witness, times) < rank(known, self.found.times));
        if is_better {
            (self.found.example, self.found.times) = (Some(witness), times);
        }
    }

    /// Permits of the new side with a limit: each needs calls of the old side that allow as much.
    fn budgets(&mut self) {
        let mut left: Vec<&(Rule, u64)> = self.old.limited.iter().collect();
        let new = self.new;
        let mut open = vec![];
        for (permit, calls) in &new.limited {
            // The same permit with no more calls, which no other then stands for.
            let is_same =
                |(other, most): &(Rule, u64)| other.policy == permit.policy && other.condition == permit.condition && calls <= most;
            let is_like = |(other, most): &(Rule, u64)| other.condition == permit.condition && calls <= most;
            let same = left.iter().position(|other| is_same(other)).or_else(|| left.iter().position(|other| is_like(other)));
            match same {
                Some(at) => {
                    left.remove(at);
                    if !self.gone.all.is_empty() {
                        self.ask(permit, true);
                    }
                }
                None => open.push((permit, *calls)),
            }
        }
        for (permit, calls) in open {
            let (denied, decided) = self.ask(permit, true);
            if denied || !decided {
                continue;
            }
            let forbids: Vec<&Rule> = new.forbids.meeting(permit, true).collect();
            match self.outside(permit, &forbids, false) {
                // Without limit on the old side.
                Answer::Never => {}
                Answer::Unknown => drop(self.found.unproved.get_or_insert(UNDECIDED)),
                Answer::Sometimes(witness) => match self.times(&witness) {
                    (Some(now), Some(before)) if now > before => {
                        self.tell(witness, Some(before + 1));
                        self.cause(permit, None);
                    }
                    _ => {
                        let covered = left.iter().position(|(other, most)| calls <= *most && self.implies(permit, other));
                        match covered {
                            Some(at) => drop(left.remove(at)),
                            None => {
                                self.found.unproved.get_or_insert(BUDGETS);
                                self.cause(permit, None);
                            }
                        }
                    }
                },
            }
        }
    }

    fn implies(&self, permit: &Rule, other: &Rule) -> bool {
        satisfy(&[(&permit.condition, Outcome::True), (&other.condition, Outcome::NotTrue)], self.inputs) == Answer::Never
    }
}

/// A permit is true, these have their outcomes, and no forbid of the new side is in the way.
fn question<'e>(permit: &'e Rule, others: &[(&'e Expr, Outcome)], forbids: &[&'e Rule]) -> Vec<(&'e Expr, Outcome)> {
    let forbids = forbids.iter().map(|rule| (&rule.condition, Outcome::False));
    [(&permit.condition, Outcome::True)].into_iter().chain(others.iter().copied()).chain(forbids).collect()
}

/// The values of a call: those of an example, and any for the rest, which do not matter.
pub fn complete<'c>(witness: &'c Witness, inputs: Inputs<'c>) -> impl Fn(&Path) -> Option<Value> + 'c {
    let defaults: std::cell::RefCell<BTreeMap<Path, Option<Value>>> = std::cell::RefCell::default();
    move |path| {
        if let Some(value) = witness.values.get(path) {
            return value.clone();
        }
        let known = defaults.borrow().get(path).cloned();
        known.unwrap_or_else(|| {
            let value = if is_optional(path, inputs) { None } else { inputs(path).and_then(|domain| domain.any()) };
            defaults.borrow_mut().insert(path.clone(), value.clone());
            value
        })
    }
}

/// Whether an attribute may be absent where the record is that it lies in.
fn is_optional(path: &Path, inputs: Inputs<'_>) -> bool {
    let Some((name, outer)) = path.attributes.split_last() else { return false };
    match inputs(&Path { root: path.root, attributes: outer.to_vec() }) {
        Some(Domain::Record(fields)) => fields.get(name).is_some_and(|(_, required)| !required),
        _ => false,
    }
}
