//! Arithmetic of one input: from what is asked of a result to what is asked of the input.
//!
//! In: an expression, and thresholds of its value, each a number from which on something changes. Out: thresholds of the inputs in it.
//! Must hold: where an expression reads one input once, nothing changes between two neighbouring thresholds of the input: neither what
//! was asked of the result, nor whether a step on the way overflows.
//!
//! Every step but `toTime` is monotone in its open operand, so a threshold of its result is one threshold of the operand; an overflow is
//! a threshold at either end of `i64`. What reads two inputs, or one twice, is inexact.

use super::facts::{Fact, Facts, closed, leaves};
use crate::guard::rules::Expr;
use crate::guard::simplify::value::{Value, evaluate};

/// Milliseconds of a day.
pub(super) const DAY: i64 = 86_400_000;
/// The first number that is too large, and the first that is not too small.
const ENDS: [i128; 2] = [i64::MAX as i128 + 1, i64::MIN as i128];
/// Thresholds beyond this are none of a number of 64 bits, whatever is done to them.
const FAR: i128 = 1 << 80;
/// Combinations of branches in one operation; of more all inputs are inexact.
const COMBINATIONS: usize = 64;

impl<'e> Facts<'e> {
    /// Passes thresholds of an expression's value on to its inputs, and those of its overflows.
    pub(super) fn number(&mut self, expr: &'e Expr, thresholds: &[i128]) {
        if !self.more(1 + thresholds.len()) {
            return;
        }
        match expr {
            Expr::Input(path) => {
                let fact = self.fact(path);
                fact.thresholds.extend(thresholds.iter().filter_map(|threshold| i64::try_from(*threshold).ok()));
            }
            Expr::If(..) | Expr::Select(..) => leaves(expr).into_iter().for_each(|leaf| self.number(leaf, thresholds)),
            Expr::Add(terms) => {
                self.chain(&terms.iter().collect::<Vec<_>>(), thresholds, |sum, number| sum + number, |at, sum| Some(at - sum))
            }
            Expr::Multiply(factors) => {
                self.chain(
                    &factors.iter().collect::<Vec<_>>(),
                    thresholds,
                    |product, number| product.saturating_mul(number).clamp(-FAR, FAR),
                    factor,
                );
            }
            Expr::Subtract(a, b) => {
                for (a, b) in self.both(a, b) {
                    match (constant(a), constant(b)) {
                        (None, Some(Some(number))) => self.pass(a, thresholds, &|at| Some(at + number)),
                        (Some(Some(number)), None) => self.pass(b, thresholds, &|at| Some(number - at + 1)),
                        (None, None) => self.related_numbers(&[a, b], thresholds),
                        _ => {}
                    }
                }
            }
            Expr::Negate(a) => self.pass(a, thresholds, &|at| Some(1 - at)),
            Expr::Divide(a, by) => {
                let by = i128::from(*by);
                self.pass(a, thresholds, &|at| Some(if at > 0 { at * by } else { (at - 1) * by + 1 }));
            }
            Expr::ToDate(a) => {
                let day = i128::from(DAY);
                self.pass(a, thresholds, &|at| Some((at + day - 1).div_euclid(day) * day));
            }
            Expr::ToTime(a) => self.time(a, thresholds),
            _ => {}
        }
    }

    /// Passes thresholds, and the ends of `i64`, through one step.
    fn pass(&mut self, to: &'e Expr, thresholds: &[i128], step: &dyn Fn(i128) -> Option<i128>) {
        let passed: Vec<i128> = thresholds.iter().chain(&ENDS).filter_map(|at| step(*at)).map(|at| at.clamp(-FAR, FAR)).collect();
        self.number(to, &passed);
    }

    /// A sum or product from left to right, of which the constants are joined: `back` takes a threshold behind a joined constant to one
    /// before it.
    fn chain(&mut self, operands: &[&'e Expr], thresholds: &[i128], join: fn(i128, i128) -> i128, back: fn(i128, i128) -> Option<i128>) {
        for combination in self.combinations(operands) {
            let open: Vec<&'e Expr> = combination.iter().copied().filter(|operand| !closed(operand)).collect();
            let [one] = open[..] else {
                if !open.is_empty() {
                    self.related_numbers(&open, thresholds);
                }
                continue;
            };
            let place = combination.iter().position(|operand| !closed(operand)).unwrap_or_default();
            let mut joined: Option<i128> = None;
            let mut passed = vec![];
            for (at, operand) in combination.iter().enumerate() {
                if at != place {
                    let Some(Some(number)) = constant(operand) else { break };
                    joined = Some(joined.map_or(number, |joined| join(joined, number)));
                }
                if at >= place && at > 0 {
                    passed.extend(joined.into_iter().flat_map(|joined| ENDS.into_iter().filter_map(move |end| back(end, joined))));
                }
            }
            passed.extend(thresholds.iter().filter_map(|at| joined.map_or(Some(*at), |joined| back(*at, joined))));
            passed.iter_mut().for_each(|at| *at = (*at).clamp(-FAR, FAR));
            self.number(one, &passed);
        }
    }

    /// Each choice of one branch of each operand.
    fn combinations(&mut self, operands: &[&'e Expr]) -> Vec<Vec<&'e Expr>> {
        let mut all: Vec<Vec<&'e Expr>> = vec![vec![]];
        for operand in operands {
            let leaves = leaves(operand);
            if all.len() * leaves.len() > COMBINATIONS {
                self.relate(operands);
                return vec![];
            }
            all = all
                .into_iter()
                .flat_map(|before| {
                    leaves.iter().map(move |leaf| {
                        let mut with = before.clone();
                        with.push(*leaf);
                        with
                    })
                })
                .collect();
        }
        all
    }

    fn both(&mut self, a: &'e Expr, b: &'e Expr) -> Vec<(&'e Expr, &'e Expr)> {
        self.combinations(&[a, b]).into_iter().map(|pair| (pair[0], pair[1])).collect()
    }

    /// The time of day of a datetime, or of a sum of one and constants, begins anew each day.
    fn time(&mut self, of: &'e Expr, thresholds: &[i128]) {
        self.number(of, &[]);
        for leaf in leaves(of) {
            let (input, shift) = match leaf {
                Expr::Input(path) => (Some(path), 0),
                Expr::Add(terms) => match &terms[..] {
                    [Expr::Input(path), rest @ ..] => {
                        let sum = rest.iter().map(|term| constant(term).flatten()).sum::<Option<i128>>();
                        (sum.map(|_| path), sum.unwrap_or_default())
                    }
                    _ => (None, 0),
                },
                _ => (None, 0),
            };
            let day = i128::from(DAY);
            match input {
                Some(path) => {
                    let within = thresholds.iter().filter(|at| (0..day).contains(*at)).chain(&[0]);
                    let times = within.filter_map(|at| i64::try_from((at - shift).rem_euclid(day)).ok());
                    self.fact(path).times.extend(times);
                }
                None if closed(leaf) => {}
                None => self.related_numbers(&[leaf], thresholds),
            }
        }
    }

    /// Inputs of which no list of values is known to be enough; what is asked may still be met near these.
    fn related_numbers(&mut self, exprs: &[&'e Expr], thresholds: &[i128]) {
        self.relate(exprs);
        let near = |fact: &mut Fact| fact.thresholds.extend(thresholds.iter().filter_map(|at| i64::try_from(*at).ok()));
        for expr in exprs {
            let mut paths = vec![];
            super::facts::read(expr, &mut paths);
            paths.into_iter().for_each(|path| near(self.fact(path)));
        }
    }
}

/// A threshold behind a multiplication.
fn factor(at: i128, factor: i128) -> Option<i128> {
    let floor = |at: i128| at.div_euclid(factor.abs());
    match factor {
        0 => None,
        // The first number of which the product is not less, or the first of which it is less.
        1.. => Some(-floor(-at)),
        _ => Some(floor(-at) + 1),
    }
}

/// The number that a closed expression is, if it is one; `None` for an open one.
fn constant(expr: &Expr) -> Option<Option<i128>> {
    closed(expr).then(|| match evaluate(expr, &|_| None) {
        Some(Value::Long(number) | Value::Decimal(number) | Value::Datetime(number) | Value::Duration(number)) => Some(number.into()),
        _ => None,
    })
}
