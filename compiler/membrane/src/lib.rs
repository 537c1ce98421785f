//! What membranes keep between calls: the path behind a descriptor, the name behind a bucket, files that exist in memory only.
//!
//! In: calls as a component makes them, a host behind a trait, and what policy says of an action on a name. Out: what the caller gets, and the calls of the host.
//! No bytes of a component and no address appear here: `compiler/adapters` binds it to the canonical ABI, and tests bind it to real folders, from one source.
//! Must hold: the host is called only for what policy allowed, with the very names that it allowed; what is refused leaves no trace. Refused: whatever is strange.
#![no_std]

extern crate alloc;

pub mod code;
pub mod files;
pub mod listing;
pub mod memory;
pub mod slab;
