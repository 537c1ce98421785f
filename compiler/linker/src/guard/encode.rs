//! stub
use super::{place::Places, rules::{Path, Rules}};
use caplink_model::lockfile::PolicyRef;
pub struct Table { pub bytes: Vec<u8>, pub inputs: Vec<String>, pub reads: Vec<(u32, u32)> }
pub struct Unplaced { pub path: Path }
pub fn encode(_rules: &Rules, places: &Places, _limits: &[PolicyRef]) -> Result<Table, Unplaced> {
    Ok(Table { bytes: vec![1], inputs: vec![], reads: vec![(0, 1 << 30)] })
}
pub fn condition(_: &[u8]) -> String { "true".into() }
