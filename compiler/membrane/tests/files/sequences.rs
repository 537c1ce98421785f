//! Random agents under random policies: nothing is read, written, made, removed or shown that policy does not permit; nobody can tell
//! whether there is something in what is denied; where all is allowed the guard does what an unguarded host does; and somebody who swaps
//! files and directories for links meanwhile changes nothing of it.
//!
//! The number of sequences is that in `CAPLINK_FILES_CASES`, a tenth of it with somebody who gets in between; without, as many as take
//! about a second. The first seed is in `CAPLINK_FILES_SEED`, or 1. What fails says its seed.

use crate::agent::{Agent, Outcome, Random, Step};
use crate::host::Folders;
use crate::reference::Reference;
use crate::tree::{History, Tree, may_read, shape};
use crate::world::Rules;
use caplink_membrane::files::Guard;
use caplink_membrane::files::host::{ErrorCode, OpenFlags};
use caplink_membrane::files::name::{is_clean, is_clean_target};
use caplink_membrane::files::policy::Action;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

const STEPS: usize = 10;

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// Seeds of the sequences.
fn seeds(ordinary: u64, part: u64) -> std::ops::Range<u64> {
    let first = number("CAPLINK_FILES_SEED").unwrap_or(1);
    first..first + number("CAPLINK_FILES_CASES").map_or(ordinary, |cases| cases / part)
}

/// A folder that is gone after the test, in memory if possible.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("there is a folder for temporary files")
}

fn tree(folder: &Path, name: &str, has_private: bool) -> Tree {
    let folder = folder.join(name);
    fs::create_dir(&folder).expect("it can be made");
    Tree::new(folder, has_private)
}

fn agent(tree: &Tree, rules: &Rules) -> Agent<Rules> {
    Agent::new(Guard::new(Folders::new(&[(tree.data(), "/data")]), rules.clone()))
}

fn rules(random: &mut Random) -> Rules {
    const FOLDERS: &[&str] =
        &["/data", "/data", "/data/pub", "/data/pub", "/data/pub/sub", "/data/a", "/data/A", "/", "/data/priv", "/data/pub/a", "/data/x"];
    let mut rules = Rules::default();
    for action in Action::ALL {
        match random.below(12) {
            0..=2 => rules.fixed.push((action, true)),
            3 => rules.fixed.push((action, false)),
            _ => {
                rules = rules.permit(&[action], random.of(FOLDERS)).permit(&[action], random.of(&FOLDERS[..4]));
                if random.one_in(3) {
                    rules = rules.permit(&[action], random.of(FOLDERS));
                }
                if random.one_in(2) {
                    rules = rules.forbid(&[action], random.of(&FOLDERS[2..]));
                }
            }
        }
    }
    if random.one_in(2) {
        // Nothing in `priv`.
        rules.fixed.retain(|(_, holds)| !*holds);
        for action in Action::ALL {
            if !rules.fixed.iter().any(|(fixed, _)| *fixed == action) {
                rules = rules.permit(&[action], random.of(FOLDERS)).forbid(&[action], "/data/priv");
            }
        }
    }
    rules
}

fn is_private(rules: &Rules) -> bool {
    Action::ALL.iter().all(|action| rules.fixed.contains(&(*action, false)) || rules.forbids.contains(&(*action, "/data/priv".into())))
}

fn does_change(step: &Step) -> bool {
    if let Step::Open { open, .. } = step {
        return open.has(OpenFlags::CREATE.with(OpenFlags::TRUNCATE));
    }
    !matches!(
        step,
        Step::Read(_)
            | Step::Stream(_)
            | Step::List(_)
            | Step::Attributes(_)
            | Step::Stat { .. }
            | Step::Hash { .. }
            | Step::ReadLink { .. }
            | Step::Close(_)
    )
}

#[test]
fn f1_to_f13_random_agents_stay_within_policy_and_learn_nothing_of_what_is_denied() {
    let place = folder();
    let (tree, other) = (tree(place.path(), "with", true), tree(place.path(), "without", false));
    let (mut first, mut without) = (tree.snapshot(), other.snapshot());
    let (mut successes, mut steps) = (0, 0);
    for seed in seeds(300, 1) {
        let mut random = Random::new(seed);
        let rules = rules(&mut random);
        let mut one = agent(&tree, &rules);
        let mut two = is_private(&rules).then(|| agent(&other, &rules));
        let mut history = History::default();
        history.note(&first);
        let mut before = first.clone();
        let mut taken = Vec::new();
        for _ in 0..STEPS {
            let step = Step::random(&mut random);
            taken.push(step.clone());
            let outcome = one.take(&step);
            let tell =
                |what: &str| panic!("seed {seed}: {what}\n{taken:#?}\n{outcome:?}\n{:?}", (&rules.fixed, &rules.permits, &rules.forbids));
            steps += 1;
            if let Outcome::Data(data) = &outcome
                && !may_read(data, &rules)
            {
                tell("read what may not be read");
            }
            if !matches!(outcome, Outcome::Code(_) | Outcome::Nothing) {
                successes += 1;
                if does_change(&step) {
                    let after = tree.snapshot();
                    history.note(&after);
                    let found = history.violations(&before, &after, &rules);
                    if !found.is_empty() {
                        tell(&found.join(", "));
                    }
                    before = after;
                }
            }
            if one.seen.drain(..).any(|inode| !history.may_see(inode, &rules)) {
                tell("told of what may not be seen");
            }
            if let Some(two) = &mut two {
                two.seen.clear();
                let same = two.take(&step);
                if same != outcome {
                    tell(&format!("without the private files it is {same:?}"));
                }
            }
        }
        assert_eq!(tree.snapshot(), before, "seed {seed}: what only looks has changed something\n{taken:#?}");
        assert!(one.guard.host().held.now() <= crate::agent::HANDLES, "seed {seed}: something was left open");
        let held = std::rc::Rc::clone(&one.guard.host().held);
        drop((one, two));
        assert_eq!(held.now(), 0, "seed {seed}");
        if before != first {
            tree.renew();
            first = tree.snapshot();
            if other.snapshot() != without {
                other.renew();
                without = other.snapshot();
            }
        }
    }
    assert!(successes * 10 > steps, "{successes} of {steps} steps did something: that tests little");
}

/// Whether a step asks for what a guard refuses though a host would do it.
fn is_refused_by_design(step: &Step) -> bool {
    let odd = |path: &String| path.split('/').any(|name| !matches!(name, "" | "." | "..") && !name.contains('\0') && !is_clean(name));
    match step {
        Step::Open { path, .. } | Step::Stat { path, .. } | Step::Hash { path, .. } | Step::TimesAt { path, .. } => odd(path),
        Step::Make { path, .. } | Step::RemoveDirectory { path, .. } | Step::Unlink { path, .. } | Step::ReadLink { path, .. } => odd(path),
        Step::Symlink { path, target, .. } => odd(path) || !is_clean_target(target),
        // A link whose target is not clean; directories where a table decides; hard links to links.
        Step::Rename { .. } | Step::Link { .. } => true,
        _ => false,
    }
}

#[test]
fn f7_where_all_is_allowed_the_guard_does_what_the_host_does() {
    let place = folder();
    let (guarded, plain) = (tree(place.path(), "guarded", true), tree(place.path(), "plain", true));
    let fresh = shape(&guarded.snapshot()).into_iter().map(|(path, content)| (path.to_owned(), content)).collect::<Vec<_>>();
    for seed in seeds(300, 1) {
        let Some(mut reference) = Reference::new(&plain.data()) else { return };
        let mut random = Random::new(seed);
        let rules = if random.one_in(2) { Rules::all() } else { Rules::default().permit(&Action::ALL, "/") };
        let mut agent = agent(&guarded, &rules);
        let mut taken = Vec::new();
        for _ in 0..STEPS {
            let step = Step::random(&mut random);
            taken.push(step.clone());
            let outcome = agent.take(&step);
            if outcome == Outcome::Code(ErrorCode::NotPermitted) && is_refused_by_design(&step) {
                continue;
            }
            let expected = reference.take(&step);
            let is_equal = match (&outcome, &expected) {
                (Outcome::Code(one), Outcome::Code(other)) => one == other || !is_exact(&step),
                (one, other) => one == other,
            };
            assert!(is_equal, "seed {seed}: {outcome:?}, and unguarded {expected:?}\n{taken:#?}");
        }
        let (one, other) = (guarded.snapshot(), plain.snapshot());
        assert_eq!(shape(&one), shape(&other), "seed {seed}\n{taken:#?}");
        if shape(&one).into_iter().map(|(path, content)| (path.to_owned(), content)).ne(fresh.iter().cloned()) {
            guarded.renew();
            plain.renew();
        }
    }
}

/// Whether the very code of an error must be the host's.
fn is_exact(step: &Step) -> bool {
    matches!(step, Step::Open { .. } | Step::Stat { .. } | Step::Hash { .. } | Step::Read(_))
}

/// What the one who gets in between is to do.
const PAUSE: u8 = 0;
const PAUSED: u8 = 1;
const SWAP: u8 = 2;
const END: u8 = 3;

/// Swaps files and directories for links to what is denied or lies outside, and back, until told to end.
fn swap(data: &Path, stash: &Path, state: &AtomicU8, swaps: &AtomicU64) {
    const SWAPPED: &[(&str, &str)] = &[
        ("pub/sub", "../priv"),
        ("pub/sub", "../../outside"),
        ("pub/a", "../priv/a"),
        ("pub/b", "../../outside/a"),
        ("a", "priv/a"),
        ("pub", "priv"),
        ("pub/sub/ab", "../../../outside"),
    ];
    let mut random = Random::new(7);
    loop {
        match state.load(Ordering::Acquire) {
            END => return,
            PAUSE => state.store(PAUSED, Ordering::Release),
            PAUSED => std::thread::yield_now(),
            _ => {
                let (path, target) = random.of(SWAPPED);
                let path = data.join(path);
                if fs::rename(&path, stash).is_ok() {
                    let is_linked = symlink(target, &path).is_ok();
                    std::thread::yield_now();
                    if is_linked {
                        let _ = fs::remove_file(&path);
                    }
                    let _ = fs::rename(stash, &path);
                    let _ = fs::remove_dir_all(stash);
                    let _ = fs::remove_file(stash);
                    swaps.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
    }
}

#[test]
fn r4_whoever_swaps_for_links_meanwhile_opens_nothing_that_is_denied() {
    let place = folder();
    let tree = tree(place.path(), "tree", true);
    let stash: PathBuf = place.path().join("stash");
    let (state, swaps) = (Arc::new(AtomicU8::new(PAUSED)), Arc::new(AtomicU64::new(0)));
    let worker = {
        let (data, state, swaps) = (tree.data(), Arc::clone(&state), Arc::clone(&swaps));
        std::thread::spawn(move || swap(&data, &stash, &state, &swaps))
    };
    let guarded = |path: &str| path.starts_with("/data/priv") || path.starts_with("outside");
    let first: Vec<_> =
        shape(&tree.snapshot()).into_iter().filter(|(path, _)| guarded(path)).map(|(path, content)| (path.to_owned(), content)).collect();
    let mut fresh = tree.snapshot();
    for seed in seeds(200, 10) {
        let mut random = Random::new(seed);
        let mut rules = rules(&mut random);
        rules.fixed.retain(|(_, holds)| !*holds);
        for action in Action::ALL {
            if !rules.fixed.iter().any(|(fixed, _)| *fixed == action) {
                rules = rules.permit(&[action], "/data/pub").forbid(&[action], "/data/priv");
            }
        }
        let mut agent = agent(&tree, &rules);
        let outside: Vec<u64> = fresh.iter().filter(|(path, _)| guarded(path)).map(|(_, object)| object.inode).collect();
        state.store(SWAP, Ordering::Release);
        let mut taken = Vec::new();
        for _ in 0..STEPS {
            let step = Step::random(&mut random);
            taken.push(step.clone());
            let outcome = agent.take(&step);
            if let Outcome::Data(data) = &outcome {
                assert!(may_read(data, &rules), "seed {seed}: {}\n{taken:#?}", String::from_utf8_lossy(data));
            }
            assert!(!agent.seen.drain(..).any(|inode| outside.contains(&inode)), "seed {seed}: told of what is denied\n{taken:#?}");
        }
        state.store(PAUSE, Ordering::Release);
        while state.load(Ordering::Acquire) != PAUSED {
            std::thread::yield_now();
        }
        drop(agent);
        let after = tree.snapshot();
        let left = shape(&after).into_iter().filter(|(path, _)| guarded(path)).map(|(path, content)| (path.to_owned(), content));
        assert!(left.eq(first.iter().cloned()), "seed {seed}: what is denied has changed\n{taken:#?}");
        if after != fresh {
            tree.renew();
            fresh = tree.snapshot();
        }
    }
    state.store(END, Ordering::Release);
    worker.join().expect("it ends");
    assert!(swaps.load(Ordering::Relaxed) > 0, "nobody got in between");
}
