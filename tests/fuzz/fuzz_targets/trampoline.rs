//! Fuzz target: see `trampoline.rs` above.
#![no_main]

#[allow(dead_code, reason = "each target uses its part")]
#[path = "../../properties/linking.rs"]
mod linking;
#[path = "../../properties/random.rs"]
mod random;
#[path = "../trampoline.rs"]
mod trampoline;
#[allow(dead_code, reason = "each target uses its part")]
#[path = "../../properties/world.rs"]
mod world;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    trampoline::trampoline(data);
});
