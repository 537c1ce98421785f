//! The Cedar schema: the shipped vocabulary, actions for functions of any WIT, and what the user's own schema files add.
//!
//! In: [`caplink_model::action::ACTIONS`], resolved WIT, texts of the user's schema files. Out: schema text for people and for Cedar's own
//! tools ([`shipped`], [`interface`]), and the one [`cedar_policy::Schema`] that policies are validated against ([`compose`]). Must hold:
//! nothing that the user or the agent's author wrote redefines or captures a name of the shipped vocabulary; every generated text is valid
//! in Cedar's strict mode; equal inputs give equal bytes. Refuses to read files, to print, and to guess: what has no place in Cedar is not
//! exposed, and the text says so.

pub mod compose;
pub mod copy;
pub(crate) mod fragment;
pub mod interface;
pub mod projection;
pub mod shipped;
pub(crate) mod syntax;
