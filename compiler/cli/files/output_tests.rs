//! What must not happen to files: inputs overwritten, links followed, stale or half-written outputs left behind.

use super::*;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().expect("a temporary folder"));
        for name in ["in.wasm", "old.wasm", "old.grants.json"] {
            std::fs::write(folder.at(name), name).expect("written");
        }
        std::fs::create_dir(folder.at("policies")).expect("created");
        folder
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn claim(&self, artifact: &str, lock: &str) -> Result<Outputs, Failure> {
        let (input, policies) = (self.at("in.wasm"), self.at("policies"));
        Outputs::claim(Some(&self.at(artifact)), Some(&self.at(lock)), &[&input, &policies])
    }

    fn refused(&self, artifact: &str, lock: &str) -> String {
        self.claim(artifact, lock).expect_err("must be refused").0[0].message.clone()
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = std::fs::read_dir(self.0.path())
            .expect("readable")
            .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

#[test]
fn both_outputs_are_written_and_nothing_else_is_left() {
    let folder = Folder::new();
    let outputs = folder.claim("old.wasm", "old.grants.json").expect("claimed");
    assert_eq!(folder.names(), ["in.wasm", "policies"], "a claim removes what stood there");
    outputs.write_bytes(&[b"ab", b"c"], "lock").expect("written");
    assert_eq!(folder.names(), ["in.wasm", "old.grants.json", "old.wasm", "policies"]);
    assert_eq!(std::fs::read(folder.at("old.wasm")).expect("readable"), b"abc");
    assert_eq!(std::fs::read(folder.at("old.grants.json")).expect("readable"), b"lock");
}

#[test]
fn i10_an_input_is_never_an_output() {
    let folder = Folder::new();
    assert!(folder.refused("in.wasm", "l").contains("is also an input"));
    assert!(folder.refused("policies/../in.wasm", "l").contains("is also an input"));
    assert!(folder.refused("a.wasm", "in.wasm").contains("is also an input"));
    assert!(folder.refused("policies/x.cedar", "l").contains("would be a policy file"));
    assert!(folder.refused("policies/x.CEDAR", "l").contains("would be a policy file"));
    assert_eq!(folder.names(), ["in.wasm", "old.grants.json", "old.wasm", "policies"], "nothing was touched");
}

#[cfg(unix)]
#[test]
fn links_are_neither_followed_nor_replaced() {
    let folder = Folder::new();
    std::os::unix::fs::symlink(folder.at("in.wasm"), folder.at("link.wasm")).expect("linked");
    std::fs::hard_link(folder.at("in.wasm"), folder.at("hard.wasm")).expect("linked");
    assert!(folder.refused("link.wasm", "l").contains("is a symbolic link"));
    assert!(folder.refused("hard.wasm", "l").contains("is also an input"));
    assert!(folder.refused("policies", "l").contains("is a folder"));
    assert_eq!(std::fs::read(folder.at("in.wasm")).expect("readable"), b"in.wasm");
}

#[test]
fn one_path_for_both_outputs_is_refused() {
    let folder = Folder::new();
    assert!(folder.refused("a", "policies/../a").contains("both the artifact and the lockfile"));
    assert!(folder.refused("none/a", "l").contains("a folder that does not exist"));
    assert_eq!(folder.names().len(), 4);
}

#[test]
fn i10_a_failure_leaves_neither_output() {
    let folder = Folder::new();
    let outputs = folder.claim("old.wasm", "old.grants.json").expect("claimed");
    // A folder in the artifact's place makes the second rename fail, after the lockfile's.
    std::fs::create_dir(folder.at("old.wasm")).expect("created");
    outputs.write_bytes(&[b"abc"], "lock").expect_err("the rename fails");
    assert_eq!(folder.names(), ["in.wasm", "old.wasm", "policies"]);
    assert!(folder.at("old.wasm").is_dir());
}

#[test]
fn new_files_do_not_overwrite() {
    let folder = Folder::new();
    write_new(&folder.at("p/q"), &[("a.cedar", "a"), ("b.cedar", "b")]).expect("written");
    std::fs::remove_file(folder.at("p/q/a.cedar")).expect("removed");
    let failure = write_new(&folder.at("p/q"), &[("a.cedar", "x"), ("b.cedar", "x")]).expect_err("must be refused");
    assert!(failure.0[0].message.contains("exists"));
    assert!(!folder.at("p/q/a.cedar").exists());
    assert_eq!(std::fs::read(folder.at("p/q/b.cedar")).expect("readable"), b"b");
}

#[test]
fn the_lockfile_stands_beside_the_artifact() {
    for (artifact, lock) in [
        ("a/out.wasm", "a/out.grants.json"),
        ("a.b.wasm", "a.b.grants.json"),
        ("out", "out.grants.json"),
        ("out.bin", "out.bin.grants.json"),
    ] {
        assert_eq!(lock_beside(Path::new(artifact)), Path::new(lock));
    }
}
