//! Agent `quiet`: it links HTTP, files and sockets, each behind an export of its own, and one export reads a variable and nothing else.
//!
//! It does without the standard library, whose panics print.
#![no_std]

extern crate alloc;

use alloc::string::{String, ToString};
use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32;

wit_bindgen::generate!({
    path: [
        "../../../wit/io-0.2.12",
        "../../../wit/clocks-0.2.12",
        "../../../wit/filesystem-0.2.12",
        "../../../wit/random-0.2.12",
        "../../../wit/sockets-0.2.12",
        "../../../wit/cli-0.2.12",
        "../../../wit/http-0.2.12",
    ],
    inline: "
        package caplink:quiet;

        // Much that is linked, and an export that needs next to nothing.
        world quiet {
          import wasi:cli/environment@0.2.12;
          import wasi:filesystem/preopens@0.2.12;
          import wasi:http/outgoing-handler@0.2.12;
          import wasi:sockets/instance-network@0.2.12;
          import wasi:sockets/tcp-create-socket@0.2.12;
          // The variable HOME.
          export home: func() -> string;
          // Sends a request to https://api.example.com.
          export ask: func() -> string;
          // How many folders it was given.
          export folders: func() -> u32;
          // Whether it may begin to connect to a port of this machine.
          export dial: func() -> bool;
        }
    ",
    generate_all
});

use wasi::cli::environment;
use wasi::filesystem::preopens;
use wasi::http::{outgoing_handler, types};
use wasi::sockets::{instance_network, network::IpAddressFamily, network::IpSocketAddress, network::Ipv4SocketAddress, tcp_create_socket};

struct Quiet;
export!(Quiet);

impl Guest for Quiet {
    fn home() -> String {
        let all = environment::get_environment();
        all.into_iter().find(|(name, _)| name == "HOME").map_or_else(String::new, |(_, value)| value)
    }

    fn ask() -> String {
        let request = types::OutgoingRequest::new(types::Fields::new());
        let named = request.set_scheme(Some(&types::Scheme::Https)).and_then(|()| request.set_authority(Some("api.example.com")));
        if named.is_err() {
            return "error: no such request".to_string();
        }
        match outgoing_handler::handle(request, None) {
            Ok(_) => "sent".to_string(),
            Err(_) => "error: not sent".to_string(),
        }
    }

    fn folders() -> u32 {
        preopens::get_directories().iter().filter(|(folder, _)| folder.stat().is_ok()).count() as u32
    }

    fn dial() -> bool {
        let Ok(socket) = tcp_create_socket::create_tcp_socket(IpAddressFamily::Ipv4) else { return false };
        let to = IpSocketAddress::Ipv4(Ipv4SocketAddress { port: 9, address: (127, 0, 0, 1) });
        socket.start_connect(&instance_network::instance_network(), to).is_ok()
    }
}

/// Takes memory and gives none back.
struct Bump;

#[global_allocator]
static BUMP: Bump = Bump;

static mut NEXT: usize = 0;

unsafe impl GlobalAlloc for Bump {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: there is one thread.
        unsafe {
            let start = NEXT.next_multiple_of(layout.align());
            let end = start + layout.size();
            let size = wasm32::memory_size::<0>() << 16;
            if NEXT == 0 || end > size {
                let pages = layout.size().div_ceil(1 << 16) + 1;
                let page = wasm32::memory_grow::<0>(pages);
                if page == usize::MAX {
                    return core::ptr::null_mut();
                }
                NEXT = (page << 16) + layout.size();
                return (page << 16) as *mut u8;
            }
            NEXT = end;
            start as *mut u8
        }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

/// What the canonical ABI allocates by.
///
/// # Safety
/// As the canonical ABI calls it: `old` is a block of `old_size` bytes, or there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cabi_realloc(old: *mut u8, old_size: usize, align: usize, new_size: usize) -> *mut u8 {
    // SAFETY: see above; there is one thread.
    unsafe {
        let new = BUMP.alloc(Layout::from_size_align_unchecked(new_size, align));
        if new.is_null() {
            wasm32::unreachable()
        }
        core::ptr::copy_nonoverlapping(old, new, old_size.min(new_size));
        new
    }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    wasm32::unreachable()
}
