//! The independent check of an artifact against its lockfile.
//!
//! In: the bytes of an artifact and a lockfile, and on the way out of a link also the agent that was validated on the way in. Out:
//! [`Verified`], the only form in which artifacts are written, or every [`Violation`] that was found.
//!
//! What must hold: an artifact that is accepted imports exactly what the lockfile lists; its agent is the locked one, byte for byte,
//! instantiated once; each function that the agent can call is one that the lockfile passes through, or an adapter's; its exports are
//! allowed exports of the agent. The root is decoded here, by code that shares nothing with the linker; wasmparser validates, as a
//! second opinion on the root and as the only one on function bodies.
//!
//! Not checked here: what adapter components compute (they are bound by digest only), and whether the lockfile's decisions follow from
//! the policies. Nothing here recurses on the depth of its input.

mod budget;
mod checks;
mod component;
mod enclosed;
mod exports;
mod features;
mod grants;
mod nesting;
mod provenance;
mod reader;
mod types;
mod validity;
mod violation;
mod wiring;

pub use enclosed::{CheckedAgent, Enclosed, ROOM, Roomy};
pub use features::{features, required_features};
pub use validity::{Standalone, standalone};
pub use violation::{Check, CheckResult, Violation};

use caplink_model::Digest;
use caplink_model::lockfile::{Contents, Lockfile};
use checks::{CHECKS, Facts};
use component::{Grammar, decode};
use provenance::{surface, trace};
use std::panic::resume_unwind;
use std::thread;

/// How many violations of one check are told.
const TOLD: usize = 20;

/// An artifact that was checked, and its lockfile. Only [`verify`] makes it.
#[derive(Clone, Debug)]
pub struct Verified {
    buffer: Vec<u8>,
    /// Where the artifact starts in it.
    start: usize,
    lockfile: Lockfile,
    report: Vec<CheckResult>,
}

impl Verified {
    /// The artifact.
    pub fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// The lockfile, with the artifact's digest and size.
    pub fn lockfile(&self) -> &Lockfile {
        &self.lockfile
    }

    /// What was checked, check by check.
    pub fn report(&self) -> &[CheckResult] {
        &self.report
    }
}

/// Checks an artifact against a lockfile.
///
/// If `agent` is given, the embedded agent is compared with it byte for byte instead of being validated again. The lockfile's `artifact`
/// may be absent; [`Verified::lockfile`] has it.
///
/// # Errors
/// All violations, ordered by check. Where the root cannot be decoded or is not valid, only those found until then.
pub fn verify(artifact: Vec<u8>, lockfile: &Lockfile, agent: Option<&Standalone<'_>>) -> Result<Verified, Vec<Violation>> {
    let known = |component: &[u8]| agent.filter(|agent| agent.bytes() == component).map(Standalone::contents);
    let (contents, report) = examine(&artifact, lockfile, agent.map(Standalone::contents), &known)?;
    Ok(Verified { buffer: artifact, start: 0, lockfile: Lockfile { artifact: Some(contents), ..lockfile.clone() }, report })
}

/// Checks an artifact around an agent that was validated in its place, which is neither copied, compared nor validated again.
///
/// # Errors
/// As [`verify`].
pub fn verify_enclosed(artifact: Enclosed, lockfile: &Lockfile) -> Result<Verified, Vec<Violation>> {
    let (contents, report) = examine(artifact.bytes(), lockfile, Some(artifact.contents), &|component| artifact.known(component))?;
    let Enclosed { buffer, start, .. } = artifact;
    Ok(Verified { buffer, start, lockfile: Lockfile { artifact: Some(contents), ..lockfile.clone() }, report })
}

/// The identity of a component whose validity was proved before, if it is one.
type Known<'a> = &'a (dyn Fn(&[u8]) -> Option<Contents> + Sync);

/// Reads the lockfile that an artifact carries. Says nothing about whether the artifact keeps to it.
///
/// # Errors
/// If the root cannot be decoded, carries no lockfile, or one that is not canonical.
pub fn embedded_lockfile(artifact: &[u8]) -> Result<Lockfile, Violation> {
    validity::frame(artifact)?;
    let refuse = |message: String| Violation::new(Check::Lockfile, message);
    let section = decode(artifact, Grammar::Root)?.lockfile.ok_or_else(|| refuse("it has no lockfile section".into()))?;
    let text = std::str::from_utf8(section).map_err(|_| refuse("the embedded lockfile is not UTF-8".into()))?;
    let lockfile = Lockfile::parse(text).map_err(|error| refuse(format!("the embedded lockfile: {error}")))?;
    match lockfile.artifact {
        None => Ok(lockfile),
        Some(_) => Err(refuse("the embedded lockfile names an artifact".into())),
    }
}

/// The agent in an artifact: the bytes of its last component. Says nothing about whether the artifact is in order.
pub fn agent(artifact: &[u8]) -> Option<&[u8]> {
    decode(artifact, Grammar::Root).ok().and_then(|component| trace(&component).ok()?.components.last().copied())
}

fn examine(
    artifact: &[u8],
    lockfile: &Lockfile,
    agent: Option<Contents>,
    known: Known<'_>,
) -> Result<(Contents, Vec<CheckResult>), Vec<Violation>> {
    validity::frame(artifact).map_err(|violation| vec![violation])?;
    // The digest takes about as long as everything else, and is needed only in the end.
    thread::scope(|scope| {
        let hashing = scope.spawn(|| Digest::of(artifact));
        let contents = || Contents { sha256: hashing.join().unwrap_or_else(|panic| resume_unwind(panic)), size: artifact.len() as u64 };
        check(artifact, lockfile, agent, known, contents)
    })
}

fn check(
    artifact: &[u8],
    lockfile: &Lockfile,
    agent: Option<Contents>,
    known: Known<'_>,
    identity: impl FnOnce() -> Contents,
) -> Result<(Contents, Vec<CheckResult>), Vec<Violation>> {
    let one = |violation| vec![violation];
    let component = decode(artifact, Grammar::Root).map_err(one)?;
    let (types, instances, features) = validity::types(artifact, None).map_err(one)?;
    let root = trace(&component).map_err(one)?;

    let (mut violations, mut contents, mut surfaces) = (Vec::new(), Vec::new(), Vec::new());
    for (number, bytes) in root.components.iter().enumerate() {
        let proof = match known(bytes) {
            Some(contents) if number + 1 == root.components.len() => Ok(contents),
            _ => standalone(bytes).map(|proof| proof.contents()),
        };
        let (found, surface) = match proof {
            Ok(contents) => (contents, decode(bytes, Grammar::Embedded).and_then(|component| surface(&component))),
            Err(violation) => (Contents { sha256: Digest::of(bytes), size: bytes.len() as u64 }, Err(violation)),
        };
        contents.push(found);
        match surface {
            Ok(surface) => surfaces.push(surface),
            Err(Violation { check, message }) => violations.push(Violation::new(check, format!("component {number}: {message}"))),
        }
    }
    let is_given = agent.is_none_or(|agent| contents.last() == Some(&agent));
    let (embedded, mut refused) = checks::components(lockfile, &contents);
    refused.extend((!is_given).then(|| "the last component is not the agent that was given".into()));
    let is_locked = refused.is_empty();
    violations.splice(0..0, refused.into_iter().map(|message| Violation::new(Check::Components, message)));
    if surfaces.len() < contents.len() {
        // What follows relies on components that are valid alone.
        return Err(violations);
    }

    let artifact = identity();
    let facts = Facts { lockfile, root, surfaces, embedded: component.lockfile, artifact, types, features };
    let passed = |check, what: &str| CheckResult { check, what: what.into() };
    let mut report = vec![passed(Check::Preamble, "a component, read to its end"), passed(Check::Shape, "sections, integers and names")];
    report.extend(is_locked.then_some(CheckResult { check: Check::Components, what: embedded }));
    for (check, run) in CHECKS {
        let (what, refused) = run(&facts);
        if refused.is_empty() {
            report.push(CheckResult { check, what });
        }
        violations.extend(refused.into_iter().take(TOLD).map(|message| Violation::new(check, message)));
    }
    report.push(CheckResult { check: Check::Budget, what: format!("{instances} instances at most") });
    if violations.is_empty() { Ok((artifact, report)) } else { Err(violations) }
}
