//! Placeholder.

pub mod signature;
