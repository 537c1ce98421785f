//! Runs components in the recording host: the agents of `tests/agents`, and small ones written out in the tests.

#[path = "run/depot.rs"]
mod depot;
#[path = "run/examples.rs"]
mod examples;
#[path = "run/folders.rs"]
mod folders;
#[path = "run/guarded.rs"]
mod guarded;
#[path = "run/handles.rs"]
mod handles;
mod host;
#[path = "run/http.rs"]
mod http;
#[path = "run/linked.rs"]
mod linked;
#[path = "run/observed.rs"]
mod observed;
#[path = "run/recorder.rs"]
mod recorder;
#[path = "run/sockets.rs"]
mod sockets;
#[path = "run/http/spellings.rs"]
mod spellings;
#[path = "run/stores.rs"]
mod stores;
#[path = "run/types.rs"]
mod types;
#[path = "run/unlinked.rs"]
mod unlinked;
#[path = "run/virtuals.rs"]
mod virtuals;

use std::path::Path;

use anyhow::{Context, Result};

/// The bytes of one agent, as committed.
fn agent(name: &str) -> Result<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/agents/{name}.wasm"));
    std::fs::read(&path).with_context(|| format!("no agent at {}", path.display()))
}

/// A folder to give to an agent, gone at the end of the test.
fn scratch() -> Result<tempfile::TempDir> {
    Ok(tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?)
}
