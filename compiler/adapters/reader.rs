//! The border of a reader to what it is linked to: the memory of whoever holds table, frame and counters, the engine, and the host's functions.
//!
//! A reader stands between a trampoline and the engine: it gets the parameters of a call as they lie in memory, finds out what the call acts on, makes that
//! canonical, lays it out as the frame of the decision table and asks the engine. Must hold: whatever is strange is denied; what the engine decided on
//! is what the host is given. Without a table ([`Question::is_watched`]) it reads as for the strictest one, and writes nothing back. Its own data and stack lie from 16,384 to 32,768, where the linker leaves room; it does not recurse.

use core::slice::{from_raw_parts, from_raw_parts_mut};

#[link(wasm_import_module = "e")]
unsafe extern "C" {
    #[link_name = "decide"]
    fn engine(table: u32, length: u32, frame: u32, counters: u32) -> u32;
}

/// What a trampoline passes on to the engine.
#[derive(Clone, Copy)]
pub struct Question {
    /// The address of the table.
    pub table: u32,
    /// Its length.
    pub length: u32,
    /// The address of the counters.
    pub counters: u32,
}

impl Question {
    /// Whether there is no table, because the call is allowed whatever it acts on: a recorder is to see it, and nothing of it is to change.
    pub fn is_watched(self) -> bool {
        self.length == 0
    }

    /// Whether the table allows the call whose values lie at an address.
    pub fn asked_of(self, frame: u32) -> bool {
        // SAFETY: the engine reads the frame and what it points to, and keeps nothing.
        unsafe { engine(self.table, self.length, frame, self.counters) == 1 }
    }

    /// Whether the table allows the call whose values lie in `frame`.
    pub fn allows<F>(self, frame: &F) -> bool {
        self.asked_of(address(frame))
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
    /// Where these bytes lie.
    pub fn of(bytes: &[u8]) -> Self {
        Self { at: bytes.as_ptr().expose_provenance() as u32, length: bytes.len() as u32 }
    }

    /// The text whose address and length are stored here.
    pub fn stored(at: u32) -> Self {
        Self { at: word(at), length: word(at.wrapping_add(4)) }
    }

    /// Its bytes.
    pub fn bytes(self) -> &'static [u8] {
        // SAFETY: the host or the trampoline has stored the text, and nothing writes to it before the call is forwarded.
        if self.length == 0 { &[] } else { unsafe { from_raw_parts(self.at as *const u8, self.length as usize) } }
    }

    /// Its bytes, to be changed in place.
    pub fn bytes_mut(self) -> &'static mut [u8] {
        // SAFETY: as above; a caller holds no other reference to them.
        if self.length == 0 { &mut [] } else { unsafe { from_raw_parts_mut(self.at as *mut u8, self.length as usize) } }
    }
}

/// The address of a value.
pub fn address<T>(value: &T) -> u32 {
    core::ptr::from_ref(value).expose_provenance() as u32
}

/// The address of an area that the host writes a result to.
pub fn result_of<T>(area: &mut T) -> u32 {
    core::ptr::from_mut(area).expose_provenance() as u32
}

/// The byte at an address.
pub fn byte(at: u32) -> u8 {
    // SAFETY: an address is one of linear memory or traps.
    unsafe { (at as *const u8).read() }
}

/// The two bytes at an address.
pub fn half(at: u32) -> u16 {
    // SAFETY: see above.
    unsafe { (at as *const u16).read_unaligned() }
}

/// The four bytes at an address.
pub fn word(at: u32) -> u32 {
    // SAFETY: see above.
    unsafe { (at as *const u32).read_unaligned() }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
