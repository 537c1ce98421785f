//! The heap, which lies behind everything that the linker placed, and grows by `memory.grow`.

use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use dlmalloc::Dlmalloc;

struct Heap {
    heap: UnsafeCell<Dlmalloc>,
    /// Not zero, so that all of it lies among the data: zeros would have to be written when the module starts.
    _mark: u32,
}

#[global_allocator]
static HEAP: Heap = Heap { heap: UnsafeCell::new(Dlmalloc::new()), _mark: 1 };

// SAFETY: the module's memory is not shared, so there is one thread.
unsafe impl Sync for Heap {}

// SAFETY: these are the allocator's own promises; it calls nothing but `memory.grow`, so no two calls of it overlap.
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above, and as the caller promises.
        unsafe { (*self.heap.get()).malloc(layout.size(), layout.align()) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: see above.
        unsafe { (*self.heap.get()).free(at, layout.size(), layout.align()) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: see above.
        unsafe { (*self.heap.get()).calloc(layout.size(), layout.align()) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: see above.
        unsafe { (*self.heap.get()).realloc(at, layout.size(), layout.align(), size) }
    }
}
