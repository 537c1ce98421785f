//! The engine of decision tables as a core module, for tables over scalars and strings.
#![no_std]

#[path = "../../shim.rs"]
mod shim;

const PARTS: u32 = 0;
