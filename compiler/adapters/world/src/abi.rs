//! The canonical ABI from inside: parameters that lie in memory, results that are read after a call has returned, and `r`, which makes room
//! for both.
//!
//! Must hold: what `r` gave stays until the call that it was for is over and the next one begins; nothing else writes to it. There is one
//! thread, and calls do not overlap, but for a destructor that runs while `take#` drops a handle, and `r` while the host answers: neither
//! touches what the other has borrowed, or a `RefCell` traps.

use alloc::alloc::{Layout, alloc, dealloc};
use alloc::vec::Vec;
use core::cell::{Cell, RefCell, RefMut};
use core::slice::from_raw_parts;
use core::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// A value that one thread has.
pub struct Single<T>(RefCell<T>);

// SAFETY: the module's memory is not shared, so there is one thread.
unsafe impl<T> Sync for Single<T> {}

impl<T> Single<T> {
    /// Holds a value.
    pub const fn new(value: T) -> Self {
        Self(RefCell::new(value))
    }

    /// The value; a trap if it is borrowed.
    pub fn get(&self) -> RefMut<'_, T> {
        self.0.borrow_mut()
    }
}

/// What `r` gave for the running call, or for the last one.
static GIVEN: Single<Vec<(*mut u8, Layout)>> = Single::new(Vec::new());
/// Whether the call that it was for runs. Not zero at first, as nothing here: zeros would have to be written when the module starts.
static RUNS: AtomicBool = AtomicBool::new(true);

/// A call begins: what the one before was given goes.
#[inline(never)]
pub fn begin() {
    if !RUNS.swap(true, Relaxed) {
        for (at, layout) in GIVEN.get().drain(..) {
            // SAFETY: `r` allocated it with this layout, and removed from the list what it freed.
            unsafe { dealloc(at, layout) };
        }
    }
}

/// A call is over, and its result is about to be read.
pub fn finish() {
    RUNS.store(false, Relaxed);
}

/// `realloc` of the canonical ABI.
#[unsafe(export_name = "r")]
extern "C" fn realloc(old: *mut u8, old_size: usize, align: usize, new_size: usize) -> *mut u8 {
    begin();
    let mut given = GIVEN.get();
    let Ok(layout) = Layout::from_size_align(new_size.max(1), align) else { refuse() };
    // SAFETY: the size is not 0.
    let new = unsafe { alloc(layout) };
    if new.is_null() {
        refuse();
    }
    if old_size > 0 {
        let index = given.iter().position(|&(at, layout)| at == old && layout.size() == old_size);
        let (at, before) = given.swap_remove(known(index));
        // SAFETY: both areas were allocated here with at least so many bytes, and are two.
        unsafe {
            at.copy_to_nonoverlapping(new, old_size.min(new_size));
            dealloc(at, before);
        }
    }
    given.push((new, layout));
    new
}

/// Ends everything: what came in, or what is asked for, is nothing that this module knows.
pub fn refuse() -> ! {
    core::arch::wasm32::unreachable()
}

/// What an option or result holds, or the end of everything.
pub fn known<T>(value: Option<T>) -> T {
    match value {
        Some(value) => value,
        None => refuse(),
    }
}

/// The bytes of a list.
pub fn bytes(at: u32, length: u32) -> &'static [u8] {
    if length == 0 {
        return &[];
    }
    // SAFETY: the host has stored the list where `r` said, or the linker has placed it, and nothing writes to it before the next call.
    unsafe { from_raw_parts(at as *const u8, length as usize) }
}

/// The text of a string.
pub fn text(at: u32, length: u32) -> &'static str {
    known(core::str::from_utf8(bytes(at, length)).ok())
}

/// The number of a list of numbers.
pub fn numbers(at: u32, length: u32) -> impl ExactSizeIterator<Item = u32> {
    let bytes = bytes(at, known(length.checked_mul(4)));
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

/// The address of what lies in memory.
pub fn address<T: ?Sized>(of: &T) -> u32 {
    core::ptr::from_ref(of).cast::<u8>().expose_provenance() as u32
}

/// A result of more than one value: bytes at their places. There is one, which the host writes to as well: what is
/// wanted of it is read before the next is begun.
pub struct Area(());

/// Its bytes.
#[repr(C, align(8))]
struct Result([Cell<u8>; 104]);

// SAFETY: as above, there is one thread.
unsafe impl Sync for Result {}

static RESULT: Result = Result([const { Cell::new(1) }; 104]);

impl Area {
    /// A result that succeeded, with nothing: the first 16 bytes, among which every discriminant is, are zero.
    #[inline(never)]
    pub fn new() -> Self {
        RESULT.0[..16].iter().for_each(|byte| byte.set(0));
        Self(())
    }

    /// A result that failed, with a number in the place of what it holds.
    #[inline(never)]
    pub fn failed(at: usize, code: u8) -> Self {
        Self::new().byte(0, 1).byte(at, code)
    }

    /// Has the host write its result here.
    pub fn filled(by: impl FnOnce(u32)) -> Self {
        let area = Self::new();
        by(area.at());
        area
    }

    /// Puts a byte.
    pub fn byte(self, at: usize, value: u8) -> Self {
        RESULT.0[at].set(value);
        self
    }

    /// Puts four bytes.
    pub fn word(self, at: usize, value: u32) -> Self {
        self.put(at, value.to_le_bytes())
    }

    /// Puts eight bytes.
    pub fn long(self, at: usize, value: u64) -> Self {
        self.put(at, value.to_le_bytes())
    }

    fn put<const N: usize>(self, at: usize, bytes: [u8; N]) -> Self {
        for (place, byte) in RESULT.0[at..at + N].iter().zip(bytes) {
            place.set(byte);
        }
        self
    }

    /// Puts address and length of a list.
    pub fn list(self, at: usize, bytes: &[u8]) -> Self {
        self.word(at, address(bytes)).word(at + 4, bytes.len() as u32)
    }

    /// The byte that was put or written.
    pub fn byte_at(&self, at: usize) -> u8 {
        RESULT.0[at].get()
    }

    /// The four bytes that were put or written.
    pub fn word_at(&self, at: usize) -> u32 {
        u32::from_le_bytes([0, 1, 2, 3].map(|byte| self.byte_at(at + byte)))
    }

    /// The eight bytes that were put or written.
    pub fn long_at(&self, at: usize) -> u64 {
        u64::from(self.word_at(at)) | u64::from(self.word_at(at + 4)) << 32
    }

    /// Where it is.
    pub fn at(&self) -> u32 {
        address(&RESULT)
    }
}
