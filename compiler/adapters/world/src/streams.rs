//! `wasi:io/streams`: what is in memory answers at once, what is the host's is forwarded, and `splice` goes between any two.
//!
//! Must hold: a call on a stream of the host becomes the same call of the host, with the same bytes; its result comes back as it is, but
//! for an error, which becomes one of ours. Refused, by a trap: more bytes than `check-write` permits or than a blocking write takes, as
//! the WIT says.

use crate::abi::{Area, bytes, refuse};
use crate::host;
use crate::world::{Event, In, Kept, Out, World, end, with};
use alloc::vec::Vec;
use caplink_membrane::memory::stream::{Failure, PERMIT};
use caplink_membrane::slab::Slab;

/// The most that a blocking write takes.
const BLOCKING: u64 = 4096;

fn input(kept: &mut Slab<Kept>, rep: u32) -> &mut In {
    match kept.get_mut(rep) {
        Some(Kept::Input(input)) => input,
        _ => refuse(),
    }
}

fn output(kept: &mut Slab<Kept>, rep: u32) -> &mut Out {
    match kept.get_mut(rep) {
        Some(Kept::Output(output)) => output,
        _ => refuse(),
    }
}

/// The bytes that a stream gives, as a result with a list at 4.
fn read(world: &mut World, rep: u32, length: u64, forward: fn(u32, u64, u32)) -> Area {
    let World { memory, kept, spare, input: shared, .. } = world;
    let stream = match input(kept, rep) {
        In::Host(handle) => {
            let handle = *handle;
            return world.forwarded(4, Area::filled(|result| forward(handle, length, result)));
        }
        In::Here(stream) => stream,
        In::Shared => shared,
    };
    match stream.read(memory, length, spare) {
        Ok(bytes) => Area::new().list(4, bytes),
        Err(failure) => world.failed(4, failure),
    }
}

/// The number of bytes that a stream gave, as a result with it at 8.
fn skip(this: u32, length: u64, forward: fn(u32, u64, u32)) -> u32 {
    with(|world| {
        if let In::Host(handle) = input(&mut world.kept, this) {
            let handle = *handle;
            return world.forwarded(8, Area::filled(|result| forward(handle, length, result)));
        }
        let area = read(world, this, length, host::input_read);
        let length = area.word_at(8);
        match area.byte_at(0) {
            0 => Area::new().long(8, u64::from(length)),
            _ => moved(&area),
        }
    })
    .at()
}

/// A failure with its error at 4, with it at 8.
fn moved(area: &Area) -> Area {
    let (case, error) = (area.byte_at(4), area.word_at(8));
    Area::failed(8, case).word(12, error)
}

/// What a call of an output stream without a value says.
fn unit(this: u32, forward: impl FnOnce(u32, u32), here: impl FnOnce(&mut World) -> Result<(), Failure>) -> u32 {
    with(|world| {
        if let Out::Host(handle) = output(&mut world.kept, this) {
            let handle = *handle;
            return world.forwarded(4, Area::filled(|result| forward(handle, result)));
        }
        match here(world) {
            Ok(()) => Area::new(),
            Err(failure) => world.failed(4, failure),
        }
    })
    .at()
}

/// Writes to a stream in memory.
fn put(world: &mut World, this: u32, bytes: &[u8]) -> Result<(), Failure> {
    let World { memory, kept, .. } = world;
    match output(kept, this) {
        Out::Here(output) => output.write(memory, bytes),
        Out::Host(_) => refuse(),
    }
}

fn put_zeroes(world: &mut World, this: u32, length: u64) -> Result<(), Failure> {
    let World { memory, kept, .. } = world;
    match output(kept, this) {
        Out::Here(output) => output.write_zeroes(memory, length),
        Out::Host(_) => refuse(),
    }
}

/// What a stream permits, as a result with it at 8.
fn permit(world: &mut World, this: u32) -> Area {
    let permit = match output(&mut world.kept, this) {
        Out::Host(handle) => {
            let handle = *handle;
            return world.forwarded(8, Area::filled(|result| host::output_check_write(handle, result)));
        }
        Out::Here(output) => output.permit(),
    };
    match permit {
        Ok(permit) => Area::new().long(8, permit),
        Err(failure) => world.failed(8, failure),
    }
}

fn flush(this: u32, forward: fn(u32, u32)) -> u32 {
    unit(this, forward, |world| match output(&mut world.kept, this) {
        Out::Here(output) => output.flush(),
        Out::Host(_) => refuse(),
    })
}

fn at_most(length: u64, most: u64) {
    if length > most {
        refuse();
    }
}

#[unsafe(export_name = "wasi:io/streams#[dtor]input-stream")]
extern "C" fn end_input(rep: u32) {
    end(rep);
}

#[unsafe(export_name = "wasi:io/streams#[dtor]output-stream")]
extern "C" fn end_output(rep: u32) {
    end(rep);
}

#[unsafe(export_name = "wasi:io/streams#[method]input-stream.read")]
extern "C" fn input_read(this: u32, length: u64) -> u32 {
    with(|world| read(world, this, length, host::input_read)).at()
}

#[unsafe(export_name = "wasi:io/streams#[method]input-stream.blocking-read")]
extern "C" fn input_blocking_read(this: u32, length: u64) -> u32 {
    with(|world| read(world, this, length, host::input_blocking_read)).at()
}

#[unsafe(export_name = "wasi:io/streams#[method]input-stream.skip")]
extern "C" fn input_skip(this: u32, length: u64) -> u32 {
    skip(this, length, host::input_skip)
}

#[unsafe(export_name = "wasi:io/streams#[method]input-stream.blocking-skip")]
extern "C" fn input_blocking_skip(this: u32, length: u64) -> u32 {
    skip(this, length, host::input_blocking_skip)
}

#[unsafe(export_name = "wasi:io/streams#[method]input-stream.subscribe")]
extern "C" fn input_subscribe(this: u32) -> u32 {
    with(|world| {
        let event = match input(&mut world.kept, this) {
            In::Host(handle) => Event::Host(host::input_subscribe(*handle)),
            In::Here(_) | In::Shared => Event::Ready,
        };
        world.pollable(event)
    })
}

#[unsafe(export_name = "wasi:io/streams#[method]output-stream.check-write")]
extern "C" fn output_check_write(this: u32) -> u32 {
    with(|world| permit(world, this)).at()
}

#[unsafe(export_name = "wasi:io/streams#[method]output-stream.write")]
extern "C" fn output_write(this: u32, at: u32, length: u32) -> u32 {
    unit(
        this,
        |handle, result| host::output_write(handle, at, length, result),
        |world| {
            at_most(u64::from(length), PERMIT);
            put(world, this, bytes(at, length))
        },
    )
}

#[unsafe(export_name = "wasi:io/streams#[method]output-stream.blocking-write-and-flush")]
extern "C" fn output_blocking_write_and_flush(this: u32, at: u32, length: u32) -> u32 {
    unit(
        this,
        |handle, result| host::output_blocking_write_and_flush(handle, at, length, result),
        |world| {
            at_most(u64::from(length), BLOCKING);
            put(world, this, bytes(at, length))
        },
    )
}

#[unsafe(export_name = "wasi:io/streams#[method]output-stream.flush")]
extern "C" fn output_flush(this: u32) -> u32 {
    flush(this, host::output_flush)
}

#[unsafe(export_name = "wasi:io/streams#[method]output-stream.blocking-flush")]
extern "C" fn output_blocking_flush(this: u32) -> u32 {
    flush(this, host::output_blocking_flush)
}

#[unsafe(export_name = "wasi:io/streams#[method]output-stream.subscribe")]
extern "C" fn output_subscribe(this: u32) -> u32 {
    with(|world| {
        let event = match output(&mut world.kept, this) {
            Out::Host(handle) => Event::Host(host::output_subscribe(*handle)),
            Out::Here(_) => Event::Ready,
        };
        world.pollable(event)
    })
}

#[unsafe(export_name = "wasi:io/streams#[method]output-stream.write-zeroes")]
extern "C" fn output_write_zeroes(this: u32, length: u64) -> u32 {
    unit(
        this,
        |handle, result| host::output_write_zeroes(handle, length, result),
        |world| {
            at_most(length, PERMIT);
            put_zeroes(world, this, length)
        },
    )
}

#[unsafe(export_name = "wasi:io/streams#[method]output-stream.blocking-write-zeroes-and-flush")]
extern "C" fn output_blocking_write_zeroes_and_flush(this: u32, length: u64) -> u32 {
    unit(
        this,
        |handle, result| host::output_blocking_write_zeroes_and_flush(handle, length, result),
        |world| {
            at_most(length, BLOCKING);
            put_zeroes(world, this, length)
        },
    )
}

#[unsafe(export_name = "wasi:io/streams#[method]output-stream.splice")]
extern "C" fn output_splice(this: u32, source: u32, length: u64) -> u32 {
    splice(this, source, length, false, host::output_splice, host::input_read, host::output_write)
}

/// If the output is the host's, as much as a blocking write of its takes is moved at once.
#[unsafe(export_name = "wasi:io/streams#[method]output-stream.blocking-splice")]
extern "C" fn output_blocking_splice(this: u32, source: u32, length: u64) -> u32 {
    splice(this, source, length, true, host::output_blocking_splice, host::input_blocking_read, host::output_blocking_write_and_flush)
}

/// Forwards if both are the host's. Otherwise asks what may be written, reads no more, and writes that.
fn splice(
    this: u32,
    source: u32,
    length: u64,
    blocks: bool,
    forward: fn(u32, u32, u64, u32),
    forward_read: fn(u32, u64, u32),
    forward_write: fn(u32, u32, u32, u32),
) -> u32 {
    with(|world| {
        let from = if let In::Host(handle) = input(&mut world.kept, source) { Some(*handle) } else { None };
        let to = if let Out::Host(handle) = output(&mut world.kept, this) { Some(*handle) } else { None };
        if let (Some(from), Some(to)) = (from, to) {
            return world.forwarded(8, Area::filled(|result| forward(to, from, length, result)));
        }
        let permitted = permit(world, this);
        if permitted.byte_at(0) != 0 {
            return permitted;
        }
        // A blocking write waits until it is permitted.
        let permitted = if to.is_some() && blocks { BLOCKING } else { permitted.long_at(8).min(PERMIT) };
        let length = length.min(permitted);
        if length == 0 {
            return Area::new();
        }
        let read = read(world, source, length, forward_read);
        if read.byte_at(0) != 0 {
            return moved(&read);
        }
        let (at, read) = (read.word_at(4), read.word_at(8));
        let written = match to {
            _ if read == 0 => Area::new(),
            Some(handle) => world.forwarded(4, Area::filled(|result| forward_write(handle, at, read, result))),
            // A copy, for both may be streams of one file, whose pieces move when it grows.
            None => match put(world, this, &Vec::from(bytes(at, read))) {
                Ok(()) => Area::new(),
                Err(failure) => world.failed(4, failure),
            },
        };
        if written.byte_at(0) == 0 { Area::new().long(8, u64::from(read)) } else { moved(&written) }
    })
    .at()
}
