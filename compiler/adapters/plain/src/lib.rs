//! The engine of decision tables as a core module, for tables over scalars and strings.
#![no_std]

#[path = "../../shim.rs"]
mod shim;
#[path = "../../table.rs"]
mod table;

const PARTS: u32 = 0;
