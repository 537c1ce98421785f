//! What the policy block says of an action on a path.

use super::membrane::{self, Text};
use caplink_membrane::files::policy::{Action, Policy, State};

#[link(wasm_import_module = "p")]
unsafe extern "C" {
    fn block() -> *const u32;
}

/// The policy block.
pub struct Block;

/// What a decision reads: the id of an `Fs::Path`.
#[repr(C)]
struct Frame {
    resource: Text,
}

impl Policy for Block {
    fn state(&self, action: Action) -> State {
        // SAFETY: the linker has made the block, with three words for each action behind the first one.
        match unsafe { block().add(1 + 3 * action as usize).read() } {
            1 => State::Allowed,
            2 => State::Depends,
            _ => State::Denied,
        }
    }

    fn allows(&self, action: Action, path: &str) -> bool {
        membrane::allows(action as usize, &Frame { resource: Text::of(path) })
    }
}
