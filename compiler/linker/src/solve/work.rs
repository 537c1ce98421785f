//! How much is done before an answer is given up: bounds on work, never on time, so that the same question has the same answer everywhere.
//!
//! Each number is a count of small steps. All together take about 20 ms at most on a machine of 2020.

/// Steps of products of automata, of all inputs together.
const TRANSITIONS: usize = 400_000;
/// Expressions evaluated on values of one input, to know what conditions say of it.
const EVALUATIONS: usize = 60_000;
/// Expressions looked at while values are combined.
const VISITS: usize = 1_000_000;

/// What is left to do.
pub(super) struct Work {
    transitions: usize,
    evaluations: usize,
    visits: usize,
}

impl Work {
    pub fn new() -> Self {
        Self { transitions: TRANSITIONS, evaluations: EVALUATIONS, visits: VISITS }
    }

    /// Whether so many steps of automata may follow.
    pub fn transitions(&mut self, number: usize) -> bool {
        take(&mut self.transitions, number)
    }

    /// Whether so many expressions may be evaluated.
    pub fn evaluations(&mut self, number: usize) -> bool {
        take(&mut self.evaluations, number)
    }

    /// Whether so many expressions may be looked at.
    pub fn visits(&mut self, number: usize) -> bool {
        take(&mut self.visits, number)
    }
}

fn take(left: &mut usize, number: usize) -> bool {
    let enough = *left >= number;
    *left = left.saturating_sub(number);
    enough
}
