//! The border of a membrane to what it is linked to: memory of its own, policy, the engine, and what lives from one call to the next.
//!
//! Must hold: what the canonical ABI stores for a call, and what the host returns to it, stays until the next call begins, for results are read after a call has returned; then it
//! is given back. Memory comes from `memory.grow` alone; data and stack lie from 16,384 to 147,456, where the linker leaves room.

use alloc::alloc::{alloc, dealloc, realloc};
use alloc::vec::Vec;
use core::alloc::Layout;
use core::cell::UnsafeCell;

#[global_allocator]
static HEAP: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

#[link(wasm_import_module = "e")]
unsafe extern "C" {
    #[link_name = "decide"]
    fn engine(table: u32, length: u32, frame: u32, counters: u32) -> u32;
}

#[link(wasm_import_module = "p")]
unsafe extern "C" {
    fn block() -> u32;
}

/// What lives from one call to the next. There is one thread, and no call begins before the last one has ended.
pub struct Kept<T>(UnsafeCell<T>);

// SAFETY: there is one thread.
unsafe impl<T> Sync for Kept<T> {}

impl<T> Kept<T> {
    /// Keeps a value.
    pub const fn new(value: T) -> Self {
        Self(UnsafeCell::new(value))
    }

    /// Works on the value. It must not be asked for again meanwhile.
    pub fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        // SAFETY: there is one thread, and no caller nests.
        work(unsafe { &mut *self.0.get() })
    }
}

/// What was allocated for the running call, and whether it has ended.
struct Scratch {
    pieces: Vec<(u32, Layout)>,
    is_over: bool,
}

static SCRATCH: Kept<Scratch> = Kept::new(Scratch { pieces: Vec::new(), is_over: false });

impl Scratch {
    fn renew(&mut self) {
        if core::mem::take(&mut self.is_over) {
            for (at, layout) in self.pieces.drain(..) {
                // SAFETY: it was allocated with this layout, and nothing of an ended call is looked at.
                unsafe { dealloc(at as *mut u8, layout) };
            }
        }
    }

    fn allocate(&mut self, align: u32, size: u32) -> u32 {
        self.renew();
        let Ok(layout) = Layout::from_size_align(size as usize, align as usize) else { core::arch::wasm32::unreachable() };
        if size == 0 {
            return align;
        }
        // SAFETY: the size is not zero.
        let at = unsafe { alloc(layout) } as u32;
        if at == 0 {
            core::arch::wasm32::unreachable();
        }
        self.pieces.push((at, layout));
        at
    }

    fn grow(&mut self, old: u32, align: u32, size: u32) -> u32 {
        let Some((at, layout)) = self.pieces.iter_mut().rev().find(|(at, _)| *at == old) else { core::arch::wasm32::unreachable() };
        let Ok(new) = Layout::from_size_align(size as usize, align as usize) else { core::arch::wasm32::unreachable() };
        // SAFETY: it was allocated with this layout, and the new size is not zero.
        let moved = unsafe { realloc(*at as *mut u8, *layout, size as usize) } as u32;
        if moved == 0 {
            core::arch::wasm32::unreachable();
        }
        (*at, *layout) = (moved, new);
        moved
    }
}

/// The allocator of the canonical ABI: traps if there is no memory.
#[unsafe(no_mangle)]
pub extern "C" fn r(old: u32, old_size: u32, align: u32, size: u32) -> u32 {
    SCRATCH.with(|scratch| if old_size == 0 || size == 0 { scratch.allocate(align, size) } else { scratch.grow(old, align, size) })
}

/// Runs a call: what the last one has left is given back first.
pub fn call<R>(work: impl FnOnce() -> R) -> R {
    SCRATCH.with(Scratch::renew);
    let result = work();
    SCRATCH.with(|scratch| scratch.is_over = true);
    result
}

/// Memory for a result, which stays until the next call.
pub fn result(align: u32, size: u32) -> u32 {
    SCRATCH.with(|scratch| scratch.allocate(align, size))
}

/// What policy says of an action, by its place in the module's list, on what lies in a frame.
pub fn allows<F>(action: usize, frame: &F) -> bool {
    // SAFETY: the linker has made the block, with three words for each action; the engine reads frame and table, and keeps nothing.
    unsafe {
        let words = block() as *const u32;
        let of = words.add(1 + 3 * action);
        match of.read() {
            1 => true,
            2 => engine(of.add(1).read(), of.add(2).read(), core::ptr::from_ref(frame) as u32, words.read()) == 1,
            _ => false,
        }
    }
}

/// Whether an action is denied whatever it is about.
pub fn is_denied(action: usize) -> bool {
    // SAFETY: see above.
    unsafe { !matches!((block() as *const u32).add(1 + 3 * action).read(), 1 | 2) }
}

/// Address and length of the settings, which stand behind the words of the module's actions.
pub fn settings() -> (u32, u32) {
    // SAFETY: the linker has made the block, with two words behind those of the actions.
    unsafe {
        let of = (block() as *const u32).add(1 + 3 * crate::ACTIONS);
        (of.read(), of.add(1).read())
    }
}

/// Bytes that the caller or the host has stored.
pub fn bytes(at: u32, length: u32) -> &'static [u8] {
    // SAFETY: the canonical ABI has stored them, and they stay for the call.
    if length == 0 { &[] } else { unsafe { core::slice::from_raw_parts(at as *const u8, length as usize) } }
}

/// A text that the caller or the host has stored: the canonical ABI has checked that it is UTF-8.
pub fn text(at: u32, length: u32) -> &'static str {
    match core::str::from_utf8(bytes(at, length)) {
        Ok(text) => text,
        Err(_) => core::arch::wasm32::unreachable(),
    }
}

/// Address and length of a text, as the canonical ABI stores a string.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Text {
    at: u32,
    length: u32,
}

impl Text {
    /// Where it lies.
    pub fn of(text: &str) -> Self {
        Self { at: text.as_ptr() as u32, length: text.len() as u32 }
    }
}

/// Words at an address, to be read and written.
pub fn word(at: u32) -> u32 {
    // SAFETY: an address is one of linear memory or traps.
    unsafe { (at as *const u32).read_unaligned() }
}

/// Writes a word.
pub fn put(at: u32, word: u32) {
    // SAFETY: callers pass addresses of results of their own.
    unsafe { (at as *mut u32).write_unaligned(word) }
}

/// A byte at an address.
pub fn byte(at: u32) -> u8 {
    // SAFETY: see `word`.
    unsafe { (at as *const u8).read() }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// How much was allocated for the running call so far.
#[allow(dead_code, reason = "each membrane uses its part")]
pub fn mark() -> usize {
    SCRATCH.with(|scratch| scratch.pieces.len())
}

/// Gives back what was allocated since a mark: nothing of it is looked at again.
#[allow(dead_code, reason = "each membrane uses its part")]
pub fn forget(mark: usize) {
    SCRATCH.with(|scratch| {
        for (at, layout) in scratch.pieces.drain(mark..) {
            // SAFETY: it was allocated with this layout, and the caller says that nothing of it is looked at again.
            unsafe { dealloc(at as *mut u8, layout) };
        }
    });
}

/// Whether an action is allowed whatever it is about.
#[allow(dead_code, reason = "each membrane uses its part")]
pub fn is_allowed(action: usize) -> bool {
    // SAFETY: see `is_denied`.
    unsafe { (block() as *const u32).add(1 + 3 * action).read() == 1 }
}

/// Writes eight bytes.
#[allow(dead_code, reason = "each membrane uses its part")]
pub fn put_long(at: u32, long: u64) {
    // SAFETY: see `put`.
    unsafe { (at as *mut u64).write_unaligned(long) }
}
