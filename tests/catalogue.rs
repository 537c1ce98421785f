//! The vendored WIT packages against their origins.

use caplink_model::Digest;
use std::path::{Path, PathBuf};
use wit_parser::{Resolve, UnresolvedPackageGroup};

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn folders() -> Vec<PathBuf> {
    let mut folders: Vec<_> = root("wit").read_dir().unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// All vendored packages in one `Resolve`, unstable features included: a host may have them.
fn vendored() -> Resolve {
    let mut groups: Vec<_> = folders().iter().map(|folder| UnresolvedPackageGroup::parse_dir(folder).unwrap()).collect();
    let mut resolve = Resolve { all_features: true, ..Resolve::default() };
    let main = groups.pop().unwrap();
    resolve.push_groups(main, groups).unwrap();
    resolve
}

#[test]
fn each_vendored_package_has_its_origin_licence_and_digest() {
    let origins: Vec<serde_json::Value> = serde_json::from_slice(&std::fs::read(root("wit/origins.json")).unwrap()).unwrap();
    let listed: Vec<_> = origins.iter().map(|origin| root("wit").join(origin["folder"].as_str().unwrap())).collect();
    assert_eq!(listed, folders(), "`wit/origins.json` lists each folder of `wit/` once, sorted");

    for (origin, folder) in origins.iter().zip(folders()) {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_else(|| panic!("{folder:?}: {value} is no text")).to_string();
        let group = UnresolvedPackageGroup::parse_dir(&folder).unwrap();
        let version = text(&origin["version"]);
        assert_eq!(group.main.name.to_string(), format!("{}@{version}", text(&origin["package"])), "{folder:?}");
        assert!(folder.ends_with(format!("{}-{version}", group.main.name.name)), "{folder:?}");
        assert!(["Apache-2.0", "Apache-2.0 WITH LLVM-exception"].contains(&text(&origin["licence"]).as_str()), "{folder:?}");
        assert_eq!(text(&origin["origin"]["registry"]), "crates.io", "{folder:?}");
        assert!(Digest::parse(&text(&origin["origin"]["sha256"])).is_some(), "{folder:?}: the digest of the crate");

        let mut files: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let named = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_string();
        let mut origins: Vec<_> = origin["origin"]["files"].as_array().unwrap().iter().map(|file| named(Path::new(&text(file)))).collect();
        origins.sort();
        assert_eq!(files.iter().map(|path| named(path)).collect::<Vec<_>>(), origins, "{folder:?}: each file has its origin");
        // As `sha256sum *.wit | sha256sum` prints it.
        let sums: String = files.iter().map(|path| format!("{}  {}\n", Digest::of(&std::fs::read(path).unwrap()), named(path))).collect();
        assert_eq!(Digest::of(sums.as_bytes()).to_string(), text(&origin["sha256"]), "{folder:?} is not what was vendored");
    }
}

#[test]
fn all_packages_load_together() {
    assert_eq!(vendored().packages.len(), folders().len());
}
