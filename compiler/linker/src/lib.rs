//! Pure transforms from an agent, its policies and the catalogue to a component that imports only what was granted.

pub mod schema;
pub mod signature;
pub mod starter;
