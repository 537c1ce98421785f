//! Recorder that writes its lines to `wasi:cli/stderr` 0.2.
#![no_std]

#[path = "../../linear.rs"]
mod linear;
#[allow(dead_code, reason = "each module uses its part")]
#[path = "../../reader.rs"]
mod reader;
#[path = "../../record.rs"]
mod record;
mod sink;
#[path = "../../table.rs"]
mod table;
