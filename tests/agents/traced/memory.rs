//! Memory that is never given back, and panics that trap: what the standard library would bring.

use core::alloc::{GlobalAlloc, Layout};
use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

const SIZE: usize = 1 << 20;

struct Once {
    bytes: core::cell::UnsafeCell<[u8; SIZE]>,
    used: AtomicUsize,
}

// SAFETY: each piece is handed out once.
unsafe impl Sync for Once {}

unsafe impl GlobalAlloc for Once {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let first = self.bytes.get() as usize;
        let start = (first + self.used.load(Relaxed)).next_multiple_of(layout.align()) - first;
        let end = start.saturating_add(layout.size());
        if end > SIZE {
            return core::ptr::null_mut();
        }
        self.used.store(end, Relaxed);
        (first + start) as *mut u8
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static MEMORY: Once = Once { bytes: core::cell::UnsafeCell::new([0; SIZE]), used: AtomicUsize::new(0) };

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// What the host asks for memory; the allocator is never asked to grow a piece in place.
#[unsafe(no_mangle)]
unsafe extern "C" fn cabi_realloc(_: *mut u8, _: usize, align: usize, size: usize) -> *mut u8 {
    match Layout::from_size_align(size, align) {
        // SAFETY: nothing that the host asks for is grown.
        Ok(layout) => unsafe { MEMORY.alloc(layout) },
        Err(_) => core::ptr::null_mut(),
    }
}
