//! Artifacts that must be accepted, and artifacts that must be refused.

mod accept;
mod fixture;
mod malformed;
mod tampered;
