//! What the module keeps between calls: the filesystems, the settings, and everything behind a handle.
//!
//! Must hold: it is made from the settings when the first call comes; a number stands for what it was given out for, of that kind, or
//! everything ends.

use crate::abi::{Area, Single, begin, bytes, finish, known, refuse};
use crate::host;
use alloc::string::String;
use alloc::vec::Vec;
use caplink_membrane::code::Code;
use caplink_membrane::memory::embedded::Tree;
use caplink_membrane::memory::settings::{Held, Settings};
use caplink_membrane::memory::stream::{Failure, Input, Output};
use caplink_membrane::memory::time::Virtual;
use caplink_membrane::memory::{Descriptor, Memory};
use caplink_membrane::slab::Slab;
use core::cell::RefMut;

/// Everything.
pub struct World {
    /// What was set.
    pub settings: Settings<'static>,
    /// The filesystems in memory.
    pub memory: Memory<'static, Virtual>,
    /// What handles stand for.
    pub kept: Slab<Kept>,
    /// What is left of embedded input, whoever reads it.
    pub input: Input<'static>,
    /// Bytes that a result points to.
    pub spare: Vec<u8>,
    /// Words that a result, or a list for the host, points to.
    pub words: Vec<u32>,
}

/// What a handle stands for.
pub enum Kept {
    /// `descriptor`
    Descriptor(File),
    /// `directory-entry-stream`: of a folder, behind a name.
    Listing(Descriptor, Option<String>),
    /// `input-stream`
    Input(In),
    /// `output-stream`
    Output(Out),
    /// `pollable`
    Pollable(Event),
    /// `error`
    Error(Why),
}

/// Where a file is.
pub enum File {
    /// In memory.
    Memory(Descriptor),
}

/// Where input comes from.
pub enum In {
    /// Memory.
    Here(Input<'static>),
    /// Memory: the embedded bytes, of which there is one stream.
    Shared,
    /// A stream of the host.
    Host(u32),
}

/// Where output goes.
pub enum Out {
    /// Memory.
    Here(Output),
    /// A stream of the host.
    Host(u32),
}

/// What is waited for.
#[derive(Clone, Copy)]
pub enum Event {
    /// Nothing: it is there.
    Ready,
    /// A point of the virtual clock.
    Deadline(u64),
    /// Something of the host's.
    Host(u32),
}

/// Why a stream failed.
#[derive(Clone, Copy)]
pub enum Why {
    /// A file in memory says so.
    Code(Code),
    /// The host says so.
    Host(u32),
}

static WORLD: Single<Option<World>> = Single::new(None);

/// A call: what it was given goes when the next one begins. The host may be called meanwhile, but for what runs a destructor of ours.
pub fn with<R>(act: impl FnOnce(&mut World) -> R) -> R {
    begin();
    let result = act(&mut world());
    finish();
    result
}

/// A part of a call that somebody else begins and ends: what it was given stays.
pub fn within<R>(act: impl FnOnce(&mut World) -> R) -> R {
    act(&mut world())
}

/// Everything, which is made for the first call.
#[inline(never)]
fn world() -> RefMut<'static, World> {
    RefMut::map(WORLD.get(), |world| world.get_or_insert_with(World::set))
}

impl World {
    #[cold]
    #[inline(never)]
    fn set() -> Self {
        // The block has the address of the counters, no actions, and then address and length of the settings.
        let block = host::block();
        let word = |at: u32| known(crate::abi::numbers(block + at, 1).next());
        let settings = known(Settings::read(bytes(word(4), word(8))).ok());
        let mut memory = Memory::new(Virtual::new(settings.counts, settings.start));
        for mount in &settings.mounts {
            match mount.held {
                Held::Writable(limit) => memory.add_volume(limit),
                Held::Embedded(tree) => memory.add_tree(known(Tree::open(tree).ok())),
            };
        }
        let input = Input::Bytes(settings.input);
        Self { settings, memory, kept: Slab::new(), input, spare: Vec::new(), words: Vec::new() }
    }

    /// A number for something, or the end of everything if there are too many.
    pub fn keep(&mut self, kept: Kept) -> u32 {
        known(self.kept.keep(kept).ok())
    }

    /// The descriptor behind a number.
    pub fn file(&self, rep: u32) -> &File {
        match self.kept.get(rep) {
            Some(Kept::Descriptor(file)) => file,
            _ => refuse(),
        }
    }

    /// The event behind a number.
    pub fn event(&self, rep: u32) -> Event {
        match self.kept.get(rep) {
            Some(Kept::Pollable(event)) => *event,
            _ => refuse(),
        }
    }

    /// The error behind a number.
    pub fn why(&self, rep: u32) -> Why {
        match self.kept.get(rep) {
            Some(Kept::Error(why)) => *why,
            _ => refuse(),
        }
    }

    /// A `pollable` for an event.
    pub fn pollable(&mut self, event: Event) -> u32 {
        host::new_pollable(self.keep(Kept::Pollable(event)))
    }

    /// A `stream-error` in a result that has it at a place. Without room for an error the stream is just closed.
    pub fn failed(&mut self, at: usize, failure: Failure) -> Area {
        let area = Area::failed(at, 1);
        match failure {
            Failure::Closed => area,
            Failure::Failed(code) => match self.kept.keep(Kept::Error(Why::Code(code))) {
                Ok(rep) => area.byte(at, 0).word(at + 4, host::new_error(rep)),
                Err(_) => area,
            },
        }
    }

    /// A result of the host with a `stream-error` at a place: an error becomes one of ours.
    pub fn forwarded(&mut self, at: usize, area: Area) -> Area {
        if area.byte_at(0) == 0 || area.byte_at(at) != 0 {
            return area;
        }
        let rep = self.keep(Kept::Error(Why::Host(area.word_at(at + 4))));
        area.word(at + 4, host::new_error(rep))
    }
}

/// Gives up what a number stands for, in the middle of a call or between two; nothing if it stands for nothing, as when `take#` has taken
/// it.
#[inline(never)]
pub fn end(rep: u32) {
    let Some(kept) = world().kept.remove(rep) else { return };
    match kept {
        Kept::Descriptor(File::Memory(descriptor)) | Kept::Listing(descriptor, _) => world().memory.close(descriptor),
        Kept::Input(In::Here(input)) => input.end(&mut world().memory),
        Kept::Output(Out::Here(output)) => output.end(&mut world().memory),
        Kept::Input(In::Host(handle)) => host::input_drop(handle),
        Kept::Output(Out::Host(handle)) => host::output_drop(handle),
        Kept::Pollable(Event::Host(handle)) => host::pollable_drop(handle),
        Kept::Error(Why::Host(handle)) => host::error_drop(handle),
        Kept::Input(In::Shared) | Kept::Pollable(Event::Ready | Event::Deadline(_)) | Kept::Error(Why::Code(_)) => {}
    }
}
