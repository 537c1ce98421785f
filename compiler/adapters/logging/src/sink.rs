//! Where lines go: the log of the host, each as one record.

#[link(wasm_import_module = "wasi:logging/logging")]
unsafe extern "C" {
    /// `func(level: level, context: string, message: string)`
    #[link_name = "log"]
    fn log(level: u32, context: u32, context_length: u32, message: u32, message_length: u32);
}

/// The third of the levels.
const INFO: u32 = 2;
const CONTEXT: &[u8] = b"caplink";

/// Writes a line, without its end.
pub fn write(line: &[u8]) {
    let message = line.strip_suffix(b"\n").unwrap_or(line);
    // SAFETY: the host reads both texts during the call.
    unsafe { log(INFO, CONTEXT.as_ptr() as u32, CONTEXT.len() as u32, message.as_ptr() as u32, message.len() as u32) }
}
