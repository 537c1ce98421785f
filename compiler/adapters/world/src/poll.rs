//! `wasi:io/poll` and `wasi:io/error`.
//!
//! Must hold: nothing blocks while there is something in memory to answer with. What is waited for of a virtual clock that counts comes in
//! the order of its deadlines, and moves the clock: time passes only when nothing else is ready. On one that stands still all waits are
//! over at once (threat T5). Refused, by a trap: an empty list.

use crate::abi::{Area, address, numbers, refuse};
use crate::host;
use crate::world::{Event, Why, World, end, with};

#[unsafe(export_name = "wasi:io/poll#[dtor]pollable")]
extern "C" fn end_pollable(rep: u32) {
    end(rep);
}

#[unsafe(export_name = "wasi:io/poll#[method]pollable.ready")]
extern "C" fn ready(this: u32) -> u32 {
    with(|world| match world.event(this) {
        Event::Host(handle) => host::pollable_ready(handle),
        Event::Deadline(deadline) => {
            world.memory.clock().wait(deadline);
            1
        }
        Event::Ready => 1,
    })
}

#[unsafe(export_name = "wasi:io/poll#[method]pollable.block")]
extern "C" fn block(this: u32) {
    with(|world| match world.event(this) {
        Event::Host(handle) => host::pollable_block(handle),
        Event::Deadline(deadline) => world.memory.clock().wait(deadline),
        Event::Ready => {}
    });
}

#[unsafe(export_name = "wasi:io/poll#poll")]
extern "C" fn poll(at: u32, length: u32) -> u32 {
    with(|world| {
        if length == 0 {
            refuse();
        }
        let mut handles = core::mem::take(&mut world.words);
        handles.clear();
        handles.extend(numbers(at, length).filter_map(|rep| if let Event::Host(handle) = world.event(rep) { Some(handle) } else { None }));
        world.words = handles;
        if world.words.len() == length as usize {
            // All are the host's: its indices are ours.
            return Area::filled(|result| host::poll(address(&*world.words), length, result));
        }
        let now = world.memory.clock().passed();
        ready_by(world, at, length, now);
        if world.words.is_empty() {
            // There are deadlines, and nothing is ready before the first.
            let first = numbers(at, length)
                .filter_map(|rep| if let Event::Deadline(deadline) = world.event(rep) { Some(deadline) } else { None })
                .min();
            let Some(first) = first else { refuse() };
            world.memory.clock().wait(first);
            ready_by(world, at, length, first);
        }
        Area::new().word(0, address(&*world.words)).word(4, world.words.len() as u32)
    })
    .at()
}

/// Notes the places of what is ready when the clock shows a time.
fn ready_by(world: &mut World, at: u32, length: u32, time: u64) {
    let stands_still = !world.memory.clock().counts();
    world.words.clear();
    for (place, rep) in numbers(at, length).enumerate() {
        let is_ready = match world.event(rep) {
            Event::Ready => true,
            Event::Deadline(deadline) => stands_still || deadline <= time,
            Event::Host(handle) => host::pollable_ready(handle) != 0,
        };
        if is_ready {
            world.words.push(place as u32);
        }
    }
}

#[unsafe(export_name = "wasi:io/error#[dtor]error")]
extern "C" fn end_error(rep: u32) {
    end(rep);
}

#[unsafe(export_name = "wasi:io/error#[method]error.to-debug-string")]
extern "C" fn to_debug_string(this: u32) -> u32 {
    match with(|world| world.why(this)) {
        Why::Code(code) => Area::new().list(0, code.name().as_bytes()),
        Why::Host(handle) => Area::filled(|result| host::error_to_debug_string(handle, result)),
    }
    .at()
}
