//! The engine of decision tables as a core module, for tables without sets, records, addresses, `char`s, arithmetic and choices.
#![no_std]

#[path = "../../engine/src/shim.rs"]
mod shim;

const FULL: bool = false;
