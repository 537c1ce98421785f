//! The engine of decision tables as a core module, with everything in it.
#![no_std]

mod shim;

const FULL: bool = true;
