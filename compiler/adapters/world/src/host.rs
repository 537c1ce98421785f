//! The functions of the host, and those by which handles of our own are made, read and dropped.
//!
//! Must hold: each handle that is given to the host came from it. A function that was not granted traps.

macro_rules! imported {
    ($module:literal { $($(#[$doc:meta])* $name:ident = $import:literal ($($parameter:ident: $type:ty),*) $(-> $result:ty)?;)* }) => {
        $($(#[$doc])*
        pub fn $name($($parameter: $type),*) $(-> $result)? {
            #[link(wasm_import_module = $module)]
            unsafe extern "C" {
                #[link_name = $import]
                fn import($($parameter: $type),*) $(-> $result)?;
            }
            // SAFETY: numbers only; addresses are those of areas and lists that outlive the call, as large as the signature says.
            unsafe { import($($parameter),*) }
        })*
    };
}

imported!("wasi:io/streams" {
    /// `func(len: u64) -> result<list<u8>, stream-error>`
    input_read = "[method]input-stream.read" (this: u32, length: u64, result: u32);
    /// As before.
    input_blocking_read = "[method]input-stream.blocking-read" (this: u32, length: u64, result: u32);
    /// `func(len: u64) -> result<u64, stream-error>`
    input_skip = "[method]input-stream.skip" (this: u32, length: u64, result: u32);
    /// As before.
    input_blocking_skip = "[method]input-stream.blocking-skip" (this: u32, length: u64, result: u32);
    /// `func() -> pollable`
    input_subscribe = "[method]input-stream.subscribe" (this: u32) -> u32;
    /// Gives an input stream back.
    input_drop = "[resource-drop]input-stream" (this: u32);
    /// `func() -> result<u64, stream-error>`
    output_check_write = "[method]output-stream.check-write" (this: u32, result: u32);
    /// `func(contents: list<u8>) -> result<_, stream-error>`
    output_write = "[method]output-stream.write" (this: u32, at: u32, length: u32, result: u32);
    /// As before.
    output_blocking_write_and_flush = "[method]output-stream.blocking-write-and-flush" (this: u32, at: u32, length: u32, result: u32);
    /// `func() -> result<_, stream-error>`
    output_flush = "[method]output-stream.flush" (this: u32, result: u32);
    /// As before.
    output_blocking_flush = "[method]output-stream.blocking-flush" (this: u32, result: u32);
    /// `func() -> pollable`
    output_subscribe = "[method]output-stream.subscribe" (this: u32) -> u32;
    /// `func(len: u64) -> result<_, stream-error>`
    output_write_zeroes = "[method]output-stream.write-zeroes" (this: u32, length: u64, result: u32);
    /// As before.
    output_blocking_write_zeroes_and_flush = "[method]output-stream.blocking-write-zeroes-and-flush" (this: u32, length: u64, result: u32);
    /// `func(src: borrow<input-stream>, len: u64) -> result<u64, stream-error>`
    output_splice = "[method]output-stream.splice" (this: u32, source: u32, length: u64, result: u32);
    /// As before.
    output_blocking_splice = "[method]output-stream.blocking-splice" (this: u32, source: u32, length: u64, result: u32);
    /// Gives an output stream back.
    output_drop = "[resource-drop]output-stream" (this: u32);
});

imported!("wasi:io/poll" {
    /// `func(in: list<borrow<pollable>>) -> list<u32>`
    poll = "poll" (at: u32, length: u32, result: u32);
    /// `func() -> bool`
    pollable_ready = "[method]pollable.ready" (this: u32) -> u32;
    /// `func()`
    pollable_block = "[method]pollable.block" (this: u32);
    /// Gives a pollable back.
    pollable_drop = "[resource-drop]pollable" (this: u32);
});

imported!("wasi:io/error" {
    /// `func() -> string`
    error_to_debug_string = "[method]error.to-debug-string" (this: u32, result: u32);
    /// Gives an error back.
    error_drop = "[resource-drop]error" (this: u32);
});

imported!("wasi:cli/stdin" {
    /// `func() -> input-stream`
    get_stdin = "get-stdin" () -> u32;
});

imported!("wasi:cli/stdout" {
    /// `func() -> output-stream`
    get_stdout = "get-stdout" () -> u32;
});

imported!("wasi:cli/stderr" {
    /// `func() -> output-stream`
    get_stderr = "get-stderr" () -> u32;
});

imported!("p" {
    /// The address of the policy block.
    block = "block" () -> u32;
});

imported!("[export]wasi:filesystem/types" {
    /// A handle for a number of ours.
    new_descriptor = "[resource-new]descriptor" (rep: u32) -> u32;
    /// A handle for a number of ours.
    new_directory_entry_stream = "[resource-new]directory-entry-stream" (rep: u32) -> u32;
});

imported!("[export]wasi:io/streams" {
    /// A handle for a number of ours.
    new_input_stream = "[resource-new]input-stream" (rep: u32) -> u32;
    /// The number behind a handle.
    rep_input_stream = "[resource-rep]input-stream" (handle: u32) -> u32;
    /// Drops a handle of ours.
    drop_input_stream = "[resource-drop]input-stream" (handle: u32);
    /// A handle for a number of ours.
    new_output_stream = "[resource-new]output-stream" (rep: u32) -> u32;
    /// The number behind a handle.
    rep_output_stream = "[resource-rep]output-stream" (handle: u32) -> u32;
    /// Drops a handle of ours.
    drop_output_stream = "[resource-drop]output-stream" (handle: u32);
});

imported!("[export]wasi:io/poll" {
    /// A handle for a number of ours.
    new_pollable = "[resource-new]pollable" (rep: u32) -> u32;
    /// The number behind a handle.
    rep_pollable = "[resource-rep]pollable" (handle: u32) -> u32;
    /// Drops a handle of ours.
    drop_pollable = "[resource-drop]pollable" (handle: u32);
});

imported!("[export]wasi:io/error" {
    /// A handle for a number of ours.
    new_error = "[resource-new]error" (rep: u32) -> u32;
    /// The number behind a handle.
    rep_error = "[resource-rep]error" (handle: u32) -> u32;
    /// Drops a handle of ours.
    drop_error = "[resource-drop]error" (handle: u32);
});
