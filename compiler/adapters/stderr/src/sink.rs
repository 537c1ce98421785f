//! Where lines go: the standard error stream of the host, in pieces of the size that streams take.

use crate::reader::{address, byte, result_of, word};

#[link(wasm_import_module = "wasi:cli/stderr")]
unsafe extern "C" {
    #[link_name = "get-stderr"]
    fn get_stderr() -> u32;
}

#[link(wasm_import_module = "wasi:io/streams")]
unsafe extern "C" {
    /// `func(self: borrow<output-stream>, contents: list<u8>) -> result<_, stream-error>`
    #[link_name = "[method]output-stream.blocking-write-and-flush"]
    fn write_and_flush(stream: u32, at: u32, length: u32, result: u32);
    #[link_name = "[resource-drop]output-stream"]
    fn drop_stream(stream: u32);
}

#[link(wasm_import_module = "wasi:io/error")]
unsafe extern "C" {
    #[link_name = "[resource-drop]error"]
    fn drop_error(error: u32);
}

/// Bytes that a stream takes at once.
const PIECE: usize = 4096;

/// Writes a line.
pub fn write(line: &[u8]) {
    // SAFETY: the host reads the bytes during the call and writes 12 bytes of result; each handle is dropped once.
    unsafe {
        let stream = get_stderr();
        for piece in line.chunks(PIECE) {
            let mut area = [0_u32; 3];
            write_and_flush(stream, piece.as_ptr() as u32, piece.len() as u32, result_of(&mut area));
            let at = address(&area);
            if byte(at) == 0 {
                continue;
            }
            // The first case of the error holds what the host says of it.
            if byte(at.wrapping_add(4)) == 0 {
                drop_error(word(at.wrapping_add(8)));
            }
            break;
        }
        drop_stream(stream);
    }
}
