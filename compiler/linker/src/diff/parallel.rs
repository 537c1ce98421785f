//! Work on several processors, with results in the order of the items.
//!
//! In: items, and what is to be done with a run of them. Out: a result for each run. Must hold: results do not depend on how many processors there are, as long as work on an
//! item does not depend on the others in its run. Each thread has the stack that Cedar needs (`limits::POLICY_STACK`).

use caplink_model::limits::POLICY_STACK;
use std::num::NonZeroUsize;
use std::thread::{Builder, available_parallelism, scope};

/// Fewer items are not worth a thread.
const FEW: usize = 8;
/// Threads at most.
const THREADS: usize = 8;

/// Does the work.
pub fn runs<T: Sync, R: Send>(items: &[T], work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    let processors = available_parallelism().map_or(1, NonZeroUsize::get).min(THREADS);
    if items.len() < FEW || processors == 1 {
        return vec![work(items)];
    }
    scope(|scope| {
        let threads: Vec<_> = items
            .chunks(items.len().div_ceil(processors))
            .map(|run| {
                let thread = Builder::new().stack_size(POLICY_STACK).spawn_scoped(scope, || work(run));
                thread.expect("the system gives a thread with a large stack")
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}
