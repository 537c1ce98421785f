//! A recorder: stands between trampoline or reader and engine, and writes a line for each decision.
//!
//! A trampoline says first whose call it is (`start`), then asks reader or recorder to `decide`, and then tells what came of it (`end`). `decide` asks the engine
//! and writes what it decided on, from the frame that the engine has read; a call that no rule was asked about, or that a reader refused after all, has a line without values at its `end`.
//! Must hold: the engine's answer is passed on as it is; frames and tables are read and never written; the agent waits meanwhile, and holds nothing of what is
//! forwarded (I13). A line that the host does not take is lost, and the call goes on. Its own data and stack lie from 32,768 to 147,456, where the linker leaves room.

use super::linear::Linear;
use super::reader::Question;
use super::sink;
use super::table::Table;
use caplink_guard::record::{LONGEST, Shown, is_free, line};
use core::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// The description of the function that is called. Not zero at first: zeros would have to be written when the module starts.
static DESCRIPTION: AtomicU32 = AtomicU32::new(u32::MAX);
/// What was decided last in this call.
static LAST: AtomicU32 = AtomicU32::new(NOTHING);

const ALLOWED: u32 = 1;
const NOTHING: u32 = 2;

/// A call of the function that is described here starts.
#[unsafe(no_mangle)]
pub extern "C" fn start(description: u32) {
    DESCRIPTION.store(description, Relaxed);
    LAST.store(NOTHING, Relaxed);
}

/// Decides as the engine does; a function that is described as free needs no table, and no other goes without one.
#[unsafe(no_mangle)]
pub extern "C" fn decide(table: u32, length: u32, frame: u32, counters: u32) -> u32 {
    let question = Question { table, length, counters };
    let is_allowed = if question.is_watched() { is_free(&description()) } else { question.asked_of(frame) };
    LAST.store(u32::from(is_allowed), Relaxed);
    write(Shown::Frame(frame), is_allowed);
    u32::from(is_allowed)
}

/// The call is decided: whether it is forwarded.
#[unsafe(no_mangle)]
pub extern "C" fn end(decision: u32) -> u32 {
    let is_free = is_free(&description());
    match LAST.load(Relaxed) {
        NOTHING if decision == ALLOWED => write(Shown::Nothing, true),
        // Not read at all, or not to its end; or what the rules allowed was refused by the reader.
        NOTHING | ALLOWED if decision != ALLOWED => write(if is_free { Shown::Unread } else { Shown::Nothing }, is_free),
        _ => {}
    }
    u32::from(decision == ALLOWED || is_free)
}

fn description() -> Table {
    Table { start: DESCRIPTION.load(Relaxed) }
}

fn write(shown: Shown, is_allowed: bool) {
    let mut room = [0; LONGEST];
    let length = line(&description(), &Linear::now(), shown, is_allowed, &mut room);
    sink::write(room.get(..length).unwrap_or_default());
}
