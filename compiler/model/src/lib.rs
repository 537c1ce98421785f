//! The vocabulary of caplink: names of imports and functions, the catalogue of what they may do, grants, the lockfile,
//! digests, diagnostics and the one escaping function. Values only: nothing here reads files, evaluates policies or
//! encodes components.

pub mod action;
pub mod catalogue;
pub mod change;
pub mod diagnostic;
pub mod digest;
pub mod finding;
pub mod limits;
pub mod lockfile;
pub mod symbol;
pub mod text;
pub mod virtuals;

pub use digest::Digest;
pub use symbol::{InterfaceName, Symbol, Track};
