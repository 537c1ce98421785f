//! What a condition needs, as far as that is plain from its form: what makes it cheap to see that two conditions never hold together.
//!
//! In: a condition. Out: its inputs; the texts of which an input has one, or with which it begins, wherever the condition is true. Must hold: two conditions
//! that [`Needs::exclude`] each other are true together on no call. It says nothing of conditions that fail.

use crate::guard::rules::{EntityName, Expr, Part, Path};
use crate::guard::simplify::value::{Value, evaluate};
use std::collections::{BTreeMap, BTreeSet};

/// What a condition needs.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    /// The inputs that it looks at.
    pub inputs: BTreeSet<Path>,
    /// Texts of which an input has one wherever it is true.
    pub required: BTreeMap<Path, BTreeSet<String>>,
    /// Operands of its conjunction that look at one input, by that.
    single: BTreeMap<Path, Vec<Expr>>,
    /// What the text of an input begins with wherever it is true.
    prefixes: BTreeMap<Path, String>,
}

impl Needs {
    /// Of a condition of which nothing is known.
    pub const fn nothing() -> Self {
        Self { inputs: BTreeSet::new(), required: BTreeMap::new(), single: BTreeMap::new(), prefixes: BTreeMap::new() }
    }

    /// What a condition needs.
    pub fn of(condition: &Expr) -> Self {
        let mut required = BTreeMap::new();
        require(condition, &mut required);
        Self { inputs: inputs(condition), required, single: single(condition), prefixes: prefixes(condition) }
    }

    /// Whether it is plain that both conditions are true on no call.
    pub fn exclude(&self, other: &Self) -> bool {
        self.rules_out(other) || other.rules_out(self)
    }

    /// For an input that this requires to be one of a few texts, the other holds for none; or texts would have to begin in two ways.
    fn rules_out(&self, other: &Self) -> bool {
        let is_false = |text: &str, path: &Path, operand: &Expr| {
            let call = |asked: &Path| (asked == path).then(|| value_for(operand, text));
            evaluate(operand, &call) == Some(Value::Bool(false))
        };
        let excluded = |(path, texts): (&Path, &BTreeSet<String>)| {
            let operands = other.single.get(path).map(Vec::as_slice).unwrap_or_default();
            texts.iter().all(|text| operands.iter().any(|operand| is_false(text, path, operand)))
        };
        let differ = |(path, prefix): (&Path, &String)| {
            other.prefixes.get(path).is_some_and(|other| !other.starts_with(prefix.as_str()) && !prefix.starts_with(other.as_str()))
        };
        self.required.iter().any(excluded) || self.prefixes.iter().any(differ)
    }
}

/// Conditions by what they require, so that those that cannot hold together with one are left out.
#[derive(Clone, Debug, Default)]
pub struct Filing {
    /// By an input that must have one of few texts, and each of these.
    pub filed: BTreeMap<Path, BTreeMap<String, Vec<usize>>>,
    /// Those that require no text.
    pub open: Vec<usize>,
}

impl Filing {
    /// Files a condition under its number.
    pub fn file(&mut self, number: usize, needs: &Needs) {
        match needs.required.iter().min_by_key(|(_, texts)| texts.len()) {
            Some((path, texts)) => {
                let filed = self.filed.entry(path.clone()).or_default();
                texts.iter().for_each(|text| filed.entry(text.clone()).or_default().push(number));
            }
            None => self.open.push(number),
        }
    }

    /// The numbers of all conditions that may be true where one is that needs this; of the others it is plain that they are not.
    pub fn meeting(&self, needs: &Needs) -> BTreeSet<usize> {
        let mut numbers: BTreeSet<usize> = self.open.iter().copied().collect();
        for (path, filed) in &self.filed {
            match needs.required.get(path) {
                Some(texts) => texts.iter().for_each(|text| numbers.extend(filed.get(text).into_iter().flatten())),
                None => numbers.extend(filed.values().flatten()),
            }
        }
        numbers
    }
}

/// The inputs that an expression looks at.
pub fn inputs(expr: &Expr) -> BTreeSet<Path> {
    let (mut found, mut rest) = (BTreeSet::new(), vec![expr]);
    while let Some(expr) = rest.pop() {
        match expr {
            Expr::Input(path) | Expr::Has(path) => drop(found.insert(path.clone())),
            other => rest.extend(other.operands()),
        }
    }
    found
}

/// Texts of which an input has one wherever the expression is true.
fn require(expr: &Expr, found: &mut BTreeMap<Path, BTreeSet<String>>) {
    let mut add = |path: &Path, texts: BTreeSet<String>| {
        let known = found.entry(path.clone()).or_insert_with(|| texts.clone());
        known.retain(|text| texts.contains(text));
    };
    match expr {
        Expr::And(all) => all.iter().for_each(|operand| require(operand, found)),
        Expr::OneOf(of, texts) => {
            if let Expr::Input(path) = &**of {
                add(path, texts.clone());
            }
        }
        Expr::Equal(a, b) => match (&**a, &**b) {
            (Expr::Input(path), Expr::String(text)) | (Expr::String(text), Expr::Input(path)) => add(path, [text.clone()].into()),
            (Expr::Input(path), Expr::Entity(entity)) | (Expr::Entity(entity), Expr::Input(path)) => add(path, [entity.id.clone()].into()),
            _ => {}
        },
        _ => {}
    }
}

/// The operands of a conjunction.
fn conjuncts(expr: &Expr) -> &[Expr] {
    match expr {
        Expr::And(all) => all.as_slice(),
        one => std::slice::from_ref(one),
    }
}

/// The operands of a conjunction that look at one input only, by that.
fn single(expr: &Expr) -> BTreeMap<Path, Vec<Expr>> {
    let mut found: BTreeMap<Path, Vec<Expr>> = BTreeMap::new();
    for operand in conjuncts(expr).iter().filter(|operand| !matches!(operand, Expr::Has(_))) {
        let read = inputs(operand);
        if let (Some(path), 1) = (read.first(), read.len()) {
            found.entry(path.clone()).or_default().push(operand.clone());
        }
    }
    found
}

/// What texts begin with, by input, wherever the expression is true.
fn prefixes(expr: &Expr) -> BTreeMap<Path, String> {
    let prefix = |operand: &Expr| match operand {
        Expr::Like(of, pattern) => match (&**of, pattern.first()) {
            (Expr::Input(path), Some(Part::Literal(start))) => Some((path.clone(), start.clone())),
            _ => None,
        },
        _ => None,
    };
    conjuncts(expr).iter().filter_map(prefix).collect()
}

/// A text as the value that an input has in an expression of it alone: an entity where entities are named, else the text itself. Where only ids are
/// compared, either will do.
fn value_for(expr: &Expr, text: &str) -> Value {
    let mut rest = vec![expr];
    while let Some(expr) = rest.pop() {
        if let Expr::Entity(other) = expr {
            return Value::Entity(EntityName { kind: other.kind.clone(), id: text.to_string() });
        }
        rest.extend(expr.operands());
    }
    Value::String(text.to_string())
}
