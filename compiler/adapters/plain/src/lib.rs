//! The engine of decision tables as a core module, for tables over scalars and strings.
#![no_std]

#[path = "../../linear.rs"]
mod linear;
#[path = "../../shim.rs"]
mod shim;
#[path = "../../table.rs"]
mod table;

const PARTS: u32 = 0;
