//! For trampolines of other interfaces whose functions take or return these handles: the host's become ours and ours the host's.
//!
//! `wrap#` has a handle of the host and gives one of ours, to own. `unwrap#` has a number of ours, as a borrowed handle comes in, and lends
//! the host's handle for a call. `take#` has a handle of ours that came to own, and gives the host's, which is ours no longer. Refused, by
//! a trap: what is in memory has no handle of the host.

use crate::abi::{finish, refuse};
use crate::host;
use crate::world::{Event, In, Kept, Out, Why, within};

/// A call of a trampoline is over, and its result is about to be read.
#[unsafe(export_name = "done#call")]
extern "C" fn done() {
    finish();
}

fn host_handle(kept: &Kept) -> u32 {
    match kept {
        Kept::Input(In::Host(handle)) | Kept::Output(Out::Host(handle)) => *handle,
        Kept::Pollable(Event::Host(handle)) | Kept::Error(Why::Host(handle)) => *handle,
        Kept::Descriptor(_)
        | Kept::Listing(..)
        | Kept::Input(In::Here(_) | In::Shared)
        | Kept::Output(Out::Here(_))
        | Kept::Pollable(Event::Ready | Event::Deadline(_))
        | Kept::Error(Why::Code(_)) => refuse(),
    }
}

fn wrap(kept: Kept, new: fn(u32) -> u32) -> u32 {
    new(within(|world| world.keep(kept)))
}

fn unwrap(rep: u32) -> u32 {
    within(|world| world.kept.get(rep).map_or_else(|| refuse(), host_handle))
}

fn take(handle: u32, rep: fn(u32) -> u32, drop: fn(u32)) -> u32 {
    let rep = rep(handle);
    let taken = within(|world| world.kept.remove(rep)).map_or_else(|| refuse(), |kept| host_handle(&kept));
    // The destructor finds nothing behind the number, and leaves the host's handle alone.
    drop(handle);
    taken
}

#[unsafe(export_name = "wrap#input-stream")]
extern "C" fn wrap_input_stream(handle: u32) -> u32 {
    wrap(Kept::Input(In::Host(handle)), host::new_input_stream)
}

#[unsafe(export_name = "unwrap#input-stream")]
extern "C" fn unwrap_input_stream(rep: u32) -> u32 {
    unwrap(rep)
}

#[unsafe(export_name = "take#input-stream")]
extern "C" fn take_input_stream(handle: u32) -> u32 {
    take(handle, host::rep_input_stream, host::drop_input_stream)
}

#[unsafe(export_name = "wrap#output-stream")]
extern "C" fn wrap_output_stream(handle: u32) -> u32 {
    wrap(Kept::Output(Out::Host(handle)), host::new_output_stream)
}

#[unsafe(export_name = "unwrap#output-stream")]
extern "C" fn unwrap_output_stream(rep: u32) -> u32 {
    unwrap(rep)
}

#[unsafe(export_name = "take#output-stream")]
extern "C" fn take_output_stream(handle: u32) -> u32 {
    take(handle, host::rep_output_stream, host::drop_output_stream)
}

#[unsafe(export_name = "wrap#pollable")]
extern "C" fn wrap_pollable(handle: u32) -> u32 {
    wrap(Kept::Pollable(Event::Host(handle)), host::new_pollable)
}

#[unsafe(export_name = "unwrap#pollable")]
extern "C" fn unwrap_pollable(rep: u32) -> u32 {
    unwrap(rep)
}

#[unsafe(export_name = "take#pollable")]
extern "C" fn take_pollable(handle: u32) -> u32 {
    take(handle, host::rep_pollable, host::drop_pollable)
}

#[unsafe(export_name = "wrap#error")]
extern "C" fn wrap_error(handle: u32) -> u32 {
    wrap(Kept::Error(Why::Host(handle)), host::new_error)
}

#[unsafe(export_name = "unwrap#error")]
extern "C" fn unwrap_error(rep: u32) -> u32 {
    unwrap(rep)
}

#[unsafe(export_name = "take#error")]
extern "C" fn take_error(handle: u32) -> u32 {
    take(handle, host::rep_error, host::drop_error)
}
