//! Fuzz target: see `policy_text` in `bodies.rs`.
#![no_main]

#[allow(dead_code, reason = "each target has its own body")]
#[path = "../bodies.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    bodies::policy_text(data);
});
