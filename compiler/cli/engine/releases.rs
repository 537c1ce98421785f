//! What `diff` and `check` ask of the crates behind the edge.
//!
//! In: bytes already read, with names. Out: releases that hold together, and what differs between them. Must hold: an artifact is one that the independent check
//! accepts under the lockfile that it carries; the lockfile beside it, if there is one, is that one.

use super::{Answer, Input, on_policy_stack, text, texts};
use caplink_linker::diff::{self, Otherwise, Release};
use caplink_linker::explain::{self, Explanation};
use caplink_linker::guard::rules::Expr;
use caplink_linker::policy::request;
use caplink_linker::record;
use caplink_linker::source::Source;
use caplink_model::Digest;
use caplink_model::change::{Change, Comparison, Example};
use caplink_model::diagnostic::Diagnostic;
use caplink_model::lockfile::{Contents, Lockfile};
use caplink_model::text::escape;

/// A set of policies without an agent.
pub struct Policies {
    /// What reports call it.
    pub name: String,
    /// Policy files.
    pub policies: Vec<Input>,
    /// Schema files.
    pub schemas: Vec<Input>,
    /// The entities file.
    pub entities: Option<Input>,
    /// The file with links of templates.
    pub links: Option<Input>,
}

/// What is compared.
pub enum Both<'s> {
    /// Old and new releases.
    Releases(&'s [Release], &'s [Release]),
    /// Old and new policies.
    Policies(&'s Policies, &'s Policies),
}

fn wrong(name: &str, reason: &str, help: &str) -> Vec<Diagnostic> {
    vec![Diagnostic::error("E-LOCKFILE", format!("`{}` cannot be used: {reason}", escape(name))).help(help)]
}

const LINK: &str = "link the agent with `caplink link`, and compare what that writes";
const APART: &str = "link again, or restore the lockfile and the artifact that belong together";

/// Reads a lockfile. `key` is its name among those of its side.
pub fn lockfile(name: &str, key: &str, bytes: &[u8]) -> Answer<Release> {
    let text = std::str::from_utf8(bytes).map_err(|_| wrong(name, "it is not UTF-8", "give a lockfile, an artifact, or a folder"))?;
    Release::of_lockfile(name, key, text).map_err(|error| vec![error])
}

/// Reads an artifact, after the independent check accepted it; `beside` is the lockfile that lies beside it.
pub fn artifact(name: &str, key: &str, bytes: Vec<u8>, beside: Option<&Input>) -> Answer<Release> {
    crate::files::recognise::component(name, &bytes).map_err(|failure| failure.0)?;
    let embedded = caplink_verify::embedded_lockfile(&bytes)
        .map_err(|violation| wrong(name, &format!("it is no artifact that caplink wrote: {}", violation.message), LINK))?;
    let verified = caplink_verify::verify(bytes, &embedded, None).map_err(|violations| {
        let reasons: Vec<String> = violations.iter().map(|violation| violation.message.clone()).collect();
        wrong(name, &format!("it is not what its lockfile says: {}", reasons.join("; ")), APART)
    })?;
    if let Some(beside) = beside {
        let known = std::str::from_utf8(&beside.bytes).ok().map(Lockfile::parse);
        match known {
            Some(Ok(lockfile)) if lockfile.artifact == verified.lockfile().artifact && lockfile.without_artifact() == embedded => {}
            Some(Ok(_)) => {
                return Err(wrong(name, &format!("`{}` beside it is the lockfile of another artifact", escape(&beside.name)), APART));
            }
            Some(Err(error)) => return Err(wrong(&beside.name, &error.to_string(), APART)),
            None => return Err(wrong(&beside.name, "it is not UTF-8", APART)),
        }
    }
    Release::of_artifact(name, key, verified.bytes(), embedded).map_err(|error| vec![error])
}

/// Whether an artifact is the one of a lockfile.
pub fn belongs(release: &Release, artifact: &Input) -> Answer<()> {
    let found = Contents { sha256: Digest::of(&artifact.bytes), size: artifact.bytes.len() as u64 };
    let carried = caplink_verify::embedded_lockfile(&artifact.bytes);
    if release.lockfile.artifact == Some(found) {
        if carried.is_ok_and(|carried| carried == release.lockfile.without_artifact()) {
            return Ok(());
        }
        let reason = format!("`{}` beside it carries another lockfile; it was edited after caplink wrote it", escape(&artifact.name));
        return Err(wrong(&release.name, &reason, APART));
    }
    let reason = format!("`{}` beside it is another artifact than it locks: their digests differ", escape(&artifact.name));
    Err(wrong(&release.name, &reason, APART))
}

/// Compares two sides.
pub fn compare(both: &Both<'_>) -> Answer<Comparison> {
    on_policy_stack(|| match both {
        Both::Releases(old, new) => diff::compare(old, new).map_err(|error| vec![error]),
        Both::Policies(old, new) => {
            let (old_policies, old_schemas) = (texts(&old.policies)?, texts(&old.schemas)?);
            let (new_policies, new_schemas) = (texts(&new.policies)?, texts(&new.schemas)?);
            let old = set(old, &old_policies, &old_schemas)?;
            let new = set(new, &new_policies, &new_schemas)?;
            diff::policies(&old, &new)
        }
    })
}

fn set<'s>(side: &'s Policies, policies: &'s [Source<'s>], schemas: &'s [Source<'s>]) -> Answer<diff::Set<'s>> {
    let entities = side.entities.as_ref().map(text).transpose()?;
    let links = side.links.as_ref().map(text).transpose()?;
    Ok(diff::Set { name: &side.name, policies, schemas, entities, links })
}

/// What `child` may do that `parent` may not.
pub fn within(parent: &Release, child: &Release) -> Answer<Vec<Change>> {
    on_policy_stack(|| diff::within(parent, child).map_err(|error| vec![error]))
}

/// The calls of a log that a release decides otherwise, and how many there are in it.
pub fn replays(release: &Release, log: &str) -> Answer<(usize, Vec<Otherwise>)> {
    on_policy_stack(|| {
        let calls = record::parse(log).map_err(|error| vec![error])?;
        let found = diff::replays(release, &calls).map_err(|error| vec![error])?;
        Ok((calls.len(), found))
    })
}

/// The functions of an action that a release allows some call of which a request describes, each with such a call.
pub fn allowed(release: &Release, action: &str, asked: Option<&str>) -> Answer<Vec<(String, Option<Example>)>> {
    on_policy_stack(|| {
        let known = caplink_model::action::Action::find(action).is_some();
        if !known && !release.lockfile.symbols.iter().any(|symbol| symbol.actions.iter().any(|other| other == action)) {
            let message = format!("`{}` is no action of the vocabulary, and the agent imports no function of it", escape(action));
            return Err(vec![
                Diagnostic::error("E-ACTION", message).help("`caplink schema` lists the vocabulary, `caplink inspect` what an agent needs"),
            ]);
        }
        let attributes = release.attributes(action).map_err(|error| vec![error])?;
        let condition: Option<Expr> = asked.map(|asked| request::condition(action, asked, &attributes)).transpose().map_err(|errors| {
            let more = "a lockfile knows of a call only the values that its guards read; any value of the others is allowed";
            if known { errors } else { errors.into_iter().map(|error| error.help(more)).collect() }
        })?;
        diff::allowed(release, action, condition.as_ref()).map_err(|error| vec![error])
    })
}

/// Explains a release; `artifact` is what it locks, if that is there.
pub fn explain<'r>(release: &'r Release, artifact: Option<&Input>, what: Option<&str>) -> Answer<Explanation<'r>> {
    let agent = match artifact {
        Some(artifact) if artifact.bytes.starts_with(b"\0asm") => {
            let agent = caplink_verify::agent(&artifact.bytes).filter(|agent| Digest::of(agent) == release.lockfile.agent.sha256);
            Some(agent.ok_or_else(|| wrong(&artifact.name, "it is another artifact than was checked", APART))?)
        }
        _ => None,
    };
    on_policy_stack(|| explain::explain(release, agent, what))
}
