//! The engine of decision tables as a core module, for tables without arithmetic, `char`s and questions about addresses.
#![no_std]

#[path = "../../linear.rs"]
mod linear;
#[path = "../../shim.rs"]
mod shim;
#[path = "../../table.rs"]
mod table;

use caplink_guard::format::part;

const PARTS: u32 = part::VALUES | part::SETS;
