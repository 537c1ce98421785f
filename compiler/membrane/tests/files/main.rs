//! The guard of files against real folders: threats one by one, methods one by one, and random sequences with and without somebody who
//! gets in between.

mod agent;
mod host;
mod methods;
mod reference;
mod sequences;
mod threats;
mod tree;
mod world;
